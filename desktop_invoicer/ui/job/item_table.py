"""The table of items: who they are, and columns of figures, which may be hundreds of rows long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.job.items import ItemRow
from desktop_invoicer.ui.job.pieces import holding, line
from desktop_invoicer.ui.job.rows_card import RowsCard
from desktop_invoicer.ui.parts.text import label

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Columns:
    """What stands in a table: ``identity`` under the first heading, ``cells`` under the others.

    ``strong`` are the columns that matter most, ``part`` is how the other ones look.
    """

    headings: tuple[str, ...]
    identity: Callable[[ItemRow], QLayout]
    cells: Callable[[ItemRow], tuple[str, ...]]
    strong: frozenset[int]
    part: str = ""


def build_table(card: RowsCard, rows: Sequence[ItemRow], columns: Columns, body: QVBoxLayout) -> None:
    """Put a table on a card, as many rows at once as a turn has time for."""
    widths = _widths(rows, columns)
    grid = _grid(widths)
    for column, heading in enumerate(columns.headings):
        grid.addWidget(label(heading, "small"), 0, column, RIGHT if column else Qt.AlignmentFlag.AlignLeft)
    body.addWidget(holding(grid))
    card.build_rows(rows, partial(_table, columns=columns, widths=widths), body)


def item_name(row: ItemRow) -> str:
    """Name an item, as far as the order has it."""
    if row.line is None:
        return _("Line {position} of the order, which it does not have").format(position=row.index + 1)
    return shown(row.line.name) or shown(row.line.sku)


def _widths(rows: Sequence[ItemRow], columns: Columns) -> tuple[int, ...]:
    """Find out how wide the columns of figures are, which stand in several grids below each other."""
    font = QApplication.font()
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    texts = zip(columns.headings[1:], *map(columns.cells, rows), strict=True)
    return tuple(max(map(metrics.horizontalAdvance, column)) for column in texts)


def _grid(widths: tuple[int, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for column, width in enumerate(widths, start=1):
        grid.setColumnMinimumWidth(column, width)
    return grid


def _table(rows: Sequence[ItemRow], *, columns: Columns, widths: tuple[int, ...]) -> QWidget:
    grid, headings = _grid(widths), columns.headings
    for number, row in enumerate(rows):
        grid.addWidget(line(), 2 * number, 0, 1, len(headings))
        grid.addLayout(columns.identity(row), 2 * number + 1, 0)
        for column, (heading, text) in enumerate(zip(headings[1:], columns.cells(row), strict=True), start=1):
            cell = label(text, "strong" if column in columns.strong else columns.part, selectable=True)
            cell.setAccessibleName(f"{heading}: {text}")
            grid.addWidget(cell, 2 * number + 1, column, RIGHT)
    grid.setContentsMargins(0, 0, 0, grid.verticalSpacing())
    return holding(grid)
