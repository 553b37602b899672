"""The first step: what comes back, and what is given back for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.returns import Returnable, refunds_nothing
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.job.item_table import RIGHT, Columns, build_table, item_name
from desktop_invoicer.ui.job.items import ItemRow, item_rows
from desktop_invoicer.ui.job.pieces import holding, line
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.returns.step_card import StepCard
from desktop_invoicer.ui.returns.steps import Step

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

_STRONG = frozenset({3, 5})
"""The columns that matter most: what comes back now, and the refund."""


class ItemsStep(StepCard):
    """A table where there is room for one, else one item below the other; below them freight and total."""

    WIDE = 600

    def __init__(self, actions: Actions) -> None:
        """Show no items yet."""
        super().__init__(Step.ITEMS, N_("What comes back"), actions)

    @override
    def facts(self, details: JobDetails) -> object:
        if details.content is None or details.case is None:
            return None
        return item_rows(details.content), details.content.draft, details.case.returnable, self.is_wide

    @override
    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        if details.content is None or details.case is None:
            return
        rows, draft = item_rows(details.content), details.content.draft
        claims = _claims(rows, details.case.returnable)
        if self.is_wide:
            build_table(self, rows, Columns(_headings(claims=claims), _identity, _cells, _STRONG, "muted"), body)
        else:
            self.build_rows(rows, partial(_stack, claims=claims), body)
        body.addWidget(line())
        total = _("Total, not refunded") if refunds_nothing(details.content.order) else _("Total refund")
        body.addWidget(_sums(draft, total))
        staying = sum(bool(row.left) for row in details.case.returnable.lines) - len(draft.lines)
        if staying > 0:
            told = ngettext(
                "{count} other item stays with the buyer.", "{count} other items stay with the buyer.", staying
            )
            body.addWidget(label(told.format(count=staying), "small", wraps=True))


def _claims(rows: Sequence[ItemRow], found: Returnable) -> bool:
    """Tell whether some of what came back before is only asked for, by another return that is still open."""
    returned = {line.line.index: line.returned for line in found.lines}
    return any(row.before > returned.get(row.index, 0) for row in rows)


def _headings(*, claims: bool) -> tuple[str, ...]:
    before = _("Returned or asked for") if claims else _("Returned")
    return _("Item"), _("Bought"), before, _("Comes back now"), _("Remain"), _("Refund")


def _cells(row: ItemRow) -> tuple[str, ...]:
    return str(row.ordered), str(row.before), str(row.asked), str(row.remaining), _refund(row)


def _refund(row: ItemRow) -> str:
    return "–" if row.share is None else money(row.share.goods)


def _stack(rows: Sequence[ItemRow], *, claims: bool) -> QWidget:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    template = (
        _("{asked} of {ordered} bought come back · {before} returned or asked for before · {remaining} left afterwards")
        if claims
        else _("{asked} of {ordered} bought come back · {before} returned before · {remaining} left afterwards")
    )
    for row in rows:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addLayout(_identity(row), 1)
        top.addWidget(label(_refund(row), "strong", selectable=True), 0, RIGHT)
        column.addWidget(line())
        column.addLayout(top)
        told = template.format(asked=row.asked, ordered=row.ordered, before=row.before, remaining=row.remaining)
        column.addWidget(label(told, "muted", wraps=True))
    return holding(column)


def _identity(row: ItemRow) -> QVBoxLayout:
    """Name an item with its SKU, by which the goods can be told."""
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addWidget(label(item_name(row), "strong", wraps=True, selectable=True))
    if row.line is not None:
        column.addWidget(label(f"SKU {shown(row.line.sku)}", "small", selectable=True))
    return column


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
