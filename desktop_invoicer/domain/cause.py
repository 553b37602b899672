"""A cause why an order is not invoiced: what is wrong, how sure that is, and who can put it right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.workflow import JobId


class Likelihood(StrEnum):
    """How sure a cause is; the surest first."""

    CERTAIN = "certain"
    """VTEX shows it, and it keeps the order back."""
    LIKELY = "likely"
    POSSIBLE = "possible"
    """It is so, and may keep the order back in some marketplaces."""


class Repair(StrEnum):
    """Who or what can put it right."""

    JOB = "job"
    """Work on the job of this desk."""
    SEND_KEY = "send_key"
    """The key can be sent again from here; VTEX may or may not take it, and is read afterwards."""
    REQUEST = "request"
    """Somebody has to press "Request invoice" in VTEX, or it has to be fetched."""
    WAIT = "wait"
    ADMIN = "admin"
    """By hand in VTEX's order page."""
    BRIDGE = "bridge"
    """Read the error in Marketplace → Connections (the former Bridge)."""
    BACK_OFFICE = "back_office"
    """Only in the marketplace's own back office."""
    SUPPORT = "support"
    """Only VTEX's support."""
    NOTHING = "nothing"
    """Nothing is to be done: nothing will be invoiced."""


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause. ``problem`` has its evidence as facts, its words and its owner; ``link`` is a page for a browser."""

    problem: Problem
    likelihood: Likelihood
    repair: Repair
    link: str = ""
    job: JobId | None = None
    """The job to work on, where it is one of this desk."""
