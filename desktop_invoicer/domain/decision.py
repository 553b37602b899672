"""Which document is due, and why: the rules applied to one sale or return (design.md, 4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from desktop_invoicer.domain.brasilia import fiscal_day
from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel, Presence
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Buyer, Channel, Order
from desktop_invoicer.domain.policy import StorePolicy
from desktop_invoicer.domain.rules import (
    BuyerKind,
    Effect,
    Handover,
    Missing,
    Reason,
    Rule,
    RulePack,
    SaleFacts,
    When,
)

__all__ = ["Against", "Decision", "DocumentModel", "Ground", "Missing", "Reason", "decide", "facts_of"]

STRICTNESS = (DocumentModel.NFCE, DocumentModel.NFE)
"""Where rules disagree, the later one is due: what an NFC-e may say, an NF-e may say too."""


class Against(StrEnum):
    """Why the other model is not due."""

    RULED_OUT = "ruled_out"
    BUYER_UNKNOWN = "buyer_unknown"
    STATE_UNKNOWN = "state_unknown"
    STORE_CHOICE = "store_choice"
    UNUSUAL = "unusual"


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule that spoke: what it said, where, since when, and how sure that is."""

    reason: Reason
    rule: str
    source: str
    checked_on: date
    certainty: Certainty
    uf: str = ""
    """The state whose own rule it is; empty where it counts everywhere."""
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The model that is due, its reasons in order, what is missing for it, and which other models would do."""

    model: DocumentModel
    reasons: tuple[Reason, ...]
    missing: tuple[Missing, ...] = ()
    alternatives: tuple[DocumentModel, ...] = ()
    against: Against | None = None
    """Why the other model is not due, or only an alternative."""
    notes: tuple[Reason, ...] = ()
    """What is good to know."""
    grounds: tuple[Ground, ...] = ()
    """The rules behind all of it."""
    rules_date: date | None = None
    """The date of the rules; unknown of what was decided before they were dated."""


def facts_of(draft: Draft, order: Order, store: StorePolicy, now: datetime) -> SaleFacts:
    """Gather what the rules look at."""
    handover = _handover(draft)
    return SaleFacts(
        day=fiscal_day(now),
        operation=draft.operation,
        handover=handover,
        buyer=_kind(order.buyer),
        value=draft.value,
        presence=_presence(order, handover, store),
        is_in_store=order.is_in_store,
        store_uf=store.uf,
        destination_uf=order.buyer.uf,
        environment=store.environment,
        known=frozenset(_known(draft, order)),
        is_masked=order.buyer.masked,
    )


class _Verdict(NamedTuple):
    """What the rules that name a model come to, and those of them that name this one."""

    model: DocumentModel
    causes: tuple[Rule, ...]
    is_demanded: bool
    is_store_choice: bool


def decide(facts: SaleFacts, store: StorePolicy, rules: RulePack) -> Decision:
    """Choose the document model and say why; among the rules that demand or choose one, the strictest counts."""
    speaking = [rule for rule in rules.in_force(facts.day, facts.store_uf) if rule.when.holds(facts)]
    verdict = _judge(speaking, store)
    model = verdict.model
    other = next(candidate for candidate in STRICTNESS if candidate is not model)
    asking = _having(speaking, Effect.ASK)
    notes = [rule for rule in _having(speaking, Effect.NOTE) if rule.is_about(model)]
    against = Against.RULED_OUT if verdict.is_demanded else _obstacle(facts, asking, other)
    heard = (*verdict.causes, *(rule for rule in asking if rule.is_about(model)), *notes)
    return Decision(
        model=model,
        reasons=(*_reasons(verdict.causes), *([Reason.STORE_CHOICE] if verdict.is_store_choice else [])),
        missing=_missing(facts, asking, model),
        alternatives=() if against else (other,),
        against=against or (Against.STORE_CHOICE if verdict.is_store_choice else Against.UNUSUAL),
        notes=_reasons(notes),
        grounds=tuple(_ground(rule, facts.store_uf) for rule in heard),
        rules_date=rules.as_of,
    )


def _judge(speaking: Sequence[Rule], store: StorePolicy) -> _Verdict:
    demanded, chosen = _having(speaking, Effect.REQUIRE), _chosen(speaking)
    model = max((_named(rule, store) for rule in demanded or chosen), key=STRICTNESS.index, default=DocumentModel.NFCE)
    causes = tuple(rule for rule in (*demanded, *chosen) if _named(rule, store) is model)
    by_store = not demanded and any(rule.model is not model for rule in causes)
    return _Verdict(model, causes, bool(demanded), by_store)


def _having(rules: Iterable[Rule], effect: Effect) -> list[Rule]:
    return [rule for rule in rules if rule.effect is effect]


def _chosen(speaking: Iterable[Rule]) -> list[Rule]:
    """Give the choices that count: one without conditions speaks only where no other does."""
    choices = _having(speaking, Effect.CHOOSE)
    return [rule for rule in choices if rule.when != When()] or choices


def _named(rule: Rule, store: StorePolicy) -> DocumentModel:
    """Give the model that a rule demands or chooses (each has one); the store may choose where the rule lets it."""
    if rule.setting is not None:
        return store.choices.model(rule.setting)
    return rule.model or DocumentModel.NFCE


def _missing(facts: SaleFacts, asking: Iterable[Rule], model: DocumentModel) -> tuple[Missing, ...]:
    asked = {what for rule in asking if rule.is_about(model) for what in rule.asks}
    lacking = asked - facts.known
    if asked and facts.is_masked:
        lacking.add(Missing.UNMASKED_DATA)
    if not facts.store_uf:
        lacking.add(Missing.STORE_UF)
    if facts.operation is Operation.SALE and facts.is_delivered and not facts.destination_uf:
        lacking.add(Missing.DESTINATION_UF)
    return tuple(what for what in Missing if what in lacking)


def _obstacle(facts: SaleFacts, asking: Iterable[Rule], model: DocumentModel) -> Against | None:
    """Tell what nobody knows and a document of ``model`` could not do without."""
    if Missing.BUYER_TAX_ID in _missing(facts, asking, model):
        return Against.BUYER_UNKNOWN
    is_local = model is DocumentModel.NFCE and facts.is_delivered
    return Against.STATE_UNKNOWN if is_local and not (facts.store_uf and facts.destination_uf) else None


def _reasons(rules: Iterable[Rule]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(rule.reason for rule in rules))


def _ground(rule: Rule, uf: str) -> Ground:
    return Ground(
        reason=rule.reason,
        rule=rule.name,
        source=rule.source,
        checked_on=rule.checked_on,
        certainty=rule.certainty,
        uf=uf if rule.uf else "",
        valid_from=rule.valid_from,
    )


def _handover(draft: Draft) -> Handover:
    channels = {line.channel for line in draft.lines}
    if channels == set(Channel):
        return Handover.MIXED
    return Handover.DELIVERY if Channel.DELIVERY in channels else Handover.PICKUP


def _presence(order: Order, handover: Handover, store: StorePolicy) -> Presence:
    if order.is_in_store:
        return Presence.IN_PERSON
    return store.choices.pickup if handover is Handover.PICKUP else Presence.DISTANCE


def _kind(buyer: Buyer) -> BuyerKind:
    if not buyer.is_identified:
        return BuyerKind.NOBODY
    return BuyerKind.COMPANY if buyer.is_company else BuyerKind.PERSON


def _known(draft: Draft, order: Order) -> Iterator[Missing]:
    if order.buyer.is_identified:
        yield Missing.BUYER_TAX_ID
    if order.buyer.name:
        yield Missing.BUYER_NAME
    addresses = {line.index: line.address for line in order.lines}
    delivered = [addresses.get(line.item_index) for line in draft.lines if line.channel is Channel.DELIVERY]
    if delivered and all(address is not None and address.is_complete for address in delivered):
        yield Missing.BUYER_ADDRESS
