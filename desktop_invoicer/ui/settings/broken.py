"""What the page says when ``config.toml`` cannot be read: what is wrong with it, and where it lies."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_invoicer.errors import ConfigError
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label


class BrokenFile(Card):
    """Tells each problem; nothing is written until the file can be read again. ``again`` asks to read it."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a card that is shown when there is something to tell."""
        super().__init__(N_("The settings cannot be read"), parent)
        self._folder = QUrl()
        self._file = QUrl()
        intro = label(wraps=True)
        self.say(
            intro.setText,
            N_("The file was changed by hand. It is left as it is: correct what stands here, then read it again."),
        )
        self._path = label(part="verbatim", wraps=True, selectable=True)
        self.problems = label(part="verbatim", wraps=True, selectable=True)
        self.say(self.problems.setAccessibleName, N_("What is wrong"))
        for text in (intro, self._path, self.problems):
            self.content.addWidget(text)
        self.read = Button(N_("Read it again"), "refresh", "primary")
        self._open_file = Button(N_("Open the file"), "edit")
        self._open_folder = Button(N_("Open its folder"), "folder")
        row = QHBoxLayout()
        for button in (self._open_file, self._open_folder):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.read)
        self.content.addLayout(row)
        self.read.clicked.connect(self.again)
        self._open_file.clicked.connect(self._on_file)
        self._open_folder.clicked.connect(self._on_folder)

    def show_error(self, error: ConfigError) -> None:
        """Tell what is wrong."""
        self._file = QUrl.fromLocalFile(str(error.path))
        self._folder = QUrl.fromLocalFile(str(error.path.parent))
        self._path.setText(str(error.path))
        self.problems.setText("\n".join(error.problems))

    def _on_file(self) -> None:
        QDesktopServices.openUrl(self._file)

    def _on_folder(self) -> None:
        QDesktopServices.openUrl(self._folder)
