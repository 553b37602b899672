"""The list of jobs, as the desk moves them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from PySide6.QtCore import QCoreApplication, QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.listing import JobFilter, JobQuery, JobSort
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.ui.jobs.columns import Column, age, cell, read_places, write_places
from desktop_invoicer.ui.jobs.model import PAGE, JobModel
from desktop_invoicer.ui.link import DeskLink
from tests.builders import a_job, a_job_at
from tests.ui.jobs.fake_desk import FakeDesk

NEEDS_PERSON = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED, {"status": 400, "words": "<b>no</b>"}))


def some_jobs(count: int) -> list[Job]:
    return [a_job_at(Stage.LOADED, job_id=number, order_id=f"v{number:08}tst-01") for number in range(1, count + 1)]


def later(job: Job, **changes: object) -> Job:
    return replace(job, version=job.version + 1, **changes)  # type: ignore[arg-type]


def ids(model: JobModel) -> list[int]:
    return [model.job_at(row).id for row in range(model.rowCount())]


def a_model(qtbot: QtBot, link: DeskLink, query: JobQuery | None = None) -> JobModel:
    model = JobModel(link, query or JobQuery(), link)
    with qtbot.waitSignal(model.loaded):
        model.reload()
    return model


def changes_of(model: JobModel) -> list[tuple[int, int]]:
    """Collect the rows that are told to have changed."""
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda top, bottom: told.append((top.row(), bottom.row())))
    return told


def test_the_model_keeps_qts_rules_while_jobs_come_change_and_go(
    qtbot: QtBot, link: DeskLink, desk: FakeDesk, qtmodeltester: ModelTester
) -> None:
    desk.listed = some_jobs(20)
    model = a_model(qtbot, link)

    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.put([later(desk.listed[3], stage=Stage.CLOSED), later(desk.listed[5]), *some_jobs(30)[25:]])
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]

    assert ids(model) == [1, 2, 3, *range(5, 21), *range(26, 31)]


def test_more_jobs_are_asked_for_a_page_at_a_time(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.listed = some_jobs(PAGE + 50)
    model = a_model(qtbot, link)

    assert model.rowCount() == PAGE
    with qtbot.waitSignal(model.rowsInserted):
        model.fetchMore(QModelIndex())

    assert model.rowCount() == PAGE + 50
    assert not model.canFetchMore(QModelIndex())


def test_no_job_is_skipped_when_some_left_before_the_next_page(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = some_jobs(PAGE + 50)
    model = a_model(qtbot, link)
    ended = [later(job, stage=Stage.CLOSED) for job in jobs[:10]]
    desk.listed = [*ended, *jobs[10:]]

    model.put(ended)
    with qtbot.waitSignal(model.rowsInserted):
        model.fetchMore(QModelIndex())

    assert ids(model) == list(range(11, PAGE + 51))


def test_no_job_is_skipped_when_some_left_and_nobody_has_told_yet(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = some_jobs(PAGE + 50)
    model = a_model(qtbot, link)
    ended = [later(job, stage=Stage.CLOSED) for job in jobs[:10]]
    desk.listed = [*ended, *jobs[10:]]

    with qtbot.waitSignal(model.rowsInserted):
        model.fetchMore(QModelIndex())
    model.put(ended)

    assert ids(model) == list(range(11, PAGE + 51))


def test_no_job_is_skipped_when_all_in_view_have_left(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = some_jobs(PAGE + 50)
    model = a_model(qtbot, link)
    ended = [later(job, stage=Stage.CLOSED) for job in jobs[:PAGE]]
    desk.listed = [*ended, *jobs[PAGE:]]

    model.put(ended)
    with qtbot.waitSignal(model.rowsInserted):
        model.fetchMore(QModelIndex())

    assert ids(model) == list(range(PAGE + 1, PAGE + 51))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("sort", [JobSort.ARRIVAL, JobSort.VALUE])
def test_however_jobs_come_go_and_move_every_one_is_listed_once(
    qtbot: QtBot, link: DeskLink, desk: FakeDesk, seed: int, sort: JobSort
) -> None:
    random = Random(seed)  # noqa: S311 (repeatable, not secret)
    desk.listed = [replace(job, value=Cents(job.id * 7 % 1000)) for job in some_jobs(4 * PAGE)]
    model = a_model(qtbot, link, JobQuery(sort=sort))

    while model.canFetchMore(QModelIndex()):
        changed = [_changed(job, random) for job in random.sample(desk.listed, 30)]
        new = {job.id: job for job in changed}
        desk.listed = [new.get(job.id, job) for job in desk.listed]
        if random.random() < 0.5:
            model.put(changed)
            changed = []
        model.fetchMore(QModelIndex())
        for _ in range(10):
            QCoreApplication.processEvents()
        model.put(changed)

    assert sorted(ids(model)) == sorted(job.id for job in desk.listed if not job.stage.is_end)


def _changed(job: Job, random: Random) -> Job:
    if random.random() < 0.5:
        return later(job, stage=Stage.CLOSED)
    return later(job, value=Cents(random.randrange(1000)))


def test_the_answer_to_an_earlier_query_is_dropped(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.listed = some_jobs(3)
    model = a_model(qtbot, link)
    desk.is_slow = True

    model.set_query(JobQuery(search="v00000001"))
    model.set_query(JobQuery(search="v00000002"))
    with qtbot.waitSignal(model.loaded):
        desk.answer_all()

    assert ids(model) == [2]


def test_what_changed_while_a_page_was_on_its_way_is_not_lost(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = some_jobs(3)
    model = a_model(qtbot, link)
    desk.is_slow = True

    model.reload()
    model.put([later(jobs[0], operator="Bea")])
    with qtbot.waitSignal(model.loaded):
        desk.answer_all()

    assert model.job_at(0).operator == "Bea"


def test_a_change_is_told_of_its_row_only(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = some_jobs(5)
    model = a_model(qtbot, link)
    told = changes_of(model)

    model.put([later(jobs[2])])

    assert told == [(2, 2)]


def test_an_older_version_changes_nothing(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = [later(job) for job in some_jobs(2)]
    model = a_model(qtbot, link)
    told = changes_of(model)

    model.put([replace(jobs[0], version=1, operator="too late")])

    assert told == []


@pytest.mark.parametrize(("descending", "expected"), [(False, [1, 2, 3, 4]), (True, [4, 3, 2, 1])])
def test_a_new_job_stands_where_the_order_puts_it(
    qtbot: QtBot, link: DeskLink, desk: FakeDesk, descending: bool, expected: list[int]
) -> None:
    jobs = some_jobs(4)
    desk.listed = [jobs[0], jobs[1], jobs[3]]
    model = a_model(qtbot, link, JobQuery(sort=JobSort.ORDER, descending=descending))

    model.put([jobs[2]])

    assert ids(model) == expected


def test_a_job_that_no_longer_belongs_goes(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = some_jobs(3)
    model = a_model(qtbot, link)

    model.put([later(jobs[1], stage=Stage.CLOSED)])

    assert ids(model) == [1, 3]


def test_the_selected_job_stays_until_the_selection_leaves_it(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = some_jobs(3)
    model = a_model(qtbot, link)
    model.keep(jobs[1].id)

    model.put([later(jobs[1], stage=Stage.CLOSED)])
    assert ids(model) == [1, 2, 3]
    model.keep(jobs[2].id)
    model.drop_strangers()

    assert ids(model) == [1, 3]


def test_a_search_is_not_extended_by_what_it_was_not_asked_for(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.listed = some_jobs(3)
    model = a_model(qtbot, link, JobQuery(search="v00000001"))

    model.put([a_job(job_id=9)])

    assert ids(model) == [1]


def test_a_search_finds_what_arrived_since_when_it_is_looked_at_again(
    qtbot: QtBot, link: DeskLink, desk: FakeDesk
) -> None:
    desk.listed = some_jobs(3)
    model = a_model(qtbot, link, JobQuery(search="v0000"))
    desk.listed = some_jobs(4)

    with qtbot.waitSignal(model.rowsInserted):
        model.refresh()

    assert ids(model) == [1, 2, 3, 4]


def test_a_job_changes_its_filter_without_being_listed_twice(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    jobs = desk.listed = some_jobs(3)
    model = a_model(qtbot, link, JobQuery(filter=JobFilter.NEEDS_PERSON))

    model.put([later(jobs[1], hold=NEEDS_PERSON)])
    model.put([later(later(jobs[1], hold=NEEDS_PERSON))])

    assert ids(model) == [2]


def test_a_batch_over_ten_thousand_jobs_is_told_in_few_signals(qtbot: QtBot, link: DeskLink) -> None:
    """Half of the batch changes rows in one stretch, the other half arrives: two signals, not a thousand."""
    jobs = some_jobs(10_500)
    model = a_model(qtbot, link)
    model.put(jobs[:10_000])
    told = changes_of(model)
    inserted: list[int] = []
    model.rowsInserted.connect(lambda _, first: inserted.append(first))

    model.put([*(later(job) for job in jobs[9_500:10_000]), *jobs[10_000:]])

    assert told == [(9_500, 9_999)]
    assert inserted == [10_000]


def test_words_from_outside_are_no_markup_in_a_tip(qtbot: QtBot, link: DeskLink, desk: FakeDesk) -> None:
    desk.listed = [a_job(stage=Stage.LOADED, hold=NEEDS_PERSON)]
    model = a_model(qtbot, link)

    tip = model.index(0, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)

    assert "&lt;b&gt;no&lt;/b&gt;" in tip


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_an_age_is_told_in_one_unit(passed: timedelta, words: str) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)

    assert age(now - passed, now) == words


def test_columns_stand_as_they_were_arranged() -> None:
    places = read_places("")[::-1]

    assert read_places(write_places(places)) == places


@pytest.mark.parametrize("kept", ["STATE:100:0", "STATE:1:1 STATE:1:1", "COLOUR:3:1", "STATE:x:1", "\x00"])
def test_an_arrangement_that_cannot_be_used_counts_as_none(kept: str) -> None:
    assert [place.column for place in read_places(kept)] == list(Column)


@pytest.mark.parametrize(
    ("operation", "words"),
    [(Operation.SALE, "NF-e"), (Operation.RETURN, "NF-e"), (Operation.CANCELLATION, "Event/NF-e")],
)
def test_the_document_of_a_cancellation_may_be_the_event(operation: Operation, words: str) -> None:
    job = replace(a_job_at(Stage.LOADED), operation=operation, due=DocumentModel.NFE)

    assert cell(job, Column.DUE) == words


def test_before_a_job_is_loaded_no_document_is_due() -> None:
    assert cell(a_job(), Column.DUE) == ""
