"""Why an order is not invoiced, in VTEX or in its marketplace: causes with their evidence, the likeliest first.

Answers VTEX's two articles on orders that are invoiced in VTEX and keep an earlier state in the marketplace
(facts: VTEX, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from desktop_invoicer.domain.marketplaces import Marketplaces
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.policy import AccountPolicy
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.reconciliation import OrderTruth
from desktop_invoicer.domain.workflow import JobId


class Likelihood(StrEnum):
    """How sure a cause is."""

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


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with an order; no cause at all: nothing is. Money in cents."""

    account: AccountName
    order_id: OrderId
    status: str
    """As VTEX spells it."""
    marketplace: str
    """Name of the external marketplace, or empty."""
    value: Cents
    invoiced: Cents
    causes: tuple[Cause, ...]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong here."""
        return not self.causes


@dataclass(frozen=True, slots=True)
class DiagnosisSight:
    """What a diagnosis is made with, beside the order itself. The pages are addresses for a browser."""

    now: datetime
    marketplaces: Marketplaces
    cnpj: str = ""
    """The store's own, bare; empty where it is not known."""
    cancelled: frozenset[str] = frozenset()
    """Access keys of documents that are known to be cancelled."""
    policy: AccountPolicy = field(default_factory=AccountPolicy)
    order_page: str = ""
    bridge_page: str = ""


def diagnose(truth: OrderTruth, sight: DiagnosisSight) -> Diagnosis:
    """Tell why an order is not invoiced, in VTEX or in its marketplace; a sound one has no causes."""
    raise NotImplementedError
