"""What changed since a manager signed a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_invoicer.domain.closing import DayChange, DayClosing, DayState, DaySummary, changes_since
from desktop_invoicer.domain.day import Day, DayJob, Figure, Figures, Tally, day_of
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.workflow import JobId, Stage
from tests.builders import NOW
from tests.day_builders import DAY, a_day_job


def counted(*jobs: DayJob) -> Day:
    return day_of(DAY, jobs, "caixa-1")


def signed(jobs: Iterable[DayJob] = ()) -> DayClosing:
    day = counted(*jobs)
    return DayClosing(DAY.date, "Bia", NOW, day.totals, {each.job.id: "document_due" for each in day.unsent})


def test_a_day_that_is_as_it_was_has_no_changes() -> None:
    jobs = [a_day_job(Stage.CLOSED), a_day_job(job_id=2)]

    assert not changes_since(signed(jobs), counted(*jobs))


def test_what_is_sent_after_the_signature_is_told() -> None:
    sent = a_day_job(Stage.CLOSED, sent_at=NOW + timedelta(hours=1))

    changes = changes_since(signed([a_day_job()]), counted(sent))

    assert changes == (
        DayChange(Figure.INVOICED, Tally(), Tally(1, Cents(9990))),
        DayChange(Figure.UNSENT, Tally(1, Cents(9990)), Tally(), (JobId(1),)),
    )


def test_what_is_sent_on_another_day_leaves_a_signed_one_as_it_is() -> None:
    sent = a_day_job(Stage.CLOSED, sent_at=NOW + timedelta(days=1))

    assert not changes_since(signed([a_day_job()]), counted(sent))


def test_a_cent_of_what_was_invoiced_is_a_change() -> None:
    closing = signed([a_day_job(Stage.CLOSED, value=9990)])

    assert changes_since(closing, counted(a_day_job(Stage.CLOSED, value=9991)))


def test_an_amount_that_is_computed_later_is_no_change() -> None:
    assert not changes_since(signed([a_day_job(value=None)]), counted(a_day_job(value=9990)))


def test_another_job_that_is_unsent_is_a_change_though_the_sum_is_the_same() -> None:
    (change,) = changes_since(signed([a_day_job(job_id=1)]), counted(a_day_job(job_id=2)))

    assert change.figure is Figure.UNSENT
    assert change.jobs == (JobId(1), JobId(2))


def test_a_day_stands_as_it_was_last_signed() -> None:
    closing = signed()

    assert DaySummary(DAY.date, Figures()).state is DayState.OPEN
    assert DaySummary(DAY.date, Figures(), closing).state is DayState.CLOSED
    assert DaySummary(DAY.date, Figures(), replace(closing, reopened_at=NOW)).state is DayState.REOPENED


@pytest.mark.parametrize("figure", list(Figure))
def test_every_figure_can_be_asked_by_its_name(figure: Figure) -> None:
    tally = Tally(1, Cents(2), Cents(3))

    assert replace(Figures(), **{figure.value: tally}).of(figure) is tally
