"""What external marketplaces need beside an invoice, as far as that is published: data, with its sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.order import Order


class Demand(StrEnum):
    """Whether a marketplace needs something."""

    REQUIRED = "required"
    """Without it the order stands still there."""
    WANTED = "wanted"
    """Asked for; what happens without it is not published."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MarketplaceRule:
    """What one marketplace needs. It is known by its connectors, its names, or the account's codes for it."""

    name: str
    key: Demand = Demand.UNKNOWN
    """The access key of each invoice."""
    xml: Demand = Demand.UNKNOWN
    """The XML of each document."""
    affiliates: frozenset[str] = frozenset()
    connectors: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    back_office: str = ""
    """What its own portal is called, where orders are put right by hand."""
    has_false_alarms: bool = False
    """Whether VTEX logs errors about its tracking that are none."""
    source: str = ""
    checked_on: date | None = None
    certainty: Certainty = Certainty.UNSURE

    @property
    def marks(self) -> frozenset[str]:
        """Everything it is known by, with its kind in front: no two marketplaces may share one."""
        kinds = (("connector", self.connectors), ("name", {self.name, *self.names}), ("affiliate", self.affiliates))
        return frozenset(f"{kind} {_plain(text)}" for kind, texts in kinds for text in texts)


@dataclass(frozen=True, slots=True)
class Marketplaces:
    """What is known of marketplaces, as of a day."""

    as_of: date
    rules: tuple[MarketplaceRule, ...] = ()

    def rule_of(self, order: Order) -> MarketplaceRule:
        """Give what the marketplace of an order needs; of one that is not listed nothing is known but its name."""
        for mark in _marks(order):
            for rule in self.rules:
                if mark in rule.marks:
                    return rule
        return MarketplaceRule(order.marketplace)


def _marks(order: Order) -> Iterable[str]:
    """Give what an order tells of its marketplace, the surest first: codes are made anew for each account."""
    yield from (f"connector {_plain(connector)}" for connector in order.connectors)
    yield f"name {_plain(order.marketplace)}"
    yield f"affiliate {_plain(order.affiliate)}"


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
