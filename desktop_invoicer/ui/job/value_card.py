"""How the value comes about, and what the order has had and still has to get."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.draft import Draft, DraftLine
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.notification import InvoiceType, Operation
from desktop_invoicer.domain.order import EarlierInvoice, OrderLine
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.job.pieces import holding, key_field, line, with_icon
from desktop_invoicer.ui.job.rows_card import RowsCard
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


@dataclass(frozen=True, slots=True)
class Reckoning:
    """One step of the way to the value: words, perhaps a note below them, and an amount."""

    words: str
    cents: int
    note: str = ""
    part: str = ""


class ValueCard(RowsCard):
    """Every line, their sum, the balance where this invoice completes the order, and the value."""

    def __init__(self) -> None:
        """Show no value yet."""
        super().__init__(N_("How the value comes about"))

    def subject(self, details: JobDetails) -> object:
        """Depend on the draft, the lines it takes from, and the earlier invoices."""
        content = details.content
        return None if content is None else (details.job.id, content.draft, content.order.lines, content.order.invoices)

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put the reckoning first, the earlier invoices below it."""
        if details.content is None:
            return
        self.build_rows(tuple(reckon_lines(details.content)), _table, body)
        if details.content.draft.lines:
            body.addWidget(line())
        body.addWidget(_table(tuple(reckon_value(details.content.draft))))
        if details.content.order.invoices:
            body.addSpacing(8)
            body.addWidget(label(_("Earlier invoices of the order"), "strong", wraps=True))
        for invoice in details.content.order.invoices:
            body.addWidget(_earlier(invoice))


def reckon_lines(content: Content) -> Iterator[Reckoning]:
    """Tell the share of each line."""
    lines = {line.index: line for line in content.order.lines}
    for share in content.draft.lines:
        yield Reckoning(
            _("{units} × {name}").format(units=share.units, name=shown(share.name)),
            share.total,
            _line_note(share, lines.get(share.item_index)),
        )


def reckon_value(draft: Draft) -> Iterator[Reckoning]:
    """Tell the way from the sum of the lines to the value, and what is open afterwards."""
    is_sale = draft.operation is Operation.SALE
    if draft.balance is not None and draft.balance != draft.computed:
        yield Reckoning(_("Sum of the items"), draft.computed)
        words = _("Left in the order") if is_sale else _("Left to refund")
        yield Reckoning(_("Difference"), draft.balance - draft.computed, _difference_note(draft))
        yield Reckoning(words, draft.balance)
    yield Reckoning(_("Value to invoice") if is_sale else _("Value to refund"), draft.value, part="title")
    yield Reckoning(_("Remains of the order after this"), draft.remaining, part="muted")


def _difference_note(draft: Draft) -> str:
    if draft.is_sound and not draft.problems:
        return _("rounding; the invoice that completes the order takes it")
    return _("more than rounding: somebody decides")


def _line_note(share: DraftLine, whole: OrderLine | None) -> str:
    """Tell goods and freight, and of a part what it is a part of."""
    parts = [(_("goods {part}"), _("goods {part} of {whole}"), share.goods, 0 if whole is None else whole.goods)]
    if share.freight or (whole is not None and whole.freight):
        all_freight = 0 if whole is None else whole.freight
        parts.append((_("freight {part}"), _("freight {part} of {whole}"), share.freight, all_freight))
    is_part = whole is not None and whole.quantity != share.units
    return " + ".join(
        (of if is_part else simple).format(part=money(part), whole=money(all_)) for simple, of, part, all_ in parts
    )


def _table(rows: Sequence[Reckoning]) -> QWidget:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    for number, row in enumerate(rows):
        words = label(row.words, row.part, wraps=True)
        amount = label(money(row.cents), row.part, selectable=True)
        amount.setAccessibleName(f"{row.words}: {money(row.cents)}")
        words.setBuddy(amount)
        grid.addWidget(words, 2 * number, 0)
        grid.addWidget(amount, 2 * number, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        if row.note:
            note = label(row.note, "small", wraps=True)
            note.setContentsMargins(0, 0, 0, 6)
            grid.addWidget(note, 2 * number + 1, 0)
    return holding(grid)


def _earlier(invoice: EarlierInvoice) -> QWidget:
    is_output = invoice.type is InvoiceType.OUTPUT
    words = (_("Invoice {number}") if is_output else _("Return {number}")).format(number=shown(invoice.number))
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(0, 1)
    grid.addWidget(with_icon("receipt" if is_output else "returns", words, Role.INK), 0, 0)
    grid.addWidget(label(money(invoice.value), selectable=True), 0, 1, Qt.AlignmentFlag.AlignRight)
    if invoice.key:
        grid.addWidget(key_field(invoice.key, f"copy_{invoice.number}", "small"), 1, 0, 1, 2)
    return holding(grid)
