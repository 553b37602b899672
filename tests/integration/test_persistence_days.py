"""The days in the database: which jobs each holds, its figures, and how it was signed off."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.closing import DayClosing, DayState
from desktop_invoicer.domain.day import Figures, Sent, Tally, day_of
from desktop_invoicer.domain.finding import FindingNote
from desktop_invoicer.domain.journal import Outcome
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation, OrderId
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.submission import Chosen, SubmissionEnd, SubmissionId
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.day_ports import AuditTrail, DayBook
from desktop_invoicer.persistence.database import Database
from tests.builders import an_invoice
from tests.past import Past
from tests.plans import plan, statements, whole_tables

SAO_PAULO = ZoneInfo("America/Sao_Paulo")
DAY = StoreDay(date(2026, 11, 20), SAO_PAULO)
TICK = timedelta(microseconds=1)
ENTRY = AuditEntry(datetime(2026, 11, 20, 23, 50, tzinfo=UTC), "ana", Deed.DAY_CLOSED, "2026-11-20")


def hour(number: float, day: int = 0) -> datetime:
    """Give a moment by the store's clock, some days after ``DAY``."""
    return DAY.next(day).begin + timedelta(hours=number)


def on(book: DayBook, day: int = 0) -> list[JobId]:
    """Give the jobs of the day some days after ``DAY``."""
    return [each.job.id for each in book.jobs_of(DAY.next(day))]


# which jobs a day has


def test_a_day_begins_and_ends_at_the_stores_midnight(book: DayBook, past: Past) -> None:
    moments = (DAY.begin - TICK, DAY.begin, DAY.end - TICK, DAY.end)
    jobs = [past.asked(at) for at in moments]
    for job in jobs:
        past.dismissed(job, job.received_at)

    assert [on(book, day) for day in (-1, 0, 1)] == [[jobs[0].id], [jobs[1].id, jobs[2].id], [jobs[3].id]]


def test_an_open_job_is_there_from_its_arrival_on(book: DayBook, past: Past) -> None:
    job = past.asked(hour(10))

    assert [on(book, day) for day in (-1, 0, 1, 9)] == [[], [job.id], [job.id], [job.id]]


def test_a_job_is_there_until_it_ends(book: DayBook, past: Past) -> None:
    job = past.dismissed(past.asked(hour(10)), hour(9, day=2))

    assert [on(book, day) for day in range(-1, 4)] == [[], [job.id], [job.id], [job.id], []]


def test_a_job_that_is_sent_tells_with_what_and_since_when(book: DayBook, past: Past) -> None:
    ready = past.ready(hour(10), value=12345, freight=678)
    invoice = an_invoice(value=12340, number="77", key="4" * 44)
    past.posted(past.posting(ready, hour(11), invoice), hour(11.5))

    (told,) = book.jobs_of(DAY)

    assert told.sent == Sent(hour(11.5), "77", Cents(12340), "4" * 44)
    assert (told.freight, told.ended_at, told.value, told.settled_at) == (678, None, 12340, hour(11.5))


def test_a_closed_job_tells_when_it_was_sent_and_when_it_ended(book: DayBook, past: Past) -> None:
    job = past.closed(past.sent(past.ready(hour(10)), hour(11)), hour(12))

    (told,) = book.jobs_of(DAY)

    assert (told.job, told.ended_at, told.settled_at) == (job, hour(12), hour(11))


def test_a_notification_that_is_left_keeps_its_job_among_those_of_later_days(book: DayBook, past: Past) -> None:
    job = past.sent(past.ready(hour(10)), hour(11))
    assert on(book, 2) == [job.id]

    past.closed(job, hour(8, day=3))

    assert [on(book, day) for day in (2, 3, 4)] == [[job.id], [job.id], []]


