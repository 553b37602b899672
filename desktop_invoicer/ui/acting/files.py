"""Files that somebody drops or chooses: read beside the GUI thread, and what can be wrong with them."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown

LARGEST = 5 * 1024 * 1024
"""Bytes: a note of 990 items, the most there may be, stays below this."""
_HEAD = 256


class FileProblem(Enum):
    """Why a file is no XML to look into."""

    MISSING = N_("The file is not there any more: {name}")
    FORBIDDEN = N_("This user may not read the file: {name}")
    FOLDER = N_("This is a folder, not an XML file: {name}")
    UNREADABLE = N_("The file cannot be read: {name}")
    EMPTY = N_("The file is empty: {name}")
    TOO_LARGE = N_("The file is larger than 5 MB, which no fiscal document is: {name}")
    NO_XML = N_("The file is no XML: {name}. The DANFE as PDF is not enough; take the XML of the fiscal program.")

    def sentence(self, path: Path) -> str:
        """Say it of a file."""
        return _(self.value).format(name=shown(path.name))


def read_file(path: Path) -> bytes | FileProblem:
    """Read a file that may be anything; blocks."""
    try:
        if path.is_dir():
            return FileProblem.FOLDER
        if not path.is_file():  # a pipe or a device would never end
            return FileProblem.MISSING if not path.exists() else FileProblem.UNREADABLE
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except PermissionError:
        return FileProblem.FORBIDDEN
    except OSError:
        return FileProblem.UNREADABLE
    return _judged(content)


def _judged(content: bytes) -> bytes | FileProblem:
    if not content.strip():
        return FileProblem.EMPTY
    if len(content) > LARGEST:
        return FileProblem.TOO_LARGE
    return content if b"<" in content[:_HEAD] else FileProblem.NO_XML
