"""Everything that is shown of one file, as the desk gives it. Runs on the engine's loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_invoicer.domain.document import Document, DocumentContent, DocumentKind
from desktop_invoicer.domain.filing import FileId, FileState, FoundFile, Match

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

_FREE = frozenset({FileState.PROPOSED, FileState.UNMATCHED})


@dataclass(frozen=True, slots=True)
class FileDetails:
    """A file, what its XML says beyond the document, and the jobs that it may be for, the most likely first."""

    file: FoundFile
    content: DocumentContent | None = None
    matches: tuple[Match, ...] = ()
    rivals: tuple[Document, ...] = ()
    """Other documents that may be for the most likely job."""

    @property
    def is_free(self) -> bool:
        """Tell whether the document may still be given to a job."""
        return is_free(self.file)


def is_free(file: FoundFile) -> bool:
    """Tell whether a file holds a note that no job has, and that nobody set aside."""
    return file.state in _FREE and file.document is not None and file.document.kind is DocumentKind.NOTE


def look(commands: Commands, file_id: FileId) -> FileDetails:
    """Look a file up.

    Raises:
        FileChangedError: it is not there any more.

    """
    filing = commands.filing
    file, content = filing.file(file_id), filing.files.content(file_id)
    matches = filing.jobs_for(file_id) if is_free(file) else ()
    others = filing.files_for(matches[0].job.id) if matches else ()
    rivals = (match.document for match in others if match.file is not None and match.file.id != file_id)
    return FileDetails(file, content, matches, tuple(rivals))
