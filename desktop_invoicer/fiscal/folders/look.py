"""A look through a watched folder and its subfolders: which XML files stand there, without opening any."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from desktop_invoicer.domain.filing import Stamp
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.fiscal.folders.file import path_text, stamp_of

MOST_LEVELS = 8
"""Of subfolders. Fiscal programs use up to five: CNPJ, model, year, month, day."""

_UNFINISHED_OR_HIDDEN = (".", "~", "$")
_UNFINISHED_ENDINGS = (".tmp", ".part", "~", "$")


def is_wanted_file(name: str) -> bool:
    """Tell whether a name is that of a finished XML file."""
    stem, _, ending = name.lower().rpartition(".")
    is_named = bool(stem) and not stem.startswith(_UNFINISHED_OR_HIDDEN)
    return ending == "xml" and is_named and not stem.endswith(_UNFINISHED_ENDINGS)


def is_wanted_folder(name: str) -> bool:
    """Tell whether a subfolder of that name is looked through."""
    return not name.startswith(_UNFINISHED_OR_HIDDEN)


def inside(folder: str) -> str:
    """Give what the path of everything in a folder begins with."""
    return folder if folder.endswith(os.sep) else folder + os.sep


def belongs(path: str, folder: str) -> bool:
    """Tell whether a look through a folder may come upon a path."""
    if not path.startswith(inside(folder)):
        return False
    *subfolders, name = PurePath(path.removeprefix(inside(folder))).parts or ("",)
    return len(subfolders) <= MOST_LEVELS and all(map(is_wanted_folder, subfolders)) and is_wanted_file(name)


@dataclass(slots=True)
class Look:
    """One look through a folder. ``problem`` and ``is_complete`` hold once ``files`` is used up.

    Subfolders in ``left_out`` have a watch of their own.
    """

    folder: str
    left_out: Collection[str] = ()
    problem: Problem | None = None
    is_complete: bool = True
    """Whether what was not come upon is not there; what goes away during the look makes it doubtful."""
    _subfolders: list[tuple[str, int]] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, Stamp]]:
        """Give the path of each XML file, with its stamp."""
        place = self._place()
        self._subfolders = [(self.folder, 0)]
        while self._subfolders:
            path, level = self._subfolders.pop()
            try:
                yield from self._files_in(path, level)
            except OSError as exc:
                self._missed(path, exc)
        if self._place() != place:  # a share went away or came back meanwhile
            self.is_complete = False

    def _place(self) -> tuple[int, int] | None:
        """Give what tells the folder from another one of its name."""
        try:
            status = Path(self.folder).stat()
        except OSError:
            return None  # listing it tells
        return status.st_dev, status.st_ino

    def _files_in(self, path: str, level: int) -> Iterator[tuple[str, Stamp]]:
        with os.scandir(path) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if level < MOST_LEVELS and entry.path not in self.left_out and _may_be_entered(entry):
                        self._subfolders.append((entry.path, level + 1))
                elif is_wanted_file(entry.name) and _leads_to_a_file(entry):
                    try:
                        yield path_text(entry.path), stamp_of(entry.stat())
                    except FileNotFoundError:  # taken away at this moment, and perhaps not alone
                        self.is_complete = False

    def _missed(self, path: str, error: OSError) -> None:
        self.is_complete = False
        match error:
            case FileNotFoundError() | NotADirectoryError():
                if path != self.folder:  # taken away at this moment: the next look tells
                    return
                problem = Problem(ProblemCode.FOLDER_MISSING, {"folder": path_text(path)})
            case PermissionError():
                problem = Problem(ProblemCode.FOLDER_FORBIDDEN, {"folder": path_text(path)})
            case _:
                facts = {"folder": path_text(path), "reason": error.strerror or str(error)}
                problem = Problem(ProblemCode.FOLDER_UNREACHABLE, facts)
        self.problem = self.problem or problem


def _leads_to_a_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether there is a file to read; a link in circles, or to where nobody may look, leads to none."""
    try:
        return entry.is_file()
    except OSError:
        if entry.is_symlink():
            return False
        raise


def _may_be_entered(entry: os.DirEntry[str]) -> bool:
    """Tell whether a subfolder is wanted, and its own: a junction of Windows may lead back to where it stands."""
    return is_wanted_folder(entry.name) and not (hasattr(entry, "is_junction") and entry.is_junction())
