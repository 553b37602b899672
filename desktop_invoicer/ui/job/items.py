"""The rows of the items: what is asked of each line, and what came before and comes after."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain.draft import DraftLine
from desktop_invoicer.domain.journal import Content, Ncm
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import OrderLine, units_by_line


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of the order as this job asks for it.

    ``line`` is ``None`` where VTEX asks for a line that the order does not have, ``share`` where nothing can be given.
    Of a return ``ordered`` is what was sold, and ``before`` what came back before.
    """

    index: int
    line: OrderLine | None
    share: DraftLine | None
    asked: int
    ordered: int
    before: int
    ncm: Ncm | None
    is_added: bool
    """The SKU was added after the order was closed."""

    @property
    def remaining(self) -> int:
        """Units still open after this invoice."""
        return self.ordered - self.before - (0 if self.share is None else self.share.units)

    @property
    def total(self) -> Cents | None:
        """Goods and freight of what is asked."""
        return None if self.share is None else self.share.total


def item_rows(content: Content) -> tuple[ItemRow, ...]:
    """Give a row for each line that is asked for, in the order of the order."""
    asked = content.notification.asked
    return tuple(_row(content, index, asked[index]) for index in sorted(asked))


def _row(content: Content, index: int, asked: int) -> ItemRow:
    order, draft = content.order, content.draft
    line = next((line for line in order.lines if line.index == index), None)
    share = next((share for share in draft.lines if share.item_index == index), None)
    return ItemRow(
        index=index,
        line=line,
        share=share,
        asked=asked,
        ordered=_ordered(line, share),
        before=share.before if share is not None else _invoiced(content).get(index, 0),
        ncm=content.ncms.get(index),
        is_added=line is not None and line.sku in content.notification.changed_items,
    )


def _ordered(line: OrderLine | None, share: DraftLine | None) -> int:
    if share is not None:
        return share.ordered
    return 0 if line is None else line.invoiceable


def _invoiced(content: Content) -> dict[int, int]:
    """Count what VTEX shows as invoiced of each line, for a line that this invoice cannot take."""
    type_ = content.draft.operation.invoice_type
    lines, invoices = content.order.lines, content.order.invoices
    if type_ is InvoiceType.INPUT:
        invoices = tuple(seen for seen in invoices if seen.type is InvoiceType.INPUT)
    return units_by_line(lines, [seen.units for seen in invoices if seen.type is type_])
