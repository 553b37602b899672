"""What marketplaces need, as a pack says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StrictBool

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.marketplaces import Demand, MarketplaceRule, Marketplaces
from desktop_invoicer.errors import MarketplacesUnreadableError
from desktop_invoicer.fiscal.pack_file import Day, Table, Text, complaint, row_name
from desktop_invoicer.fiscal.pack_format import PackFormat

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_Texts = Annotated[frozenset[Text], Field(min_length=1)]


class _Marketplace(Table):
    name: Text
    key: Demand = Demand.UNKNOWN
    xml: Demand = Demand.UNKNOWN
    connectors: _Texts = frozenset()
    names: _Texts = frozenset()
    affiliates: _Texts = frozenset()
    back_office: Text = ""
    false_alarms: StrictBool = False
    source: Text
    checked_on: Day
    certainty: Certainty

    def value(self) -> MarketplaceRule:
        fields = dict(self)
        return MarketplaceRule(has_false_alarms=fields.pop("false_alarms"), **fields)


class _Pack(Table):
    schema_: Literal[1] = Field(alias="schema")
    date: Day
    marketplaces: tuple[_Marketplace, ...]

    def value(self) -> Marketplaces:
        return Marketplaces(self.date, tuple(row.value() for row in self.marketplaces))


def _line(raw: dict[str, Any], detail: ErrorDetails) -> str:
    place = [str(part) for part in detail["loc"]]
    if len(place) > 1:
        place[:2] = [row_name(raw, "marketplaces", int(place[1]), "marketplace")]
    return f"{'.'.join(place)}: {complaint(detail)}"


def _problems(marketplaces: Marketplaces) -> Iterator[str]:
    """Tell what the shape alone does not show."""
    known: dict[str, list[str]] = defaultdict(list)
    for rule in marketplaces.rules:
        for mark in rule.marks:
            known[mark].append(rule.name)
        if rule.checked_on and rule.checked_on > marketplaces.as_of:
            yield f"marketplace {rule.name}: was checked after the date of the file"
    for mark, names in sorted(known.items()):
        if len(names) > 1:
            yield f"{mark}: stands with {' and with '.join(names)}"


def _lacking(own: Marketplaces, shipped: Marketplaces) -> Iterator[str]:
    """Tell what a newer file may not leave out: one that was cut short must not hide why an order stands still."""
    known = {mark for rule in own.rules for mark in rule.marks}
    for rule in shipped.rules:
        if Demand.REQUIRED in {rule.key, rule.xml} and not rule.marks & known:
            yield f"marketplaces: {rule.name} is missing"


_FORMAT = PackFormat(
    shipped_name="marketplaces.toml",
    refusal=MarketplacesUnreadableError,
    parse=lambda raw: _Pack.model_validate(raw).value(),
    place=_line,
    problems=_problems,
    lacking=_lacking,
)
load_marketplaces = _FORMAT.load
shipped_marketplaces = _FORMAT.shipped
read_marketplaces = _FORMAT.read
