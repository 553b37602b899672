"""Stages follow each other or not at all (design.md, section 2)."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import LEGAL, Hold, HoldKind, IllegalTransitionError, Job, Stage
from tests.builders import NOW, a_job, a_job_at

LATER = NOW + timedelta(minutes=5)
HOLD = Hold(HoldKind.NEEDS_PERSON, Problem(ProblemCode.LINE_EXCEEDED))
FORWARD = [Stage.RECEIVED, Stage.LOADED, Stage.DOCUMENTED, Stage.SUBMITTED, Stage.CLOSED]


@pytest.mark.parametrize(("start", "end"), list(product(Stage, Stage)), ids=lambda stage: stage.value)
def test_a_step_is_legal_or_a_defect_of_ours(start: Stage, end: Stage) -> None:
    job = a_job_at(start)

    if end in LEGAL[start]:
        assert job.advanced(end, LATER).stage is end
    else:
        with pytest.raises(IllegalTransitionError, match=f"{start.value} to {end.value}"):
            job.advanced(end, LATER)


def test_every_stage_says_where_it_leads() -> None:
    assert set(LEGAL) == set(Stage)


def test_a_job_goes_the_whole_way_step_by_step() -> None:
    job = a_job()

    for stage in FORWARD[1:]:
        job = job.advanced(stage, LATER)

    assert job.stage is Stage.CLOSED
    assert job.version == 5


def test_only_an_invoice_found_again_skips_a_step_forward() -> None:
    skips = {(one, other) for i, one in enumerate(FORWARD) for other in FORWARD[i + 2 :] if other in LEGAL[one]}

    assert skips == {(Stage.RECEIVED, Stage.SUBMITTED)}


def test_an_invoice_in_vtex_leads_to_the_end_only() -> None:
    """Nothing is invoiced twice: from SUBMITTED there is no way back, and no person can dismiss it."""
    assert LEGAL[Stage.SUBMITTED] == {Stage.CLOSED}


def test_what_is_closed_stays_so() -> None:
    assert LEGAL[Stage.CLOSED] == frozenset()


def test_what_was_withdrawn_or_dismissed_may_only_start_again_from_the_beginning() -> None:
    """A return that was dismissed by mistake is not lost: the buyer still waits for the money."""
    assert LEGAL[Stage.WITHDRAWN] == LEGAL[Stage.DISMISSED] == {Stage.RECEIVED}


def test_whatever_is_not_sent_yet_can_be_dismissed_or_withdrawn() -> None:
    unsent = {stage for stage in Stage if {Stage.DISMISSED, Stage.WITHDRAWN} <= LEGAL[stage]}

    assert unsent == {Stage.RECEIVED, Stage.LOADED, Stage.DOCUMENTED}


@pytest.mark.parametrize("stage", Stage)
def test_a_stage_is_an_end_when_nothing_is_left_to_do(stage: Stage) -> None:
    assert stage.is_end == (stage in {Stage.CLOSED, Stage.WITHDRAWN, Stage.DISMISSED})


def test_a_step_starts_with_a_clean_count_of_failures() -> None:
    job = a_job(attempts=7, hold=HOLD).advanced(Stage.LOADED, LATER)

    assert (job.attempts, job.hold, job.updated_at, job.version) == (0, None, LATER, 2)


def test_a_step_may_end_in_a_hold() -> None:
    assert a_job().advanced(Stage.LOADED, LATER, HOLD).hold == HOLD


def reachable(word: str, *stages: Stage) -> Job:
    job = a_job(stage=Stage.DOCUMENTED, confirmed_by=word)
    for stage in stages:
        job = job.advanced(stage, LATER)
    return job


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.DISMISSED, Stage.WITHDRAWN])
def test_who_confirmed_stays_on_record_when_a_job_goes_on(stage: Stage) -> None:
    assert reachable("ana", stage).confirmed_by == "ana"


@pytest.mark.parametrize("way", [[Stage.RECEIVED], [Stage.LOADED], [Stage.WITHDRAWN, Stage.RECEIVED]])
def test_a_confirmation_does_not_outlive_what_was_confirmed(way: list[Stage]) -> None:
    """It named an effect and an amount; what is read again may be another."""
    assert reachable("ana", *way).confirmed_by == ""


def test_a_failure_is_counted_and_a_new_try_is_not() -> None:
    job = a_job()

    failed = job.held(HOLD, LATER, failed=True).held(HOLD, LATER, failed=True)
    tried = failed.held(None, LATER)

    assert (failed.attempts, failed.hold, failed.stage) == (2, HOLD, Stage.RECEIVED)
    assert (tried.attempts, tried.hold, tried.version) == (2, None, 4)


def test_a_change_leaves_the_job_it_was_made_from_alone() -> None:
    job = a_job()

    job.advanced(Stage.LOADED, LATER)
    job.held(HOLD, LATER)

    assert job == a_job()
