"""The list: three lines a row, walked through with the arrow keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget
from typing_extensions import override

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.row_delegate import Index, RowDelegate
from desktop_invoicer.ui.parts.row_table import RowTable
from desktop_invoicer.ui.returns.model import (
    ReturnModel,
    buyer_words,
    clock_words,
    order_words,
    row_standing,
    value_words,
)
from desktop_invoicer.ui.returns.rows import ReturnRow, is_same_order, is_same_return
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone

LINE, AIR = 22, 10
"""Points of a line of text at a scale of 100 %, and what is free above the first and below the last one."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ReturnDelegate(RowDelegate):
    """Draws who and how much, which order and what, and where it stands with its clock."""

    def __init__(self, table: QTableView, model: ReturnModel) -> None:
        """Draw the rows of ``model``."""
        super().__init__(table)
        self._model = model

    @override
    def draw_cell(self, painter: QPainter, rect: QRect, index: Index, *, is_selected: bool) -> None:
        """Draw the three lines of a row."""
        row, tokens = self._model.rows[index.row()], Theme.current().tokens
        ink = tokens.selection.ink if is_selected else tokens.ink
        muted = tokens.selection.ink if is_selected else tokens.muted
        first, second, third = _lines(rect.adjusted(4, 0, -2, 0))
        taken = self._write(painter, first, value_words(row), RIGHT, ink, is_strong=True)
        self._write(painter, first.adjusted(0, 0, -taken, 0), buyer_words(row), LEFT, ink, is_strong=True)
        self._write(painter, second, order_words(row), LEFT, muted)
        taken = self._write(painter, third, clock_words(row), RIGHT, _clock_ink(row, muted), is_strong=True)
        state, words = row_standing(row)
        self.draw_pill(painter, third.adjusted(0, 0, -taken, 0), words, state.icon, state.tone)

    def _write(  # noqa: PLR0913 (what, where and how)
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        alignment: Qt.AlignmentFlag,
        ink: str,
        *,
        is_strong: bool = False,
    ) -> int:
        """Write a text, and tell how much room it takes."""
        font = QFont(self._table.font())
        font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QPen(QColor(ink)))
        figures = painter.fontMetrics()
        elided = figures.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, alignment | Qt.TextFlag.TextSingleLine, elided)
        return figures.horizontalAdvance(elided) + figures.averageCharWidth() * 2 if text else 0


def _lines(rect: QRect) -> tuple[QRect, QRect, QRect]:
    height = Theme.current().metrics.text(LINE)
    top = rect.top() + (rect.height() - 3 * height - Theme.current().metrics.text(6)) // 2
    first = QRect(rect.left(), top, rect.width(), height)
    third = first.translated(0, 2 * height + Theme.current().metrics.text(6))
    return first, first.translated(0, height), third


def _clock_ink(row: ReturnRow, muted: str) -> str:
    """Say in colour, too, that there is little time."""
    return muted if row.closes_at is None else Theme.current().pair(Tone.WARNING).ink


class ReturnTable(RowTable):
    """Shows a ``ReturnModel``. What is selected stays so, whatever is listed around it."""

    chosen = Signal(object)
    """The ``ReturnRow`` that is selected now, or ``None``."""

    def __init__(self, model: ReturnModel, parent: QWidget | None = None) -> None:
        """Show and own ``model``."""
        super().__init__(parent)
        self._model = model
        model.setParent(self)  # a view outlives its model badly
        self._announced: ReturnRow | None = None
        self._is_listing = False
        self.say(self.setAccessibleName, N_("Returns"))
        self.setModel(model)
        self.setItemDelegate(ReturnDelegate(self, model))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self.keep_fitting()

    @property
    def selected(self) -> ReturnRow | None:
        """Give the selected row."""
        row = self.currentIndex().row()
        return self._model.rows[row] if 0 <= row < len(self._model.rows) else None

    @property
    @override
    def row_height(self) -> int:
        return Theme.current().metrics.text(3 * LINE + 6) + 2 * AIR

    def list_rows(self, rows: Sequence[ReturnRow]) -> None:
        """List other rows; the order that is selected stays so as long as it is listed, without a word."""
        selected = self.selected
        self._is_listing = True
        if not self._model.put_rows(rows):
            self._model.list_rows(rows)
            if selected is not None:
                self.select(selected)
        self._is_listing = False
        self._announce()

    def select(self, wanted: ReturnRow) -> bool:
        """Select the row of the same return, or else of the same order; tell whether there is one."""
        for is_same in (is_same_return, is_same_order):
            for at, row in enumerate(self._model.rows):
                if is_same(row, wanted):
                    self.select_row(at)
                    return True
        return False

    def select_none(self) -> None:
        """Have nothing in view."""
        self.setCurrentIndex(QModelIndex())
        self.clearSelection()

    def _announce(self) -> None:
        """Tell what is selected, if it is something else than before."""
        row, before = self.selected, self._announced
        self._announced = row
        is_same = row is before if row is None or before is None else is_same_return(row, before)
        if not is_same:
            self.chosen.emit(row)

    def adapt(self) -> None:
        """Say every row in the language in use."""
        self._model.retell()

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        if not self._is_listing:
            self._announce()
        self.viewport().update()