@pytest.mark.parametrize("outcome", [None, Outcome.NOT_DONE, Outcome.NOT_SEEN, Outcome.REFUSED])
def test_a_post_that_is_not_known_to_be_in_vtex_sends_nothing(
    book: DayBook, past: Past, outcome: Outcome | None
) -> None:
    job = past.posting(past.ready(hour(10)), hour(11))
    if outcome is not None:
        past.not_posted(job, hour(12), outcome)

    (told,) = book.jobs_of(DAY)

    assert (told.sent, told.settled_at) == (None, None)


def test_a_post_that_was_not_seen_for_long_counts_when_it_is_found(book: DayBook, past: Past) -> None:
    job = past.posting(past.ready(hour(10)), hour(11))
    past.posted(past.not_posted(job, hour(13), Outcome.NOT_SEEN), hour(9, day=1))

    (told,) = book.jobs_of(DAY)

    assert told.settled_at == hour(9, day=1)
    assert on(book, 1) == [job.id]


def test_a_job_that_is_asked_for_again_is_open_again(book: DayBook, past: Past) -> None:
    job = past.withdrawn(past.asked(hour(10), 7), hour(11))
    assert on(book, 1) == []

    past.asked(hour(9, day=2), 7)

    (told,) = book.jobs_of(DAY)
    assert told.ended_at is None
    assert [on(book, day) for day in (1, 2)] == [[job.id], [job.id]]


def test_a_job_loaded_anew_has_the_freight_of_then(book: DayBook, past: Past) -> None:
    job = past.loaded(past.asked(hour(10)), hour(10), freight=500)
    past.loaded(past.read_anew(job, hour(11)), hour(12), freight=0)

    (told,) = book.jobs_of(DAY)

    assert told.freight == 0


def test_no_day_looks_at_every_job(database: Database, book: DayBook) -> None:
    with statements() as seen:
        book.jobs_of(DAY)
        book.documents_of(DAY)
        book.last_numbers(DAY, "1")
        book.summaries(DAY.date, DAY.next(30).date, DAY)
        book.days_of(OrderId("v1"), DAY)

    assert len(seen) > 5
    assert whole_tables(plan(database, seen)) == []


# the figures of many days


def some_history(past: Past, random: Random, days: int) -> None:
    """Let jobs come on each of some days, and end at any time after that, or never."""
    for day in range(days):
        for _ in range(12):
            at = hour(24 * random.random(), day)
            job = past.asked(at)
            for step in random.choice(STORIES):
                at += timedelta(hours=30 * random.random() ** 4)
                job = step(past, job, at, random)


def _load(past: Past, job: Job, at: datetime, random: Random) -> Job:
    value, operation = random.randint(1000, 9999), random.choice(list(Operation))
    return past.loaded(job, at, value=value, freight=random.randint(0, 900), operation=operation)


def _document(past: Past, job: Job, at: datetime, _random: Random) -> Job:
    return past.documented(job, at)


def _send(past: Past, job: Job, at: datetime, random: Random) -> Job:
    value = (job.value or 0) + random.choice((0, 0, 1))
    return past.posted(past.posting(job, at, an_invoice(value=value)), at)


def _close(past: Past, job: Job, at: datetime, _random: Random) -> Job:
    return past.closed(job, at)


def _dismiss(past: Past, job: Job, at: datetime, _random: Random) -> Job:
    return past.dismissed(job, at)


STORIES = (
    (),
    (_dismiss,),
    (_load,),
    (_load, _dismiss),
    (_load, _document),
    (_load, _document, _dismiss),
    (_load, _document, _send),
    (_load, _document, _send, _close),
    (_load, _document, _send, _close),
    (_load, _document, _send, _close),
)


@pytest.mark.parametrize("seed", range(5))
def test_the_history_has_the_figures_of_each_day(book: DayBook, past: Past, seed: int) -> None:
    some_history(past, Random(seed), days=5)  # noqa: S311 (no secret)
    days = [day_of(DAY.next(number), book.jobs_of(DAY.next(number)), "desk") for number in range(8)]

    told = book.summaries(DAY.date, DAY.next(7).date, DAY)

    counted = {each.day.date: replace(each.totals, unsent=Tally()) for each in days}
    assert {each.date: each.figures for each in told} == {
        when: figures for when, figures in counted.items() if figures != Figures()
    }
    assert [each.date for each in told] == sorted((each.date for each in told), reverse=True)


