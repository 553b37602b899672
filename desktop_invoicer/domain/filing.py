"""Files that the fiscal program drops into a watched folder, on their way to the jobs that wait for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from desktop_invoicer.domain.check import Check, Verdict
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.workflow import Job, JobId

FileId = NewType("FileId", int)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a file was changed, without reading it: its size in bytes, its time in nanoseconds."""

    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file was read, or could not be: one of ``paper`` and ``problem`` is there.

    ``path`` is the whole path as text. A file that is no fiscal document at all, such as a request of the fiscal
    program to SEFAZ, has neither.
    """

    path: str
    stamp: Stamp
    paper: Paper | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class FileGone:
    """A file is not where it was any more."""

    path: str


@dataclass(frozen=True, slots=True)
class FolderSeen:
    """A folder was looked through, or cannot be for the reason that ``problem`` tells. ``files`` counts its XML.

    ``path`` is the folder as the settings name it.
    """

    path: str
    files: int = 0
    problem: Problem | None = None


FolderNews = FileRead | FileGone | FolderSeen
"""What a watched folder tells, in the order in which it happened."""


class FileState(StrEnum):
    """What became of a file."""

    UNMATCHED = "unmatched"
    """A document for which no job waits, as far as can be told."""
    PROPOSED = "proposed"
    """A document that a person has to give to one of several jobs, or to one that it fits not quite."""
    ATTACHED = "attached"
    UNREADABLE = "unreadable"
    SET_ASIDE = "set_aside"
    """A person decided that no job needs it."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file in a watched folder as the desk knows it; ``problem`` says why it could not be read.

    ``job`` has the file's document, whichever way it got it.
    """

    id: FileId
    path: str
    modified_at: datetime
    state: FileState
    document: Document | None = None
    problem: Problem | None = None
    job: JobId | None = None
    order_id: str = ""
    """The order of ``job``."""
    was_freed: bool = False
    """Whether a job had the document that was not to keep it: it was replaced, or the job dismissed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A file and a waiting job whose order or sale the document names, or which has the same value."""

    file: FileId
    job: JobId
    order: OrderId


@dataclass(frozen=True, slots=True)
class Match:
    """A document and a job that may belong together, and how they fit; ``file`` is where the document was found."""

    document: Document
    job: Job
    checks: tuple[Check, ...]
    names_order: bool
    """Whether the document names the job's order, or what that was sold with."""
    is_exact: bool
    """Whether everything is right, and order or buyer leave no doubt."""
    file: FoundFile | None = None

    @property
    def may_be_attached(self) -> bool:
        """Tell whether nothing keeps the document out."""
        return all(check.verdict is not Verdict.BLOCKING for check in self.checks)


@dataclass(frozen=True, slots=True)
class FilePage:
    """Some of the files of a state, newest first, and how many there are of each state."""

    files: tuple[FoundFile, ...] = ()
    counts: Mapping[FileState, int] = field(default_factory=dict)
