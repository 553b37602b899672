"""Which document is due, and why: the rules that hold wherever the store has not chosen otherwise (design.md, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Buyer, Channel
from desktop_invoicer.domain.policy import StorePolicy

NFCE_CEILING = Cents(200_000_00)
"""Value above which a sale takes an NF-e (fiscal.md, section 13: R$ 200,000 by default)."""


class DocumentModel(Enum):
    """Model of a fiscal document: NF-e 55, NFC-e 65."""

    NFE = "55"
    NFCE = "65"

    @property
    def label(self) -> str:
        """The model as people write it."""
        return "NF-e" if self is DocumentModel.NFE else "NFC-e"


class Reason(StrEnum):
    """Why a model is due."""

    RETURN = "return"
    OTHER_STATE = "other_state"
    ABOVE_CEILING = "above_ceiling"
    DELIVERY = "delivery"
    COMPANY_BUYER = "company_buyer"
    PICKUP_IDENTIFIED = "pickup_identified"
    PICKUP_ANONYMOUS = "pickup_anonymous"


class Missing(StrEnum):
    """What the document needs and the order does not tell."""

    BUYER_TAX_ID = "buyer_tax_id"
    BUYER_NAME = "buyer_name"
    UNMASKED_DATA = "unmasked_data"


@dataclass(frozen=True, slots=True)
class Decision:
    """The model that is due, its reasons in order, what is missing for it, and which other models would do."""

    model: DocumentModel
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...] = ()
    alternatives: tuple[DocumentModel, ...] = ()


def decide(draft: Draft, buyer: Buyer, store: StorePolicy) -> Decision:
    """Choose the document model for a draft and say why."""
    compelling = tuple(_compelling_reasons(draft, buyer, store))
    if compelling:
        return _nfe(compelling, buyer)
    if buyer.is_company:
        return _nfe((Reason.COMPANY_BUYER,), buyer, alternatives=(DocumentModel.NFCE,))
    if buyer.is_identified:
        return Decision(DocumentModel.NFCE, (Reason.PICKUP_IDENTIFIED,), alternatives=(DocumentModel.NFE,))
    return Decision(DocumentModel.NFCE, (Reason.PICKUP_ANONYMOUS,))


def _compelling_reasons(draft: Draft, buyer: Buyer, store: StorePolicy) -> list[Reason]:
    reasons = []
    if draft.operation is not Operation.SALE:
        reasons.append(Reason.RETURN)
    if draft.channel is Channel.DELIVERY and buyer.uf and store.uf and buyer.uf != store.uf:
        reasons.append(Reason.OTHER_STATE)
    if draft.value > NFCE_CEILING:
        reasons.append(Reason.ABOVE_CEILING)
    if draft.operation is Operation.SALE and draft.channel is Channel.DELIVERY:
        reasons.append(Reason.DELIVERY)
    return reasons


def _nfe(reasons: tuple[Reason, ...], buyer: Buyer, alternatives: tuple[DocumentModel, ...] = ()) -> Decision:
    missing = []
    if buyer.masked:
        missing.append(Missing.UNMASKED_DATA)
    if not buyer.is_identified:
        missing.append(Missing.BUYER_TAX_ID)
    if not buyer.name:
        missing.append(Missing.BUYER_NAME)
    return Decision(DocumentModel.NFE, reasons, tuple(missing), alternatives)
