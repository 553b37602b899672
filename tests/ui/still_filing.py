"""Documents in watched folders at which nothing ever happens: two for one order, and one of another value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace

from desktop_invoicer.domain.check import Check
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.filing import FileId, FilePage, FileState, FolderSeen, FoundFile, Match
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Job, JobId
from tests.builders import NOW, a_document

WATCHED, LOST = "/srv/pdv/xml", "/srv/antigo"
COUNTS = {
    FileState.PROPOSED: 3,
    FileState.UNREADABLE: 1,
    FileState.UNMATCHED: 12,
    FileState.ATTACHED: 57,
    FileState.SET_ASIDE: 2,
}
Fit = Callable[[JobId, Document], tuple[Check, ...]]


class StillFiling:
    """Knows three files, of which two may be for ``job``."""

    def __init__(self, job: Job, fit: Fit) -> None:
        self._job = job
        self._fit = fit
        unreachable = Problem(ProblemCode.FOLDER_UNREACHABLE, {"folder": LOST})
        self.folders = {WATCHED: FolderSeen(WATCHED, 75), LOST: FolderSeen(LOST, problem=unreachable)}
        self.files = SimpleNamespace(content=lambda _: None)
        documents = [
            a_document(nnf=98, value=job.value),
            a_document(nnf=97, value=job.value),
            a_document(model=DocumentModel.NFE, nnf=40, value=12345),
        ]
        self._found = tuple(map(_file, (3, 2, 1), documents))

    def page(self, states: Iterable[FileState], *_: int) -> FilePage:
        return FilePage(self._found if FileState.PROPOSED in states else (), COUNTS)

    def file(self, file_id: FileId) -> FoundFile:
        return next(file for file in self._found if file.id == file_id)

    def jobs_for(self, file_id: FileId) -> tuple[Match, ...]:
        return tuple(match for match in self.files_for(self._job.id) if match.file == self.file(file_id))

    def files_for(self, job_id: JobId) -> tuple[Match, ...]:
        return tuple(map(self._match, self._found[:2])) if job_id == self._job.id else ()

    def _match(self, file: FoundFile) -> Match:
        assert file.document is not None
        checks = self._fit(self._job.id, file.document)
        return Match(file.document, self._job, checks, names_order=True, is_exact=False, file=file)


def _file(number: int, document: Document) -> FoundFile:
    return FoundFile(FileId(number), f"{WATCHED}/{document.key}-procNFe.xml", NOW, FileState.PROPOSED, document)