@pytest.mark.parametrize("seed", range(5))
def test_what_one_day_leaves_the_next_one_has_brought_in(book: DayBook, past: Past, seed: int) -> None:
    some_history(past, Random(seed), days=4)  # noqa: S311 (no secret)
    balances = [day_of(DAY.next(day), book.jobs_of(DAY.next(day)), "desk").balance for day in range(-1, 8)]

    assert all(balance.is_even for balance in balances)
    assert [balance.left for balance in balances[:-1]] == [balance.brought_in for balance in balances[1:]]


def test_a_clock_that_is_set_back_over_midnight_counts_alike_everywhere(book: DayBook, past: Past) -> None:
    after, before = hour(0, day=1), hour(23)
    past.closed(past.sent(past.ready(after), before), before)
    past.closed(past.sent(past.ready(after), before), hour(1, day=1))
    past.dismissed(past.loaded(past.asked(after), before), before)
    past.dismissed(past.loaded(past.asked(after), after), after)
    past.asked(after)
    days = [day_of(DAY.next(number), book.jobs_of(DAY.next(number)), "desk") for number in range(2)]

    told = book.summaries(DAY.date, DAY.next().date, DAY)

    assert [day.totals.asked.count for day in days] == [3, 2]
    assert [each.figures for each in told] == [replace(day.totals, unsent=Tally()) for day in reversed(days)]
    assert all(day.balance.is_even for day in days)


def test_a_history_has_the_days_of_its_period_alone(book: DayBook, past: Past) -> None:
    for day in range(4):
        past.asked(hour(12, day))

    told = book.summaries(DAY.next(1).date, DAY.next(2).date, DAY)

    assert [each.date for each in told] == [DAY.next(2).date, DAY.next(1).date]


@pytest.mark.parametrize("when", [date(2026, 3, 8), date(2026, 11, 1)])
def test_a_day_of_23_or_25_hours_counts_from_midnight_to_midnight(book: DayBook, past: Past, when: date) -> None:
    day = StoreDay(when, ZoneInfo("America/New_York"))
    for at in (day.begin - TICK, day.begin, day.end - TICK, day.end):
        past.asked(at.astimezone(UTC))

    told = book.summaries(day.next(-1).date, day.next().date, day)

    assert [each.figures.asked.count for each in told] == [1, 2, 1]


def test_the_days_of_an_order_are_those_on_which_it_came_or_was_sent(book: DayBook, past: Past) -> None:
    job = past.ready(hour(23))
    past.closed(past.sent(job, hour(1, day=2)), hour(1, day=5))

    assert book.days_of(job.order_id, DAY) == (DAY.next(2).date, DAY.date)
    assert book.days_of(OrderId("v404"), DAY) == ()


# signing off


def a_closing(manager: str = "bia", day: date = DAY.date) -> DayClosing:
    """Make a closing with something of everything."""
    return DayClosing(
        date=day,
        manager=manager,
        closed_at=hour(22),
        figures=Figures(asked=Tally(3, Cents(29970), Cents(500)), invoiced=Tally(2, Cents(19980))),
        pending={JobId(7): "document_due", JobId(8): ""},
        findings=("number_gap:65:1:3-4",),
        reason="the till was down",
    )


def test_a_day_that_nobody_signed_has_no_closing(book: DayBook) -> None:
    assert book.closing(DAY.date) is None


def test_a_closing_is_kept_as_it_was_signed(book: DayBook) -> None:
    book.close(a_closing(), ENTRY)

    assert book.closing(DAY.date) == a_closing()
    assert book.closing(DAY.next().date) is None


def test_a_day_signed_again_stands_as_signed_last(book: DayBook) -> None:
    book.close(a_closing("bia"), ENTRY)
    book.reopen(DAY.date, ENTRY)
    book.close(a_closing("caio"), ENTRY)

    assert book.closing(DAY.date) == a_closing("caio")


