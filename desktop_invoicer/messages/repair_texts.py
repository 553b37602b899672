"""What is told of a chave de acesso that is sent again, and of a list of orders that VTEX does not give."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.key_repair import KeyOutcome
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import SEND_KEY
from desktop_invoicer.messages.message import Owner, Text

REPAIR_TEXTS: Mapping[ProblemCode, Text] = {
    ProblemCode.ORDERS_NOT_LISTED: Text(
        N_(
            "VTEX did not give the list of orders of account {account}. Only orders that this desk has jobs of were"
            " compared."
        ),
        Owner.MANAGER,
        N_("Compare the day again in some minutes. If it stays so, let IT look at the desk's rights in VTEX."),
    ),
    ProblemCode.INVOICE_NOT_THERE: Text(
        N_("The order has no invoice {number} in VTEX. Nothing was sent."),
        Owner.CLERK,
        N_("Look at the order's invoices in VTEX, and take the number from there."),
    ),
    ProblemCode.ORDER_NOT_WHOLE: Text(
        N_(
            "Only {invoiced:money} of {value:money} is invoiced: VTEX could take the key for one more invoice. Nothing"
            " was sent."
        ),
        Owner.CLERK,
        N_("Invoice the rest of the order first. Then send the key again."),
    ),
    ProblemCode.KEY_OF_OTHER_NUMBER: Text(
        N_("This chave de acesso is of document {nnf}, the invoice in VTEX has the number {number}. Nothing was sent."),
        Owner.CLERK,
        N_("Scan the key of the document that belongs to invoice {number}."),
    ),
    ProblemCode.KEY_THERE_ALREADY: Text(
        N_("Invoice {number} has another valid chave de acesso in VTEX, and it stays there. Nothing was sent."),
        Owner.MANAGER,
        N_("If that key is wrong, correct it by hand on the order's page in VTEX."),
    ),
}

KEY_OFFER = Text(
    N_("The key of invoice {number} can be sent again from here."),
    Owner.CLERK,
    N_("Scan the key, or take the one that this desk knows."),
    SEND_KEY,
)

OUTCOME_TEXTS: Mapping[KeyOutcome, Text] = {
    KeyOutcome.TAKEN: Text(
        N_("VTEX took the key: invoice {number} shows it now."),
        Owner.WAIT,
        N_("Nothing more to do in VTEX. Look at the order in the marketplace in an hour."),
    ),
    KeyOutcome.NOT_TAKEN: Text(
        N_("VTEX answered well and changed nothing: invoice {number} still shows no good key."),
        Owner.MANAGER,
        N_("Enter the key by hand on the order's page in VTEX, or in the marketplace's own back office."),
    ),
    KeyOutcome.REFUSED: Text(
        N_("VTEX refused the key and says: “{words}”. Invoice {number} is as it was."),
        Owner.MANAGER,
        N_("Enter the key by hand on the order's page in VTEX, or in the marketplace's own back office."),
    ),
    KeyOutcome.UNKNOWN: Text(
        N_("Nobody knows yet whether VTEX took the key of invoice {number}: it did not say, and does not show it."),
        Owner.WAIT,
        N_("Look at the order again in some minutes. The key is not sent once more before."),
    ),
    KeyOutcome.DOUBLED: Text(
        N_("VTEX booked invoice {number} a SECOND time instead of taking its key."),
        Owner.MANAGER,
        N_("Look at the order in VTEX at once and ask VTEX's support to take the second one out. Send nothing again."),
    ),
}
"""What came of sending a key, for whoever pressed the button."""
