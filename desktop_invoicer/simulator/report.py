"""What a demo is asked to do, and what came of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.domain.workflow import Stage

FAULTLESS = ("lost", "doubled", "cents_off", "breaches")
"""Figures that are zero when all went well."""

LEFT = (FileState.PROPOSED, FileState.UNMATCHED, FileState.UNREADABLE)
"""What a person finds on the list of files."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the demo is asked to do."""

    orders: int = 48
    seed: int = 1
    faults: str = "none"
    order_files: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it: the figures of the ledger, and every job as the desk shows it."""

    figures: dict[str, int]
    jobs: list[Json]
    stories: dict[str, str] = field(default_factory=dict)
    """Name of the story of each order that has one."""
    is_attended: bool = False
    """Whether a person was there who may confirm refunds."""

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was lost, doubled, off by a cent, refunded without a person, or against the contract."""
        faultless = FAULTLESS if self.is_attended else (*FAULTLESS, "refunds")
        return not any(self.figures[figure] for figure in faultless)

    def as_json(self) -> Json:
        """Give the report as one object."""
        shown = ("job", "order", "stage", "hold", "value", "remaining")
        return {**self.figures, "jobs": [{name: job.get(name) for name in shown} for job in self.jobs]}


@dataclass(frozen=True, slots=True)
class Files:
    """The files of the watched folder: how many were dropped, and what the desk made of them, by state."""

    dropped: int
    states: Mapping[FileState, int]
    cancelled: Collection[str] = ()
    """Access keys of documents that must not have been used."""


def figures(ledger: Json, jobs: Sequence[Json], accepted: int, files: Files) -> dict[str, int]:
    """Sum up the ledger, the desk's jobs, the number of requests that the desk accepted, and the dropped files."""
    closed = sum(job["stage"] == Stage.CLOSED.value for job in jobs)
    verdict = ledger["verdict"]
    return {
        "notifications": accepted,
        "closed": closed,
        "held": sum(job["hold"] is not None for job in jobs),
        "lost": verdict["lost"] + max(accepted - len(jobs), 0),
        "doubled": verdict["doubled"],
        "invoices": sum(invoice["ours"] for invoice in ledger["invoices"]),
        "refunds": len(ledger["refunds"]),
        "notifications_left": ledger["notifications"]["remaining"],
        "cents_off": verdict["cents_off"],
        "breaches": len(ledger["breaches"]) + sum(invoice["key"] in files.cancelled for invoice in ledger["invoices"]),
        "files_dropped": files.dropped,
        "files_attached": files.states.get(FileState.ATTACHED, 0),
        "files_left": sum(files.states.get(state, 0) for state in LEFT),
    }
