"""The dated fiscal rules, as a pack says them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, Any

from desktop_invoicer.domain.rules import Effect, Reason, Rule, RulePack, When
from desktop_invoicer.domain.windows import Way, Window
from desktop_invoicer.errors import RulesUnreadableError
from desktop_invoicer.fiscal.pack_file import complaint, row_name
from desktop_invoicer.fiscal.pack_format import PackFormat
from desktop_invoicer.fiscal.rule_tables import MODELS, PackTable

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_DEMANDED = frozenset({Reason.RETURN, Reason.OTHER_STATE, Reason.ABOVE_CEILING})
"""What every pack has to demand an NF-e for."""


def _lacking(pack: RulePack, _shipped: RulePack) -> Iterator[str]:
    """Tell what no pack may leave out. A file that was cut short must not allow what it no longer forbids.

    Nor may it leave people without the clock by which a note has to be cancelled.
    """
    demanded = {rule.reason for rule in pack.rules if rule.effect is Effect.REQUIRE}
    if reasons := ", ".join(sorted(_DEMANDED - demanded)):
        yield f"rules: none demands an NF-e for {reasons}"
    timed = {window.model for window in pack.windows if _is_a_clock(window, pack.as_of)}
    if models := ", ".join(model.label for model in MODELS.values() if model not in timed):
        yield f"windows: none says how long an {models} may be cancelled"


def _is_a_clock(window: Window, day: date) -> bool:
    """Tell whether a window says for the whole country until when a note of a day may be cancelled."""
    is_national = window.way is Way.CANCEL and not window.uf
    return is_national and window.minutes is not None and window.is_in_force(day)


def _line(raw: dict[str, Any], detail: ErrorDetails) -> str:
    place = [str(part) for part in detail["loc"]]
    if len(place) > 1 and place[0] == "rules":
        place[:2] = [row_name(raw, "rules", int(place[1]), "rule")]
    elif len(place) > 1 and place[0] == "windows":
        place[:2] = [f"window #{int(place[1]) + 1}"]
    is_of_time = detail["type"] == "int_type" and place[-1] == "minutes"
    return f"{'.'.join(place)}: {'must be a whole number of minutes' if is_of_time else complaint(detail)}"


def _problems(pack: RulePack) -> Iterator[str]:
    """Tell what the shape alone does not show."""
    namesakes: dict[str, list[Rule | Window]] = defaultdict(list)
    for rule in pack.rules:
        namesakes[f"rule {rule.name}"].append(rule)
        yield from (f"rule {rule.name}: {problem}" for problem in _contradictions(rule))
    for window in pack.windows:
        namesakes[f"window {window.way} {window.model.label}"].append(window)
    for name, told in namesakes.items():
        yield from (f"{name}: {problem}" for one in told for problem in _misdated(one, pack.as_of))
        if any(_collide(one, other) for one, other in combinations(told, 2)):
            yield f"{name}: stands there twice for the same place and time"
    names = {rule.name for rule in pack.rules}
    if not any(_always_chooses([rule for rule in pack.rules if rule.name == name]) for name in names):
        yield "rules: one must choose a model everywhere, always and without conditions"


def _contradictions(rule: Rule) -> Iterator[str]:
    names_model = rule.effect in {Effect.REQUIRE, Effect.CHOOSE}
    if names_model and rule.model is None:
        yield f"needs a model to {rule.effect}"
    if rule.setting is not None and rule.effect is not Effect.CHOOSE:
        yield "has a setting, but leaves nothing to choose"
    if bool(rule.asks) != (rule.effect is Effect.ASK):
        yield "must name what it asks for, and only an ask does"


def _misdated(told: Rule | Window, as_of: date) -> Iterator[str]:
    if told.valid_from and told.valid_to and told.valid_to < told.valid_from:
        yield "ends before it begins"
    if told.checked_on > as_of:
        yield "was checked after the date of the rules"


def _collide(one: Rule | Window, other: Rule | Window) -> bool:
    same_place = not (one.uf or other.uf) or bool(one.uf & other.uf)
    both_begun = max(told.valid_from or date.min for told in (one, other))
    return same_place and one.is_in_force(both_begun) and other.is_in_force(both_begun)


def _always_chooses(rules: Sequence[Rule]) -> bool:
    """Tell whether rules of one name choose a model for every case on every day; states may have their own."""
    is_unconditional = all(rule.effect is Effect.CHOOSE and rule.when == When() for rule in rules)
    return is_unconditional and any(not rule.uf and _is_timeless(rule) for rule in rules)


def _is_timeless(rule: Rule) -> bool:
    return rule.valid_from is None and rule.valid_to is None and rule.revoked is None


_FORMAT = PackFormat(
    shipped_name="rules.toml",
    refusal=RulesUnreadableError,
    parse=lambda raw: PackTable.model_validate(raw).value(),
    place=_line,
    problems=_problems,
    lacking=_lacking,
)
load_rules = _FORMAT.load
shipped_rules = _FORMAT.shipped
read_rules = _FORMAT.read
