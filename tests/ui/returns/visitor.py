"""Somebody who works at the returns desk."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.scan import read_scan
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.events import JobChanged
from desktop_invoicer.ui.returns.page import ReturnsPage
from desktop_invoicer.ui.returns.table import ReturnTable
from desktop_invoicer.ui.workplace import Workplace
from tests.ui.returns.fake_desk import FakeDesk

TURNS = 20


@dataclass
class Visitor:
    """The page, and what can be seen and done there."""

    page: ReturnsPage
    desk: FakeDesk
    workplace: Workplace
    qtbot: QtBot
    judged: list[bool] = field(default_factory=list)

    @property
    def table(self) -> ReturnTable:
        (table,) = self.page.findChildren(ReturnTable)
        assert isinstance(table, ReturnTable)
        return table

    @property
    def rows(self) -> list[str]:
        """Give the rows as they are read out."""
        model = self.table.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    @property
    def text(self) -> str:
        return "\n".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())

    def open(self, *details: JobDetails) -> None:
        """Come to the desk while these returns are open."""
        self.desk.known = {each.job.id: each for each in details}
        self.page.enter()
        self.qtbot.waitUntil(lambda: len(self.rows) == len(details))

    def sees(self, *words: str) -> None:
        """Wait until the page says all of this."""
        self.qtbot.waitUntil(lambda: all(word in self.text for word in words))
        self.settle()

    def change(self, details: JobDetails) -> None:
        """Let the desk change a return."""
        self.desk.known[details.job.id] = details
        self.workplace.link.published.emit((JobChanged(details.job),))

    def scan(self, text: str) -> None:
        self.page.take_scan(read_scan(text))

    def select(self, row: int) -> None:
        self.table.select_row(row)

    def press(self, name: str) -> None:
        """Press a button in view, by what it is called."""
        self.button(name).click()
        self.settle()

    def button(self, name: str) -> QAbstractButton:
        buttons = [each for each in self.page.findChildren(QAbstractButton) if each.isVisible()]
        return next(each for each in buttons if name in {each.accessibleName(), each.objectName()})

    @property
    def primaries(self) -> list[str]:
        """Name the buttons that stand out."""
        buttons = [each for each in self.page.findChildren(QAbstractButton) if each.isVisible()]
        return [each.accessibleName() for each in buttons if each.property("part") == "primary"]

    @property
    def steps(self) -> list[str]:
        """Give the steps as they are read out."""
        cards = [each for each in self.page.findChildren(QWidget) if each.isVisible() and each.property("step")]
        return [card.accessibleName() for card in cards if card.property("part") == "card"]

    def key(self, key: Qt.Key) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(self.page.window().focusWidget(), key)

    def settle(self) -> None:
        """Let every card take its turn."""
        for _ in range(TURNS):
            QApplication.processEvents()
