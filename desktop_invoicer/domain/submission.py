"""Sending everything that is ready: what was chosen, as it was shown, and how far it got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.workflow import Job, JobId

SubmissionId = NewType("SubmissionId", int)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A job as a person chose it: with another amount or another document it does not go out."""

    job: JobId
    value: Cents
    key: str


class SubmissionEnd(StrEnum):
    """Why a submission does not go on."""

    DONE = "done"
    CANCELLED = "cancelled"
    ACCOUNT_PAUSED = "account_paused"


@dataclass(frozen=True, slots=True)
class Submission:
    """One press of "send everything that is ready". Open (``end`` is ``None``) and not running: it was interrupted."""

    id: SubmissionId
    day: date
    operator: str
    begun_at: datetime
    chosen: tuple[Chosen, ...]
    end: SubmissionEnd | None = None
    ended_at: datetime | None = None


class LineResult(StrEnum):
    """How one chosen job stands."""

    NOT_BEGUN = "not_begun"
    UNDER_WAY = "under_way"
    SENT = "sent"
    """Its invoice is in VTEX."""
    GOES_ON = "goes_on"
    """VTEX did not answer; the desk tries again by itself and never posts twice."""
    FAILED = "failed"
    """It was not sent: ``problem`` says why and whose turn it is."""


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One chosen job, as it is now."""

    job: Job
    result: LineResult
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a submission is: its lines in the order in which they were chosen."""

    submission: Submission
    lines: tuple[SubmissionLine, ...]
    is_running: bool

    def count(self, result: LineResult) -> int:
        """Count the lines that stand so."""
        return sum(line.result is result for line in self.lines)
