"""Somebody who looks how the program is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.health import Part, PartHealth
from desktop_invoicer.engine.events import HealthChanged
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.status.page import StatusPage
from desktop_invoicer.ui.status.part_row import PartRow
from desktop_invoicer.ui.status.trail_dialog import TrailDialog
from desktop_invoicer.ui.workplace import Workplace
from tests.ui.status.fake_desk import FakeDesk

TURNS = 20


@dataclass
class Visitor:
    """The page, and what can be seen and done there."""

    page: StatusPage
    desk: FakeDesk
    workplace: Workplace
    qtbot: QtBot
    places: list[Place] = field(default_factory=list)

    def finds(self, *parts: PartHealth) -> None:
        """Come to a program that is like this."""
        self.desk.health_ = replace(self.desk.health_, parts=parts)
        self.page.refresh()
        self.qtbot.waitUntil(lambda: sorted(map(str, (row.part for row in self.page.rows))) == sorted(map(str, parts)))
        self.settle()

    def happens(self, *parts: PartHealth) -> None:
        """Let the desk announce that parts are like this now."""
        self.workplace.link.published.emit((HealthChanged(self.desk.be(*parts)),))
        self.settle()

    def row(self, part: Part) -> PartRow:
        """Give the row of a part."""
        return next(row for row in self.page.rows if row.part.part is part)

    def press(self, part: Part, name: str) -> None:
        """Press a button of a part, by what it is called."""
        self.button(self.row(part), name).click()
        self.settle()

    def button(self, root: QWidget, name: str) -> QAbstractButton:
        found = [each for each in root.findChildren(QAbstractButton) if each.isVisible()]
        return next(each for each in found if each.accessibleName() == name)

    def save_as(self, file: str) -> None:
        """Choose a file in the dialog that is open."""
        dialog = self.page.window().findChild(QFileDialog, "save_file")
        assert isinstance(dialog, QFileDialog)
        dialog.fileSelected.emit(file)
        dialog.reject()
        self.settle()

    def trail(self) -> TrailDialog:
        """Open the audit trail."""
        self.press(Part.AUDIT, "Show entries")
        dialog = self.page.window().findChild(TrailDialog)
        assert isinstance(dialog, TrailDialog)
        self.qtbot.waitUntil(lambda: "entries" in self.desk.asked)
        self.settle()
        return dialog

    @property
    def notice(self) -> str:
        """Give what the window tells last."""
        return "\n".join(label.text() for label in self.workplace.toasts.findChildren(QLabel))

    @property
    def text(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    def key(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key)
        self.settle()

    def settle(self) -> None:
        """Let everything take its turn."""
        for _ in range(TURNS):
            QApplication.processEvents()
