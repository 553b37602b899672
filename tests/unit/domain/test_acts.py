"""What a person may do with a job, and what is next."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.acts import Act, acts_on, next_act
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from tests.builders import a_job

DUE = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE))
STUCK = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.LINE_EXCEEDED))


@pytest.mark.parametrize("stage", Stage)
def test_what_may_be_done_is_known_at_every_stage(stage: Stage) -> None:
    assert acts_on(a_job(stage=stage)) <= set(Act)


def test_nothing_is_done_with_what_is_closed() -> None:
    assert acts_on(a_job(stage=Stage.CLOSED)) == frozenset()


@pytest.mark.parametrize("stage", [Stage.WITHDRAWN, Stage.DISMISSED])
def test_what_was_given_up_can_only_be_tried_again(stage: Stage) -> None:
    assert acts_on(a_job(stage=stage)) == {Act.RETRY}


def test_a_job_that_goes_out_is_left_alone() -> None:
    job = a_job(stage=Stage.DOCUMENTED, confirmed_by="ana")

    assert acts_on(job) == frozenset()
    assert next_act(job) is None


def test_what_was_sent_is_never_dismissed() -> None:
    assert acts_on(a_job(stage=Stage.SUBMITTED)) == {Act.RETRY}


def test_the_document_is_next_while_it_is_waited_for() -> None:
    assert next_act(a_job(stage=Stage.LOADED, hold=DUE)) is Act.ATTACH


def test_sending_is_next_once_the_document_is_there() -> None:
    assert next_act(a_job(stage=Stage.DOCUMENTED)) is Act.SUBMIT


def test_trying_again_is_next_where_a_person_had_to_look() -> None:
    assert next_act(a_job(stage=Stage.LOADED, hold=STUCK)) is Act.RETRY


def test_nothing_is_next_while_the_desk_goes_on_by_itself() -> None:
    assert next_act(a_job(stage=Stage.RECEIVED)) is None
