"""Somebody who wants to know why an order is not invoiced."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.why.page import DAY, WhyPage
from desktop_invoicer.ui.workplace import Workplace
from tests.ui.browser import Browser
from tests.ui.seeing import Seeing
from tests.ui.why.builders import ORDER
from tests.ui.why.fake_desk import WhyDesk


class Asker(Seeing):
    """The page, and what can be seen and done there."""

    def __init__(self, page: WhyPage, desk: WhyDesk, workplace: Workplace, browser: Browser, qtbot: QtBot) -> None:
        super().__init__(page, qtbot)
        self.page = page
        self.desk = desk
        self.workplace = workplace
        self.browser = browser
        self.jobs: list[Job] = []
        page.job_wanted.connect(self.jobs.append)

    def asks(self, *known: Diagnosis, text: str = ORDER) -> Asker:
        """Type an order, and press Enter."""
        self.desk.know(*known)
        field = self.page.order.field
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()
        return self

    def asks_about_day(self, *known: Diagnosis) -> Asker:
        """Ask about everything of the day."""
        self.desk.know(*known)
        self.page.tabs.setCurrentIndex(DAY)
        self.settle()
        self.press("Ask about the whole day")
        return self
