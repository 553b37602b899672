"""Facts that the engine announces to whoever listens: the window, the command line, a test."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.problem import Problem
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
class StorageTroubled:
    """The database cannot be written now; the engine tries again by itself and loses nothing."""

    failure: InvoicerError


@dataclass(frozen=True, slots=True)
class WindowWanted:
    """Somebody opened the program again: its window, which is there already, should come to the front."""


Event = JobReceived | JobChanged | AccountPaused | StorageTroubled | WindowWanted
