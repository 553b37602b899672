"""A message: what is wrong, whose turn it is, and what to do now."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.commands import RETRY
from desktop_invoicer.messages.figures import fill, shown

LONGEST_DETAIL = 500

_PLACE = re.compile(r"\{(\w+)\}")
_HARMLESS = re.compile(r"\w[\w.-]*", re.ASCII)


class Owner(StrEnum):
    """Whose turn it is; the value is what ``--json`` shows."""

    CLERK = "clerk"
    RETURNS_DESK = "returns_desk"
    MANAGER = "manager"
    CATALOGUE = "catalogue"
    ACCOUNTANT = "accountant"
    IT = "it"
    VTEX = "vtex"
    WAIT = "wait"
    US = "us"
    """A defect of this program."""


@dataclass(frozen=True, slots=True)
class Message:
    """What a person reads. Plain text, in the language in use when it was made."""

    sentence: str
    owner: Owner
    step: str
    """What to do, in words: for a window, which has buttons."""
    command: str = ""
    """The command that does it, where there is one."""
    detail: str = ""
    """Technical words for whoever looks into it, as they came; mostly English."""

    @property
    def next_action(self) -> str:
        """What to do, with the command: for the terminal."""
        if not self.command:
            return self.step
        return " ".join((self.step, _("Command:"), self.command))


@dataclass(frozen=True, slots=True)
class Text:
    """A message before its facts are filled in: English texts, and the command after ``desktop-invoicer``.

    A command takes its facts as bare ``{name}``; there ``{this}`` is the job that the message is about.
    """

    sentence: str
    owner: Owner
    step: str
    command: str = ""

    def message(self, facts: Mapping[str, object], job: object = None, detail: str = "") -> Message:
        """Translate and fill in the facts. An order without a job has none that could be tried again."""
        has_command = bool(self.command) and not (self.command == RETRY and job is None)
        return Message(
            sentence=fill(_(self.sentence), facts),
            owner=self.owner,
            step=fill(_(self.step), facts),
            command=_command(self.command, {**facts, "this": job}) if has_command else "",
            detail=shown(detail, LONGEST_DETAIL),
        )


def _command(template: str, facts: Mapping[str, object]) -> str:
    """Fill in a command; people paste it into a shell, so what is no plain word stays the name of what to write."""

    def argument(place: re.Match[str]) -> str:
        text = str(facts.get(place[1]))[:64] if facts.get(place[1]) is not None else ""
        return text if _HARMLESS.fullmatch(text) else {"this": "JOB"}.get(place[1], place[1].upper())

    return f"desktop-invoicer {_PLACE.sub(argument, template)}"
