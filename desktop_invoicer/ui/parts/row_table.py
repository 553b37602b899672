"""A table whose rows are selected and walked through as a whole."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget
from typing_extensions import override

from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.theme.theme import Theme


class RowTable(Adapting, QTableView):
    """What the lists of the window have in common; ``fit_columns`` gives the columns their room."""

    entered = Signal()
    """The selected row is to be worked on: somebody pressed Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Prepare an empty table; whoever fills it calls ``keep_fitting`` once the columns are there."""
        super().__init__(parent)
        self.setProperty("part", "jobs")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()

    @property
    def anchor(self) -> int:
        """Give the column that stands for its row."""
        return 0

    @property
    def row_height(self) -> int:
        """Give the height of a row."""
        return Theme.current().metrics.row

    def fit_columns(self) -> None:
        """Give the columns the room that there is."""

    def keep_fitting(self) -> None:
        """Give rows and columns the room that the theme asks for, now and whenever it changes."""
        Theme.current().changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def select_row(self, row: int) -> None:
        """Select a row, and bring it into view."""
        if 0 <= row < self.model().rowCount():
            at = self.model().index(row, self.anchor)
            self.setCurrentIndex(at)
            self.scrollTo(at)

    def step(self, step: int) -> None:
        """Select the row so many further down, as far as there is one."""
        self.select_row(self.currentIndex().row() + step)

    @Slot()
    def _on_theme_changed(self) -> None:
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(self.row_height)
        rows.setDefaultSectionSize(self.row_height)
        self.fit_columns()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on to the row with Enter; letters are not searched for in the rows, the scan field does that."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the columns that there is room for."""
        super().resizeEvent(event)
        self.fit_columns()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus around the whole row."""
        super().focusInEvent(event)
        self.viewport().update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop showing the focus."""
        super().focusOutEvent(event)
        self.viewport().update()