def test_a_day_is_reopened_once(book: DayBook, trail: AuditTrail) -> None:
    book.close(a_closing(), ENTRY)
    reopened = AuditEntry(hour(23), "", Deed.DAY_REOPENED, ENTRY.subject)

    assert [book.reopen(DAY.date, reopened), book.reopen(DAY.date, reopened)] == [True, False]
    assert book.closing(DAY.date) == replace(a_closing(), reopened_at=hour(23))
    assert [entry.deed for entry in trail.entries(ENTRY.subject)] == [Deed.DAY_CLOSED, Deed.DAY_REOPENED]


def test_a_day_that_is_not_closed_is_not_reopened(book: DayBook, trail: AuditTrail) -> None:
    book.close(a_closing(day=DAY.next().date), ENTRY)

    assert not book.reopen(DAY.date, ENTRY)
    assert len(trail.entries(ENTRY.subject)) == 1


def test_the_history_tells_how_each_day_stands(book: DayBook, past: Past) -> None:
    past.asked(hour(12))
    past.asked(hour(12, day=1))
    book.close(a_closing(), ENTRY)
    book.reopen(DAY.date, ENTRY)
    book.close(a_closing(day=DAY.next(2).date), ENTRY)
    book.close(a_closing(day=DAY.next(3).date), ENTRY)

    told = book.summaries(DAY.date, DAY.next(2).date, DAY)

    assert [each.state for each in told] == [DayState.CLOSED, DayState.OPEN, DayState.REOPENED]
    assert told[0].figures == Figures()


def test_what_cannot_be_told_in_the_trail_is_not_done(book: DayBook) -> None:
    with pytest.raises(ValueError, match="2026-11-20"):
        book.close(a_closing(), replace(ENTRY, at=ENTRY.at.replace(tzinfo=None)))

    assert book.closing(DAY.date) is None


# findings and submissions


def test_a_finding_has_the_last_word_about_it(book: DayBook, trail: AuditTrail) -> None:
    first, last = FindingNote("gap:1", "ana", hour(9), "?"), FindingNote("gap:1", "bia", hour(10), "voided")
    for note in (first, last, FindingNote("gap:2", "ana", hour(9), "another")):
        book.note(note, replace(ENTRY, subject=note.finding))

    assert book.notes(["gap:1", "gap:3"]) == {"gap:1": last}
    assert len(trail.entries("gap:1")) == 2


def test_a_submission_is_written_down_before_anything_is_sent(book: DayBook, trail: AuditTrail) -> None:
    chosen = [Chosen(JobId(2), Cents(9990), "4" * 44), Chosen(JobId(1), Cents(5), "5" * 44)]

    begun = book.begin_submission(DAY.date, "ana", chosen, ENTRY)

    assert book.submission() == book.submission(begun.id) == begun
    assert (begun.day, begun.operator, begun.begun_at, begun.chosen) == (DAY.date, "ana", ENTRY.at, tuple(chosen))
    assert (begun.end, begun.ended_at) == (None, None)
    assert trail.entries(ENTRY.subject) == (ENTRY,)


def test_a_submission_ends_once(book: DayBook) -> None:
    begun = book.begin_submission(DAY.date, "ana", [], ENTRY)
    book.end_submission(begun.id, SubmissionEnd.CANCELLED, hour(22))
    book.end_submission(begun.id, SubmissionEnd.DONE, hour(23))

    assert book.submission() == replace(begun, end=SubmissionEnd.CANCELLED, ended_at=hour(22))


def test_the_newest_submission_is_the_one_that_is_given(book: DayBook) -> None:
    assert book.submission() is None
    first, last = (book.begin_submission(DAY.date, name, [], ENTRY) for name in ("ana", "bia"))

    assert book.submission() == last
    assert book.submission(first.id) == first
    assert book.submission(SubmissionId(99)) is None
