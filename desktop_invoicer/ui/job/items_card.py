"""The items: what is asked of each line of the order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.journal import Ncm, NcmSource
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.job.figures import ncm_text
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.items import ItemRow, item_rows
from desktop_invoicer.ui.job.pieces import Identifier, capital, holding, line, with_icon
from desktop_invoicer.ui.job.rows_card import RowsCard
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

WIDE = 680
"""Points of width, at a text scale of 100 %, from which a table has room."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class ItemsCard(RowsCard):
    """A table where there is room for one, else one item below the other."""

    def __init__(self) -> None:
        """Show no items yet."""
        super().__init__(N_("Items"))
        self._details: JobDetails | None = None
        self._is_wide = False

    def subject(self, details: JobDetails) -> object:
        """Depend on the rows, and on how they are laid out."""
        self._details = details
        if details.content is None:
            return None
        return details.job.id, details.job.operation, item_rows(details.content), self._is_wide

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put the rows below each other."""
        if details.content is None:
            return
        is_sale = details.content.draft.operation is Operation.SALE
        rows = item_rows(details.content)
        if self._is_wide:
            widths = _widths(rows, is_sale=is_sale)
            body.addWidget(_heading_row(widths, is_sale=is_sale))
            self.build_rows(rows, partial(_table, widths=widths, is_sale=is_sale), body)
        else:
            self.build_rows(rows, partial(_stack, is_sale=is_sale), body)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between table and list."""
        super().resizeEvent(event)
        is_wide = self.width() >= Theme.current().metrics.text(WIDE)
        if is_wide is not self._is_wide:
            self._is_wide = is_wide
            if self._details is not None:
                self.show_details(self._details)


def _headings(*, is_sale: bool) -> tuple[str, ...]:
    ordered, before = (_("Ordered"), _("Invoiced")) if is_sale else (_("Sold"), _("Returned"))
    return _("Item"), _("Asked"), ordered, before, _("Remain"), _("Goods"), _("Freight"), _("Total")


def _cells(row: ItemRow) -> tuple[str, ...]:
    return str(row.asked), str(row.ordered), str(row.before), str(row.remaining), *_amounts(row)


def _widths(rows: Sequence[ItemRow], *, is_sale: bool) -> tuple[int, ...]:
    """Find out how wide the columns of figures are, which stand in several grids below each other."""
    font = QApplication.font()
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    columns = zip(_headings(is_sale=is_sale)[1:], *map(_cells, rows), strict=True)
    return tuple(max(map(metrics.horizontalAdvance, column)) for column in columns)


def _grid(widths: tuple[int, ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(0, 1)
    for column, width in enumerate(widths, start=1):
        grid.setColumnMinimumWidth(column, width)
    return grid


def _heading_row(widths: tuple[int, ...], *, is_sale: bool) -> QWidget:
    grid = _grid(widths)
    for column, heading in enumerate(_headings(is_sale=is_sale)):
        grid.addWidget(label(heading, "small"), 0, column, RIGHT if column else Qt.AlignmentFlag.AlignLeft)
    return holding(grid)


def _table(rows: Sequence[ItemRow], *, widths: tuple[int, ...], is_sale: bool) -> QWidget:
    grid = _grid(widths)
    headings = _headings(is_sale=is_sale)
    for number, row in enumerate(rows):
        grid.addWidget(line(), 2 * number, 0, 1, len(headings))
        grid.addLayout(_identity(row), 2 * number + 1, 0)
        for column, (heading, text) in enumerate(zip(headings[1:], _cells(row), strict=True), start=1):
            cell = label(text, "strong" if column in {1, len(widths)} else "", selectable=True)
            cell.setAccessibleName(f"{heading}: {text}")
            grid.addWidget(cell, 2 * number + 1, column, RIGHT)
    grid.setContentsMargins(0, 0, 0, grid.verticalSpacing())
    return holding(grid)


def _amounts(row: ItemRow) -> tuple[str, str, str]:
    share = row.share
    return ("–", "–", "–") if share is None else (money(share.goods), money(share.freight), money(share.total))


def _stack(rows: Sequence[ItemRow], *, is_sale: bool) -> QWidget:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for row in rows:
        column.addWidget(line())
        column.addLayout(_stacked(row, is_sale=is_sale))
    column.addSpacing(4)
    return holding(column)


def _stacked(row: ItemRow, *, is_sale: bool) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(2)
    top = QHBoxLayout()
    top.setSpacing(12)
    total = "–" if row.total is None else money(row.total)
    top.addWidget(label(_name(row), "strong", wraps=True, selectable=True), 1)
    top.addWidget(label(total, "strong", selectable=True), 0, RIGHT)
    layout.addLayout(top)
    layout.addWidget(label(_units_text(row, is_sale=is_sale), wraps=True))
    _add_identity(row, layout)
    return layout


def _units_text(row: ItemRow, *, is_sale: bool) -> str:
    template = (
        _("{asked} of {ordered} asked · {before} invoiced before · {remaining} remain")
        if is_sale
        else _("{asked} of {ordered} sold come back · {before} returned before · {remaining} remain")
    )
    return template.format(asked=row.asked, ordered=row.ordered, before=row.before, remaining=row.remaining)


def _identity(row: ItemRow) -> QVBoxLayout:
    layout = QVBoxLayout()
    layout.setSpacing(2)
    layout.addWidget(label(_name(row), "strong", wraps=True, selectable=True))
    _add_identity(row, layout)
    return layout


def _add_identity(row: ItemRow, layout: QVBoxLayout) -> None:
    """Tell more of an item than its name: marks, how it reaches the buyer, codes, NCM."""
    if row.is_added:
        layout.addWidget(with_icon("add", _("Added after the order was closed"), Role.WARNING))
    if row.line is None:
        return
    if row.line.is_gift:
        layout.addWidget(with_icon("tag", _("Gift")))
    channel = capital(word(row.line.channel))
    place = shown(row.line.pickup_point)
    icon = "pickup" if row.line.channel is Channel.PICKUP else "delivery"
    layout.addWidget(with_icon(icon, f"{channel}: {place}" if place else channel, part="muted"))
    layout.addWidget(_codes(row))
    if row.ncm is not None:
        layout.addWidget(_ncm(row.ncm))


def _name(row: ItemRow) -> str:
    if row.line is None:
        return _("Line {position} of the order, which it does not have").format(position=row.index + 1)
    return shown(row.line.name) or shown(row.line.sku)


def _codes(row: ItemRow) -> QWidget:
    flow = Flow(12)
    if row.line is not None:
        sku, ean = row.line.sku, row.line.ean
        flow.addWidget(Identifier("SKU", sku, f"copy_sku_{row.index}", display=f"SKU {shown(sku)}", part="muted"))
        if ean:
            flow.addWidget(Identifier("EAN", ean, f"copy_ean_{row.index}", display=f"EAN {shown(ean)}", part="muted"))
    return holding(flow)


def _ncm(ncm: Ncm) -> QWidget:
    if ncm.source is NcmSource.MISSING:
        return with_icon("warning", _("NCM not found"), Role.WARNING)
    text = f"NCM {ncm_text(ncm.code)} · {word(ncm.source)}"
    if not ncm.other:
        return label(text, "muted", wraps=True)
    other = _("{text}; elsewhere {other}").format(text=text, other=ncm_text(ncm.other))
    return with_icon("warning", other, Role.WARNING)
