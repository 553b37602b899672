"""The commands about files of watched folders, JSON in and JSON out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop_invoicer.domain.filing import FileId, FileState, FoundFile, Match
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.views import Json, document_view, job_view, problem_view

MOST_LISTED = 1000
"""So many files are listed at once, the newest."""


@dataclass(frozen=True, slots=True)
class FileCommands:
    """Answers commands about files."""

    filing: Filing

    @property
    def known(self) -> Mapping[str, Callable[..., Awaitable[Any]]]:
        """Give every command by its name."""
        return {
            "files": self.files,
            "file": self.file,
            "attach_file": self.attach_file,
            "set_file_aside": self.set_aside,
            "take_file_back": self.take_back,
        }

    async def files(self, states: Sequence[str]) -> Json:
        """List files of some states, newest first, and count those of each state."""
        page = self.filing.page(map(FileState, states), 0, MOST_LISTED)
        counts = {state.value: page.counts.get(state, 0) for state in FileState}
        return {"files": [file_view(found) for found in page.files], "counts": counts}

    async def file(self, file: int) -> Json:
        """Show a file, with the jobs that its document may be for."""
        found = self.filing.file(FileId(file))
        return {**file_view(found), "candidates": [match_view(match) for match in self.filing.jobs_for(found.id)]}

    async def attach_file(self, file: int, job: str, operator: str) -> Json:
        """Attach the document of a file to a job."""
        found = self.filing.desk.find(job)
        return job_view(await self.filing.attach(found.id, FileId(file), operator))

    async def set_aside(self, file: int, operator: str) -> Json:
        """Take a file off the list of what has to be looked at."""
        self.filing.set_aside(FileId(file), operator)
        return file_view(self.filing.file(FileId(file)))

    async def take_back(self, file: int, operator: str = "") -> Json:
        """Put a file back on that list."""
        await self.filing.take_back(FileId(file), operator)
        return file_view(self.filing.file(FileId(file)))


def file_view(found: FoundFile) -> Json:
    """Show a file of a watched folder."""
    return {
        "file": found.id,
        "path": found.path,
        "state": found.state.value,
        "modified_at": found.modified_at.isoformat(),
        "document": None if found.document is None else document_view(found.document),
        "problem": None if found.problem is None else problem_view(found.problem),
        "job": found.job,
        "order": found.order_id or None,
    }


def match_view(match: Match) -> Json:
    """Show a job that a document may be for, and what has to be looked at or keeps it out."""
    return {
        "job": match.job.id,
        "order": match.job.order_id,
        "value": match.job.value,
        "buyer": match.job.buyer,
        "names_order": match.names_order,
        "is_exact": match.is_exact,
        "may_be_attached": match.may_be_attached,
        "problems": [problem_view(check.problem) for check in match.checks if check.problem is not None],
    }
