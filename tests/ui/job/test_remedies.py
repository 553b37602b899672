"""Every problem has a next step, and one thing stands out at most."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from desktop_invoicer.messages import explain
from desktop_invoicer.messages.audit_texts import AUDIT_TEXTS
from desktop_invoicer.messages.diagnosis_texts import DIAGNOSIS_TEXTS
from desktop_invoicer.messages.finding_texts import FINDING_TEXTS
from desktop_invoicer.messages.health_texts import HEALTH_TEXTS
from desktop_invoicer.messages.repair_texts import REPAIR_TEXTS
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.job.remedies import LOOKING, REMEDIES, allowed, primary, remedy
from tests.builders import a_job

OF_TERMINAL = {"jobs retry": Command.RETRY, "jobs dismiss": Command.DISMISS, "document": Command.ATTACH}


def held(code: ProblemCode, kind: HoldKind = HoldKind.NEEDS_PERSON) -> Hold:
    return Hold(kind, Problem(code))


def test_every_problem_that_holds_a_job_has_a_remedy() -> None:
    of_orders_and_days = {*FINDING_TEXTS, *DIAGNOSIS_TEXTS, *REPAIR_TEXTS, ProblemCode.CHOICE_CHANGED}
    of_the_program = {*HEALTH_TEXTS, *AUDIT_TEXTS}

    assert set(REMEDIES) == set(ProblemCode) - of_orders_and_days - of_the_program


@pytest.mark.parametrize("code", REMEDIES)
def test_a_remedy_does_not_contradict_the_command_that_the_message_names(code: ProblemCode) -> None:
    command = explain(Problem(code)).command.removeprefix("desktop-invoicer ")
    named = next((wanted for words, wanted in OF_TERMINAL.items() if command.startswith(words)), None)

    assert remedy(Problem(code)) in {named or REMEDIES[code], Command.OPEN_IN_VTEX, Command.SHOW_RAW}


@pytest.mark.parametrize(("status", "command"), [("canceled", Command.DISMISS), ("incomplete", Command.OPEN_IN_VTEX)])
def test_an_order_that_is_gone_is_dismissed_and_another_looked_at(status: str, command: Command) -> None:
    assert remedy(Problem(ProblemCode.ORDER_NOT_INVOICEABLE, {"status": status})) is command


def test_a_missing_document_is_attached_next() -> None:
    job = a_job(stage=Stage.LOADED, hold=held(ProblemCode.DOCUMENT_DUE, kind=HoldKind.WAITING_FOR_DOCUMENT))

    assert primary(job) is Command.ATTACH


def test_what_was_refused_is_tried_again_next() -> None:
    assert primary(a_job(stage=Stage.SUBMITTED, hold=held(ProblemCode.VTEX_REFUSED))) is Command.RETRY


def test_a_document_that_settles_the_balance_is_attached_next() -> None:
    assert primary(a_job(stage=Stage.LOADED, hold=held(ProblemCode.BALANCE_DIFFERS))) is Command.ATTACH


def test_giving_up_never_stands_out() -> None:
    assert primary(a_job(stage=Stage.LOADED, hold=held(ProblemCode.LINE_EXCEEDED))) is None


def test_a_job_that_ended_can_only_be_looked_at() -> None:
    assert allowed(a_job(stage=Stage.CLOSED)) == LOOKING
