"""A bar at which something lengthy runs: how far it is, stopping it, and why it did not come to its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot

from desktop_invoicer.engine.progress import Told
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.lengthy import Lengthy
from desktop_invoicer.ui.day.work_bar import WorkBar
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

_STOP, _CLOSE = N_("Stop"), N_("Close notice")

Words = Callable[[int, int], tuple[str, str]]
"""Says how far something is, so many of so many, and what else is to be known; none of none: nobody knows yet."""


class LengthyBar(WorkBar):
    """Hidden while nothing runs and nothing is wrong."""

    ended = Signal(object)
    """What came of it."""
    given_up = Signal()
    """It did not come to its end; the bar says why, unless a person gave it up."""

    def __init__(self, link: DeskLink) -> None:
        """Run nothing yet."""
        super().__init__()
        self._say: Words | None = None
        self._lengthy = Lengthy(link, self)
        self._lengthy.advanced.connect(self._on_advanced)
        self._lengthy.ended.connect(self._on_ended)
        self._lengthy.given_up.connect(self._on_given_up)
        self.pressed.connect(self._on_pressed)

    @property
    def is_running(self) -> bool:
        """Tell whether the desk is at work on it."""
        return self._lengthy.is_running

    def begin(self, work: Callable[[Commands, Told], Awaitable[Any]], words: Words) -> None:
        """Begin, unless something runs already."""
        if not self.is_running:
            self._say = words
            self._lengthy.begin(work)
            self._on_advanced(0, 0)

    def give_up(self) -> None:
        """Go on no further."""
        self._lengthy.give_up()

    @Slot(int, int)
    def _on_advanced(self, done: int, total: int) -> None:
        if self.is_running and self._say is not None:
            self.tell_progress(*self._say(done, total), (done, total), _STOP)

    @Slot(object)
    def _on_ended(self, result: object) -> None:
        self.tell("")
        self.ended.emit(result)

    @Slot(str)
    def _on_given_up(self, words: str) -> None:
        """Say what is wrong; what a person gave up needs no words."""
        self.tell(words, "", Tone.ERROR, _CLOSE)
        self.given_up.emit()

    @Slot()
    def _on_pressed(self) -> None:
        self.give_up()
        if not self.is_running:
            self.tell("")
