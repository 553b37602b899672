"""Everything that is ready is sent, each once, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.journal import Entry, Step, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.submission import Chosen, LineResult, Progress, Submission, SubmissionEnd, SubmissionId
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.events import SubmissionAdvanced
from desktop_invoicer.engine.submitting import line_of
from tests.builders import a_document, a_job, a_job_at
from tests.counter import OPERATOR, Counter, counter

pytestmark = pytest.mark.anyio

DAY = date(2026, 11, 20)
QUICK = Patience().hurried(0.0001)
SILENT = errors.VtexSilentError("timed out")
REFUSED = errors.VtexRefusedError(400, "Invoice total exceeds order total")
BUSY = errors.StorageBusyError()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    with counter(tmp_path, patience=QUICK) as made:
        yield made


class Gate:
    """Keeps calls to VTEX waiting until it is opened; tells when so many have come."""

    def __init__(self, shop: Counter, call: str, at: int = 1) -> None:
        self.reached, self.opened = asyncio.Event(), asyncio.Event()
        self._shop, self._call, self._at = shop, call, at
        shop.vtex.hooks[call] = self._wait

    async def _wait(self) -> None:
        if self._shop.vtex.count(self._call) == self._at:
            self.reached.set()
        await self.opened.wait()


async def some_ready(shop: Counter, count: int) -> list[Job]:
    return [await shop.ready(number) for number in range(1, count + 1)]


def begun(shop: Counter, *jobs: Job) -> Submission:
    return shop.commands.submissions.begin(DAY, OPERATOR, jobs)


async def ended(shop: Counter) -> Progress:
    await shop.commands.submissions.wait(30)
    return told(shop)


def told(shop: Counter) -> Progress:
    progress = shop.commands.submissions.progress()
    assert progress is not None
    return progress


def results(progress: Progress) -> list[LineResult]:
    return [line.result for line in progress.lines]


def problems(progress: Progress) -> list[ProblemCode | None]:
    return [None if line.problem is None else line.problem.code for line in progress.lines]


async def test_everything_that_is_ready_is_sent_once(shop: Counter) -> None:
    async with shop.at_work():
        jobs = await some_ready(shop, 3)
        begun(shop, *jobs)
        progress = await ended(shop)

    assert results(progress) == [LineResult.SENT] * 3
    assert (progress.submission.end, progress.is_running) == (SubmissionEnd.DONE, False)
    assert sorted(invoice.number for _, invoice in shop.vtex.posts) == ["1", "2", "3"]
    assert [shop.stage(job.id) for job in jobs] == [Stage.CLOSED] * 3


async def test_what_was_chosen_is_written_down_before_anything_is_sent(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()

    submission = begun(shop, job)

    (entry,) = shop.commands.key_sender.audit.entries(DAY.isoformat())
    assert (entry.who, entry.deed, entry.facts) == (OPERATOR, Deed.READY_SENT, {"jobs": 1, "value": 9990})
    assert shop.book.submission() == submission
    assert shop.vtex.posts == []


async def test_each_step_of_a_job_is_told_and_the_end_of_all(shop: Counter) -> None:
    async with shop.at_work():
        begun(shop, await shop.ready())
        await ended(shop)

    told = [event.line for event in shop.events if isinstance(event, SubmissionAdvanced)]
    assert [None if line is None else line.result for line in told] == [LineResult.UNDER_WAY, LineResult.SENT, None]


async def test_news_are_told_in_the_order_in_which_they_came(shop: Counter) -> None:
    submissions, gate = shop.commands.submissions, Gate(shop, "delete_notification", at=2)
    async with shop.at_work():
        begun(shop, *await some_ready(shop, 2))
        await gate.reached.wait()
        first, second = submissions.news()

        assert (first.result, submissions.news(1), submissions.news(2)) == (LineResult.SENT, (second,), ())
        gate.opened.set()
        await ended(shop)

    assert submissions.news() == (
        replace(first, job=shop.job(first.job.id)),
        replace(second, job=shop.job(second.job.id)),
    )


async def test_nothing_chosen_is_refused(shop: Counter) -> None:
    with pytest.raises(errors.NothingReadyError):
        begun(shop)


async def test_nobody_sends_without_a_name(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()

    with pytest.raises(errors.NothingSaidError):
        shop.commands.submissions.begin(DAY, " ", [job])
    assert shop.book.submission() is None


@pytest.mark.parametrize(
    "job", [a_job(), a_job_at(Stage.LOADED), replace(a_job_at(Stage.DOCUMENTED), hold=None, operation=Operation.RETURN)]
)
async def test_what_waits_for_more_than_a_word_is_not_sent_with_others(shop: Counter, job: Job) -> None:
    with pytest.raises(errors.NotReadyError):
        begun(shop, job)


async def test_only_one_submission_runs_at_a_time(shop: Counter) -> None:
    async with shop.at_work():
        one, other = await some_ready(shop, 2)
        begun(shop, one)

        with pytest.raises(errors.SendingAlreadyError):
            begun(shop, other)
        with pytest.raises(errors.NothingReadyError):
            shop.commands.submissions.resume(OPERATOR)
        assert results(await ended(shop)) == [LineResult.SENT]


async def test_few_jobs_are_confirmed_ahead(shop: Counter) -> None:
    shop.commands.submissions.at_once = 2
    confirmed = []

    async def count() -> None:
        confirmed.append(sum(bool(job.confirmed_by) for job in shop.journal.jobs(Stage.DOCUMENTED)))

    shop.vtex.hooks["post_invoice"] = count
    async with shop.at_work():
        begun(shop, *await some_ready(shop, 5))
        progress = await ended(shop)

    assert max(confirmed) == 2
    assert progress.count(LineResult.SENT) == 5


async def test_what_is_under_way_ends_when_sending_is_cancelled(shop: Counter) -> None:
    shop.commands.submissions.at_once = 2

    async def cancel() -> None:
        shop.commands.submissions.cancel()

    shop.vtex.hooks["post_invoice"] = cancel
    async with shop.at_work():
        begun(shop, *await some_ready(shop, 4))
        progress = await ended(shop)

    assert progress.submission.end is SubmissionEnd.CANCELLED
    assert results(progress) == [LineResult.SENT] * 2 + [LineResult.NOT_BEGUN] * 2


async def test_a_cancellation_that_stops_nothing_any_more_is_none(shop: Counter) -> None:
    shop.commands.submissions.cancel()
    async with shop.at_work():
        begun(shop, await shop.ready())

        async def cancel() -> None:
            shop.commands.submissions.cancel()
            shop.commands.submissions.cancel()

        shop.vtex.hooks["delete_notification"] = cancel
        progress = await ended(shop)

    assert (progress.submission.end, results(progress)) == (SubmissionEnd.DONE, [LineResult.SENT])


async def test_a_job_with_another_document_than_chosen_is_not_sent(shop: Counter) -> None:
    async with shop.at_work():
        one, other = await some_ready(shop, 2)
    begun(shop, one, other)
    await shop.desk.attach(one.id, Paper(a_document(nnf=77), b"<nfeProc/>"))

    async with shop.at_work():
        progress = await ended(shop)

    assert results(progress) == [LineResult.FAILED, LineResult.SENT]
    assert problems(progress) == [ProblemCode.CHOICE_CHANGED, None]
    assert [invoice.number for _, invoice in shop.vtex.posts] == ["2"]


async def test_a_job_in_whose_document_something_is_to_be_looked_at_by_now_is_not_sent(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
    begun(shop, job)
    problem = Problem(ProblemCode.CONFIRMATION_DUE, {"value": 9990, "warnings": "buyer"})
    held = shop.job(job.id).held(Hold(HoldKind.NEEDS_PERSON, problem), shop.clock.now())
    shop.journal.apply(Step(held, TimelineEntry(shop.clock.now(), Entry.HELD)))

    async with shop.at_work():
        progress = await ended(shop)

    assert problems(progress) == [ProblemCode.CONFIRMATION_DUE]
    assert shop.vtex.posts == []


async def test_a_job_that_is_read_again_meanwhile_is_not_sent(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
    begun(shop, job)
    await shop.desk.retry(job.id, OPERATOR)
    gate = Gate(shop, "notification")

    async with shop.at_work():
        progress = await ended(shop)
        gate.opened.set()

    assert problems(progress) == [ProblemCode.CHOICE_CHANGED]
    assert shop.vtex.posts == []


async def test_a_refused_job_keeps_no_other_one_back(shop: Counter) -> None:
    shop.vtex.fails["post_invoice"].append(REFUSED)
    async with shop.at_work():
        begun(shop, *await some_ready(shop, 2))
        progress = await ended(shop)

    assert sorted(results(progress)) == [LineResult.FAILED, LineResult.SENT]
    assert ProblemCode.VTEX_REFUSED in problems(progress)
    assert progress.submission.end is SubmissionEnd.DONE


async def test_a_job_that_vtex_does_not_answer_goes_on_by_itself(shop: Counter) -> None:
    shop.vtex.fails["post_invoice"].append(SILENT)
    async with shop.at_work():
        begun(shop, await shop.ready())
        progress = await ended(shop)

    assert (results(progress), problems(progress)) == ([LineResult.GOES_ON], [ProblemCode.OUTCOME_UNKNOWN])
    assert progress.submission.end is SubmissionEnd.DONE


async def test_what_goes_on_by_itself_is_told_when_it_is_sent(shop: Counter) -> None:
    shop.vtex.fails["post_invoice"].append(errors.VtexUnavailableError("503"))
    async with shop.at_work():
        begun(shop, await shop.ready())
        before = await ended(shop)
        await shop.later(timedelta(minutes=1))

    assert (results(before), results(told(shop))) == ([LineResult.GOES_ON], [LineResult.SENT])
    last = [event for event in shop.events if isinstance(event, SubmissionAdvanced)][-1]
    assert last.line is not None
    assert last.line.result is LineResult.SENT


async def test_a_paused_account_ends_the_sending(shop: Counter) -> None:
    shop.commands.submissions.at_once = 1
    async with shop.at_work():
        jobs = await some_ready(shop, 2)
        shop.vtex.fails["order"].append(errors.CredentialsRefusedError("lojatestegavea", 401))
        begun(shop, *jobs)
        progress = await ended(shop)

    assert progress.submission.end is SubmissionEnd.ACCOUNT_PAUSED
    assert results(progress) == [LineResult.FAILED, LineResult.NOT_BEGUN]
    assert problems(progress) == [ProblemCode.CREDENTIALS, None]


async def test_a_job_of_which_nothing_is_heard_makes_room(shop: Counter) -> None:
    shop.commands.submissions.silence = 0.01
    gate = Gate(shop, "post_invoice")
    async with shop.at_work():
        begun(shop, await shop.ready())
        progress = await ended(shop)
        gate.opened.set()

    assert results(progress) == [LineResult.UNDER_WAY]


async def test_waiting_ends_when_the_time_is_over(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
    begun(shop, job)

    await shop.commands.submissions.wait(0.01)

    assert (told(shop).is_running, results(told(shop))) == (True, [LineResult.NOT_BEGUN])


async def test_what_was_interrupted_is_resumed_by_a_person_without_repeating_anything(tmp_path: Path) -> None:
    with counter(tmp_path, patience=QUICK) as shop:
        shop.commands.submissions.at_once = 1
        gate = Gate(shop, "delete_notification")
        async with shop.at_work():
            jobs = await some_ready(shop, 3)
            first = begun(shop, *jobs[:2])
            await gate.reached.wait()
            gate.opened.set()
        vtex = shop.vtex

    with counter(tmp_path, patience=QUICK, vtex=vtex) as shop:
        before = told(shop)
        async with shop.at_work():
            again = shop.commands.submissions.resume("bia", jobs)
            after = await ended(shop)

        assert (before.submission.end, before.is_running) == (None, False)
        assert results(before) == [LineResult.SENT, LineResult.NOT_BEGUN]
        assert (again.operator, [each.job for each in again.chosen]) == ("bia", [job.id for job in jobs])
        assert results(after) == [LineResult.SENT] * 3
        assert [invoice.number for _, invoice in vtex.posts] == ["1", "2", "3"]
        old = shop.commands.submissions.progress(first.id)
        assert old is not None
        assert old.submission.end is SubmissionEnd.CANCELLED


async def test_nothing_is_resumed_where_nothing_was_interrupted(shop: Counter) -> None:
    with pytest.raises(errors.NothingReadyError):
        shop.commands.submissions.resume(OPERATOR)


async def test_an_unknown_submission_has_no_progress(shop: Counter) -> None:
    assert shop.commands.submissions.progress(SubmissionId(7)) is None
    assert shop.commands.submissions.progress() is None


@pytest.mark.parametrize("failure", [BUSY, errors.StaleJobError("1")])
async def test_a_word_that_cannot_be_written_is_said_again(shop: Counter, failure: Exception) -> None:
    async with shop.at_work():
        job = await shop.ready()
        shop.journal.fails["apply"].append(failure)
        begun(shop, job)
        progress = await ended(shop)

    assert results(progress) == [LineResult.SENT]
    assert len(shop.vtex.posts) == 1


async def test_a_document_that_is_replaced_in_the_very_moment_of_the_word_is_not_sent(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
        lock = shop.engine.order_lock(job)
        await lock.acquire()
        attaching = asyncio.create_task(shop.desk.attach(job.id, Paper(a_document(nnf=77), b"<nfeProc/>")))
        await asyncio.sleep(0)
        begun(shop, job)
        await shop.settle()
        lock.release()
        await attaching
        progress = await ended(shop)

    assert problems(progress) == [ProblemCode.CHOICE_CHANGED]
    assert shop.vtex.posts == []


async def test_what_could_not_be_written_before_the_cancellation_is_not_said_after_it(shop: Counter) -> None:
    async with shop.at_work():
        job = await shop.ready()
        lock = shop.engine.order_lock(job)
        await lock.acquire()
        begun(shop, job)
        await shop.settle()
        shop.journal.fails["apply"].append(BUSY)
        shop.commands.submissions.cancel()
        lock.release()
        progress = await ended(shop)

    assert (results(progress), progress.submission.end) == ([LineResult.NOT_BEGUN], SubmissionEnd.CANCELLED)


async def test_the_end_is_written_down_as_soon_as_the_database_can(shop: Counter) -> None:
    shop.book.fails["end_submission"].append(BUSY)
    async with shop.at_work():
        begun(shop, await shop.ready())
        progress = await ended(shop)

    assert progress.submission.end is SubmissionEnd.DONE


async def test_a_defect_keeps_no_other_job_from_being_sent(shop: Counter, caplog: pytest.LogCaptureFixture) -> None:
    async with shop.at_work():
        jobs = await some_ready(shop, 2)
        begun(shop, *jobs)
        shop.journal.fails["job"].append(RuntimeError("a defect"))
        progress = await ended(shop)

    assert results(progress) == [LineResult.NOT_BEGUN, LineResult.SENT]
    assert "job 1 cannot be sent" in caplog.text


def test_a_sale_that_became_a_return_is_another_one() -> None:
    job = replace(a_job_at(Stage.DOCUMENTED), operation=Operation.RETURN)
    chosen = Chosen(job.id, job.value or Cents(0), "" if job.document is None else job.document.key.text)

    assert line_of(chosen, job).problem is not None
