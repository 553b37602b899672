"""The watched folders above the table: each watched, or why it is not and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.filing import FolderSeen
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.messages import explain, ngettext
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.banner import owner_words
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import holding, icon
from desktop_invoicer.ui.parts.paths import ending
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role
from desktop_invoicer.ui.theme.tokens import Tone

LONGEST = 56
"""Letters of a path that are shown; its end tells more than its beginning."""


class FolderBar(Adapting, QWidget):
    """What is wrong stands in bars of their own, what is well in a line; nothing while no folder is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Know no folder yet."""
        super().__init__(parent)
        self._folders: dict[str, FolderSeen | None] = {}
        self._rows = QWidget()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._rows)
        self.hide()

    @property
    def words(self) -> list[str]:
        """Give what is said of each folder."""
        return [_words(path, seen) for path, seen in self._folders.items()]

    def show_folders(self, paths: Iterable[str], seen: dict[str, FolderSeen]) -> None:
        """Show the folders that are to be watched, and how each was found last, where it was."""
        folders: dict[str, FolderSeen | None] = {path: seen.get(path) for path in paths}
        if folders != self._folders:
            self._folders = folders
            self.adapt()

    def put(self, seen: FolderSeen) -> None:
        """Take a folder as it was found now."""
        if self._folders.get(seen.path) != seen:
            self._folders[seen.path] = seen
            self.adapt()

    def adapt(self) -> None:
        """Build every line anew."""
        rows = QWidget()
        column, line = QVBoxLayout(rows), Flow(16)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for path, seen in self._folders.items():
            if seen is not None and seen.problem is not None:
                column.addWidget(_trouble(path, seen.problem))
            else:
                line.addWidget(_line(path, seen))
        column.addWidget(holding(line))
        self._layout.replaceWidget(self._rows, rows)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = rows
        self.setVisible(bool(self._folders))


def _words(path: str, seen: FolderSeen | None) -> str:
    if seen is None:
        return _("{folder}: not looked into yet").format(folder=ending(path, LONGEST))
    if seen.problem is not None:
        return explain(seen.problem).sentence
    watched = ngettext("{folder}: watched, {count} file", "{folder}: watched, {count} files", seen.files)
    return watched.format(folder=ending(path, LONGEST), count=seen.files)


def _line(path: str, seen: FolderSeen | None) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(icon("waiting" if seen is None else "folder-watched"))
    row.addWidget(label(_words(path, seen), "muted"))
    made.setToolTip(shown(path, 400))
    return made


def _trouble(path: str, problem: Problem) -> QWidget:
    told, made = explain(problem), QFrame()
    row, words = QHBoxLayout(made), QVBoxLayout()
    row.setContentsMargins(16, 10, 16, 10)
    row.setSpacing(12)
    words.setSpacing(2)
    words.addWidget(label(told.sentence, "strong", wraps=True))
    words.addWidget(label(f"{told.step} {owner_words(told)}.", wraps=True))
    row.addWidget(icon("error", Role.ERROR), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    made.setToolTip(shown(path, 400))
    made.setAccessibleName(told.sentence)
    set_tone(made, Tone.ERROR)
    return made
