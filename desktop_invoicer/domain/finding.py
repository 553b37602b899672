"""What does not agree between VTEX, the documents and this desk's journal, and what puts it right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.money import ZERO, Cents
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId


class Fix(StrEnum):
    """What a person does about a finding, on one press."""

    ATTACH = "attach"
    """Attach the document of a job."""
    SUBMIT = "submit"
    """Send a job whose document is attached."""
    RETRY = "retry"
    """Let the desk try again, such as deleting a notification or looking for an invoice."""
    ASK_VTEX = "ask_vtex"
    """Fetch what VTEX asks of the order."""
    OPEN_JOB = "open_job"
    OPEN_FILE = "open_file"
    OPEN_IN_VTEX = "open_in_vtex"
    DIAGNOSE = "diagnose"
    """Ask why the order is not invoiced."""
    COMPARE = "compare"
    """Compare the day once more."""
    NOTE = "note"
    """Nothing can be put right here: say what it is, once."""


@dataclass(frozen=True, slots=True)
class FindingNote:
    """A person's word about a finding; it stays with the finding as long as that is the same."""

    finding: str
    """Identity of the finding."""
    operator: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference. ``identity`` stays the same as long as it is the same difference; ``amount`` in cents."""

    identity: str
    problem: Problem
    fix: Fix
    account: AccountName | None = None
    order_id: OrderId | None = None
    job: JobId | None = None
    file: FileId | None = None
    amount: Cents = ZERO
    note: FindingNote | None = None
    parts: tuple[Finding, ...] = ()
    """What it stands for, where many that are alike are told once."""

    @property
    def is_calm(self) -> bool:
        """Tell whether it is only told, and nobody has to settle it: such as what the till sold beside VTEX."""
        return self.problem.code is ProblemCode.TILL_DOCUMENTS

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is left to look at."""
        return self.note is not None or self.is_calm
