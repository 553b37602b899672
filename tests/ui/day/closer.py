"""Somebody who closes the day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.day import DayJob
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.events import Event
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.day.page import PENDING, DayPage
from desktop_invoicer.ui.day.pending_model import PendingModel
from desktop_invoicer.ui.workplace import Workplace
from tests.ui.day.fake_desk import FakeDesk

TURNS = 20


@dataclass
class Closer:
    """The page, and what can be seen and done there."""

    page: DayPage
    desk: FakeDesk
    workplace: Workplace
    qtbot: QtBot
    opened: list[Job] = field(default_factory=list)

    @property
    def model(self) -> PendingModel:
        return self.page.pending.model

    @property
    def rows(self) -> list[str]:
        """Give heads and rows as they are read out."""
        return [str(self.model.index(row, 0).data()) for row in range(self.model.rowCount())]

    @property
    def ticked(self) -> list[str]:
        """Give the orders whose box is ticked."""
        states = [self.model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole) for row in range(len(self.rows))]
        ticked = [told for told, state in zip(self.rows, states, strict=True) if state is Qt.CheckState.Checked]
        return [told.split(", ")[0] for told in ticked if told.startswith("v")]

    @property
    def text(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    @property
    def primaries(self) -> list[str]:
        """Name the buttons that stand out."""
        buttons = [each for each in self.page.findChildren(QAbstractButton) if each.isVisible()]
        return [each.accessibleName() for each in buttons if each.property("part") == "primary"]

    def open(self, *jobs: DayJob) -> Closer:
        """Come to a day with these jobs."""
        self.desk.know(*jobs)
        self.page.enter()
        self.qtbot.waitUntil(lambda: self.desk.asked != [])
        self.settle()
        return self

    def pending(self, *jobs: DayJob) -> Closer:
        """Come to what is not sent."""
        self.open(*jobs)
        self.page.tabs.setCurrentIndex(PENDING)
        self.qtbot.waitUntil(lambda: self.model.count == len(jobs))
        return self

    def sees(self, *words: str) -> None:
        """Wait until the page says all of this."""
        self.qtbot.waitUntil(lambda: all(word in self.text for word in words))
        self.settle()

    def happens(self, events: Event | Iterable[Event]) -> None:
        """Let the desk announce something."""
        told = tuple(events) if isinstance(events, Iterable) else (events,)
        self.workplace.link.published.emit(told)
        self.settle()

    def press(self, name: str) -> None:
        """Press a button in view, by what it is called."""
        self.button(name).click()
        self.settle()

    def button(self, name: str, root: QWidget | None = None) -> QAbstractButton:
        buttons = [each for each in (root or self.page).findChildren(QAbstractButton) if each.isVisible()]
        return next(each for each in buttons if each.accessibleName().startswith(name))

    def dialog(self, name: str) -> Dialog:
        """Give a dialog once it is open."""
        window = self.page.window()

        def found() -> list[Dialog]:
            return [each for each in window.findChildren(Dialog) if each.objectName() == name and each.isVisible()]

        self.qtbot.waitUntil(lambda: bool(found()))
        return found()[0]

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, key, modifier)
        self.settle()

    def settle(self) -> None:
        """Let everything take its turn."""
        for _ in range(TURNS):
            QApplication.processEvents()
