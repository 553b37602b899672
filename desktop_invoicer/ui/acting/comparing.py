"""A document on its way to a job: made or read, and compared with what the job needs. Runs on the engine's loop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop_invoicer.domain.check import Check
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.filing import FileId
from desktop_invoicer.domain.fit import is_plain, misfits
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.typed import Typed, moment_on
from desktop_invoicer.domain.workflow import Job, JobId

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that somebody would attach to a job, and how it fits."""

    paper: Paper
    checks: tuple[Check, ...]
    text: str = ""
    """What was scanned or typed."""
    file: str = ""
    """The name of the file that somebody brought it in."""
    found: FileId | None = None
    """The file of a watched folder that it was found in."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Give what does not fit."""
        return misfits(self.checks)

    @property
    def fits(self) -> bool:
        """Tell whether the desk would take it."""
        return not self.problems

    @property
    def is_plain(self) -> bool:
        """Tell whether nothing has to be looked at either."""
        return is_plain(self.checks)


def compare_key(  # noqa: PLR0913 (what a person may know beside the key)
    commands: Commands,
    job_id: JobId,
    text: str,
    *,
    value: Cents | None = None,
    day: date | None = None,
    protocol: str | None = None,
) -> Candidate:
    """Compare the document of a scanned or typed key; ``value``, ``day`` and ``protocol`` as a person gave them.

    Raises:
        DocumentRefusedError: the text is no access key, or the day has to be given.
        NotAllowedNowError: the job is not loaded yet.

    """
    issued_at = None if day is None else moment_on(day, commands.desk.context.clock.now())
    paper = commands.typed_paper(Typed(text, value, issued_at, protocol))
    return Candidate(paper, commands.desk.fit(job_id, paper), text=text)


async def compare_xml(commands: Commands, job_id: JobId, content: bytes, file: str = "") -> Candidate:
    """Compare the document of an XML, which was brought in a ``file`` or without one.

    Raises:
        UnreadableDocumentError: it is no fiscal document that can be read safely.
        NotAllowedNowError: the job is not loaded yet.

    """
    import asyncio

    paper = await asyncio.to_thread(commands.read_paper, content)
    return Candidate(paper, commands.desk.fit(job_id, paper), file=file)


async def compare_found(commands: Commands, job_id: JobId, found: FileId) -> Candidate:
    """Compare the document of a file in a watched folder.

    Raises:
        FileChangedError: the file is not what it was when it was found.
        NotAllowedNowError: the job is not loaded yet.

    """
    paper = await commands.filing.paper(found)
    return Candidate(paper, commands.desk.fit(job_id, paper), found=found)


async def take_key(commands: Commands, job: Job, text: str, operator: str) -> Job | Candidate:
    """Attach the document of a scanned key, or give it back where a person has to look at it first."""
    return await take(commands, job, compare_key(commands, job.id, text), operator)


async def take_xml(commands: Commands, job: Job, content: bytes, operator: str, file: str = "") -> Job | Candidate:
    """Attach the document of an XML, or give it back where a person has to look at it first."""
    return await take(commands, job, await compare_xml(commands, job.id, content, file), operator)


async def take_found(commands: Commands, job: Job, found: FileId, operator: str) -> Job | Candidate:
    """Attach the document of a file in a watched folder, or give it back where a person has to look at it first."""
    return await take(commands, job, await compare_found(commands, job.id, found), operator)


async def attach(commands: Commands, job: Job, candidate: Candidate, operator: str) -> Job:
    """Attach a document that was compared before; the desk compares it once more."""
    if candidate.found is not None:
        shown = candidate.paper.document.key
        return await commands.filing.attach(job.id, candidate.found, operator, shown)
    return await commands.desk.attach(job.id, candidate.paper, operator, file=candidate.file)


async def take(commands: Commands, job: Job, candidate: Candidate, operator: str) -> Job | Candidate:
    """Attach what fits plainly, unless it would take the place of another document: that is given back."""
    holds = commands.desk.job(job.id).document
    replaces = holds is not None and holds.key != candidate.paper.document.key
    if replaces or not candidate.is_plain:
        return candidate
    return await attach(commands, job, candidate, operator)
