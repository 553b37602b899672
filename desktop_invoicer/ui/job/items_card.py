"""The items: what is asked of each line of the order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.journal import Ncm, NcmSource
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.job.figures import ncm_text
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.item_table import RIGHT, Columns, build_table, item_name
from desktop_invoicer.ui.job.items import ItemRow, item_rows
from desktop_invoicer.ui.job.pieces import Identifier, holding, line, with_icon
from desktop_invoicer.ui.job.rows_card import RowsCard
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

STRONG = frozenset({1, 7})
"""The columns that matter most: what is asked, and the total."""


class ItemsCard(RowsCard):
    """A table where there is room for one, else one item below the other."""

    WIDE = 680

    def __init__(self) -> None:
        """Show no items yet."""
        super().__init__(N_("Items"))

    def subject(self, details: JobDetails) -> object:
        """Depend on the rows, and on how they are laid out."""
        if details.content is None:
            return None
        return details.job.id, details.job.operation, item_rows(details.content), self.is_wide

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put the rows below each other."""
        if details.content is None:
            return
        is_sale = details.content.draft.operation is Operation.SALE
        rows = item_rows(details.content)
        if self.is_wide:
            build_table(self, rows, Columns(_headings(is_sale=is_sale), _identity, _cells, STRONG), body)
        else:
            self.build_rows(rows, partial(_stack, is_sale=is_sale), body)


def _headings(*, is_sale: bool) -> tuple[str, ...]:
    ordered, before = (_("Ordered"), _("Invoiced")) if is_sale else (_("Sold"), _("Returned"))
    return _("Item"), _("Asked"), ordered, before, _("Remain"), _("Goods"), _("Freight"), _("Total")


def _cells(row: ItemRow) -> tuple[str, ...]:
    return str(row.asked), str(row.ordered), str(row.before), str(row.remaining), *_amounts(row)


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
    top.addWidget(label(item_name(row), "strong", wraps=True, selectable=True), 1)
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
    layout.addWidget(label(item_name(row), "strong", wraps=True, selectable=True))
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
