"""What is told of each thing that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_invoicer import errors
from desktop_invoicer.messages import explain_failure


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``next_action`` says what to do unless all is well."""

    topic: str
    level: Level
    sentence: str
    next_action: str = ""
    window_step: str = ""
    """What to do where there are buttons in place of commands and files; empty when it is the same."""

    @property
    def step(self) -> str:
        """Say what to do in the window."""
        return self.window_step or self.next_action

    def as_json(self) -> dict[str, str]:
        """Give the finding as an object."""
        return {
            "topic": self.topic,
            "level": self.level.value,
            "message": self.sentence,
            "next_action": self.next_action,
        }


def failure(topic: str, error: errors.InvoicerError) -> Finding:
    """Tell of an error that came up."""
    message = explain_failure(error)
    return Finding(topic, Level.ERROR, message.sentence, message.next_action, message.step)
