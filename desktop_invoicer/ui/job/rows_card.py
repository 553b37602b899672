"""A card with a row for each line of the order: there may be hundreds, and nobody waits for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.theme.theme import Theme

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

FIRST = 8
"""Rows that are built in one turn of the event loop."""


class RowsCard(DetailsCard):
    """Builds rows in turns, so that no press has to wait for all of them.

    One that gives ``WIDE`` builds itself anew where that width is passed, and asks ``is_wide``.
    """

    WIDE = 0
    """Points of width, at a text scale of 100 %, from which a table has room."""

    def __init__(self, title: str) -> None:
        """Make a card with a marked title that shows nothing yet."""
        super().__init__(title)
        self.is_wide = False
        self._details: JobDetails | None = None
        self._job: object = None
        self._shows_all = False
        self._rest: Sequence[Any] = ()
        self._make: Callable[[Sequence[Any]], QWidget]
        self._place: QVBoxLayout
        self._more: Button | None = None
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._on_turn)

    @override
    def show_details(self, details: JobDetails) -> bool:
        """Show few rows of another job, and as many as before of the same."""
        if details.job.id != self._job:
            self._job, self._shows_all = details.job.id, False
        self._details = details
        return super().show_details(details)

    def build_rows(
        self, rows: Sequence[Any], make: Callable[[Sequence[Any]], QWidget], body: QVBoxLayout, gap: int = 0
    ) -> None:
        """Show the first rows as ``make`` makes them of some; a button below them brings the rest.

        What is added to a page in view is laid out with each widget, so rows come many at once in a widget of theirs.
        """
        self._rest, self._make, self._more = rows, make, None
        self._place = QVBoxLayout()
        self._place.setSpacing(gap)
        body.addLayout(self._place)
        count = len(rows)
        self._on_turn(goes_on=self._shows_all)
        if self._rest and not self._shows_all:
            self._more = Button("", "chevron-down", "inline")
            self._more.setObjectName("show_all")
            self._more.setText(_("Show all {count} items").format(count=count))
            self._more.clicked.connect(self._on_all_wanted)
            body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_all_wanted(self) -> None:
        self._shows_all = True
        if self._more is not None:
            self._more.hide()
        self._on_turn()

    @Slot()
    def _on_turn(self, *, goes_on: bool = True) -> None:
        rows, self._rest = self._rest[:FIRST], self._rest[FIRST:]
        if rows:
            self._place.addWidget(self._make(rows))
        if self._rest and goes_on:
            self._turn.start()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between table and list."""
        super().resizeEvent(event)
        is_wide = self.width() >= Theme.current().metrics.text(self.WIDE)
        if self.WIDE and is_wide is not self.is_wide:
            self.is_wide = is_wide
            if self._details is not None:
                self.show_details(self._details)
