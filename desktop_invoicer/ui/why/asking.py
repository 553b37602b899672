"""Asks the desk about one order: the one that is meant by a text, or a known one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.scan import ScanKind, read_scan
from desktop_invoicer.errors import InvoicerError, UnknownJobError
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.jobs.finder import broken_words
from desktop_invoicer.ui.link import DeskLink

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


class Asking(QObject):
    """Asks for one thing at a time: the answer to an earlier question is dropped."""

    answered = Signal(object)
    """The ``Diagnosis``."""
    ambiguous = Signal(object)
    """The ids of the orders that may be meant."""
    missed = Signal(str)
    """Why there is no answer, in words."""

    def __init__(self, link: DeskLink, parent: QObject) -> None:
        """Ask for nothing yet."""
        super().__init__(parent)
        self._link = link
        self._question = 0

    def ask_meant(self, text: str) -> bool:
        """Ask about the order that a text means; tell whether the desk is asked."""
        scan = read_scan(text)
        if scan.kind is ScanKind.BROKEN_KEY:
            self.missed.emit(broken_words(scan))
            return False
        self._ask(lambda commands: commands.diagnoser.diagnose_meant(scan.value))
        return True

    def ask_order(self, account: AccountName, order_id: OrderId) -> None:
        """Ask about a known order."""
        self._ask(lambda commands: commands.diagnoser.diagnose(account, order_id))

    def forget(self) -> None:
        """Drop the answer that is still to come."""
        self._question += 1

    def _ask(self, work: Callable[[Commands], Awaitable[Any]]) -> None:
        self._question += 1
        number = self._question
        self._link.ask(self, work, partial(self._on_done, number), partial(self._on_refused, number))

    def _on_done(self, question: int, found: Diagnosis) -> None:
        if question == self._question:
            self.answered.emit(found)

    def _on_refused(self, question: int, error: InvoicerError) -> None:
        if question != self._question:
            return
        if isinstance(error, UnknownJobError) and error.candidates:
            self.ambiguous.emit(error.candidates)
        else:
            self.missed.emit(refusal(error))
