"""What is told of an order of which no return is asked for."""

from __future__ import annotations

from abc import abstractmethod
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.returns import ReturnableLine
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.messages.routes import tell_route
from desktop_invoicer.ui.job.pieces import Facts, line
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.returns.words import note_names

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.returns_desk import OrderReturns

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class OrderCard(Card):
    """A card that is written anew for each order."""

    def __init__(self, title: str) -> None:
        """Show nothing yet."""
        super().__init__(title)
        self._body = QWidget()
        self.content.addWidget(self._body)

    def show_order(self, looked: OrderReturns) -> None:
        """Show another order, or the same anew."""
        old, self._body = self._body, QWidget()
        layout = QVBoxLayout(self._body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self.build(looked, layout)
        self.content.replaceWidget(old, self._body)
        self._body.show()
        old.hide()
        old.deleteLater()

    @abstractmethod
    def build(self, looked: OrderReturns, body: QVBoxLayout) -> None:
        """Put what is to be seen into an empty body."""


class LeftCard(OrderCard):
    """What was bought, what came back, and what may still come back."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(N_("What may come back"))

    def build(self, looked: OrderReturns, body: QVBoxLayout) -> None:
        """Put the lines of the order below each other, the money below them."""
        found = looked.returnable
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        headings = (_("Item"), _("Bought"), _("Returned"), _("May come back"))
        for column, heading in enumerate(headings):
            grid.addWidget(label(heading, "small"), 0, column, RIGHT if column else Qt.AlignmentFlag.AlignLeft)
        for row in found.lines:
            _add(grid, row, headings)
        body.addLayout(grid)
        body.addWidget(line())
        facts = Facts()
        facts.tell(_("Paid"), money(found.paid))
        if found.refunded:
            facts.tell(_("Refunded"), money(found.refunded))
        facts.tell(_("May still be refunded"), money(found.left))
        body.addLayout(facts)


class WaysCard(OrderCard):
    """The way that would be open, if all of it were cancelled now."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(N_("If all of it came back now"))

    def build(self, looked: OrderReturns, body: QVBoxLayout) -> None:
        """Tell the best way in short."""
        told = tell_route(looked.routes.best, datetime.now(UTC))
        body.addWidget(label(told.headline, "strong", wraps=True, selectable=True))
        for text in (told.clock, f"{told.why}."):
            if text:
                body.addWidget(label(capital(text), wraps=True, selectable=True))
        if looked.originals:
            sold = _("Sold with {notes}").format(notes=note_names(looked.originals))
            body.addWidget(label(sold, "small", wraps=True, selectable=True))


def _add(grid: QGridLayout, row: ReturnableLine, headings: tuple[str, ...]) -> None:
    at = grid.rowCount()
    grid.addWidget(line(), at, 0, 1, len(headings))
    name = shown(row.line.name) or shown(row.line.sku)
    grid.addWidget(label(name, "strong", wraps=True, selectable=True), at + 1, 0)
    for column, units in enumerate((row.sold, row.returned, row.left), start=1):
        cell = label(str(units), "strong" if column == len(headings) - 1 else "muted")
        cell.setAccessibleName(f"{headings[column]}: {units}")
        grid.addWidget(cell, at + 1, column, RIGHT)
