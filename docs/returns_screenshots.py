# ruff: noqa: INP001 (a script, no package)
"""Draws the pictures of ``docs/returns.md`` (``make screenshots``): every step of a cancellation and of a return.

They speak the language of that guide; two of them are drawn dark, too, for the README.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget
from screenshots import WATCHED, Day, Painter, _stamp, main

from desktop_invoicer.config import set_values
from desktop_invoicer.domain.filing import FileRead, FolderSeen
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.language import Language
from desktop_invoicer.simulator.till import issue
from desktop_invoicer.ui.acting.refund_dialog import RefundDialog
from desktop_invoicer.ui.acting.reversal_dialog import ReversalDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.theme.theme import Appearance

MARGIN = 60
"""Points that are seen above and below of what is scrolled to."""
SLIP = "NSU 004217  AUT 381902"


class ReturnsDay(Day):
    """A store to which people bring goods back. One return is above what a clerk may refund alone."""

    stories = (
        "cancellation",
        "return",
        "store-return-elsewhere",
        "unreadable-observation",
        "return-before-invoicing",
        "marketplace-return",
    )

    def write_settings(self, language: Language) -> None:
        """Add the terms of returns."""
        super().write_settings(language)
        set_values(self.home, {"returns.approval_above": 20000, "returns.managers": ["Ana Souza", "Rui Lima"]})


class ReturnsPainter(Painter):
    """Goes through returns as the guide does."""

    prefix = "returns"

    def draw(self) -> None:
        """Draw each step, then what can be in the way."""
        self._until(lambda: self._window.unsent >= len(ReturnsDay.stories))
        self._do(Command.RETURNS)
        self._in_light("open")
        self._cancel()
        self._return_one()
        self._select("store-return-elsewhere")
        self._in_light("other-store")
        for story, name in (("unreadable-observation", "unreadable"), ("return-before-invoicing", "not-invoiced")):
            self._select(story)
            self._ask(name)
        self._select("marketplace-return")
        self._bring()
        self._ask("approval")
        self._look_at_unasked()

    def _cancel(self) -> None:
        self._select("cancellation")
        self._in_both("cancellation")
        self._do(Command.SUBMIT)
        dialog = self._opened("reversal")
        for field in dialog.findChildren(QLineEdit)[:1]:
            field.setText(SLIP)
        self._settle()
        self._draw("reversal", Appearance.LIGHT, dialog)
        if isinstance(dialog, ReversalDialog):
            dialog.take.click()
        self._settle()
        self._bring(name="event")
        self._in_light("refund")
        self._with_dialog(Command.SUBMIT, "confirm")
        self._hold()
        self._in_light("done")

    def _return_one(self) -> None:
        self._select("return")
        self._in_light("part")
        self._bring(name="entry")
        self._in_light("part-refund")

    def _bring(self, name: str = "") -> None:
        """Let the document of the return in view come out of the watched folder, and attach it."""
        details = self._window.page.details
        if details is None:
            raise LookupError(name)
        paper, job = read_paper(issue(self._day.simulator, details)), details.job.id
        file = FileRead(f"{WATCHED}/{paper.document.key.text}.xml", _stamp(), paper)
        self._application.link.ask(self._window, lambda to: to.filing.take([file, FolderSeen(WATCHED, 1)]), str)
        self._until(lambda: Command.USE_FOUND in self._window.page.possible)
        if name:
            self._scroll_to("use_0")
            self._in_light(name)
        self._application.link.ask(self._window, lambda to: to.desk.attach(job, paper, "Ana"), str)
        self._until(lambda: self._stage is Stage.DOCUMENTED)

    def _scroll_to(self, name: str) -> None:
        """Bring a widget of the return in view before the eye."""
        for area in self._window.page.findChildren(QScrollArea):
            wanted = area.findChild(QWidget, name)
            if wanted is not None and area.isVisible():
                area.ensureWidgetVisible(wanted, 0, MARGIN)

    def _hold(self) -> None:
        """Keep the space bar pressed."""
        self._do(Command.SUBMIT)
        dialog = self._opened("confirm")
        if isinstance(dialog, RefundDialog):
            dialog.activateWindow()
            dialog.hold.setFocus()
            QTest.keyPress(dialog.hold, Qt.Key.Key_Space)
        self._until(lambda: self._stage is Stage.CLOSED)

    def _look_at_unasked(self) -> None:
        """Find an order of which no return is asked for."""
        (story,) = self._day.simulator.add_stories(["already-invoiced"])
        self._window.take_scan(story.order_id)
        self._settle()
        self._settle()
        self._in_light("nobody-asked")

    @property
    def _stage(self) -> Stage | None:
        details = self._window.page.details
        return None if details is None else details.job.stage

    def _select(self, story: str) -> None:
        self._window.take_scan(self._day.order_of(story))
        self._settle()

    def _ask(self, name: str) -> None:
        """Draw the question that the return in view leads to."""
        self._do(Command.SUBMIT)
        dialog = self._opened(name)
        self._draw(name, Appearance.LIGHT, dialog)
        dialog.close()
        self._settle()


if __name__ == "__main__":
    main(ReturnsDay, ReturnsPainter, Language.EN)
