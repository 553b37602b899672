"""The English texts of all problems. Short, plain, with the figures; the step says exactly what to do."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.audit_texts import AUDIT_TEXTS
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import ATTACH, DISMISS, RETRY, SHOW, SUBMIT
from desktop_invoicer.messages.diagnosis_texts import DIAGNOSIS_TEXTS
from desktop_invoicer.messages.document_texts import DOCUMENT_TEXTS
from desktop_invoicer.messages.finding_texts import FINDING_TEXTS
from desktop_invoicer.messages.folder_texts import FOLDER_TEXTS
from desktop_invoicer.messages.health_texts import HEALTH_TEXTS
from desktop_invoicer.messages.message import Owner, Text
from desktop_invoicer.messages.repair_texts import REPAIR_TEXTS
from desktop_invoicer.messages.return_texts import RETURN_TEXTS

_ASKED = {
    ProblemCode.NOTHING_ASKED: Text(
        N_("VTEX asks for an invoice, but names no item."),
        Owner.CLERK,
        N_("Ask whoever requested the invoice in VTEX to request it again, with its items. Then dismiss this job."),
        DISMISS,
    ),
    ProblemCode.UNKNOWN_LINE: Text(
        N_("VTEX asks for line {position} of the order, but the order ends at line {lines}."),
        Owner.CLERK,
        N_("Ask whoever requested the invoice in VTEX to request it again. Then dismiss this job."),
        DISMISS,
    ),
    ProblemCode.LINE_EXCEEDED: Text(
        N_("“{name}”: VTEX asks for {asked}, but only {left} can still be invoiced or returned."),
        Owner.CLERK,
        N_(
            "Look at what the order has already had. If too much was requested, have it requested again in VTEX with"
            " the right quantity, then dismiss this job."
        ),
        DISMISS,
    ),
    ProblemCode.FOREIGN_CALLBACK: Text(
        N_(
            "The request wants its answer at an address that is not of account {account}: {address}. Nothing was sent"
            " there."
        ),
        Owner.IT,
        N_(
            "Check the Invoice Notifier in VTEX and the addresses of the account in config.toml. The job goes on when"
            " VTEX announces it with the right address."
        ),
        "doctor",
    ),
    ProblemCode.NOTIFICATION_MISSING: Text(
        N_("VTEX does not show this request (since {missing_since:moment})."),
        Owner.WAIT,
        N_("Nothing to do: the desk keeps asking, and closes the job if VTEX no longer wants it."),
    ),
    ProblemCode.ALIKE_REQUEST_OPEN: Text(
        N_("This document also fits request {request} of the same order, which is open, too."),
        Owner.CLERK,
        N_(
            "They are sent one after the other, so that one document does not answer both. Send the other one first, or"
            " dismiss it here if it is not to be invoiced."
        ),
        RETRY,
    ),
    ProblemCode.NOTIFICATION_CHANGED: Text(
        N_("The request was changed in VTEX after it was loaded. Nothing was sent."),
        Owner.CLERK,
        N_("Load it again, and check that the document still fits."),
        RETRY,
    ),
    ProblemCode.WITHDRAWN_AFTER_POST: Text(
        N_("VTEX no longer shows this request, and never answered whether the invoice arrived."),
        Owner.MANAGER,
        N_(
            "Look in VTEX whether the order has the invoice. Then try again: the desk checks first and sends nothing"
            " twice."
        ),
        RETRY,
    ),
}

_ORDER = {
    ProblemCode.ORDER_UNREADABLE: Text(
        N_("VTEX sent this order in a form that cannot be invoiced safely."),
        Owner.IT,
        N_("Give IT the order number and the technical detail. Try again once it is put right in VTEX."),
        RETRY,
    ),
    ProblemCode.ORDER_NOT_INVOICEABLE: Text(
        N_("The order cannot be invoiced now. In VTEX it is {status_word}."),
        Owner.CLERK,
        N_("Try again when the order is released in VTEX."),
        RETRY,
    ),
    ProblemCode.ORDER_CHANGED: Text(
        N_("The order was changed in VTEX after the invoice was requested ({now:moment}). Nothing was sent."),
        Owner.CLERK,
        N_(
            "Ask whoever runs the orders in VTEX to delete this request and request the invoice again. Then dismiss"
            " this job; its document is free again."
        ),
        DISMISS,
    ),
    ProblemCode.ALREADY_INVOICED: Text(
        N_("The order is already invoiced: {invoiced:money} of {value:money} (invoices: {invoices})."),
        Owner.CLERK,
        N_("Compare it with your document. If nothing is missing, dismiss this job."),
        DISMISS,
    ),
    ProblemCode.INVOICE_ALREADY_THERE: Text(
        N_("In VTEX the order already has invoice {number} of {value:money}. Nothing was sent."),
        Owner.MANAGER,
        N_(
            "Compare it with the document of this job. If it is the same, dismiss the job; if not, attach the right"
            " document."
        ),
        DISMISS,
    ),
    ProblemCode.VALUE_EXCEEDED: Text(
        N_("This comes to {computed:money}, but only {open:money} is left in the order: {difference:money} too much."),
        Owner.MANAGER,
        N_(
            "Look at the invoices and returns the order already has. If too much was requested, have it requested again"
            " in VTEX and dismiss this job."
        ),
        DISMISS,
    ),
    ProblemCode.VALUE_ZERO: Text(
        N_("There is no amount to send: the items come to {computed:money}, and {open:money} is left in the order."),
        Owner.MANAGER,
        N_("Look at the order in VTEX. If nothing is to be invoiced, dismiss this job."),
        DISMISS,
    ),
    ProblemCode.VALUE_CHANGED: Text(
        N_(
            "The document is for {document:money}, but the order now needs {now:money}: {difference:money} apart."
            " Nothing was sent."
        ),
        Owner.CLERK,
        N_("Load it again. If the values still differ, attach a document with the new value."),
        RETRY,
    ),
    ProblemCode.BALANCE_DIFFERS: Text(
        N_("The items come to {computed:money}, but {open:money} is left in the order: {difference:money} apart."),
        Owner.MANAGER,
        N_(
            "Attach a document of {open:money}, which settles the order. A scanned chave de acesso needs its value too."
        ),
        ATTACH,
    ),
}

_NOTICES = {
    ProblemCode.TOTALS_DIFFER: Text(
        N_("The lines of the order add up to {lines:money}, its total is {value:money}: {difference:money} apart."),
        Owner.CLERK,
        N_(
            "Check the amount before you issue the document. The invoice that completes the order takes the difference,"
            " or a person is asked."
        ),
    ),
    ProblemCode.FREIGHT_WITHOUT_LINE: Text(
        N_("Freight of {freight:money} belongs to no line of the order."),
        Owner.CLERK,
        N_("Check the freight before you issue the document. The invoice that completes the order takes it."),
    ),
    ProblemCode.CHANGED_ITEMS: Text(
        N_("Products were added after the order was closed: SKU {skus}."),
        Owner.CLERK,
        N_("Check that the goods and the document are those of the order as it is now."),
    ),
    ProblemCode.NCM_MISSING: Text(
        N_("The product has no NCM: {product}."),
        Owner.CATALOGUE,
        N_("Fill in the tax code or the specification NCM of the product in VTEX."),
    ),
    ProblemCode.NCM_DIFFERS: Text(
        N_("Two NCMs for one product: the order says {ncm}, the catalogue says {other} ({product})."),
        Owner.CATALOGUE,
        N_("Ask the accountant which one is right, and correct the other in VTEX."),
    ),
    ProblemCode.PERSONAL_DATA_MASKED: Text(
        N_("VTEX hides the buyer's data in this order."),
        Owner.CLERK,
        N_("Ask the buyer for what the document needs: name and CPF or CNPJ, and the address if it is delivered."),
    ),
}

_ENGINE = {
    ProblemCode.CONFIRMATION_DUE: Text(
        N_("Everything fits: {value:money}. It is sent when you confirm."),
        Owner.CLERK,
        N_("Check the amount and send it."),
        SUBMIT,
    ),
    ProblemCode.CHOICE_CHANGED: Text(
        N_("It is not what it was when it was chosen to be sent. It was not sent with the others."),
        Owner.CLERK,
        N_("Look at the job as it is now, then send it if it is right."),
        SHOW,
    ),
    ProblemCode.VTEX_REFUSED: Text(
        N_("VTEX refused ({status}) and says: “{words}”"),
        Owner.MANAGER,
        N_("Look at the order in VTEX with these words in mind. When the cause is gone, try again."),
        RETRY,
    ),
    ProblemCode.CREDENTIALS: Text(
        N_("Account {account} is paused: the desk cannot use its credentials. Nothing is lost."),
        Owner.IT,
        N_("Set the credentials of the account anew; its jobs go on by themselves."),
        "credentials set {account}",
    ),
    ProblemCode.CONNECTION_UNSAFE: Text(
        N_(
            "The connection to VTEX is not safe: whoever answers at {host} cannot prove to be VTEX. Nothing was sent"
            " there, and nothing is lost."
        ),
        Owner.IT,
        N_(
            "Check the date and time of this computer. Then let proxy, firewall and antivirus leave the connections to"
            " VTEX alone. The desk tries again by itself."
        ),
        "doctor",
    ),
    ProblemCode.WAITING_FOR_VTEX: Text(
        N_("VTEX is not answering now. Nothing is lost."),
        Owner.WAIT,
        N_("Nothing to do: the desk tries again by itself."),
    ),
    ProblemCode.OUTCOME_UNKNOWN: Text(
        N_("VTEX did not say whether it worked."),
        Owner.WAIT,
        N_("Nothing to do: the desk asks VTEX what happened before anything is repeated. Do not send it another way."),
    ),
    ProblemCode.DOCUMENT_DUE: Text(
        N_("The {document} of {value:money} is missing."),
        Owner.CLERK,
        N_("Issue it in the fiscal program. Then scan its chave de acesso or attach its XML."),
        ATTACH,
    ),
    ProblemCode.INTERNAL: Text(
        N_("A defect of this program stopped the job ({error}). It is not your mistake."),
        Owner.US,
        N_("Try again once. If it happens again, give IT the log of the program."),
        RETRY,
    ),
}

TEXTS: Mapping[ProblemCode, Text] = {
    **_ASKED,
    **_ORDER,
    **_NOTICES,
    **RETURN_TEXTS,
    **DOCUMENT_TEXTS,
    **FOLDER_TEXTS,
    **HEALTH_TEXTS,
    **FINDING_TEXTS,
    **DIAGNOSIS_TEXTS,
    **REPAIR_TEXTS,
    **AUDIT_TEXTS,
    **_ENGINE,
}
