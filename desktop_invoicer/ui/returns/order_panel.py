"""An order of which no return is asked for: what was bought, and what might come back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import holding
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.returns.head import CaseHead
from desktop_invoicer.ui.returns.order_cards import LeftCard, WaysCard
from desktop_invoicer.ui.returns.rows import ReturnRow
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.engine.returns_desk import OrderReturns


LOADING = 10
"""Seconds that loading a request may take, before the order is shown without it."""


class OrderPanel(Adapting, QWidget):
    """Asks VTEX for the order, and again whenever somebody has asked for the return there."""

    asked_for = Signal(object)
    """The ``Job`` of a return that VTEX asks for after all."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show no order yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._row: ReturnRow | None = None
        self._looked: OrderReturns | None = None
        self._head = CaseHead()
        self._notice = Notice()
        self._left = LeftCard()
        self._ways = WaysCard()
        self._again = Button(N_("Look again"), "refresh", "primary")
        self._again.setObjectName("look_again")
        self._open = Button(N_("Open in VTEX"), "open-external")
        self._open.setObjectName("open_order")
        self._scroll = QScrollArea(widgetResizable=True)
        self._lay_out()
        self._again.clicked.connect(self._on_again)
        self._open.clicked.connect(self.open_in_vtex)

    @property
    def row(self) -> ReturnRow | None:
        """Give the order in view."""
        return self._row

    def show_row(self, row: ReturnRow, looked: OrderReturns | None) -> None:
        """Show an order, as it was looked at just now, or else as VTEX has it now."""
        self._row, self._looked = row, None
        for part in (self._head, self._left, self._ways):
            part.hide()
        if looked is None:
            self._look()
        else:
            self._show(row, looked)

    def focus_primary(self) -> None:
        """Put the focus on what is to be done next."""
        self._again.setFocus()

    @Slot()
    def open_in_vtex(self) -> None:
        """Open the order's page in the browser."""
        row = self._row
        if row is not None:
            self._ask(lambda commands: commands.desk.context.vtex(row.account).order_page(row.order_id), _open_page)

    def adapt(self) -> None:
        """Say everything in the language in use."""
        if self._row is not None and self._looked is not None:
            self._show(self._row, self._looked)

    def _lay_out(self) -> None:
        buttons = Flow(8)
        buttons.addWidget(self._again)
        buttons.addWidget(self._open)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 4, 20, 20)
        column.setSpacing(12)
        for part in (self._notice, holding(buttons), self._left, self._ways):
            column.addWidget(part)
        column.addStretch()
        self._scroll.setWidget(page)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setProperty("part", "read")
        self.say(self._scroll.setAccessibleName, N_("Details of the order"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._scroll, 1)

    def _look(self) -> None:
        row = self._row
        if row is not None:
            self._wait()
            self._ask(lambda commands: commands.returns_desk.look(row.account, row.order_id), partial(self._show, row))

    def _wait(self) -> None:
        self._again.setEnabled(False)
        self._notice.tell(_("Asking VTEX about this order…"))

    def _show(self, row: ReturnRow, looked: OrderReturns) -> None:
        """Show what VTEX said of the order in view; of another one it came too late."""
        if row is not self._row:
            return
        self._looked = looked
        self._again.setEnabled(True)
        self._head.show_order(looked.order)
        self._left.show_order(looked)
        self._ways.show_order(looked)
        for part in (self._head, self._left, self._ways):
            part.show()
        self._notice.tell(_advice(looked), Tone.INFO)

    def _ask(self, work: Callable[[Commands], Awaitable[object] | object], on_done: Callable[..., object]) -> None:
        self._workplace.link.ask(self, work, on_done, partial(self._on_refused, self._row))

    @Slot()
    def _on_again(self) -> None:
        row = self._row
        if row is not None:
            self._wait()
            self._ask(partial(_add, row=row), partial(self._on_added, row))

    def _on_added(self, row: ReturnRow, looked: OrderReturns) -> None:
        """Go on with the return that VTEX asks for now; else say that it still does not."""
        if row is not self._row:
            return
        job = next((job for job in looked.jobs if not job.stage.is_end), None)
        if job is not None:
            self.asked_for.emit(job)
            return
        self._show(row, looked)
        self._tell(" ".join((_("VTEX was asked again: still no return."), _advice(looked))), Tone.WARNING)

    def _on_refused(self, row: ReturnRow | None, error: InvoicerError) -> None:
        if row is self._row:
            self._tell(refusal(error), Tone.ERROR)

    def _tell(self, text: str, tone: Tone) -> None:
        self._again.setEnabled(True)
        self._notice.tell(text, tone)


def _advice(looked: OrderReturns) -> str:
    """Say what to do, so that a return can be worked on here."""
    if not looked.returnable.units_left:
        return _("Nothing of this order can come back any more.")
    return _("Nobody has asked for a return of this order in VTEX yet. Ask for it in VTEX, then look again.")


async def _add(commands: Commands, row: ReturnRow) -> OrderReturns:
    """Ask VTEX for requests that did not arrive by themselves, and wait until they are loaded."""
    jobs = await commands.desk.add(row.account, row.order_id, None)
    if jobs:
        await commands.settle([job.id for job in jobs], LOADING)
    return await commands.returns_desk.look(row.account, row.order_id)


def _open_page(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
