"""Finds the orders that are meant: among the jobs here, and else by asking VTEX."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_invoicer.domain.notification import OrderId
from desktop_invoicer.domain.scan import Scan, ScanKind
from desktop_invoicer.errors import InvoicerError, UnknownOrderError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.jobs.finder import broken_words
from desktop_invoicer.ui.link import DeskLink

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.engine.returns_desk import FoundOrder, OrderReturns


class ReturnFinder(QObject):
    """Looks for one thing at a time: the answer to an earlier question is dropped."""

    found = Signal(object, object)
    """The ``Scan``, and the ``FoundOrder`` of each order that is meant."""
    looked = Signal(object, object)
    """The ``Scan``, and the ``OrderReturns`` that VTEX gave."""
    asked = Signal(str)
    """No job here knows the order, and VTEX is being asked: that in words."""
    missed = Signal(object, str)
    """The ``Scan``, and why nothing answers to it."""

    def __init__(self, link: DeskLink, parent: QObject) -> None:
        """Look for nothing yet."""
        super().__init__(parent)
        self._link = link
        self._sought: Scan | None = None

    def find(self, scan: Scan) -> None:
        """Look for what somebody scanned or typed."""
        self._sought = scan
        if scan.kind is ScanKind.BROKEN_KEY:
            self.missed.emit(scan, broken_words(scan))
            return
        work: Callable[[Commands], Any] = partial(_find, text=scan.text)
        self._link.ask(self, work, partial(self._on_found, scan), partial(self._on_refused, scan))

    def give_up(self) -> None:
        """Look for nothing any more."""
        self._sought = None

    def _on_found(self, scan: Scan, orders: tuple[FoundOrder, ...]) -> None:
        if scan is not self._sought:
            return
        if orders:
            self.found.emit(scan, orders)
        elif scan.kind is ScanKind.ORDER:
            self.asked.emit(_("No job here knows this order. Asking VTEX…"))
            work: Callable[[Commands], Awaitable[Any]] = partial(_look, order_id=OrderId(scan.value))
            self._link.ask(self, work, partial(self._on_looked, scan), partial(self._on_refused, scan))
        else:
            self.missed.emit(scan, _missed_words(scan))

    def _on_looked(self, scan: Scan, looked: OrderReturns) -> None:
        if scan is self._sought:
            self.looked.emit(scan, looked)

    def _on_refused(self, scan: Scan, error: InvoicerError) -> None:
        if scan is self._sought:
            self.missed.emit(scan, _unknown_words(scan) if isinstance(error, UnknownOrderError) else refusal(error))


def _find(commands: Commands, text: str) -> Any:  # noqa: ANN401 (awaited by the link)
    return commands.returns_desk.find(text)


async def _look(commands: Commands, order_id: OrderId) -> OrderReturns:
    return await commands.returns_desk.look_anywhere(order_id)


def _missed_words(scan: Scan) -> str:
    """Say that nothing answers, and what helps."""
    if scan.kind is ScanKind.ACCESS_KEY:
        return _("No order here was sold with this document. Type the order number instead; VTEX is asked for it.")
    return _("Nothing found for “{text}”. Type the order number as VTEX shows it; VTEX is asked for it.").format(
        text=scan.value
    )


def _unknown_words(scan: Scan) -> str:
    return _("VTEX knows no order {order}. Compare the number with the receipt, and try again.").format(
        order=scan.value
    )
