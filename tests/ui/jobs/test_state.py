"""What the state of a job is called."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from desktop_invoicer.ui.jobs.state import READY, state_of, state_words
from tests.builders import a_job


def test_a_job_that_waits_for_a_persons_word_is_ready_to_send() -> None:
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.CONFIRMATION_DUE))

    assert state_of(a_job(stage=Stage.DOCUMENTED, hold=hold)) is READY


def test_a_job_that_was_refused_needs_a_person() -> None:
    hold = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.VTEX_REFUSED))

    assert state_words(a_job(stage=Stage.DOCUMENTED, hold=hold)) == "Needs a person"


def test_the_time_of_the_next_try_is_told() -> None:
    until = datetime(2026, 11, 20, 10, 42).astimezone()
    hold = Hold(HoldKind.RETRY_AT, Problem(ProblemCode.WAITING_FOR_VTEX), until)

    assert state_words(a_job(hold=hold)) == "Retrying at 10:42"


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_words(stage: Stage) -> None:
    assert state_words(a_job(stage=stage))


@pytest.mark.parametrize("kind", HoldKind)
def test_a_job_that_has_ended_waits_for_nothing(kind: HoldKind) -> None:
    held = a_job(stage=Stage.CLOSED, hold=Hold(kind, Problem(ProblemCode.DOCUMENT_DUE)))

    assert state_words(held) == "Done"
