"""Reads what marketplaces need: the file that ships, or a newer one that lies beside the settings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, StrictBool, ValidationError

from desktop_invoicer.assets import asset
from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.marketplaces import Demand, MarketplaceRule, Marketplaces
from desktop_invoicer.errors import MarketplacesUnreadableError
from desktop_invoicer.fiscal.pack_file import Day, Table, Text, complaint, read_bytes, read_toml, row_name

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_Texts = Annotated[frozenset[Text], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class LoadedMarketplaces:
    """What counts on this desk."""

    marketplaces: Marketplaces
    file: Path | None = None
    """The file that took the place of the one that ships."""
    problem: MarketplacesUnreadableError | None = None
    """Why a file that lies there does not count."""


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


def load_marketplaces(file: Path) -> LoadedMarketplaces:
    """Give what ``file`` says where it is newer than what ships; never fail because of it."""
    shipped = shipped_marketplaces()
    try:
        own = read_marketplaces(file, read_bytes(file))
    except FileNotFoundError:
        return LoadedMarketplaces(shipped)
    except ValueError as exc:
        return LoadedMarketplaces(shipped, problem=MarketplacesUnreadableError(file, [str(exc)]))
    except MarketplacesUnreadableError as exc:
        return LoadedMarketplaces(shipped, problem=exc)
    if own.as_of <= shipped.as_of:
        return LoadedMarketplaces(shipped)
    if lacking := tuple(_lacking(own, shipped)):
        return LoadedMarketplaces(shipped, problem=MarketplacesUnreadableError(file, lacking))
    return LoadedMarketplaces(own, file)


def shipped_marketplaces() -> Marketplaces:
    """Give what comes with the program."""
    file = asset("rules", "marketplaces.toml")
    return read_marketplaces(Path(str(file)), file.read_bytes())


def read_marketplaces(file: Path, content: bytes) -> Marketplaces:
    """Read what marketplaces need; ``file`` only names it.

    Raises:
        MarketplacesUnreadableError: with a line for each problem.

    """
    try:
        raw = read_toml(content)
    except ValueError as exc:
        raise MarketplacesUnreadableError(file, [str(exc)]) from exc
    try:
        marketplaces = _Pack.model_validate(raw).value()
    except ValidationError as exc:
        raise MarketplacesUnreadableError(file, [_line(raw, detail) for detail in exc.errors()]) from exc
    if problems := tuple(_problems(marketplaces)):
        raise MarketplacesUnreadableError(file, problems)
    return marketplaces


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
