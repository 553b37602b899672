"""The left side of the returns desk: a heading, and the list of what is open or was found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import IconButton
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.returns.clock import SELDOM
from desktop_invoicer.ui.returns.model import ReturnModel
from desktop_invoicer.ui.returns.nothing import Nothing
from desktop_invoicer.ui.returns.rows import ReturnRow
from desktop_invoicer.ui.returns.table import ReturnTable


class Listing(Adapting, QWidget):
    """Lists open returns, or orders that were found until somebody goes back."""

    left = Signal()
    """Somebody goes back to the open returns."""

    def __init__(self) -> None:
        """List nothing yet."""
        super().__init__()
        self._finds = False
        self._heading = label(part="heading")
        self._back = IconButton(N_("Back to the open returns"), "close")
        self._model = ReturnModel()
        self.table = ReturnTable(self._model)
        self.nothing = Nothing(self.table.viewport())
        self._ticking = QTimer(self, interval=SELDOM)
        self._ticking.timeout.connect(self._on_tick)
        self._ticking.start()
        policy = self._back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._back.setSizePolicy(policy)
        self._back.clicked.connect(self.left)
        self.setFocusProxy(self.table)
        self._lay_out()
        self.adapt()

    @property
    def finds(self) -> bool:
        """Tell whether orders are listed that were found."""
        return self._finds

    @property
    def rows(self) -> Sequence[ReturnRow]:
        """Give what is listed."""
        return self._model.rows

    @property
    def orders(self) -> int:
        """Tell how many orders the rows are about: one may have several returns."""
        return len({(row.account, row.order_id) for row in self.rows})

    def list_rows(self, rows: Sequence[ReturnRow], *, finds: bool) -> None:
        """List rows; the order that is selected stays so as long as it is listed."""
        self._finds = finds
        self.table.list_rows(rows)
        self.nothing.tell(is_loaded=True)
        self.nothing.setVisible(not rows)
        set_property(self.table, "empty", not rows)
        self.adapt()

    def stop_finding(self) -> None:
        """Let what was found stand until the open returns take its place."""
        self._finds = False
        self.adapt()

    def adapt(self) -> None:
        """Say what is listed in the language in use."""
        if self._finds:
            count = self.orders
            told = ngettext("{count} order found", "{count} orders found", count).format(count=count)
        else:
            told = _("Open returns")
        self._heading.setText(told)
        self._back.setVisible(self._finds)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(4, 0, 0, 0)
        top.addWidget(self._heading, 1)
        top.addWidget(self._back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.table, 1)

    @Slot()
    def _on_tick(self) -> None:
        """Tell anew how much time is left."""
        if any(row.closes_at is not None for row in self.rows):
            self._model.retell()
