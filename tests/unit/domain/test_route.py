"""Which way is open to undo a sale, until when, and why (facts: fiscal, sections 2, 7.1 and 13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.route import Route, RouteKind, RouteReason, Routes, Sight, find_routes
from desktop_invoicer.domain.rules import RulePack
from tests.builders import CNPJ, NOW, a_draft, a_draft_line, a_key, an_original, the_rules

HERE = Sight(CNPJ, the_rules(), NOW)
SP = "35"
"""A state that takes no late cancellations."""


def a_cancellation(*, units: int = 1, goods: int = 9990, index: int = 0) -> Draft:
    return a_draft(operation=Operation.CANCELLATION, lines=[a_draft_line(index, units=units, goods=goods)])


def issued(ago: timedelta, model: DocumentModel = DocumentModel.NFCE, *, cuf: str = SP, nnf: int = 42) -> Original:
    return an_original(key=a_key(cuf=cuf, model=model, nnf=nnf), nnf=nnf, issued_at=NOW - ago)


def routes(*originals: Original, draft: Draft | None = None, sight: Sight = HERE) -> Routes:
    return find_routes(a_cancellation() if draft is None else draft, originals, sight)


def cancelling(*originals: Original, draft: Draft | None = None, sight: Sight = HERE) -> Route:
    return routes(*originals, draft=draft, sight=sight).of(RouteKind.CANCEL)


# The clock


@pytest.mark.parametrize(
    ("model", "window"), [(DocumentModel.NFCE, timedelta(minutes=30)), (DocumentModel.NFE, timedelta(hours=24))]
)
def test_a_note_is_cancelled_as_long_as_its_window_lasts(model: DocumentModel, window: timedelta) -> None:
    instant = timedelta(seconds=1)

    in_time, too_late = (cancelling(issued(window + off, model)) for off in (-instant, timedelta()))

    assert (in_time.is_open, in_time.reason, in_time.closes_at) == (True, RouteReason.IN_TIME, NOW + instant)
    assert (too_late.is_open, too_late.reason, too_late.closes_at) == (False, RouteReason.TIME_OVER, NOW)


def test_after_the_window_the_goods_come_in_with_an_nfe() -> None:
    best = routes(issued(timedelta(minutes=31))).best

    assert (best.kind, best.reason) == (RouteKind.ENTRY, RouteReason.GOODS_COME_BACK)


def test_in_time_the_note_is_cancelled_and_the_rule_is_named() -> None:
    best = routes(issued(timedelta(minutes=19))).best

    assert best.kind is RouteKind.CANCEL
    assert best.window is not None
    assert best.window.minutes == 30


def test_a_state_that_takes_late_cancellations_leaves_the_way_open() -> None:
    in_time, late = (cancelling(issued(timedelta(minutes=ago), cuf="33")) for ago in (29, 31))

    assert (in_time.reason, in_time.is_open_late) == (RouteReason.IN_TIME, True)
    assert (late.is_open, late.reason, late.closes_at) == (True, RouteReason.LATE_ALLOWED, None)


def test_elsewhere_nothing_follows_a_cancellation_in_time() -> None:
    assert not cancelling(issued(timedelta(minutes=29))).is_open_late


def test_late_cancellations_are_of_an_nfce_alone() -> None:
    assert cancelling(issued(timedelta(hours=25), DocumentModel.NFE, cuf="33")).reason is RouteReason.TIME_OVER


@pytest.mark.parametrize(
    "original",
    [
        an_original(issued_at=None),
        an_original(issued_at=datetime(2026, 11, 20, tzinfo=UTC), knows_authorisation=False),
        an_original(issued_at=datetime(9999, 12, 31, 23, tzinfo=UTC)),
        an_original(issued_at=datetime(1, 1, 1, 1, tzinfo=UTC)),
        an_original(model="59"),
    ],
    ids=["no_moment", "a_day", "too_far", "too_early", "another_model"],
)
def test_without_a_moment_to_count_from_nothing_is_promised(original: Original) -> None:
    assert cancelling(original).reason is RouteReason.TIME_UNKNOWN
    assert routes(original).best.kind is RouteKind.ENTRY


def test_a_note_that_was_authorised_at_midnight_has_its_clock() -> None:
    original = an_original(issued_at=datetime(2026, 11, 20, tzinfo=UTC))

    assert cancelling(original, sight=replace(HERE, now=NOW.replace(hour=0, minute=1))).is_open


def test_rules_without_windows_promise_nothing() -> None:
    sight = replace(HERE, rules=RulePack(the_rules().as_of, the_rules().rules))

    assert cancelling(issued(timedelta()), sight=sight).reason is RouteReason.TIME_UNKNOWN


# What keeps a note from being cancelled


def test_a_return_never_cancels_the_note() -> None:
    draft = replace(a_cancellation(), operation=Operation.RETURN)

    assert cancelling(issued(timedelta()), draft=draft).reason is RouteReason.NOT_A_CANCELLATION


def test_a_part_of_a_note_is_not_cancelled() -> None:
    original = replace(issued(timedelta()), units={0: 2})

    assert cancelling(original, draft=a_cancellation(goods=4995)).reason is RouteReason.NOT_THE_WHOLE_NOTE


def test_a_note_of_which_something_may_have_come_back_before_is_not_cancelled() -> None:
    """Of the two notes nobody knows whose unit came back with an NF-e de entrada."""
    notes = issued(timedelta(), nnf=1), replace(issued(timedelta(), nnf=2), units={0: 2}, value=Cents(19980))
    draft = a_draft(operation=Operation.CANCELLATION, lines=[a_draft_line(before=1, ordered=3)])

    assert cancelling(*notes, draft=draft).reason is RouteReason.NOT_THE_WHOLE_NOTE


def test_what_came_back_by_the_event_of_another_note_leaves_this_one_whole() -> None:
    notes = issued(timedelta(), nnf=1), replace(issued(timedelta(), nnf=2), is_refunded=True)
    draft = a_draft(operation=Operation.CANCELLATION, lines=[a_draft_line(before=1, ordered=2)])

    assert cancelling(*notes, draft=draft).is_open


def test_the_note_of_another_store_is_not_cancelled() -> None:
    sight = replace(HERE, cnpj="99999999000191")

    found = routes(issued(timedelta()), sight=sight)

    assert found.best.kind is RouteKind.ENTRY
    assert {found.of(kind).reason for kind in (RouteKind.CANCEL, RouteKind.SUBSTITUTE)} == {RouteReason.OTHER_ISSUER}


def test_a_store_that_does_not_know_its_cnpj_takes_the_note_for_its_own() -> None:
    assert cancelling(issued(timedelta()), sight=replace(HERE, cnpj="")).is_open


def test_a_note_that_is_cancelled_already_only_wants_its_event_however_late() -> None:
    found = routes(replace(issued(timedelta(days=9)), is_cancelled=True))

    assert (found.best.kind, found.best.reason) == (RouteKind.CANCEL, RouteReason.CANCELLED_ALREADY)
    assert found.of(RouteKind.ENTRY).reason is RouteReason.SALE_CANCELLED
    assert found.of(RouteKind.SUBSTITUTE).reason is RouteReason.SALE_CANCELLED


def test_where_nothing_comes_back_no_way_is_open() -> None:
    found = routes(issued(timedelta()), draft=a_draft(operation=Operation.CANCELLATION, lines=[]))

    assert {(route.is_open, route.reason) for route in found.options} == {(False, RouteReason.NOTHING_COMES_BACK)}


# Which note is meant


def test_the_note_of_exactly_these_units_is_meant_among_several() -> None:
    one, other = issued(timedelta(), nnf=1), replace(issued(timedelta(), nnf=2), units={0: 1, 1: 1}, value=Cents(19980))

    assert cancelling(one, other).original is one


def test_the_only_note_with_one_of_these_lines_is_meant() -> None:
    one, other = replace(issued(timedelta(), nnf=1), units={0: 2}), replace(issued(timedelta(), nnf=2), units={1: 1})

    assert cancelling(one, other).original is one


def test_the_only_note_is_meant_whatever_lines_vtex_guessed() -> None:
    assert cancelling(replace(issued(timedelta()), units={7: 3})).is_open


@pytest.mark.parametrize("units", [{0: 1}, {}, {7: 1}], ids=["alike", "unknown", "guessed"])
def test_among_notes_alike_none_is_chosen(units: dict[int, int]) -> None:
    twins = [replace(issued(timedelta(), nnf=number), units=units) for number in (1, 2)]

    found = routes(*twins)

    assert found.of(RouteKind.CANCEL).reason is RouteReason.SEVERAL_NOTES
    assert (found.best.kind, found.best.original) == (RouteKind.ENTRY, None)


def test_a_note_whose_cancellation_was_refunded_is_no_longer_meant() -> None:
    gone, there = replace(issued(timedelta(), nnf=1), is_refunded=True), issued(timedelta(), nnf=2)

    assert cancelling(gone, there).original is there


def test_without_a_note_only_the_goods_can_come_in() -> None:
    found = routes()

    assert found.of(RouteKind.CANCEL).reason is RouteReason.ORIGINAL_UNKNOWN
    assert found.of(RouteKind.SUBSTITUTE).reason is RouteReason.ORIGINAL_UNKNOWN
    assert found.best.kind is RouteKind.ENTRY


def test_a_note_without_a_key_is_named_and_not_cancelled() -> None:
    found = routes(an_original(number="41"))

    assert found.of(RouteKind.CANCEL).reason is RouteReason.ORIGINAL_UNKNOWN
    assert found.best.original == an_original(number="41")


# Substitution


def test_an_nfce_can_give_way_to_one_issued_offline_for_a_week() -> None:
    substitute = [routes(issued(timedelta(hours=hours))).of(RouteKind.SUBSTITUTE) for hours in (167, 168)]

    assert [route.is_open for route in substitute] == [True, False]
    assert substitute[0].reason is RouteReason.ONLY_IF_ISSUED_AGAIN


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        (a_key(model=DocumentModel.NFE), RouteReason.OTHER_MODEL),
        (a_key(tp_emis="9"), RouteReason.ISSUED_OFFLINE),
    ],
)
def test_only_an_nfce_issued_online_can_be_substituted(key: object, reason: RouteReason) -> None:
    original = an_original(key=key if isinstance(key, type(a_key())) else None)

    assert routes(original).of(RouteKind.SUBSTITUTE).reason is reason


# Whatever the notes

ORIGINALS = st.builds(
    an_original,
    key=st.builds(
        a_key,
        cuf=st.sampled_from(["33", SP, "99"]),
        model=st.sampled_from([*DocumentModel, "59"]),
        cnpj=st.sampled_from([CNPJ, "99999999000191"]),
        tp_emis=st.sampled_from(["1", "9"]),
        nnf=st.integers(1, 99),
    ),
    value=st.sampled_from([9990, 4995, 19980]),
    units=st.dictionaries(st.integers(0, 2), st.integers(1, 2), max_size=2),
    issued_at=st.none() | st.datetimes(timezones=st.just(UTC)) | st.just(NOW - timedelta(minutes=29)),
    knows_authorisation=st.booleans(),
    is_cancelled=st.booleans(),
)


@given(
    st.lists(ORIGINALS, max_size=3),
    st.sampled_from([*Operation][1:]),
    st.sampled_from([9990, 4995, 19980]),
    st.sampled_from(["", CNPJ]),
)
def test_one_way_is_best_and_it_is_open_wherever_any_is(
    originals: Sequence[Original], operation: Operation, goods: int, cnpj: str
) -> None:
    draft = replace(a_cancellation(goods=goods), operation=operation)

    found = find_routes(draft, originals, replace(HERE, cnpj=cnpj))

    assert sorted(route.kind for route in found.options) == sorted(RouteKind)
    assert found.best.is_open == any(route.is_open for route in found.options)


@given(st.lists(ORIGINALS, max_size=3), st.sampled_from([*Operation][1:]), st.sampled_from([9990, 4995, 19980]))
def test_cancelling_is_never_offered_late_for_a_part_or_for_another_issuer(
    originals: Sequence[Original], operation: Operation, goods: int
) -> None:
    draft = replace(a_cancellation(goods=goods), operation=operation)

    route = find_routes(draft, originals, HERE).of(RouteKind.CANCEL)

    if route.is_open:
        original = route.original
        assert operation is Operation.CANCELLATION
        assert original is not None
        assert original.key is not None
        assert (original.key.cnpj, original.value) == (CNPJ, goods)
        is_late_allowed = route.reason is RouteReason.LATE_ALLOWED and original.key.cuf == "33"
        is_in_time = route.reason is RouteReason.IN_TIME and route.closes_at is not None and route.closes_at > NOW
        assert original.is_cancelled or is_late_allowed or is_in_time
