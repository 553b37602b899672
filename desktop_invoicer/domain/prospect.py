"""What would become of a job that is not sent, if everything that is ready were sent now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.workflow import Job


class Prospect(StrEnum):
    """What would become of it."""

    SEND = "send"
    """It is ready: it goes out."""
    GOES_ON = "goes_on"
    """It moves by itself: it is being loaded or sent, or is tried again soon."""
    CONFIRM = "confirm"
    """Money goes out: a person has to confirm it by itself, never in a batch (design.md, promise 5)."""
    DOCUMENT = "document"
    """Its document is missing."""
    PERSON = "person"
    """Somebody has to put something right first."""
    ACCOUNT = "account"
    """Its account is paused."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What would become of one job, and why it would not go out. ``is_asked``: VTEX was asked just now."""

    job: Job
    prospect: Prospect
    problem: Problem | None = None
    is_asked: bool = False
