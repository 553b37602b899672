"""The shape of a rule pack in its file: one table for each rule, and one for each window."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool

from desktop_invoicer.config.values import UFS
from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel, Presence, Setting
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.rules import BuyerKind, Effect, Handover, Missing, Reason, Rule, RulePack, When
from desktop_invoicer.domain.windows import Way, Window
from desktop_invoicer.fiscal.pack_file import Day, Table, Text

MODELS = {"nfe": DocumentModel.NFE, "nfce": DocumentModel.NFCE}
"""How the file writes the models."""

_LONGEST = 10 * 366 * 24 * 60
"""Minutes of a window: documents are kept for less than ten years."""


def _model(value: object) -> DocumentModel:
    if not isinstance(value, str) or value not in MODELS:
        msg = f"must be one of {', '.join(MODELS)}"
        raise ValueError(msg)
    return MODELS[value]


def _uf(value: str) -> str:
    if value not in UFS:
        msg = "must be a state, as in RJ"
        raise ValueError(msg)
    return value


_Model = Annotated[DocumentModel, BeforeValidator(_model)]
_Value = Annotated[Cents, Field(strict=True, ge=0)]
_Minutes = Annotated[int, Field(strict=True, gt=0, le=_LONGEST)]
_Ufs = Annotated[frozenset[Annotated[str, AfterValidator(_uf)]], Field(min_length=1)]


class _When(Table):
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


class _Dated(Table):
    """What rules and windows have alike: where they come from, where and when they count."""

    source: Text
    checked_on: Day
    certainty: Certainty
    uf: _Ufs = frozenset()
    valid_from: Day | None = None
    valid_to: Day | None = None


class _Rule(_Dated):
    name: Text
    effect: Effect
    reason: Reason
    model: _Model | None = None
    setting: Setting | None = None
    asks: frozenset[Missing] = frozenset()
    when: _When = _When()
    revoked: Day | None = None

    def value(self) -> Rule:
        return Rule(**{**dict(self), "when": self.when.value()})


class _Window(_Dated):
    way: Way
    model: _Model
    minutes: _Minutes | None = None

    def value(self) -> Window:
        return Window(**dict(self))


class PackTable(Table):
    """A whole file."""

    schema_: Literal[1] = Field(alias="schema")
    date: Day
    rules: tuple[_Rule, ...]
    windows: tuple[_Window, ...] = ()

    def value(self) -> RulePack:
        """Give what the file says."""
        return RulePack(
            self.date, tuple(rule.value() for rule in self.rules), tuple(window.value() for window in self.windows)
        )
