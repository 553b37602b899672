"""The first step: what comes back, and what is given back for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.returns import refunds_nothing
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.job.items import ItemRow, item_rows
from desktop_invoicer.ui.job.pieces import holding, line
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.returns.step_card import StepCard
from desktop_invoicer.ui.returns.steps import Step
from desktop_invoicer.ui.theme.theme import Theme

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

WIDE = 600
"""Points of width, at a text scale of 100 %, from which a table has room."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_NOW, _REFUND = 3, 5
"""The columns that matter most."""


class ItemsStep(StepCard):
    """A table where there is room for one, else one item below the other; below them freight and total."""

    def __init__(self, actions: Actions) -> None:
        """Show no items yet."""
        super().__init__(Step.ITEMS, N_("What comes back"), actions)
        self._details: JobDetails | None = None
        self._is_wide = False

    @override
    def facts(self, details: JobDetails) -> object:
        self._details = details
        if details.content is None or details.case is None:
            return None
        return item_rows(details.content), details.content.draft, details.case.returnable, self._is_wide

    @override
    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        if details.content is None or details.case is None:
            return
        rows, draft = item_rows(details.content), details.content.draft
        if self._is_wide:
            widths = _widths(rows)
            body.addWidget(_heading_row(widths))
            self.build_rows(rows, partial(_table, widths=widths), body)
        else:
            self.build_rows(rows, _stack, body)
        body.addWidget(line())
        total = _("Total, not refunded") if refunds_nothing(details.content.order) else _("Total refund")
        body.addWidget(_sums(draft, total))
        staying = sum(bool(row.left) for row in details.case.returnable.lines) - len(draft.lines)
        if staying > 0:
            told = ngettext(
                "{count} other item stays with the buyer.", "{count} other items stay with the buyer.", staying
            )
            body.addWidget(label(told.format(count=staying), "small", wraps=True))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between table and list."""
        super().resizeEvent(event)
        is_wide = self.width() >= Theme.current().metrics.text(WIDE)
        if is_wide is not self._is_wide:
            self._is_wide = is_wide
            if self._details is not None:
                self.show_details(self._details)


def _headings() -> tuple[str, ...]:
    return _("Item"), _("Bought"), _("Returned"), _("Comes back now"), _("Remain"), _("Refund")


def _cells(row: ItemRow) -> tuple[str, ...]:
    refund = "–" if row.share is None else money(row.share.goods)
    return str(row.ordered), str(row.before), str(row.asked), str(row.remaining), refund


def _widths(rows: Sequence[ItemRow]) -> tuple[int, ...]:
    """Find out how wide the columns of figures are, which stand in several grids below each other."""
    font = QApplication.font()
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    columns = zip(_headings()[1:], *map(_cells, rows), strict=True)
    return tuple(max(map(metrics.horizontalAdvance, column)) for column in columns)


def _grid(widths: tuple[int, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for column, width in enumerate(widths, start=1):
        grid.setColumnMinimumWidth(column, width)
    return grid


def _heading_row(widths: tuple[int, ...]) -> QWidget:
    grid = _grid(widths)
    for column, heading in enumerate(_headings()):
        grid.addWidget(label(heading, "small"), 0, column, RIGHT if column else Qt.AlignmentFlag.AlignLeft)
    return holding(grid)


def _table(rows: Sequence[ItemRow], *, widths: tuple[int, ...]) -> QWidget:
    grid, headings = _grid(widths), _headings()
    for number, row in enumerate(rows):
        grid.addWidget(line(), 2 * number, 0, 1, len(headings))
        grid.addWidget(_name(row), 2 * number + 1, 0)
        for column, (heading, text) in enumerate(zip(headings[1:], _cells(row), strict=True), start=1):
            cell = label(text, "strong" if column in {_NOW, _REFUND} else "muted", selectable=True)
            cell.setAccessibleName(f"{heading}: {text}")
            grid.addWidget(cell, 2 * number + 1, column, RIGHT)
    return holding(grid)


def _stack(rows: Sequence[ItemRow]) -> QWidget:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    template = _("{asked} of {ordered} bought come back · {before} returned before · {remaining} left afterwards")
    for row in rows:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(_name(row), 1)
        top.addWidget(label(_cells(row)[-1], "strong", selectable=True), 0, RIGHT)
        column.addWidget(line())
        column.addLayout(top)
        told = template.format(asked=row.asked, ordered=row.ordered, before=row.before, remaining=row.remaining)
        column.addWidget(label(told, "muted", wraps=True))
    return holding(column)


def _name(row: ItemRow) -> QWidget:
    """Name an item with its SKU, by which the goods can be told."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    if row.line is None:
        text = _("Line {position} of the order, which it does not have").format(position=row.index + 1)
        column.addWidget(label(text, "strong", wraps=True))
    else:
        column.addWidget(label(shown(row.line.name) or shown(row.line.sku), "strong", wraps=True, selectable=True))
        column.addWidget(label(f"SKU {shown(row.line.sku)}", "small", selectable=True))
    return holding(column)


def _sums(draft: Draft, total: str) -> QWidget:
    """Add freight, and the cents by which the last return closes the order, to the total."""
    sums: list[tuple[str, int]] = [(_("Freight"), draft.freight)] if draft.freight else []
    if difference := draft.value - draft.computed:
        sums.append((_("Rounding, so that all returns add up"), difference))
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setColumnStretch(0, 1)
    for words, cents, part in (*((*each, "") for each in sums), (total, draft.value, "heading")):
        row, name, amount = grid.rowCount(), label(words, part, wraps=True), label(money(cents), part, selectable=True)
        name.setBuddy(amount)
        amount.setAccessibleName(f"{words}: {money(cents)}")
        grid.addWidget(name, row, 0)
        grid.addWidget(amount, row, 1, RIGHT)
    return holding(grid)
