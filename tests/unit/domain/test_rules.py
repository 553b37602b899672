"""When a rule is in force, where, and for which cases (facts: fiscal, section 13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import Presence
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.rules import (
    BuyerKind,
    Effect,
    Handover,
    Reason,
    Rule,
    RulePack,
    SaleFacts,
    When,
)
from tests.builders import the_rules

DAY = date(2026, 11, 20)
SALE = SaleFacts(DAY, Operation.SALE, Handover.PICKUP, BuyerKind.PERSON, Cents(9990), store_uf="RJ")
NATIONAL = Rule("window", Effect.NOTE, Reason.CANCELLATION_WINDOW, "a source", DAY, Certainty.SURE)
OF_RIO = replace(NATIONAL, reason=Reason.CANCELLATION_ALSO_LATE, uf=frozenset({"RJ"}))

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_a_rule_counts_from_its_first_to_its_last_day() -> None:
    rule = replace(NATIONAL, valid_from=date(2026, 8, 3), valid_to=date(2026, 8, 5))

    counts = [rule.is_in_force(date(2026, 8, day)) for day in range(2, 7)]

    assert counts == [False, True, True, True, False]


def test_a_revoked_rule_no_longer_counts_on_the_day_it_is_revoked() -> None:
    rule = replace(NATIONAL, revoked=date(2026, 8, 5))

    assert rule.is_in_force(date(2026, 8, 4))
    assert not rule.is_in_force(date(2026, 8, 5))


@given(day=days)
def test_a_rule_that_was_revoked_before_it_began_never_counts(day: date) -> None:
    assert not replace(NATIONAL, valid_from=date(2026, 5, 4), revoked=date(2026, 4, 8)).is_in_force(day)


@given(begin=days, end=days, day=days)
def test_a_rule_that_ended_does_not_begin_again(begin: date, end: date, day: date) -> None:
    rule = replace(NATIONAL, valid_from=begin, valid_to=end)

    following = [rule.is_in_force(day + timedelta(days=later)) for later in range(3)]

    assert following != [True, False, True]


@given(one=days, other=days)
def test_rules_change_only_on_days_that_they_name(one: date, other: date) -> None:
    named = {day for rule in the_rules().rules for day in (rule.valid_from, rule.valid_to, rule.revoked) if day}
    first, last = sorted((one, other))

    changed = the_rules().in_force(first, "RJ") != the_rules().in_force(last, "RJ")

    assert not changed or any(first <= day <= last for day in named)


@pytest.mark.parametrize("rules", [(NATIONAL, OF_RIO), (OF_RIO, NATIONAL)], ids=["national_first", "state_first"])
def test_a_rule_of_a_state_displaces_the_national_one_of_its_name(rules: tuple[Rule, ...]) -> None:
    pack = RulePack(DAY, rules)

    assert pack.in_force(DAY, "RJ") == (OF_RIO,)
    assert pack.in_force(DAY, "SP") == (NATIONAL,)
    assert pack.in_force(DAY, "") == (NATIONAL,)


def test_a_rule_of_a_state_that_is_not_in_force_displaces_nothing() -> None:
    later = replace(OF_RIO, valid_from=DAY + timedelta(days=1))

    assert RulePack(DAY, (NATIONAL, later)).in_force(DAY, "RJ") == (NATIONAL,)


@pytest.mark.parametrize(
    "when",
    [
        When(operations=frozenset({Operation.RETURN})),
        When(handovers=frozenset({Handover.DELIVERY})),
        When(buyers=frozenset({BuyerKind.COMPANY})),
        When(presence=Presence.DISTANCE),
        When(environment=Environment.HOMOLOGATION),
        When(other_state=True),
        When(in_store=False),
        When(masked=True),
        When(above=Cents(9990)),
        When(at_least=Cents(9991)),
    ],
)
def test_a_rule_applies_only_where_every_condition_is_met(when: When) -> None:
    assert When().holds(SALE)
    assert not when.holds(SALE)


def test_a_value_may_have_to_be_higher_or_at_least_as_high() -> None:
    assert When(above=Cents(9989)).holds(SALE)
    assert When(at_least=Cents(9990)).holds(SALE)


@pytest.mark.parametrize(
    ("handover", "store", "destination", "leaves"),
    [
        (Handover.DELIVERY, "RJ", "SP", True),
        (Handover.MIXED, "RJ", "SP", True),
        (Handover.DELIVERY, "RJ", "RJ", False),
        (Handover.PICKUP, "RJ", "SP", False),
        (Handover.DELIVERY, "", "SP", False),
        (Handover.DELIVERY, "RJ", "", False),
    ],
)
def test_only_delivered_goods_whose_states_are_known_leave_the_state(
    handover: Handover, store: str, destination: str, *, leaves: bool
) -> None:
    facts = replace(SALE, handover=handover, store_uf=store, destination_uf=destination)

    assert facts.leaves_the_state is leaves
