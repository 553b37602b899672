"""From an error to what people read about it."""

from __future__ import annotations

from enum import Enum

from desktop_invoicer import errors
from desktop_invoicer.domain.people import Action, Role
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.failure_texts import SEVERAL_JOBS, TEXTS, WISHES
from desktop_invoicer.messages.message import Message
from desktop_invoicer.messages.problems import explain
from desktop_invoicer.messages.words import word


def explain_failure(error: Exception, job: object = None) -> Message:
    """Tell what failed, whose turn it is and what to do; an error that is not ours is a defect of ours.

    ``job`` goes into the command where the error does not name one itself.
    """
    if isinstance(error, errors.DocumentRefusedError | errors.UnsettledError):
        found = [explain(problem, job) for problem in error.problems if isinstance(problem, Problem)]
        if found:
            return _all_of(found)
    facts = _facts(error)
    text = next((TEXTS[kind] for kind in type(error).__mro__ if kind in TEXTS), TEXTS[errors.InvoicerError])
    if isinstance(error, errors.UnknownJobError) and error.candidates:
        text = SEVERAL_JOBS
    return text.message(facts, facts.get("job", job), str(facts.get("reason") or facts.get("problems") or ""))


def _all_of(found: list[Message]) -> Message:
    """Say everything that is wrong; the first problem decides who does what."""
    first = found[0]
    sentence = " ".join(dict.fromkeys(message.sentence for message in found))
    return Message(sentence, first.owner, first.step, first.command, first.detail)


def _facts(error: Exception) -> dict[str, object]:
    facts: dict[str, object] = {
        name: "; ".join(map(str, fact)) if isinstance(fact, tuple) else fact
        for name, fact in getattr(error, "__dict__", {}).items()
    }
    facts["error"] = type(error).__name__
    if isinstance(error, errors.NotAllowedNowError):
        facts["stage_word"] = _word_of(Stage, error.stage)
        facts["wish_word"] = _(WISHES[error.wish]) if error.wish in WISHES else error.wish
    if isinstance(error, errors.NotPermittedError):
        facts["action_word"] = _word_of(Action, facts.get("action"))
        facts["role_word"] = _word_of(Role, facts.get("role"))
    return facts


def _word_of(kind: type[Enum], value: object) -> object:
    known = {member.value: member for member in kind}
    return word(known[value]) if value in known else value
