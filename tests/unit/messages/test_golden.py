"""All messages as people read them. ``UPDATE_GOLDEN=1 pytest tests/unit/messages`` writes the files anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_invoicer.language import Language
from desktop_invoicer.messages import Message, activate, explain, explain_failure, tell, word
from desktop_invoicer.messages.words import WORDS
from tests.unit.messages.examples import ERRORS, PROBLEMS, TIMELINE

GOLDEN = Path(__file__).parent / "golden"


def written(name: str, message: Message) -> str:
    lines = [f"{name} → {word(message.owner)}", f"    {message.sentence}", f"    {message.next_action}"]
    return "\n".join([*lines, f"    [{message.detail}]"] if message.detail else lines)


def everything() -> Iterator[str]:
    yield "# Problems\n"
    for problem in PROBLEMS:
        yield written(problem.code.value, explain(problem, job=12))
    yield "\n# Errors\n"
    for error in ERRORS:
        yield written(type(error).__name__, explain_failure(error, job=12))
    yield "\n# Timeline\n"
    yield from map(tell, TIMELINE)
    for kind, words in WORDS.items():
        yield f"\n# {kind.__name__}\n"
        yield from (f"{member.name}: {word(member)}" for member in words)


@pytest.mark.parametrize("language", list(Language))
def test_all_messages_are_those_that_were_read_over(language: Language) -> None:
    activate(language)
    golden = GOLDEN / f"{language}.txt"
    text = "\n".join(everything()) + "\n"

    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8", newline="\n")

    assert golden.read_text(encoding="utf-8") == text
