"""The pending jobs as Qt wants them: nothing is told that did not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pytestqt.modeltest import ModelTester

from desktop_invoicer.domain.day import DayJob
from desktop_invoicer.domain.prospect import foresee
from desktop_invoicer.domain.submission import LineResult, SubmissionLine
from desktop_invoicer.ui.day.pending_model import PendingModel
from desktop_invoicer.ui.day.pending_rows import PendingRow, rows_of
from tests.ui.day.day_jobs import ready, refused, without_document


@pytest.fixture
def model(qtmodeltester: ModelTester) -> PendingModel:
    """Watch over a model whatever it is told."""
    model = PendingModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    return model


class _Told:
    """What a model announced: which rows changed, came and went."""

    def __init__(self, model: PendingModel) -> None:
        self.changed: list[tuple[int, int]] = []
        self.inserted: list[tuple[int, int]] = []
        self.removed: list[tuple[int, int]] = []
        model.dataChanged.connect(lambda first, last, _roles: self.changed.append((first.row(), last.row())))
        model.rowsInserted.connect(lambda _parent, first, last: self.inserted.append((first, last)))
        model.rowsRemoved.connect(lambda _parent, first, last: self.removed.append((first, last)))
        model.modelReset.connect(lambda: self.changed.append((-1, -1)))


def _rows(*jobs: DayJob) -> Sequence[PendingRow]:
    return rows_of([foresee(each.job) for each in jobs], None)


def test_news_of_a_few_jobs_are_told_of_these_rows_only(model: PendingModel) -> None:
    jobs = [ready(number) for number in range(1, 2001)]
    model.list_rows(_rows(*jobs))
    told = _Told(model)

    model.put_lines([SubmissionLine(jobs[at].job, LineResult.SENT) for at in (10, 11, 1500)])

    assert told.changed == [(11, 12), (1501, 1501)]
    assert (told.inserted, told.removed) == ([], [])


def test_the_same_rows_again_are_no_news(model: PendingModel) -> None:
    model.list_rows(_rows(ready(1), without_document(2)))
    told = _Told(model)

    model.list_rows(_rows(ready(1), without_document(2)))

    assert (told.changed, told.inserted, told.removed) == ([], [], [])


def test_what_comes_and_goes_is_told_where_it_stands(model: PendingModel) -> None:
    model.list_rows(_rows(ready(1), ready(2), ready(3), without_document(4)))
    told = _Told(model)

    model.list_rows(_rows(ready(1), ready(3), without_document(4), refused(5)))

    assert told.removed == [(2, 2)]
    assert told.inserted == [(5, 6)]
    assert told.changed == [(0, 0)]  # the head counts one less


def test_a_job_whose_turn_is_anothers_goes_there(model: PendingModel) -> None:
    model.list_rows(_rows(ready(1), ready(2)))
    told = _Told(model)

    model.list_rows(_rows(ready(1), refused(2)))

    assert told.removed == [(2, 2)]
    assert told.inserted == [(2, 3)]


def test_the_last_of_a_turn_takes_its_head_along(model: PendingModel) -> None:
    model.list_rows(_rows(ready(1), without_document(2)))

    model.list_rows(_rows(without_document(2)))

    assert model.rowCount() == 2


def test_a_line_of_a_job_that_is_not_listed_changes_nothing(model: PendingModel) -> None:
    model.list_rows(_rows(ready(1)))
    told = _Told(model)

    model.put_lines([SubmissionLine(ready(2).job, LineResult.SENT)])

    assert told.changed == []


def test_a_list_to_be_read_has_nothing_to_tick() -> None:
    model = PendingModel(chooses=False)
    model.list_rows(_rows(ready(1)))

    model.toggle(1)

    assert model.index(1, 0).data() is not None
    assert len(model.chosen) == 1


def test_what_vtex_changes_of_a_job_is_seen_in_its_row(model: PendingModel) -> None:
    job = ready(1)
    model.list_rows(_rows(job))

    model.list_rows(_rows(replace(job, job=replace(job.job, value=None, version=2))))

    assert "R$" not in str(model.index(1, 0).data())
