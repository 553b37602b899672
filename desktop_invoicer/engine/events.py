"""Facts that the engine announces to whoever listens: the window, the command line, a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop_invoicer.domain.filing import FolderSeen
from desktop_invoicer.domain.health import Health
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.submission import SubmissionId, SubmissionLine
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.errors import InvoicerError


@dataclass(frozen=True, slots=True)
class JobReceived:
    """A notification is durably on disk as a new job."""

    job: Job


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job reached another stage, or is held for another reason."""

    job: Job


@dataclass(frozen=True, slots=True)
class AccountPaused:
    """No call is made for an account until a person has put right what ``problem`` tells."""

    account: AccountName
    problem: Problem


@dataclass(frozen=True, slots=True)
class AccountReached:
    """VTEX answers for an account, which was not known, or not so, before."""

    account: AccountName


@dataclass(frozen=True, slots=True)
class AccountUnreached:
    """VTEX does not answer for an account now, for the reason that ``problem`` tells."""

    account: AccountName
    problem: Problem


@dataclass(frozen=True, slots=True)
class StorageTroubled:
    """The database cannot be written now; the engine tries again by itself and loses nothing."""

    failure: InvoicerError


@dataclass(frozen=True, slots=True)
class FilesChanged:
    """Files of watched folders were found, read, attached or set aside."""


@dataclass(frozen=True, slots=True)
class FolderChanged:
    """A watched folder was looked through, or cannot be any more."""

    folder: FolderSeen


@dataclass(frozen=True, slots=True)
class SubmissionAdvanced:
    """A job that was chosen with all that is ready got further, or the whole of it ended."""

    submission: SubmissionId
    line: SubmissionLine | None
    """``None``: it has ended."""


@dataclass(frozen=True, slots=True)
class DayClosed:
    """A manager signed a day off."""

    day: date


@dataclass(frozen=True, slots=True)
class DayReopened:
    """Something changed on a day that was signed off."""

    day: date


@dataclass(frozen=True, slots=True)
class ReceiverFailed:
    """VTEX cannot announce anything to this desk; everything else runs."""

    failure: InvoicerError


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """A part of the program got better or worse, or the queue changed; told once a second at most."""

    health: Health


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Who may sign in, or as what, is another now."""


@dataclass(frozen=True, slots=True)
class WindowWanted:
    """Somebody opened the program again: its window, which is there already, should come to the front."""


Event = (
    JobReceived
    | JobChanged
    | AccountPaused
    | AccountReached
    | AccountUnreached
    | StorageTroubled
    | FilesChanged
    | FolderChanged
    | SubmissionAdvanced
    | DayClosed
    | DayReopened
    | ReceiverFailed
    | HealthChanged
    | PeopleChanged
    | WindowWanted
)
