"""The words for members of closed sets. No English word stands for two things that other languages tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from desktop_invoicer.domain.access_key import KeyPart
from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.check import CheckName, Verdict
from desktop_invoicer.domain.decision import Against, DocumentModel, Missing, Reason
from desktop_invoicer.domain.document import DocumentKind, DocumentSource
from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.domain.journal import EffectKind, Entry, NcmSource, Outcome
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.route import RouteKind, RouteReason
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.windows import Way
from desktop_invoicer.domain.workflow import HoldKind, Stage
from desktop_invoicer.messages.audit_words import AUDIT_WORDS
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.closing_words import CLOSING_WORDS
from desktop_invoicer.messages.diagnosis_words import DIAGNOSIS_WORDS
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.messages.health_words import HEALTH_WORDS
from desktop_invoicer.messages.message import Owner
from desktop_invoicer.messages.people_words import PEOPLE_WORDS

WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    Owner: {
        Owner.CLERK: N_("clerk"),
        Owner.RETURNS_DESK: N_("returns desk"),
        Owner.MANAGER: N_("manager"),
        Owner.CATALOGUE: N_("catalogue"),
        Owner.ACCOUNTANT: N_("accountant"),
        Owner.IT: N_("IT"),
        Owner.VTEX: N_("VTEX"),
        Owner.WAIT: N_("just wait"),
        Owner.US: N_("a defect of the program"),
    },
    Stage: {
        Stage.RECEIVED: N_("received"),
        Stage.LOADED: N_("loaded"),
        Stage.DOCUMENTED: N_("with document"),
        Stage.SUBMITTED: N_("sent to VTEX"),
        Stage.CLOSED: N_("done"),
        Stage.WITHDRAWN: N_("withdrawn by VTEX"),
        Stage.DISMISSED: N_("dismissed"),
    },
    HoldKind: {
        HoldKind.WAITING_FOR_DOCUMENT: N_("waits for the document"),
        HoldKind.RETRY_AT: N_("tries again by itself"),
        HoldKind.NEEDS_PERSON: N_("needs somebody"),
        HoldKind.ACCOUNT_PAUSED: N_("account paused"),
    },
    Operation: {
        Operation.SALE: N_("sale"),
        Operation.CANCELLATION: N_("cancellation in the store"),
        Operation.STORE_RETURN: N_("return in another store"),
        Operation.RETURN: N_("return of goods"),
    },
    Channel: {
        Channel.PICKUP: N_("pickup in the store"),
        Channel.DELIVERY: N_("delivery"),
    },
    InvoiceType: {
        InvoiceType.OUTPUT: N_("goods go out"),
        InvoiceType.INPUT: N_("goods come back"),
    },
    DocumentModel: {
        DocumentModel.NFE: N_("NF-e"),
        DocumentModel.NFCE: N_("NFC-e"),
    },
    DocumentKind: {
        DocumentKind.NOTE: N_("fiscal document"),
        DocumentKind.CANCELLATION: N_("cancellation event"),
    },
    DocumentSource: {
        DocumentSource.XML: N_("authorised XML"),
        DocumentSource.KEY: N_("chave de acesso"),
    },
    KeyPart: {
        KeyPart.CUF: N_("state of the issuer"),
        KeyPart.AAMM: N_("year and month of issue"),
        KeyPart.CNPJ: N_("CNPJ of the issuer"),
        KeyPart.MODEL: N_("model"),
        KeyPart.SERIE: N_("series"),
        KeyPart.NNF: N_("number"),
        KeyPart.TP_EMIS: N_("form of emission"),
        KeyPart.CNF: N_("code of the document"),
        KeyPart.CDV: N_("check digit"),
    },
    FileState: {
        FileState.PROPOSED: N_("a person has to choose"),
        FileState.UNREADABLE: N_("unreadable"),
        FileState.UNMATCHED: N_("no job found"),
        FileState.ATTACHED: N_("attached"),
        FileState.SET_ASIDE: N_("set aside"),
    },
    CheckName: {
        CheckName.ORDER: N_("the order can be invoiced"),
        CheckName.KEY: N_("chave de acesso"),
        CheckName.ISSUER: N_("CNPJ of the issuer"),
        CheckName.AUTHORISED: N_("authorised by SEFAZ"),
        CheckName.ENVIRONMENT: N_("environment"),
        CheckName.MODEL: N_("model"),
        CheckName.DIRECTION: N_("way of the goods"),
        CheckName.VALUE: N_("value"),
        CheckName.UNUSED: N_("not used yet"),
        CheckName.DIGEST: N_("unchanged since it was signed"),
        CheckName.BUYER: N_("buyer"),
        CheckName.ITEMS: N_("items"),
        CheckName.DATE: N_("date of issue"),
        CheckName.ORIGINAL: N_("original note"),
        CheckName.ITEM_REFERENCES: N_("items of the sale, row by row"),
        CheckName.PURPOSE: N_("calls itself a return"),
        CheckName.UNCANCELLED: N_("not cancelled"),
        CheckName.XML: N_("XML for VTEX"),
    },
    Verdict: {
        Verdict.OK: N_("fits"),
        Verdict.UNKNOWN: N_("not known"),
        Verdict.WARNING: N_("look at it"),
        Verdict.BLOCKING: N_("does not fit"),
    },
    Environment: {
        Environment.PRODUCTION: N_("produção"),
        Environment.HOMOLOGATION: N_("homologação"),
    },
    Reason: {
        Reason.RETURN: N_("goods come back, which takes an NF-e de entrada"),
        Reason.OTHER_STATE: N_("the goods go to another state"),
        Reason.ABOVE_CEILING: N_("the value is above the limit of an NFC-e"),
        Reason.LATE_CANCELLATION: N_("once it is too late to cancel, the goods come back with an NF-e de entrada"),
        Reason.COMPANY_BANNED: N_("an NFC-e to a company (CNPJ) is forbidden"),
        Reason.DELIVERY: N_("the goods are delivered"),
        Reason.MIXED_CHANNELS: N_("a part of the goods is delivered, which counts as a delivery"),
        Reason.COMPANY_BUYER: N_("the buyer is a company (CNPJ)"),
        Reason.PICKUP_IDENTIFIED: N_("pickup in the store, the buyer gave a CPF"),
        Reason.PICKUP_ANONYMOUS: N_("pickup in the store, without the buyer's document"),
        Reason.STORE_CHOICE: N_("the store has chosen so in its settings"),
        Reason.NFE_NAMES_BUYER: N_("an NF-e names the buyer"),
        Reason.RETURN_NAMES_BUYER: N_("the NF-e de entrada names who brings the goods back"),
        Reason.HIGH_VALUE: N_("from R$ 10,000 on, the buyer has to be named"),
        Reason.AT_A_DISTANCE: N_("who buys without coming to the store has to be named, with the address"),
        Reason.NFCE_DELIVERED: N_("an NFC-e for a delivery names the buyer and the address"),
        Reason.RETURN_WITHOUT_BUYER: N_("nobody is named: the NF-e de entrada has the store itself as recipient"),
        Reason.RETURN_NAMES_ITEMS: N_("each item of the NF-e de entrada names the item of the sale that comes back"),
        Reason.CANCELLATION_WINDOW: N_(
            "a note can be cancelled for a short time only; its clock stands with the return"
        ),
        Reason.CANCELLATION_ALSO_LATE: N_(
            "a note can be cancelled for a short time only; this state also takes some cancellations of an NFC-e later"
        ),
        Reason.COMPANY_BAN_REVOKED: N_("an NFC-e to a company stays allowed: the ban of May 2026 was revoked"),
        Reason.NFCE_GIVES_NO_CREDIT: N_("an NFC-e gives the company no tax credit"),
        Reason.NO_NFE_AFTERWARDS: N_("an NF-e can no longer be issued for it afterwards: ask the buyer now"),
        Reason.SMALL_DANFE: N_("the NF-e may be printed on receipt paper (DANFE Simplificado Tipo 2)"),
        Reason.PICKUP_UNSETTLED: N_(
            "it is not settled whether the pickup of an online order is a sale in person; if it is not, the buyer has"
            " to be named"
        ),
        Reason.TEST_DOCUMENT: N_("the desk works in homologação: the document is a test, without fiscal value"),
    },
    Against: {
        Against.RULED_OUT: N_("the rules do not allow it here"),
        Against.BUYER_UNKNOWN: N_("it needs the buyer's CPF or CNPJ, which is not known"),
        Against.STATE_UNKNOWN: N_("it is only for goods that stay in the state, and where they go is not known"),
        Against.STORE_CHOICE: N_("it would do, but the store has chosen otherwise in its settings"),
        Against.UNUSUAL: N_("it would do, but is not usual here"),
    },
    Certainty: {
        Certainty.SURE: N_("sure"),
        Certainty.LIKELY: N_("likely"),
        Certainty.UNSURE: N_("not sure: ask the accountant"),
    },
    Missing: {
        Missing.BUYER_TAX_ID: N_("the buyer's CPF or CNPJ"),
        Missing.BUYER_NAME: N_("the buyer's name"),
        Missing.UNMASKED_DATA: N_("the buyer's data, which VTEX hides"),
        Missing.BUYER_ADDRESS: N_("the buyer's address"),
        Missing.STORE_UF: N_("the state of this store (UF), in the settings"),
        Missing.DESTINATION_UF: N_("the state to which the goods go"),
    },
    NcmSource: {
        NcmSource.TAX_CODE: N_("tax code of the order"),
        NcmSource.SPECIFICATION: N_("specification in the catalogue"),
        NcmSource.MISSING: N_("not found"),
    },
    EffectKind: {
        EffectKind.POST_INVOICE: N_("sending the invoice"),
        EffectKind.DELETE_NOTIFICATION: N_("deleting the request"),
    },
    Outcome: {
        Outcome.DONE: N_("worked"),
        Outcome.NOT_DONE: N_("did not happen"),
        Outcome.NOT_SEEN: N_("not seen in VTEX"),
        Outcome.REFUSED: N_("refused by VTEX"),
    },
    Entry: {
        Entry.RECEIVED: N_("Request received"),
        Entry.RECEIVED_AGAIN: N_("Request received again"),
        Entry.LOADED: N_("Order loaded"),
        Entry.DOCUMENT_ATTACHED: N_("Document attached"),
        Entry.DOCUMENT_RELEASED: N_("Document freed, it no longer fits"),
        Entry.CONFIRMED: N_("Confirmed"),
        Entry.POST_BEGUN: N_("Sending to VTEX"),
        Entry.POST_UNKNOWN: N_("No answer yet, asking VTEX"),
        Entry.POST_NOT_DONE: N_("Not arrived in VTEX"),
        Entry.POST_REFUSED: N_("Refused by VTEX"),
        Entry.POST_CONFIRMED: N_("Accepted by VTEX"),
        Entry.POST_FOUND: N_("Found in VTEX"),
        Entry.DELETE_BEGUN: N_("Deleting the request in VTEX"),
        Entry.CLOSED: N_("Done: invoiced and request deleted"),
        Entry.HELD: N_("Stopped"),
        Entry.RETRIED: N_("Tried again"),
        Entry.WITHDRAWN: N_("VTEX no longer asks for it"),
        Entry.DISMISSED: N_("Dismissed"),
        Entry.SETTLED: N_("Settled"),
    },
    Matter: {
        Matter.OPERATION: N_("what the request asks for"),
        Matter.TAKEOVER: N_("taking over the return of another store"),
        Matter.NO_REFUND: N_("going on although VTEX refunds nothing"),
        Matter.REVERSAL: N_("reversal on the card terminal"),
        Matter.APPROVAL: N_("approval of a manager"),
    },
    RouteKind: {
        RouteKind.CANCEL: N_("cancelling the note"),
        RouteKind.SUBSTITUTE: N_("cancelling the note by substitution"),
        RouteKind.ENTRY: N_("NF-e de entrada"),
    },
    RouteReason: {
        RouteReason.IN_TIME: N_("there is still time, but only while the goods have not left the store"),
        RouteReason.LATE_ALLOWED: N_("the time is over, but this state still takes the cancellation"),
        RouteReason.CANCELLED_ALREADY: N_("the note is cancelled already: attach the XML of its cancellation"),
        RouteReason.GOODS_COME_BACK: N_("goods can come back at any time"),
        RouteReason.ONLY_IF_ISSUED_AGAIN: N_(
            "only where the same sale was issued once more offline; that second note stays valid"
        ),
        RouteReason.NOTHING_COMES_BACK: N_("nothing comes back"),
        RouteReason.TIME_OVER: N_("the time for it is over"),
        RouteReason.TIME_UNKNOWN: N_("until when it is possible is not known"),
        RouteReason.NOT_A_CANCELLATION: N_("VTEX asks for a return: the goods had left the store"),
        RouteReason.NOT_THE_WHOLE_NOTE: N_("only a part of the note comes back, and it can only be cancelled whole"),
        RouteReason.SEVERAL_NOTES: N_("what comes back was sold with several notes"),
        RouteReason.ORIGINAL_UNKNOWN: N_("the note of the sale is not known here"),
        RouteReason.OTHER_ISSUER: N_("the note is of another CNPJ, which alone may cancel it"),
        RouteReason.OTHER_MODEL: N_("it is not an NFC-e"),
        RouteReason.ISSUED_OFFLINE: N_("the note was issued offline itself"),
        RouteReason.SALE_CANCELLED: N_("the note is cancelled: there is no sale left"),
    },
    Way: {
        Way.CANCEL: N_("cancelling in time"),
        Way.CANCEL_LATE: N_("cancelling late"),
        Way.SUBSTITUTE: N_("cancelling by substitution"),
    },
    **AUDIT_WORDS,
    **CLOSING_WORDS,
    **DIAGNOSIS_WORDS,
    **HEALTH_WORDS,
    **PEOPLE_WORDS,
}
"""By class first: members of two sets may be equal, since some are strings too."""

_STATUSES: Mapping[str, str] = {
    "canceled": N_("cancelled"),
    "cancelled": N_("cancelled"),
    "cancel": N_("being cancelled"),
    "cancellation-requested": N_("waiting for a cancellation to be decided"),
    "request-cancel": N_("waiting for a cancellation to be decided"),
    "replaced": N_("replaced by another order"),
    "incomplete": N_("incomplete"),
    "waiting-seller-handling": N_("waiting for the seller"),
    "waiting-for-mkt-authorization": N_("waiting for the marketplace"),
    "payment-pending": N_("waiting for the payment"),
    "payment-approved": N_("paid"),
    "ready-for-handling": N_("ready to be handled"),
    "ready-for-invoicing": N_("ready to be invoiced"),
    "start-handling": N_("starting to be handled"),
    "handling": N_("being handled"),
    "invoice": N_("waiting for VTEX to check the invoice"),
    "invoiced": N_("invoiced"),
}


def word(member: Enum) -> str:
    """Give the word for a member of a closed set, in the language in use."""
    text = WORDS.get(type(member), {}).get(member)
    return shown(str(member.value)) if text is None else _(text)


def status_word(status: str) -> str:
    """Give the word for the state of an order in VTEX; one that we do not know stays as VTEX spells it."""
    text = _STATUSES.get(status)
    return f"“{shown(status)}”" if text is None else _(text)
