"""The words for members of closed sets. No English word stands for two things that other languages tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from desktop_invoicer.domain.check import CheckName, Verdict
from desktop_invoicer.domain.decision import DocumentModel, Missing, Reason
from desktop_invoicer.domain.document import DocumentKind, DocumentSource
from desktop_invoicer.domain.journal import EffectKind, Entry, NcmSource, Outcome
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.workflow import HoldKind, Stage
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.messages.message import Owner

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
        Reason.DELIVERY: N_("the goods are delivered"),
        Reason.COMPANY_BUYER: N_("the buyer is a company (CNPJ)"),
        Reason.PICKUP_IDENTIFIED: N_("pickup in the store, the buyer gave a CPF"),
        Reason.PICKUP_ANONYMOUS: N_("pickup in the store, without the buyer's document"),
    },
    Missing: {
        Missing.BUYER_TAX_ID: N_("the buyer's CPF or CNPJ"),
        Missing.BUYER_NAME: N_("the buyer's name"),
        Missing.UNMASKED_DATA: N_("the buyer's data, which VTEX hides"),
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
    },
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
