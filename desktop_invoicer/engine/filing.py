"""Files of watched folders on their way to the jobs that wait for them.

A file is attached by itself only where it is beyond doubt whose it is; everything else is proposed to a person, with
what speaks for and against each candidate (``domain.matching``).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath

from desktop_invoicer import errors
from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.audit import AuditEntry, Deed
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.filing import (
    FileGone,
    FileId,
    FilePage,
    FileRead,
    FileState,
    FolderNews,
    FolderSeen,
    FoundFile,
    Match,
    Pair,
)
from desktop_invoicer.domain.matching import (
    best_first,
    is_exact,
    may_be_exact,
    names,
    orders_named,
    originals_named,
    sure_match,
    takes_back,
)
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.workflow import HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.events import Event, FilesChanged, FolderChanged, JobChanged
from desktop_invoicer.engine.people import People
from desktop_invoicer.engine.ports import FoundFiles

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Filing:
    """Takes what watched folders tell, and answers what people ask about it. Runs on the engine's loop."""

    desk: Desk
    files: FoundFiles
    read_file: Callable[[FoundFile], Paper]
    """Reads a file again; blocks. Raises ``FileChangedError`` when it is not what it was."""
    has_told_everything: Callable[[], bool] = lambda: True
    """Tells whether the watched folders have nothing left to tell of what is there."""
    folders: dict[str, FolderSeen] = field(default_factory=dict)
    """How each watched folder was found last."""
    _began_to_wait: asyncio.Queue[tuple[JobId, int]] = field(default_factory=asyncio.Queue)
    """Jobs, with how often their file could not be read."""
    _is_matching: bool = False

    def listen(self, event: Event) -> None:
        """Remember jobs that begin to wait for their document: it may have been there before them."""
        if isinstance(event, JobChanged) and _waits(event.job):
            self._began_to_wait.put_nowait((event.job.id, 0))

    async def run(self) -> None:
        """Look for the documents of jobs as they begin to wait, until cancelled."""
        self._is_matching = True
        await self._guarded(self._match_waiting)
        while True:
            self._is_matching = False
            job_id, failures = await self._began_to_wait.get()
            self._is_matching = True
            await self._guarded(partial(self._match_job, job_id, failures))

    def is_idle(self) -> bool:
        """Tell whether all that watched folders hold was compared with the jobs that wait."""
        return self.has_told_everything() and self._began_to_wait.empty() and not self._is_matching

    async def take(self, news: Sequence[FolderNews]) -> None:
        """Note what folders tell, and attach what is beyond doubt.

        Raises:
            StorageError, StorageBusyError: nothing was noted; the news may be brought again.

        """
        noted = [item for item in news if isinstance(item, FileRead | FileGone)]
        papers = [item.paper for item in noted if isinstance(item, FileRead) and item.paper is not None]
        for seen in (item for item in news if isinstance(item, FolderSeen)):
            self.folders[seen.path] = seen
            self._publish(FolderChanged(seen))
        if noted:
            found = self.files.note(noted, self.desk.context.clock.now())
            self._publish(FilesChanged())
            await self._match_files(self.files.waiting_files(found), dict(zip(found, papers, strict=True)))

    def page(self, states: Iterable[FileState], offset: int, limit: int) -> FilePage:
        """Give files of some states, newest first, and how many there are of each state."""
        return self.files.page(states, offset, limit)

    def file(self, file_id: FileId) -> FoundFile:
        """Give a file; ``FileChangedError`` when it is not there any more."""
        found = self.files.file(file_id)
        if found is None:
            raise errors.FileChangedError(str(file_id))
        return found

    async def paper(self, file_id: FileId) -> Paper:
        """Give the document of a file; ``FileChangedError`` when it is not what it was when it was found."""
        return await asyncio.to_thread(self.read_file, self.file(file_id))

    def jobs_for(self, file_id: FileId) -> tuple[Match, ...]:
        """Give the jobs that a file's document may be for, the most likely first."""
        return self._matches(self.files.pairs_of_file(file_id))

    def files_for(self, job_id: JobId) -> tuple[Match, ...]:
        """Give the files that may hold a job's document, the most likely first."""
        return self._matches(self.files.pairs_of_job(job_id))

    async def attach(self, job_id: JobId, file_id: FileId, operator: str, shown: AccessKey | None = None) -> Job:
        """Attach the document of a file to a job, as a person chose; ``shown`` is the key that the person saw.

        Raises:
            FileChangedError: the file is not what it was when it was found.
            DocumentRefusedError, NotAllowedNowError: as ``Desk.attach``.

        """
        found, paper = self.file(file_id), await self.paper(file_id)
        if shown is not None and paper.document.key != shown:
            raise errors.FileChangedError(found.path)
        with self._people.permit(operator, Action.ATTACH, str(job_id)):
            return await self._attach(job_id, found, paper, operator)

    def set_aside(self, file_id: FileId, operator: str) -> None:
        """Take a file off the list of what a person has to look at."""
        with self._people.permit(operator, Action.KEEP_FILES, str(file_id)) as who:
            self._decided(file_id, who, Deed.FILE_SET_ASIDE)

    async def take_back(self, file_id: FileId, operator: str = "") -> None:
        """Put a file that was set aside back on the list."""
        with self._people.permit(operator, Action.KEEP_FILES, str(file_id)) as who:
            self._decided(file_id, who, Deed.FILE_TAKEN_BACK)
        await self._match_files([file_id], {})

    def jobs_of(self, paper: Paper) -> tuple[Match, ...]:
        """Give the waiting jobs that a document may be for that was brought without saying for which."""
        named = orders_named(paper.content) | originals_named(paper)
        jobs = self.files.jobs_waiting(named, paper.document.value)
        return best_first(self._match(paper, job_id) for job_id in jobs)

    @property
    def _people(self) -> People:
        return self.desk.context.people

    def _decided(self, file_id: FileId, operator: str, deed: Deed) -> None:
        found = self.file(file_id)
        facts = {} if found.document is None else {"key": found.document.key.text}
        entry = AuditEntry(self.desk.context.clock.now(), operator, deed, f"file/{file_id}", facts)
        self.files.set_aside(found.id, operator if deed is Deed.FILE_SET_ASIDE else None, entry)
        self._publish(FilesChanged())

    async def _match_waiting(self) -> None:
        await self._match_files(self.files.waiting_files(), {})

    async def _match_job(self, job_id: JobId, failures: int) -> None:
        pairs = self.files.pairs_of_job(job_id)
        await self._match_files(dict.fromkeys(pair.file for pair in pairs), {}, failures)

    async def _match_files(self, file_ids: Iterable[FileId], papers: Mapping[FileId, Paper], failures: int = 0) -> None:
        """Attach each file whose job is beyond doubt; ``papers`` are those that were just read."""
        for file_id in file_ids:
            await asyncio.sleep(0)  # there may be thousands of them: whatever is to be sent goes on meanwhile
            try:
                await self._match_file(file_id, papers.get(file_id), failures)
            except (errors.StorageError, errors.StorageBusyError):
                raise
            except Exception:  # noqa: BLE001 (a defect of ours keeps no other file from its job)
                _log.exception("file %s could not be matched with jobs", file_id)

    async def _match_file(self, file_id: FileId, paper: Paper | None, failures: int) -> None:
        while (match := self._sure_match(file_id)) is not None and match.file is not None:
            job = match.job
            try:
                read = await asyncio.to_thread(self.read_file, match.file) if paper is None else paper
                await self._attach(job.id, match.file, read, "", awaiting=job)
            except errors.StaleJobError:  # somebody was quicker: it may be for another job now, or for none
                continue
            except errors.FileChangedError as exc:  # its folder may be out of reach for a moment
                _log.info("order %s: file %s is tried again: %s", job.order_id, file_id, exc)
                delay = self.desk.context.patience.growing(failures).total_seconds()
                asyncio.get_running_loop().call_later(delay, self._began_to_wait.put_nowait, (job.id, failures + 1))
            except errors.CommandError as exc:
                _log.info("order %s: file %s waits for a person: %s", job.order_id, file_id, exc)
            return

    def _sure_match(self, file_id: FileId) -> Match | None:
        pairs = self.files.pairs_of_file(file_id)
        of_file = self._matches(self._likely(pairs))
        if not of_file or not of_file[0].is_exact:
            return None
        rivals = self.files.pairs_of_job(of_file[0].job.id)
        return sure_match(of_file, self._matches(self._likely(rivals)), max(len(pairs), len(rivals)))

    def _likely(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Leave out what is cheaply seen not to fit, before files are compared with jobs rule by rule."""
        contents = {file_id: self.files.content(file_id) for file_id in {pair.file for pair in pairs}}
        return [pair for pair in pairs if may_be_exact(contents[pair.file], pair.order)]

    def _matches(self, pairs: Iterable[Pair]) -> tuple[Match, ...]:
        return best_first(match for pair in pairs if (match := self._match_of(pair)) is not None)

    def _match_of(self, pair: Pair) -> Match | None:
        found = self.files.file(pair.file)
        if found is None or found.document is None:  # gone since the pair was made
            return None
        paper = Paper(found.document, content=self.files.content(pair.file))
        return replace(self._match(paper, pair.job), file=found)

    def _match(self, paper: Paper, job_id: JobId) -> Match:
        job, checks = self.desk.job(job_id), self.desk.fit(job_id, paper)
        sure = job.operation is Operation.SALE and is_exact(checks, paper.content, job.order_id)
        is_named = names(paper.content, job.order_id) or takes_back(checks)
        return Match(paper.document, job, checks, is_named, is_exact=sure)

    async def _attach(
        self, job_id: JobId, found: FoundFile, paper: Paper, operator: str, awaiting: Job | None = None
    ) -> Job:
        job = await self.desk.attach_found(job_id, paper, operator, PurePath(found.path).name, awaiting)
        self._publish(FilesChanged())
        return job

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do one piece of work, again while the database cannot be used; a defect of ours ends nothing else."""
        while True:
            try:
                await work()
            except (errors.StorageError, errors.StorageBusyError) as exc:
                _log.warning("files wait for the database: %s", exc)
                await asyncio.sleep(self.desk.context.patience.first_retry.total_seconds())
            except Exception:  # noqa: BLE001 (whatever it is, the next files and jobs are looked at)
                _log.exception("files could not be matched with jobs")
                return
            else:
                return

    def _publish(self, event: Event) -> None:
        self.desk.engine.publish(event)


def _waits(job: Job) -> bool:
    hold = job.hold
    return job.stage is Stage.LOADED and hold is not None and hold.kind is HoldKind.WAITING_FOR_DOCUMENT
