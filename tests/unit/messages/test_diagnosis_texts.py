"""What people read about an order that is not invoiced."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.invoice_key import KeyDefect
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.language import Language
from desktop_invoicer.messages import Owner, activate, explain
from desktop_invoicer.messages.diagnosis_texts import DIAGNOSIS_TEXTS, OTHERWISE
from desktop_invoicer.messages.words import word
from tests.unit.messages.examples import PROBLEMS


@pytest.fixture(autouse=True)
def english() -> None:
    activate(Language.EN)


def test_everything_that_may_be_told_is_told_in_some_example() -> None:
    told = {
        explain(problem).sentence + explain(problem).step for problem in PROBLEMS if problem.code in DIAGNOSIS_TEXTS
    }

    assert len(told) >= len(DIAGNOSIS_TEXTS) + sum(map(len, OTHERWISE.values()))


def test_a_pending_job_has_the_words_and_the_owner_of_what_it_waits_for() -> None:
    held = Problem(ProblemCode.DOCUMENT_DUE, {"value": 12980, "document": "NFC-e"})

    message = explain(Problem(ProblemCode.JOB_PENDING, {"because": "document_due", **held.facts}), job=12)

    assert message.sentence == "It waits at this desk. The NFC-e of R$ 129.80 is missing."
    assert (message.owner, message.step, message.command) == (
        Owner.CLERK,
        explain(held).step,
        "desktop-invoicer document 12 --xml FILE",
    )


@pytest.mark.parametrize("because", ["job_pending", "", "no such problem"])
def test_a_pending_job_of_which_nothing_else_is_known_goes_on_by_itself(because: str) -> None:
    assert explain(Problem(ProblemCode.JOB_PENDING, {"because": because})).owner is Owner.WAIT


def test_the_back_office_is_named_where_its_name_is_known() -> None:
    facts: dict[str, str | int] = {"number": "1024", "marketplace": "Casas Bahia", "required": 1}

    named = explain(Problem(ProblemCode.KEY_MISSING, {**facts, "back_office": "Nova.com"}))
    other = explain(Problem(ProblemCode.KEY_MISSING, {**facts, "back_office": ""}))

    assert named.step.endswith("by hand in Nova.com, its own back office.")
    assert other.step.endswith("by hand in its own back office.")


@pytest.mark.parametrize("defect", KeyDefect)
def test_what_is_wrong_with_a_key_is_said_in_words(defect: KeyDefect) -> None:
    message = explain(Problem(ProblemCode.KEY_INVALID, {"number": "1024", "defect": defect.value}))

    assert message.sentence.endswith(f"wrong in VTEX: {word(defect)}.")


def test_a_defect_that_nobody_knows_is_told_as_it_came() -> None:
    assert "wrong in VTEX: odd." in explain(Problem(ProblemCode.KEY_INVALID, {"number": "1", "defect": "odd"})).sentence
