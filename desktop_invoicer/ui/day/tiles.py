"""The figures of a day, large, one beside the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.day import Figures
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone

NARROWEST = 164
"""Points that a tile needs at a text scale of 100 %."""


class Tile(Adapting, QFrame):
    """A name, an amount, and what it is made of."""

    def __init__(self, name: str) -> None:
        """Show nothing yet under a marked name."""
        super().__init__()
        self.setProperty("part", "card")
        self._marked = name
        self._name = label(part="muted")
        self._amount = label("–", part="figure")
        self._below = label(part="small", wraps=True)
        self.say(self._name.setText, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(2)
        for part in (self._name, self._amount, self._below):
            column.addWidget(part)
        column.addStretch()

    def tell(self, amount: Cents, below: str, tone: Tone | None = None) -> None:
        """Show an amount; what stands ``below`` is in words."""
        self._amount.setText(money(amount))
        self._below.setText(below)
        self._amount.setAccessibleName(f"{_(self._marked)}: {money(amount)}, {below}")
        set_tone(self, tone)


class Tiles(QWidget):
    """As many beside each other as there is room for, all of one width."""

    def __init__(self) -> None:
        """Show no figures yet."""
        super().__init__()
        self.asked = Tile(N_("Asked for"))
        self.invoiced = Tile(N_("Invoiced"))
        self.returned = Tile(N_("Returned"))
        self.cancelled = Tile(N_("Cancelled"))
        self.net = Tile(N_("Net"))
        self.freight = Tile(N_("Freight"))
        self.unsent = Tile(N_("Not sent"))
        self._tiles: Sequence[Tile] = (
            self.invoiced,
            self.returned,
            self.cancelled,
            self.net,
            self.freight,
            self.asked,
            self.unsent,
        )
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._arrange()
        Theme.current().changed.connect(self._arrange)

    def show_figures(self, figures: Figures) -> None:
        """Show the figures of a day."""
        self.asked.tell(figures.asked.value, _requests(figures.asked.count))
        self.invoiced.tell(figures.invoiced.value, _invoices(figures.invoiced.count))
        self.returned.tell(figures.returned.value, _returns(figures.returned.count))
        self.cancelled.tell(figures.cancelled.value, _cancellations(figures.cancelled.count))
        self.net.tell(figures.net, _("invoiced less returned and cancelled"))
        self.freight.tell(figures.invoiced.freight, _("part of what was invoiced"))
        count = figures.unsent.count
        words = _("nothing waits") if not count else _requests(count)
        self.unsent.tell(figures.unsent.value, words, Tone.WARNING if count else Tone.SUCCESS)

    def _arrange(self) -> None:
        """Set the tiles into lines of the same number, the last tile as wide as what is left."""
        most = max(self.width() // (Theme.current().metrics.text(NARROWEST) + 12), 1)
        lines = -(-len(self._tiles) // min(most, len(self._tiles)))
        columns = -(-len(self._tiles) // lines)
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for at, tile in enumerate(self._tiles):
            rest = columns - at % columns if at == len(self._tiles) - 1 else 1
            self._grid.addWidget(tile, at // columns, at % columns, 1, rest)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set as many beside each other as there is room for now."""
        super().resizeEvent(event)
        self._arrange()


def _requests(count: int) -> str:
    return ngettext("{count} request", "{count} requests", count).format(count=count)


def _invoices(count: int) -> str:
    return ngettext("{count} invoice", "{count} invoices", count).format(count=count)


def _returns(count: int) -> str:
    return ngettext("{count} return", "{count} returns", count).format(count=count)


def _cancellations(count: int) -> str:
    return ngettext("{count} cancellation", "{count} cancellations", count).format(count=count)
