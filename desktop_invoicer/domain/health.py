"""How the program is: the condition of each of its parts, and how long its queue is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_invoicer.domain.problem import Problem


class Part(StrEnum):
    """What the program consists of, and what it leans on."""

    ENGINE = "engine"
    DATABASE = "database"
    KEYRING = "keyring"
    VTEX = "vtex"
    RECEIVER = "receiver"
    POLLING = "polling"
    FOLDERS = "folders"
    CLOCK = "clock"
    DISK = "disk"
    BACKUP = "backup"
    AUDIT = "audit"


class Condition(StrEnum):
    """How a part is, from the best to the worst."""

    OFF = "off"
    """It does not run here, and need not."""
    WELL = "well"
    WARNING = "warning"
    """It works, but somebody should look at it."""
    TROUBLE = "trouble"
    """It does not do its work now."""

    @property
    def badness(self) -> int:
        """Give the place in the order, the worst highest."""
        return list(Condition).index(self)


Fact = str | int | datetime | None


@dataclass(frozen=True, slots=True)
class PartHealth:
    """How one part is. ``subject`` tells parts of a kind apart: the account, the folder, the address."""

    part: Part
    condition: Condition
    subject: str = ""
    problem: Problem | None = None
    """What is wrong, where something is; ``messages`` has the sentence, the owner and the next step."""
    last_success: datetime | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    """Figures to look at: bytes, counts, seconds, moments; by stable names."""


@dataclass(frozen=True, slots=True)
class QueueHealth:
    """What is still to do; ``oldest`` is since when the oldest job is open. No count exceeds ``MOST_COUNTED``."""

    open: int = 0
    waiting_for_person: int = 0
    oldest: datetime | None = None
    waiting_for_document: int = 0


@dataclass(frozen=True, slots=True)
class Health:
    """How the program is at a moment; ``since`` is when it started."""

    at: datetime
    since: datetime
    version: str
    parts: tuple[PartHealth, ...]
    queue: QueueHealth = QueueHealth()

    @property
    def condition(self) -> Condition:
        """Give the worst condition of any part."""
        return max((part.condition for part in self.parts), key=lambda one: one.badness, default=Condition.WELL)

    def of(self, part: Part) -> tuple[PartHealth, ...]:
        """Give what is known of one kind of part."""
        return tuple(health for health in self.parts if health.part is part)

    def differs(self, other: Health) -> bool:
        """Tell whether something changed that a person should see; figures and moments alone do not count."""
        return self._outline() != other._outline()

    def _outline(self) -> object:
        parts = tuple((part.part, part.subject, part.condition, _code(part.problem)) for part in self.parts)
        return parts, self.queue


def _code(problem: Problem | None) -> str:
    return "" if problem is None else problem.code.value
