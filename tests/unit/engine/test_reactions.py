"""Every family of failure has its reaction."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.reactions import GARBLED_ATTEMPTS, Reaction, react
from tests.builders import NOW, ORDER_ID, a_job, a_job_at

PATIENCE = Patience()
MISSING = errors.NotificationNotReadyError(ORDER_ID, "n1")
A_WAIT = timedelta(minutes=1)


def reaction(failure: Exception, job: Job | None = None, later: timedelta = timedelta(0)) -> Reaction:
    return react(job or a_job(), failure, NOW + later, PATIENCE, 0.5)


def hold(failure: Exception, job: Job | None = None) -> Hold:
    found = reaction(failure, job).hold
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("failure", "kind", "code"),
    [
        (errors.VtexUnavailableError("down"), HoldKind.RETRY_AT, ProblemCode.WAITING_FOR_VTEX),
        (errors.VtexBusyError(), HoldKind.RETRY_AT, ProblemCode.WAITING_FOR_VTEX),
        (errors.VtexGarbledError("cut"), HoldKind.RETRY_AT, ProblemCode.WAITING_FOR_VTEX),
        (MISSING, HoldKind.RETRY_AT, ProblemCode.NOTIFICATION_MISSING),
        (errors.OrderChangingError(ORDER_ID), HoldKind.RETRY_AT, ProblemCode.CHANGE_IN_FLIGHT),
        (errors.VtexSilentError("cut"), HoldKind.RETRY_AT, ProblemCode.OUTCOME_UNKNOWN),
        (errors.VtexRefusedError(400, "no"), HoldKind.NEEDS_PERSON, ProblemCode.VTEX_REFUSED),
        (errors.InvalidOrderError("no items"), HoldKind.NEEDS_PERSON, ProblemCode.ORDER_UNREADABLE),
        (errors.UntrustedOriginError("http://x", "a"), HoldKind.NEEDS_PERSON, ProblemCode.FOREIGN_CALLBACK),
        (errors.CredentialsRefusedError("a", 401), HoldKind.ACCOUNT_PAUSED, ProblemCode.CREDENTIALS),
        (errors.CredentialsMissingError("a"), HoldKind.ACCOUNT_PAUSED, ProblemCode.CREDENTIALS),
        (errors.UnsafeConnectionError("a", "h", "old"), HoldKind.ACCOUNT_PAUSED, ProblemCode.CONNECTION_UNSAFE),
        (KeyError("a defect of ours"), HoldKind.NEEDS_PERSON, ProblemCode.INTERNAL),
    ],
)
def test_a_family_of_failures_has_one_reaction(failure: Exception, kind: HoldKind, code: ProblemCode) -> None:
    found = hold(failure)

    assert (found.kind, found.problem.code) == (kind, code)
    assert (found.until is None) == (kind is HoldKind.NEEDS_PERSON)


def test_an_answer_that_cannot_be_read_time_and_again_goes_to_a_person() -> None:
    job = a_job()
    for _ in range(GARBLED_ATTEMPTS):
        found = hold(errors.VtexGarbledError("line 1"), job)
        assert found.kind is HoldKind.RETRY_AT
        job = job.held(found, NOW, failed=True)

    found = hold(errors.VtexGarbledError("line 1"), job)

    assert found.kind is HoldKind.NEEDS_PERSON
    assert found.problem == Problem(ProblemCode.ORDER_UNREADABLE, {"reason": "line 1"})


def test_waits_double_up_to_the_longest() -> None:
    waits = [hold(errors.VtexUnavailableError("down"), a_job(attempts=count)).until for count in (0, 1, 2, 50)]

    assert waits == [NOW + timedelta(seconds=seconds) for seconds in (2, 4, 8, 300)]


@pytest.mark.parametrize(("jitter", "seconds"), [(0.0, 1.5), (1.0, 2.5)])
def test_waits_differ_by_a_quarter_so_that_jobs_do_not_come_back_at_once(jitter: float, seconds: float) -> None:
    found = react(a_job(), errors.VtexUnavailableError("down"), NOW, PATIENCE, jitter).hold

    assert found is not None
    assert found.until == NOW + timedelta(seconds=seconds)


def test_a_wait_is_never_shorter_than_vtex_asked_for() -> None:
    assert hold(errors.VtexBusyError(retry_after=90)).until == NOW + timedelta(seconds=90)


def missed(job: Job, waited: timedelta, since: timedelta | None = None, ago: timedelta = timedelta(0)) -> Job:
    """Give a job whose notification was missing when it was looked for ``ago``, after so long a wait in all."""
    facts: dict[str, str | int] = {
        "missing_since": (NOW - (since or waited)).isoformat(),
        "looked_at": (NOW - ago).isoformat(),
        "waited_ms": round(waited / timedelta(milliseconds=1)),
    }
    until = NOW - ago + A_WAIT
    return job.held(Hold(HoldKind.RETRY_AT, Problem(ProblemCode.NOTIFICATION_MISSING, facts), until), NOW, failed=True)


@pytest.mark.parametrize(
    ("stage", "waited", "withdraws"),
    [
        (Stage.RECEIVED, timedelta(minutes=29), False),
        (Stage.RECEIVED, timedelta(minutes=30), True),
        (Stage.DOCUMENTED, timedelta(seconds=19), False),
        (Stage.DOCUMENTED, timedelta(seconds=20), True),
    ],
)
def test_a_missing_notification_is_believed_gone_only_after_a_while(
    stage: Stage, waited: timedelta, *, withdraws: bool
) -> None:
    assert reaction(MISSING, missed(a_job_at(stage), waited)).withdraws is withdraws


@pytest.mark.parametrize(
    ("ago", "counted"),
    [
        (A_WAIT, A_WAIT),
        (A_WAIT / 2, A_WAIT / 2),
        (timedelta(days=2), A_WAIT),
        (-timedelta(days=2), timedelta(0)),
    ],
    ids=["as planned", "sooner", "a clock set ahead", "a clock set back"],
)
def test_only_what_was_to_be_waited_counts_whatever_the_clock_did(ago: timedelta, counted: timedelta) -> None:
    job = missed(a_job(), timedelta(minutes=10), ago=ago)

    assert hold(MISSING, job).problem.facts["waited_ms"] == (timedelta(minutes=10) + counted) / timedelta(
        milliseconds=1
    )


def test_a_notification_missed_under_a_wrong_clock_is_missing_since_now() -> None:
    job = missed(a_job(), timedelta(0), since=-timedelta(days=365))

    assert hold(MISSING, job).problem.facts["missing_since"] == NOW.isoformat()


def test_the_time_a_notification_is_missing_counts_from_the_first_miss() -> None:
    job = missed(a_job(), timedelta(minutes=10))

    assert hold(MISSING, job).problem.facts["missing_since"] == (NOW - timedelta(minutes=10)).isoformat()


def test_patience_in_a_hurry_keeps_its_proportions() -> None:
    hurried = PATIENCE.hurried(0.1)

    assert hurried.first_retry * 10 == PATIENCE.first_retry
    assert hurried.invisible * 10 == PATIENCE.invisible
    assert hurried.ncm == PATIENCE.ncm
