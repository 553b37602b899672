"""What would become of a job."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.prospect import Prospect, foresee
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from tests.builders import a_job_at
from tests.day_builders import IS_PAUSED, NEEDS_PERSON, TRIES_AGAIN, WAITS_FOR_DOCUMENT, WAITS_FOR_WORD

WITH_WARNINGS = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE, {"value": 9990, "warnings": 1}))


def documented(hold: Hold | None, operation: Operation = Operation.SALE, confirmed_by: str = "") -> Job:
    return replace(a_job_at(Stage.DOCUMENTED), hold=hold, operation=operation, confirmed_by=confirmed_by)


@pytest.mark.parametrize(
    ("job", "prospect"),
    [
        (documented(WAITS_FOR_WORD), Prospect.SEND),
        (documented(None), Prospect.SEND),
        (documented(WITH_WARNINGS), Prospect.CONFIRM),
        (documented(WAITS_FOR_WORD, Operation.RETURN), Prospect.CONFIRM),
        (documented(None, Operation.CANCELLATION), Prospect.CONFIRM),
        (documented(None, confirmed_by="Ana"), Prospect.GOES_ON),
        (documented(TRIES_AGAIN, confirmed_by="Ana"), Prospect.GOES_ON),
        (documented(NEEDS_PERSON), Prospect.PERSON),
        (documented(IS_PAUSED), Prospect.ACCOUNT),
        (replace(a_job_at(Stage.LOADED), hold=WAITS_FOR_DOCUMENT), Prospect.DOCUMENT),
        (replace(a_job_at(Stage.LOADED), hold=NEEDS_PERSON), Prospect.PERSON),
        (a_job_at(Stage.RECEIVED), Prospect.GOES_ON),
        (a_job_at(Stage.SUBMITTED), Prospect.GOES_ON),
        (replace(a_job_at(Stage.SUBMITTED), hold=TRIES_AGAIN), Prospect.GOES_ON),
        (replace(a_job_at(Stage.SUBMITTED), hold=NEEDS_PERSON), Prospect.PERSON),
        (a_job_at(Stage.CLOSED), Prospect.OVER),
        (a_job_at(Stage.DISMISSED), Prospect.OVER),
        (a_job_at(Stage.WITHDRAWN), Prospect.OVER),
    ],
)
def test_stage_and_hold_tell_what_becomes_of_a_job(job: Job, prospect: Prospect) -> None:
    forecast = foresee(job)

    assert forecast.prospect is prospect
    assert forecast.problem == (job.hold.problem if job.hold else None)
    assert not forecast.is_asked


@pytest.mark.parametrize("operation", [each for each in Operation if each is not Operation.SALE])
def test_money_out_is_never_sent_in_a_batch(operation: Operation) -> None:
    assert foresee(documented(WAITS_FOR_WORD, operation)).prospect is Prospect.CONFIRM


@pytest.mark.parametrize(
    ("code", "prospect"),
    [
        (ProblemCode.ORDER_CHANGED, Prospect.PERSON),
        (ProblemCode.WAITING_FOR_VTEX, Prospect.GOES_ON),
        (ProblemCode.OUTCOME_UNKNOWN, Prospect.GOES_ON),
        (ProblemCode.NOTIFICATION_MISSING, Prospect.GOES_ON),
        (ProblemCode.CHANGE_IN_FLIGHT, Prospect.GOES_ON),
        (ProblemCode.CREDENTIALS, Prospect.ACCOUNT),
        (ProblemCode.CONNECTION_UNSAFE, Prospect.ACCOUNT),
    ],
)
def test_what_vtex_shows_now_counts_more_than_the_hold(code: ProblemCode, prospect: Prospect) -> None:
    shown = Problem(code)

    forecast = foresee(documented(WAITS_FOR_WORD), shown)

    assert forecast.prospect is prospect
    assert forecast.problem is shown
    assert forecast.is_asked
