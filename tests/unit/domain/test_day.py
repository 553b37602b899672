"""A store's day in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.day import EVENT, DayJob, Dimension, Figure, Figures, Sent, Tally, day_of, figures_of
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.workflow import Stage
from tests.builders import NOW, a_cancellation, a_document, a_job
from tests.day_builders import DAY, WAITS_FOR_DOCUMENT, a_day_job

TICK = timedelta(microseconds=1)

DESK = "caixa-1"
YESTERDAY, TOMORROW = NOW - timedelta(days=1), NOW + timedelta(days=1)

_moments = st.datetimes(datetime(2026, 11, 17), datetime(2026, 11, 23)).map(lambda at: at.replace(tzinfo=NOW.tzinfo))  # noqa: DTZ001
_documents = st.sampled_from(
    [None, a_document(), a_document(model=DocumentModel.NFE), a_document(model="59"), a_cancellation()]
)


@st.composite
def day_jobs(draw: st.DrawFn) -> DayJob:
    """Draw a job whatever happened to it, under whatever clock."""
    value = draw(st.none() | st.integers(0, 10**7))
    job = replace(
        a_job(job_id=draw(st.integers(1, 10**6)), received_at=draw(_moments)),
        stage=draw(st.sampled_from(Stage)),
        operation=draw(st.none() | st.sampled_from(Operation)),
        channel=draw(st.none() | st.sampled_from(Channel)),
        due=draw(st.none() | st.sampled_from(DocumentModel)),
        document=draw(_documents),
        value=None if value is None else Cents(value),
        confirmed_by=draw(st.sampled_from(["", "Ana", "automatic"])),
    )
    sent_at = draw(st.none() | _moments)
    sent = None if sent_at is None else Sent(sent_at, "42", Cents(draw(st.integers(1, 10**7))), "")
    return DayJob(job, Cents(draw(st.integers(0, 5000))), sent, draw(st.none() | _moments))


some_day_jobs = st.lists(day_jobs(), max_size=5, unique_by=lambda each: each.job.id)


@given(some_day_jobs)
def test_every_request_is_accounted_for_on_every_day(jobs: list[DayJob]) -> None:
    for days in range(-4, 5):
        assert day_of(DAY.next(days), jobs, DESK).balance.is_even


@given(some_day_jobs)
def test_what_a_day_leaves_the_next_one_takes_over(jobs: list[DayJob]) -> None:
    for days in range(-4, 4):
        today, tomorrow = (day_of(DAY.next(each), jobs, DESK) for each in (days, days + 1))

        assert today.balance.left == tomorrow.balance.brought_in


@given(some_day_jobs)
def test_the_parts_of_every_dimension_add_up_to_the_totals(jobs: list[DayJob]) -> None:
    day = day_of(DAY, jobs, DESK)

    for parts in day.by.values():
        for figure in Figure:
            assert sum((part.of(figure) for part in parts.values()), Tally()) == day.totals.of(figure)


@given(some_day_jobs)
def test_the_figures_of_each_job_make_up_the_totals(jobs: list[DayJob]) -> None:
    counted = Counter(figure for each in jobs for figure in figures_of(each, DAY))

    totals = day_of(DAY, jobs, DESK).totals

    assert {figure: totals.of(figure).count for figure in Figure} == {figure: counted[figure] for figure in Figure}


@given(some_day_jobs)
def test_over_all_days_each_job_is_asked_once_and_settled_once_at_most(jobs: list[DayJob]) -> None:
    days = [day_of(DAY.next(each), jobs, DESK) for each in range(-5, 5)]

    assert sum(day.balance.asked for day in days) == len(jobs)
    assert sum(day.balance.sent for day in days) == sum(each.sent is not None for each in jobs)
    settled = [each for each in jobs if each.settled_at is not None]
    assert sum(day.balance.sent + day.balance.given_up for day in days) == len(settled)


@given(some_day_jobs)
def test_only_jobs_that_count_belong_to_the_day(jobs: list[DayJob]) -> None:
    day = day_of(DAY, jobs, DESK)

    assert set(day.unsent) <= set(day.jobs) <= set(jobs)
    assert len(day.unsent) == day.totals.unsent.count
    assert [each.came_at for each in day.jobs] == sorted(each.came_at for each in day.jobs)
    if not day.jobs:
        assert day.totals == Figures()


def test_an_invoice_counts_on_the_day_it_was_in_vtex_and_a_request_on_the_day_it_came() -> None:
    job = a_day_job(Stage.CLOSED, came=YESTERDAY, sent_at=NOW, value=12980, freight=1990)

    day = day_of(DAY, [job], DESK)

    assert day.totals == Figures(invoiced=Tally(1, Cents(12980), Cents(1990)))
    assert day.balance.brought_in == 1
    assert day_of(DAY.next(-1), [job], DESK).totals.asked.count == 1


def test_what_is_in_vtex_counts_as_sent_while_vtex_still_asks_for_it() -> None:
    day = day_of(DAY, [a_day_job(Stage.SUBMITTED)], DESK)

    assert day.totals.invoiced.count == 1
    assert not day.unsent


def test_the_value_that_was_sent_counts_and_not_the_one_that_was_computed() -> None:
    job = a_day_job(Stage.CLOSED)
    job = replace(job, job=replace(job.job, value=Cents(9980)))

    assert day_of(DAY, [job], DESK).totals.invoiced.value == 9990


@pytest.mark.parametrize("stage", [Stage.DISMISSED, Stage.WITHDRAWN])
def test_an_invoice_that_is_in_vtex_is_sent_whatever_became_of_its_job(stage: Stage) -> None:
    job = a_day_job(stage, sent_at=NOW, ended_at=TOMORROW)

    assert day_of(DAY, [job], DESK).totals.invoiced.count == 1
    assert day_of(DAY.next(), [job], DESK).totals == Figures()


@pytest.mark.parametrize("stage", [Stage.DISMISSED, Stage.WITHDRAWN])
def test_what_is_given_up_counts_on_the_day_somebody_gave_it_up(stage: Stage) -> None:
    job = a_day_job(stage, came=YESTERDAY, ended_at=NOW)

    assert day_of(DAY, [job], DESK).totals == Figures(given_up=Tally(1, Cents(9990)))
    assert day_of(DAY.next(-1), [job], DESK).totals.unsent.count == 1


def test_a_job_that_starts_again_is_unsent_since_it_came() -> None:
    revived = a_day_job(Stage.RECEIVED, came=YESTERDAY)

    assert day_of(DAY, [revived], DESK).unsent == (revived,)


def test_a_clock_that_was_set_back_loses_nothing() -> None:
    job = a_day_job(Stage.CLOSED, came=TOMORROW, sent_at=NOW)

    day = day_of(DAY, [job], DESK)

    assert (day.balance.asked, day.balance.sent) == (1, 1)
    assert day_of(DAY.next(), [job], DESK).totals == Figures()


@pytest.mark.parametrize(
    ("operation", "figure"),
    [
        (Operation.SALE, Figure.INVOICED),
        (Operation.RETURN, Figure.RETURNED),
        (Operation.STORE_RETURN, Figure.RETURNED),
        (Operation.CANCELLATION, Figure.CANCELLED),
        (None, Figure.INVOICED),
    ],
)
def test_sales_returns_and_cancellations_are_told_apart(operation: Operation | None, figure: Figure) -> None:
    day = day_of(DAY, [a_day_job(Stage.CLOSED, operation=operation)], DESK)

    assert day.totals.of(figure).count == 1
    assert day.balance.sent == 1


def test_net_is_what_was_invoiced_less_what_went_back() -> None:
    jobs = [
        a_day_job(Stage.CLOSED, job_id=1, value=10000),
        a_day_job(Stage.CLOSED, job_id=2, value=3000, operation=Operation.RETURN),
        a_day_job(Stage.CLOSED, job_id=3, value=2000, operation=Operation.CANCELLATION),
    ]

    assert day_of(DAY, jobs, DESK).totals.net == 5000


def test_a_value_that_nobody_knows_yet_is_nothing() -> None:
    assert day_of(DAY, [a_day_job(value=None)], DESK).totals.unsent == Tally(1)


@pytest.mark.parametrize(
    ("job", "model"),
    [
        (a_day_job(hold=WAITS_FOR_DOCUMENT), "65"),
        (a_day_job(Stage.CLOSED, document=a_document(model=DocumentModel.NFE)), "55"),
        (a_day_job(Stage.CLOSED, document=a_document(model="59")), ""),
        (a_day_job(Stage.CLOSED, document=a_cancellation()), EVENT),
    ],
)
def test_the_model_is_that_of_the_document_or_the_one_that_is_due(job: DayJob, model: str) -> None:
    assert list(day_of(DAY, [job], DESK).by[Dimension.MODEL]) == [model]


def test_whoever_confirmed_is_named_and_the_desk_s_own_word_too() -> None:
    jobs = [
        a_day_job(Stage.CLOSED, job_id=1, confirmed_by="Ana"),
        a_day_job(Stage.CLOSED, job_id=2, confirmed_by="automatic"),
        a_day_job(job_id=3),
    ]

    day = day_of(DAY, jobs, DESK)

    assert list(day.by[Dimension.OPERATOR]) == ["", "Ana", "automatic"]
    assert day.by[Dimension.DESK] == {DESK: day.totals}


def test_each_figure_has_the_hour_of_what_made_it_count() -> None:
    job = a_day_job(Stage.CLOSED, came=NOW, sent_at=NOW + timedelta(hours=2))

    hours = day_of(DAY, [job], DESK).by[Dimension.HOUR]

    assert hours["12"].asked.count == 1
    assert hours["14"].invoiced.count == 1


@pytest.mark.parametrize("came", [DAY.begin, DAY.begin + TICK, DAY.end - TICK, DAY.end])
@pytest.mark.parametrize("after", [timedelta(0), TICK, timedelta(days=1), timedelta(days=1) - TICK])
def test_at_midnight_nothing_falls_between_two_days(came: datetime, after: timedelta) -> None:
    job = a_day_job(Stage.CLOSED, came=came, sent_at=came + after)
    balances = [day_of(DAY.next(number), [job], DESK).balance for number in range(-1, 4)]

    assert all(balance.is_even for balance in balances)
    assert [balance.left for balance in balances[:-1]] == [balance.brought_in for balance in balances[1:]]
    assert sum(balance.asked for balance in balances) == sum(balance.sent for balance in balances) == 1


def test_what_was_brought_in_unsent_counts_from_midnight() -> None:
    day = day_of(DAY, [a_day_job(came=YESTERDAY)], DESK)

    assert day.by[Dimension.HOUR]["00"].unsent.count == 1
