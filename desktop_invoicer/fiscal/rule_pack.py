"""Reads the dated rule pack: the one that ships, or a newer one that lies beside the settings."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool, ValidationError

from desktop_invoicer.assets import asset
from desktop_invoicer.config.values import UFS
from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel, Presence, Setting
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.rules import (
    BuyerKind,
    Effect,
    Handover,
    Missing,
    Reason,
    Rule,
    RulePack,
    When,
)
from desktop_invoicer.errors import RulesUnreadableError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LARGEST = 256 * 1024
"""Bytes of a rule pack; a larger file is something else."""

_DEMANDED = frozenset({Reason.RETURN, Reason.OTHER_STATE, Reason.ABOVE_CEILING})
"""What no pack may leave out: a file that was cut short between two rules must not allow what it no longer forbids."""

_RIGHT = {
    "missing": "is missing",
    "extra_forbidden": "is unknown",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number of cents",
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "set_type": "must be a list in brackets",
    "frozen_set_type": "must be a list in brackets",
    "too_short": "must not be empty",
    "date_type": "must be a date without quotes",
    "model_type": "must be a table",
}


def _model(value: object) -> DocumentModel:
    models = {"nfe": DocumentModel.NFE, "nfce": DocumentModel.NFCE}
    if not isinstance(value, str) or value not in models:
        msg = f"must be one of {', '.join(models)}"
        raise ValueError(msg)
    return models[value]


def _uf(value: str) -> str:
    if value not in UFS:
        msg = "must be a state, as in RJ"
        raise ValueError(msg)
    return value


def _day(value: object) -> date:
    if type(value) is not date:  # a moment is a date, too
        msg = "must be a date without quotes and without a time"
        raise ValueError(msg)
    return value


_Text = Annotated[str, Field(min_length=1)]
_Day = Annotated[date, BeforeValidator(_day)]
_Model = Annotated[DocumentModel, BeforeValidator(_model)]
_Value = Annotated[Cents, Field(strict=True, ge=0)]
_Uf = Annotated[str, AfterValidator(_uf)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _When(_Table):
    operations: Annotated[frozenset[Operation], Field(min_length=1)] = frozenset(Operation)
    handovers: Annotated[frozenset[Handover], Field(min_length=1)] = frozenset(Handover)
    buyers: Annotated[frozenset[BuyerKind], Field(min_length=1)] = frozenset(BuyerKind)
    presence: Presence | None = None
    environment: Environment | None = None
    other_state: StrictBool | None = None
    in_store: StrictBool | None = None
    masked: StrictBool | None = None
    above: _Value | None = None
    at_least: _Value | None = None

    def value(self) -> When:
        return When(**dict(self))


class _Rule(_Table):
    name: _Text
    effect: Effect
    reason: Reason
    source: _Text
    checked_on: _Day
    certainty: Certainty
    model: _Model | None = None
    setting: Setting | None = None
    asks: frozenset[Missing] = frozenset()
    when: _When = _When()
    uf: Annotated[frozenset[_Uf], Field(min_length=1)] = frozenset()
    valid_from: _Day | None = None
    valid_to: _Day | None = None
    revoked: _Day | None = None

    def value(self) -> Rule:
        return Rule(**{**dict(self), "when": self.when.value()})


class _Pack(_Table):
    schema_: Literal[1] = Field(alias="schema")
    date: _Day
    rules: tuple[_Rule, ...]


@dataclass(frozen=True, slots=True)
class RulesInUse:
    """The rules that count on this desk."""

    pack: RulePack
    file: Path | None = None
    """The file that took the place of the shipped rules."""
    problem: RulesUnreadableError | None = None
    """Why a file that lies there does not count."""


def load_rules(file: Path) -> RulesInUse:
    """Give the rules of ``file`` where they are newer than those that ship; never fail because of it."""
    shipped = shipped_rules()
    try:
        own = read_rules(file, _bytes(file))
    except FileNotFoundError:
        return RulesInUse(shipped)
    except RulesUnreadableError as exc:
        return RulesInUse(shipped, problem=exc)
    if own.as_of <= shipped.as_of:
        return RulesInUse(shipped)
    if lacking := ", ".join(sorted(_DEMANDED - {rule.reason for rule in own.rules if rule.effect is Effect.REQUIRE})):
        return RulesInUse(shipped, problem=RulesUnreadableError(file, [f"rules: none demands an NF-e for {lacking}"]))
    return RulesInUse(own, file)


def shipped_rules() -> RulePack:
    """Give the rules that come with the program."""
    file = asset("rules", "rules.toml")
    return read_rules(Path(str(file)), file.read_bytes())


def read_rules(file: Path, content: bytes) -> RulePack:
    """Read a rule pack; ``file`` only names it.

    Raises:
        RulesUnreadableError: with a line for each problem.

    """
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        raise RulesUnreadableError(file, ["must be written in UTF-8"]) from exc
    except (ValueError, RecursionError) as exc:  # tomllib's own error; a number or a nesting that has no end
        raise RulesUnreadableError(file, [f"is no TOML: {exc}"]) from exc
    try:
        read = _Pack.model_validate(raw)
    except ValidationError as exc:
        raise RulesUnreadableError(file, [_line(raw, detail) for detail in exc.errors()]) from exc
    pack = RulePack(read.date, tuple(rule.value() for rule in read.rules))
    if problems := tuple(_problems(pack)):
        raise RulesUnreadableError(file, problems)
    return pack


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError as exc:
        raise RulesUnreadableError(file, [f"cannot be read: {exc.strerror}"]) from exc
    if len(content) > LARGEST:
        raise RulesUnreadableError(file, [f"is larger than {LARGEST // 1024} KB"])
    return content


def _line(raw: dict[str, Any], detail: ErrorDetails) -> str:
    place = [str(part) for part in detail["loc"]]
    if len(place) > 1 and place[0] == "rules":
        place[:2] = [_rule_name(raw, int(place[1]))]
    match detail["type"]:
        case "value_error":
            problem = str(detail["ctx"]["error"])
        case "enum" | "literal_error":
            problem = f"must be {detail['ctx']['expected']}"
        case kind:
            problem = _RIGHT.get(kind, detail["msg"])
    return f"{'.'.join(place)}: {problem}"


def _rule_name(raw: dict[str, Any], position: int) -> str:
    rule = raw["rules"][position]
    name = rule.get("name") if isinstance(rule, dict) else None
    return f"rule {name}" if isinstance(name, str) and name else f"rule #{position + 1}"


def _problems(pack: RulePack) -> Iterator[str]:
    """Tell what the shape alone does not show."""
    for rule in pack.rules:
        for problem in _contradictions(rule, pack.as_of):
            yield f"rule {rule.name}: {problem}"
    by_name: dict[str, list[Rule]] = defaultdict(list)
    for rule in pack.rules:
        by_name[rule.name].append(rule)
    for name, rules in by_name.items():
        if any(_collide(one, other) for one, other in combinations(rules, 2)):
            yield f"rule {name}: stands there twice for the same place and time"
    if not any(map(_always_chooses, by_name.values())):
        yield "rules: one must choose a model everywhere, always and without conditions"


def _contradictions(rule: Rule, as_of: date) -> Iterator[str]:
    names_model = rule.effect in {Effect.REQUIRE, Effect.CHOOSE}
    if names_model and rule.model is None:
        yield f"needs a model to {rule.effect}"
    if rule.setting is not None and rule.effect is not Effect.CHOOSE:
        yield "has a setting, but leaves nothing to choose"
    if bool(rule.asks) != (rule.effect is Effect.ASK):
        yield "must name what it asks for, and only an ask does"
    if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
        yield "ends before it begins"
    if rule.checked_on > as_of:
        yield "was checked after the date of the rules"


def _collide(one: Rule, other: Rule) -> bool:
    same_place = not (one.uf or other.uf) or bool(one.uf & other.uf)
    both_begun = max(rule.valid_from or date.min for rule in (one, other))
    return same_place and one.is_in_force(both_begun) and other.is_in_force(both_begun)


def _always_chooses(rules: Sequence[Rule]) -> bool:
    """Tell whether rules of one name choose a model for every case on every day; states may have their own."""
    is_unconditional = all(rule.effect is Effect.CHOOSE and rule.when == When() for rule in rules)
    return is_unconditional and any(not rule.uf and _is_timeless(rule) for rule in rules)


def _is_timeless(rule: Rule) -> bool:
    return rule.valid_from is None and rule.valid_to is None and rule.revoked is None
