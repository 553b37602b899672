"""What some problems say instead of their usual text, where their facts call for it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import APPROVE, ATTACH, DATE, DIAGNOSE, DISMISS, RETRY, SHOW, SUBMIT
from desktop_invoicer.messages.message import Owner, Text


class Variant(Enum):
    """What a problem says instead of its usual text where its facts call for it."""

    QUANTITY_NEGATIVE = auto()
    ORDER_CANCELLED = auto()
    CANCELLATION_ASKED = auto()
    ORDER_REPLACED = auto()
    INVOICED_WITHOUT_NUMBERS = auto()
    BALANCE_ABOVE_SUM = auto()
    DIRECTION_OF_SALE = auto()
    DIRECTION_OF_CANCELLATION = auto()
    DESK_IN_HOMOLOGATION = auto()
    REFUND_TO_CONFIRM = auto()
    NO_REFUND_TO_CONFIRM = auto()
    REFUND_OF_MARKETPLACE_TO_CONFIRM = auto()
    REFUND_TO_LOOK_AT = auto()
    REFUND_REFUSED = auto()
    REFUND_AFTER_ALL = auto()
    APPROVAL_OF_ANOTHER = auto()
    BUYER_TO_IDENTIFY = auto()
    CANCELLATION_DUE = auto()
    ENTRY_DUE = auto()
    KEY_LIKELY_WRONG = auto()
    KEY_GROUPS_IN_DOUBT = auto()
    KEY_LENGTH_IN_DOUBT = auto()
    DATE_OUTSIDE_MONTH = auto()
    KEY_ALWAYS_NEEDED = auto()
    WARNINGS_TO_LOOK_AT = auto()
    NOTIFICATION_BACK = auto()
    DOCUMENT_IN_FOLDER = auto()
    DOCUMENT_READY = auto()
    DOCUMENT_HELD_BACK = auto()
    NUMBER_MISSING = auto()
    RETURN_BY_OTHERS = auto()
    SHOWN_OTHERWISE = auto()
    CENTS_LEFT = auto()


VARIANTS: Mapping[Variant, Text] = {
    Variant.KEY_LIKELY_WRONG: Text(
        N_("The chave de acesso is wrong at {groups}, {part_word}: “{found}” should most likely be “{expected}”."),
        Owner.CLERK,
        N_("Compare it with the DANFE and correct it there. Or scan the code on the DANFE, or attach the XML."),
        ATTACH,
    ),
    Variant.KEY_GROUPS_IN_DOUBT: Text(
        N_("The chave de acesso is wrong. The mistake is most likely at {groups}, {part_word}: “{found}”."),
        Owner.CLERK,
        N_("Compare it with the DANFE and correct it there. Or scan the code on the DANFE, or attach the XML."),
        ATTACH,
    ),
    Variant.KEY_LENGTH_IN_DOUBT: Text(
        N_(
            "A chave de acesso has 44 characters; this one has {length}. The mistake is most likely at {groups},"
            " {part_word}: “{found}”."
        ),
        Owner.CLERK,
        N_("Compare it with the DANFE and correct it there. Or scan the code on the DANFE, or attach the XML."),
        ATTACH,
    ),
    Variant.DATE_OUTSIDE_MONTH: Text(
        N_("By its chave de acesso the document was issued in {month:month}, not on {day:day}."),
        Owner.CLERK,
        N_("Give the date of issue that is printed on the DANFE, or attach the XML."),
        DATE,
    ),
    Variant.BUYER_TO_IDENTIFY: Text(
        N_("The {document} of {value:money} is missing, and the order does not tell the buyer's CPF or CNPJ."),
        Owner.CLERK,
        N_("Ask the buyer for it and issue the document. Then scan its chave de acesso or attach its XML."),
        ATTACH,
    ),
    Variant.CANCELLATION_DUE: Text(
        N_("The cancellation of the note is missing or, once its time is over, an NF-e de entrada of {value:money}."),
        Owner.RETURNS_DESK,
        N_("Look at the returns desk: it tells which way is open. Then attach the XML of that."),
        ATTACH,
    ),
    Variant.ENTRY_DUE: Text(
        N_("The NF-e de entrada of {value:money} is missing."),
        Owner.RETURNS_DESK,
        N_("Issue it in the fiscal program. Then scan its chave de acesso or attach its XML."),
        ATTACH,
    ),
    Variant.WARNINGS_TO_LOOK_AT: Text(
        N_("The document may be used, but look at its checks first: {value:money}. It is sent when you confirm."),
        Owner.CLERK,
        N_("Look at what the checks of the document say, then send it or attach another one."),
        SUBMIT,
    ),
    Variant.REFUND_TO_CONFIRM: Text(
        N_("Everything fits. Sending this refunds {value:money} to the buyer at once."),
        Owner.RETURNS_DESK,
        N_("Check the amount with the buyer, then send it."),
        SUBMIT,
    ),
    Variant.NO_REFUND_TO_CONFIRM: Text(
        N_("Sending this refunds NOTHING of {value:money}: the order is not fully invoiced."),
        Owner.RETURNS_DESK,
        N_("Tell the buyer that VTEX sends no money, then send it."),
        SUBMIT,
    ),
    Variant.REFUND_OF_MARKETPLACE_TO_CONFIRM: Text(
        N_("Once this is sent {marketplace} refunds {value:money} to the buyer."),
        Owner.RETURNS_DESK,
        N_("Tell the buyer who refunds, and give nothing back here. Then send it."),
        SUBMIT,
    ),
    Variant.REFUND_TO_LOOK_AT: Text(
        N_("Look at the checks of the document first. Sending this refunds {value:money} to the buyer at once."),
        Owner.RETURNS_DESK,
        N_("Look at what the checks of the document say, then send it or attach another one."),
        SUBMIT,
    ),
    Variant.REFUND_REFUSED: Text(
        N_("VTEX refused the refund ({status}) and says: “{words}”"),
        Owner.MANAGER,
        N_(
            "Mostly it is more than VTEX has left of the order: interest that the buyer paid cannot be refunded this"
            " way. Compare it with the order in VTEX. Give back by hand what VTEX does not refund, or try again when"
            " the cause is gone."
        ),
        RETRY,
    ),
    Variant.REFUND_AFTER_ALL: Text(
        N_("The order was changed in VTEX: for this return VTEX would now refund the buyer. Nothing was sent."),
        Owner.RETURNS_DESK,
        N_("Try again, look at what is said then, and confirm anew."),
        RETRY,
    ),
    Variant.APPROVAL_OF_ANOTHER: Text(
        N_("{manager} allowed that {value:money} goes out and cannot send it, too: that takes two people."),
        Owner.MANAGER,
        N_("Let somebody else send it, or have another manager allow it."),
        APPROVE,
    ),
    Variant.QUANTITY_NEGATIVE: Text(
        N_("“{name}”: VTEX asks for {asked} units, which is no quantity."),
        Owner.CLERK,
        N_("Ask whoever requested the invoice in VTEX to request it again. Then dismiss this job."),
        DISMISS,
    ),
    Variant.ORDER_CANCELLED: Text(
        N_("The order was cancelled in VTEX and is not to be invoiced."),
        Owner.CLERK,
        N_(
            "Keep the goods in the store. If a document was issued for it, cancel it in the fiscal program while its"
            " deadline allows it. Then dismiss this job."
        ),
        DISMISS,
    ),
    Variant.CANCELLATION_ASKED: Text(
        N_("Somebody asked VTEX to cancel this order; until that is decided it cannot be invoiced."),
        Owner.MANAGER,
        N_("Do not hand over the goods. Have the cancellation decided in VTEX, then try again."),
        RETRY,
    ),
    Variant.ORDER_REPLACED: Text(
        N_("In VTEX another order has taken the place of this one."),
        Owner.CLERK,
        N_("Go on with the new order and dismiss this job."),
        DISMISS,
    ),
    Variant.INVOICED_WITHOUT_NUMBERS: Text(
        N_("VTEX shows the order as invoiced: {invoiced:money} of {value:money}."),
        Owner.CLERK,
        N_("Compare it with your document. If nothing is missing, dismiss this job."),
        DISMISS,
    ),
    Variant.BALANCE_ABOVE_SUM: Text(
        N_("The items come to {computed:money}, but {open:money} is left in the order: {difference:money} apart."),
        Owner.MANAGER,
        N_(
            "Decide which amount is right and attach a document of it: {open:money} settles the order, with"
            " {computed:money} it stays open by {difference:money}. A scanned chave de acesso needs its value too."
        ),
        ATTACH,
    ),
    Variant.DIRECTION_OF_SALE: Text(
        N_("This is a sale, but the document is not: it is an NF-e de entrada or a cancellation."),
        Owner.CLERK,
        N_("Attach the document of the sale."),
        ATTACH,
    ),
    Variant.DIRECTION_OF_CANCELLATION: Text(
        N_("This is a cancellation, but the document is a sale."),
        Owner.RETURNS_DESK,
        N_("Attach the XML of the cancellation. If its deadline has passed, issue an NF-e de entrada and attach that."),
        ATTACH,
    ),
    Variant.KEY_ALWAYS_NEEDED: Text(
        N_("By the settings of the account nothing is sent without a valid chave de acesso of this store."),
        Owner.CLERK,
        N_("Attach the NF-e or NFC-e that this store issued for the order. Its chave de acesso is sent along."),
        ATTACH,
    ),
    Variant.DESK_IN_HOMOLOGATION: Text(
        N_("This document is real (produção), but this desk is set to homologação."),
        Owner.IT,
        N_("Do not use it here. Set the desk to produção if it is to work with real documents."),
        "doctor",
    ),
    Variant.NOTIFICATION_BACK: Text(
        N_("Invoice {number} of {value:money} is in VTEX, and VTEX asks for it once more."),
        Owner.MANAGER,
        N_("Send nothing. Look at the order in VTEX, and have the request deleted there."),
    ),
    Variant.DOCUMENT_IN_FOLDER: Text(
        N_("VTEX asks for an invoice of {value:money}. Document {number} of that value has come, but is not attached."),
        Owner.CLERK,
        N_("Look whether it is for this order, and attach it."),
        ATTACH,
    ),
    Variant.DOCUMENT_READY: Text(
        N_("Document {number} of {value:money} is attached, and its invoice is not in VTEX yet."),
        Owner.CLERK,
        N_("Check the amount and send it."),
        SUBMIT,
    ),
    Variant.DOCUMENT_HELD_BACK: Text(
        N_("Document {number} of {value:money} is attached, but something keeps its invoice back."),
        Owner.MANAGER,
        N_("Open the job: it says what is wrong and whose turn it is."),
        SHOW,
    ),
    Variant.NUMBER_MISSING: Text(
        N_("{document}, series {serie}: number {first} is missing here."),
        Owner.MANAGER,
        N_(
            "Look it up in the fiscal program. Issued: put its XML into the watched folder. Voided (inutilizado): note"
            " that."
        ),
    ),
    Variant.RETURN_BY_OTHERS: Text(
        N_("Return {number} of {value:money} is in VTEX, which refunds it, and this desk did not send it."),
        Owner.MANAGER,
        N_("Find out who sent it, and note that. If it answers a job that still waits here, dismiss that job."),
    ),
    Variant.SHOWN_OTHERWISE: Text(
        N_("This desk sent invoice {number} of {sent:money}, and VTEX shows {value:money}: {difference:money} apart."),
        Owner.MANAGER,
        N_("Look at the order in VTEX. If its value is wrong there, have it corrected."),
    ),
    Variant.CENTS_LEFT: Text(
        N_("All items are invoiced, yet {open:money} of {value:money} is left: VTEX keeps the order open."),
        Owner.MANAGER,
        N_("Ask why it is not invoiced: there it says what to do about the rest."),
        DIAGNOSE,
    ),
}
