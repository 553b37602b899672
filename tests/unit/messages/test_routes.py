"""The ways to undo a sale, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.route import Route, RouteKind, RouteReason
from desktop_invoicer.domain.windows import Way, Window
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.messages.routes import tell_route
from tests.builders import NOW, an_original

WINDOW = Window(Way.CANCEL, DocumentModel.NFCE, 30, "Event 110111", date(2026, 11, 20), Certainty.SURE)
CANCEL = Route(
    RouteKind.CANCEL,
    is_open=True,
    reason=RouteReason.IN_TIME,
    original=an_original(nnf=123),
    closes_at=NOW + timedelta(minutes=11),
    window=WINDOW,
)


@pytest.fixture(autouse=True)
def in_english() -> None:
    activate(Language.EN)


def closing(left: timedelta) -> Route:
    return replace(CANCEL, closes_at=NOW + left)


def headline(kind: RouteKind, reason: RouteReason, *, is_open: bool) -> str:
    return tell_route(Route(kind, is_open, reason, an_original(nnf=123)), NOW).headline


def test_a_cancellation_in_time_names_the_note_and_what_comes_afterwards() -> None:
    told = tell_route(CANCEL, NOW)

    assert told.headline == "Cancel NFC-e 123 in the fiscal program"
    assert told.clock == "11 minutes left, afterwards an NF-e de entrada"
    assert told.why == "there is still time, but only while the goods have not left the store"
    assert told.source == "Event 110111 · checked on 2026-11-20 · sure"


@pytest.mark.parametrize(
    ("left", "clock"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=59.9), "59 seconds"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=11, seconds=59), "11 minutes"),
        (timedelta(hours=1), "1 h 0 min"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (timedelta(hours=47, minutes=59), "47 h 59 min"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=6, hours=23), "6 days"),
    ],
)
def test_the_clock_is_rounded_down_and_as_fine_as_it_matters(left: timedelta, clock: str) -> None:
    assert tell_route(closing(left), NOW).clock == f"{clock} left, afterwards an NF-e de entrada"
    assert tell_route(closing(-left), NOW).clock == f"closed {clock} ago"


def test_the_clock_runs_out_while_the_page_stands_open() -> None:
    assert tell_route(CANCEL, NOW + timedelta(minutes=11)).clock == "closed 0 seconds ago"


def test_only_after_cancelling_in_time_another_way_is_named() -> None:
    substitute = replace(CANCEL, kind=RouteKind.SUBSTITUTE, reason=RouteReason.ONLY_IF_ISSUED_AGAIN)

    assert tell_route(substitute, NOW).clock == "11 minutes left"


def test_where_a_state_takes_late_cancellations_no_other_way_is_named() -> None:
    assert tell_route(replace(CANCEL, is_open_late=True), NOW).clock == (
        "11 minutes left; this state takes it afterwards, too"
    )


def test_a_late_cancellation_has_no_end_that_is_known() -> None:
    late = replace(CANCEL, reason=RouteReason.LATE_ALLOWED, closes_at=None)

    assert tell_route(late, NOW).clock == "no end is known"


@pytest.mark.parametrize("reason", [RouteReason.GOODS_COME_BACK, RouteReason.CANCELLED_ALREADY])
def test_where_time_does_not_matter_there_is_no_clock_and_no_rule(reason: RouteReason) -> None:
    told = tell_route(Route(RouteKind.ENTRY, is_open=True, reason=reason), NOW)

    assert (told.clock, told.source) == ("", "")


@pytest.mark.parametrize(
    ("kind", "reason", "is_open", "expected"),
    [
        (RouteKind.CANCEL, RouteReason.CANCELLED_ALREADY, True, "Attach the cancellation of NFC-e 123"),
        (RouteKind.CANCEL, RouteReason.TIME_OVER, False, "Cancelling NFC-e 123 is not possible"),
        (RouteKind.ENTRY, RouteReason.GOODS_COME_BACK, True, "Issue an NF-e de entrada that takes back NFC-e 123"),
        (RouteKind.ENTRY, RouteReason.SALE_CANCELLED, False, "An NF-e de entrada for NFC-e 123 is not possible"),
        (
            RouteKind.SUBSTITUTE,
            RouteReason.ONLY_IF_ISSUED_AGAIN,
            True,
            "Cancel NFC-e 123 by substitution in the fiscal program",
        ),
        (
            RouteKind.SUBSTITUTE,
            RouteReason.ISSUED_OFFLINE,
            False,
            "Cancelling NFC-e 123 by substitution is not possible",
        ),
    ],
)
def test_a_headline_says_what_to_do_or_what_cannot_be_done(
    kind: RouteKind, reason: RouteReason, expected: str, *, is_open: bool
) -> None:
    assert headline(kind, reason, is_open=is_open) == expected


def test_a_note_without_a_key_is_named_by_its_number_and_one_nobody_knows_not_at_all() -> None:
    entry = Route(RouteKind.ENTRY, is_open=True, reason=RouteReason.GOODS_COME_BACK)
    of_number = replace(entry, original=an_original(number="41"))

    assert tell_route(of_number, NOW).headline == "Issue an NF-e de entrada that takes back note 41"
    assert tell_route(entry, NOW).headline == "Issue an NF-e de entrada that takes back the note of the sale"


def test_a_clock_that_starts_at_the_issue_says_so() -> None:
    original = an_original(knows_authorisation=False)

    assert "counted from the issue" in tell_route(replace(CANCEL, original=original), NOW).why
    assert "counted" not in tell_route(replace(CANCEL, original=original, closes_at=None), NOW).why


@given(
    kind=st.sampled_from(RouteKind),
    reason=st.sampled_from(RouteReason),
    language=st.sampled_from(Language),
    left=st.timedeltas(timedelta(days=-400), timedelta(days=400)),
    is_open=st.booleans(),
)
def test_every_way_is_told_at_every_moment(
    kind: RouteKind, reason: RouteReason, language: Language, left: timedelta, *, is_open: bool
) -> None:
    activate(language)

    told = tell_route(replace(closing(left), kind=kind, reason=reason, is_open=is_open), NOW)

    for text in (told.headline, told.clock, told.why, told.source):
        assert text
        assert not set(text) & set("{}?")
