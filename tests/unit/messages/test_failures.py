"""Errors as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer import errors
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.language import Language
from desktop_invoicer.messages import Owner, activate, explain_failure
from desktop_invoicer.messages.failure_texts import TEXTS, WISHES
from tests.unit.messages.examples import ERRORS


def tree(root: type[errors.InvoicerError]) -> Iterator[type[errors.InvoicerError]]:
    yield root
    for child in root.__subclasses__():
        if child.__module__.startswith("desktop_invoicer."):
            yield from tree(child)


CLASSES = sorted(set(tree(errors.InvoicerError)), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", CLASSES)
def test_every_class_of_the_tree_has_a_text_of_its_own(kind: type[errors.InvoicerError]) -> None:
    assert kind in TEXTS
    assert kind in {type(error) for error in ERRORS}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("error", ERRORS, ids=repr)
def test_an_error_has_a_sentence_with_its_facts_and_a_next_action(
    error: errors.InvoicerError, language: Language
) -> None:
    activate(language)

    message = explain_failure(error, job=12)

    assert message.sentence
    assert message.step
    assert not re.search(r"[{}]|\?(?!\S)", f"{message.sentence} {message.next_action}")


@given(
    st.sampled_from([kind for kind in CLASSES if kind not in {errors.DocumentRefusedError, errors.UnsettledError}]),
    st.dictionaries(
        st.sampled_from(["account", "address", "path", "problems", "reason", "job", "stage", "wish", "candidates"]),
        st.one_of(st.none(), st.text(), st.integers(), st.binary(), st.tuples(st.text()), st.floats()),
    ),
)
def test_an_error_with_missing_or_hostile_facts_never_fails(
    kind: type[errors.InvoicerError], facts: dict[str, object]
) -> None:
    error = kind.__new__(kind)
    error.__dict__.update({"candidates": (), "stage": "", "wish": "", "problems": (), **facts})

    message = explain_failure(error)

    assert message.sentence.isprintable()
    assert message.command.isprintable()


def test_an_error_that_is_not_ours_is_a_defect_of_ours() -> None:
    message = explain_failure(KeyError("x"))

    assert message.owner is Owner.US
    assert "KeyError" in message.sentence


def test_an_error_without_a_text_is_told_like_its_family() -> None:
    class NewError(errors.VtexSilentError):
        """Not known to the messages."""

    message = explain_failure(NewError("x"))

    assert message.owner is Owner.WAIT


def test_everything_that_does_not_fit_is_said_at_once() -> None:
    problems = [
        Problem(ProblemCode.NOT_AUTHORISED),
        Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": 12980, "value": 12880}),
    ]

    message = explain_failure(errors.DocumentRefusedError(problems), job=12)

    assert "SEFAZ" in message.sentence
    assert "R$ 1,00" in message.sentence
    assert message.command == "desktop-invoicer document 12 --xml FILE"


def test_everything_that_has_to_be_settled_is_said_at_once() -> None:
    problems = [
        Problem(ProblemCode.REVERSAL_DUE, {"value": 129800}),
        Problem(ProblemCode.APPROVAL_DUE, {"value": 129800, "above": 100000}),
    ]

    message = explain_failure(errors.UnsettledError(problems), job=12)

    assert "R$ 1.000,00" in message.sentence
    assert message.command == "desktop-invoicer jobs reversal 12 --authorisation TEXT"


def test_several_jobs_of_an_order_are_named() -> None:
    message = explain_failure(errors.UnknownJobError("v70530116str-01", ["12", "13"]))

    assert "12; 13" in message.sentence


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("wish", WISHES)
def test_stage_and_wish_are_told_in_the_language_of_the_desk(stage: Stage, wish: str) -> None:
    message = explain_failure(errors.NotAllowedNowError("12", stage.value, wish))

    assert stage.value not in message.sentence
    assert wish not in message.sentence


def test_the_job_that_the_error_names_is_the_one_in_the_command() -> None:
    message = explain_failure(errors.ConfirmationMissingError("12"), job=99)

    assert message.command == "desktop-invoicer submit 12 --yes"


def test_texts_are_only_of_errors() -> None:
    assert set(TEXTS) == set(CLASSES)


@pytest.mark.parametrize(("job", "command"), [(12, "desktop-invoicer jobs retry 12"), (None, "")])
def test_a_failure_about_no_job_names_no_command_for_one(job: object, command: str) -> None:
    assert explain_failure(errors.VtexRefusedError(400, "No such order"), job).command == command
