"""The dry run: what would happen to each pending job, by asking VTEX and sending nothing."""

from __future__ import annotations

from concurrent.futures import Future
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_invoicer.domain.prospect import Forecast
from desktop_invoicer.errors import InvoicerError, ServiceStoppedError
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.link import DeskLink


class LookAhead(QObject):
    """Runs at most once at a time, and can be given up."""

    advanced = Signal(int, int)
    """How many jobs of how many were looked at."""
    ended = Signal(object)
    """The ``Forecast`` of each job."""
    given_up = Signal(str)
    """Why it did not come to its end, in words; empty when a person gave it up."""

    def __init__(self, link: DeskLink, parent: QObject) -> None:
        """Look at nothing yet."""
        super().__init__(parent)
        self._link = link
        self._under_way: Future[Any] | None = None

    @property
    def is_running(self) -> bool:
        """Tell whether VTEX is being asked."""
        return self._under_way is not None

    def begin(self, when: date) -> None:
        """Look at the jobs of a day."""
        if self._under_way is None:
            told = self.advanced.emit  # from the engine's thread: Qt hands it on
            self._under_way = self._link.ask(
                self, lambda commands: commands.day_desk.look_ahead(when, told), self._on_done, self._on_refused
            )

    def give_up(self) -> None:
        """Ask VTEX no further."""
        if self._under_way is not None:
            self._under_way.cancel()

    def _on_done(self, forecasts: tuple[Forecast, ...]) -> None:
        self._under_way = None
        self.ended.emit(forecasts)

    def _on_refused(self, error: InvoicerError) -> None:
        self._under_way = None
        self.given_up.emit("" if isinstance(error, ServiceStoppedError) else refusal(error))
