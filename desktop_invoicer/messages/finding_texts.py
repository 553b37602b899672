"""What is told about a day's findings. Who reads it wants to go home: what, how much, and what to press."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import ATTACH, DIAGNOSE, RETRY
from desktop_invoicer.messages.message import Owner, Text

_REQUESTS = {
    ProblemCode.NOTIFICATION_UNKNOWN: Text(
        N_("VTEX asks for an invoice of this order, and no job of this desk works on it."),
        Owner.MANAGER,
        N_("Fetch it from VTEX: it then waits among the jobs."),
        "jobs add {order}",
    ),
    ProblemCode.NOTIFICATION_GONE: Text(
        N_("VTEX no longer asks for this invoice of {value:money}, but the job still waits here."),
        Owner.MANAGER,
        N_("Issue no document for it. Try again: the desk asks VTEX once more and closes the job."),
        RETRY,
    ),
    ProblemCode.NOTIFICATION_LEFT: Text(
        N_("Invoice {number} of {value:money} is in VTEX, but VTEX still asks for it."),
        Owner.MANAGER,
        N_("Try again: the desk deletes the request. Nothing is sent twice."),
        RETRY,
    ),
    ProblemCode.JOB_WITHOUT_DOCUMENT: Text(
        N_("VTEX asks for an invoice of {value:money}, and its document is missing."),
        Owner.CLERK,
        N_("Issue it in the fiscal program and attach it. If it is not to be sent today, close the day with a reason."),
        ATTACH,
    ),
}

_DOCUMENTS = {
    ProblemCode.DOCUMENT_WITHOUT_INVOICE: Text(
        N_("Document {number} of {value:money} was issued, and no invoice in VTEX belongs to it."),
        Owner.MANAGER,
        N_(
            "If it is for a VTEX order, have the invoice requested there; then attach it. If it has nothing to do with"
            " VTEX, set its file aside."
        ),
        "files",
    ),
    ProblemCode.TILL_DOCUMENTS: Text(
        N_("Documents that belong to no order in VTEX: {count}, {value:money} together. The till sold beside VTEX."),
        Owner.WAIT,
        N_("Nothing to do. If one of them is for a VTEX order, have its invoice requested there, then attach it."),
    ),
    ProblemCode.CANCELLED_NOT_RETURNED: Text(
        N_("Document {number} is cancelled at SEFAZ, but in VTEX its sale of {value:money} still stands."),
        Owner.MANAGER,
        N_(
            "If the goods came back, have the return requested in VTEX: it then waits here. If another document took"
            " its place, note which one."
        ),
    ),
    ProblemCode.NUMBER_GAP: Text(
        N_("{document}, series {serie}: {count} numbers between {first} and {last} are missing here."),
        Owner.MANAGER,
        N_(
            "Look them up in the fiscal program. Issued: put their XML into the watched folder. Voided (inutilizados):"
            " note that."
        ),
    ),
}

_INVOICES = {
    ProblemCode.INVOICE_VANISHED: Text(
        N_("This desk sent invoice {number} of {value:money}, and VTEX does not show it."),
        Owner.MANAGER,
        N_(
            "Look at the order in VTEX. If the invoice is not there, give VTEX's support the number. Do not send it"
            " another way."
        ),
    ),
    ProblemCode.FOREIGN_INVOICE: Text(
        N_("Invoice {number} of {value:money} is in VTEX, and this desk did not send it."),
        Owner.MANAGER,
        N_("Find out who sent it, and note that. If it answers a job that still waits here, dismiss that job."),
    ),
    ProblemCode.FOREIGN_INVOICES: Text(
        N_("{count} invoices of {value:money} together are in VTEX, of orders that this desk has no job of."),
        Owner.MANAGER,
        N_("If other desks of the store sent them, note that. If not, find out who did, for example of {orders}."),
    ),
    ProblemCode.POSTED_VALUE_DIFFERS: Text(
        N_("Invoice {number} has {value:money} in VTEX, its document {document:money}: {difference:money} apart."),
        Owner.MANAGER,
        N_("Compare both. If VTEX is wrong, have the invoice corrected there. If the document is, ask the accountant."),
    ),
    ProblemCode.PARTLY_INVOICED: Text(
        N_("Only {invoiced:money} of {value:money} is invoiced. {open:money} is left: {items}."),
        Owner.MANAGER,
        N_("If the rest is to go out, have its invoice requested in VTEX. If not, have it taken out of the order."),
        DIAGNOSE,
    ),
    ProblemCode.ORDER_NOT_CHECKED: Text(
        N_("VTEX did not give this order: nobody knows whether it agrees."),
        Owner.MANAGER,
        N_("Compare again when VTEX answers."),
        "close-day --reconcile",
    ),
}

FINDING_TEXTS: Mapping[ProblemCode, Text] = {**_REQUESTS, **_DOCUMENTS, **_INVOICES}
