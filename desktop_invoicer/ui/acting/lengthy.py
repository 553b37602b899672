"""Something that the desk needs minutes for: how far it is, what came of it, and giving it up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop_invoicer.engine.progress import Told
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.link import DeskLink

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


class Lengthy(QObject):
    """Runs at most once at a time."""

    advanced = Signal(int, int)
    """How many of how many are done."""
    ended = Signal(object)
    """What came of it."""
    given_up = Signal(str)
    """Why it did not come to its end, in words; empty when a person gave it up."""

    def __init__(self, link: DeskLink, parent: QObject) -> None:
        """Run nothing yet."""
        super().__init__(parent)
        self._link = link
        self._under_way: Future[Any] | None = None
        self._is_given_up = False

    @property
    def is_running(self) -> bool:
        """Tell whether the desk is at work on it."""
        return self._under_way is not None and not self._under_way.done()

    def begin(self, work: Callable[[Commands, Told], Awaitable[Any]]) -> None:
        """Begin, unless it runs already; ``work`` is given whom to tell how far it is."""
        if self.is_running:
            return
        self._is_given_up = False
        told = self.advanced.emit  # from the engine's thread: Qt hands it on
        self._under_way = self._link.ask(self, lambda commands: work(commands, told), self._on_done, self._on_refused)

    def give_up(self) -> None:
        """Go on no further."""
        if self._under_way is not None:
            self._is_given_up = True
            self._under_way.cancel()

    def _on_done(self, result: object) -> None:
        self._under_way = None
        self.ended.emit(result)

    def _on_refused(self, error: InvoicerError) -> None:
        self._under_way = None
        self.given_up.emit("" if self._is_given_up else refusal(error))
