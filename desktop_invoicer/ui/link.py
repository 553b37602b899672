"""The way between the window and the engine: commands go down without waiting, events and answers come up."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from inspect import isawaitable
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from weakref import ref

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

from desktop_invoicer.errors import InvoicerError, NotPermittedError, NotRunningError, ServiceStoppedError
from desktop_invoicer.ui.tasks import Denied, Done, Refused, Tasks

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.config import Settings
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.engine.events import Event

T = TypeVar("T")

_log = logging.getLogger(__name__)

BATCH = 30
"""Milliseconds over which events are collected: one repaint for all of them."""


class Running(Protocol):
    """A desk at work."""

    @property
    def settings(self) -> Settings:
        """Give the settings it runs with."""
        ...

    @property
    def receiver_address(self) -> str:
        """Give where notifications are received; empty when they are not."""
        ...

    def begin(self, work: Callable[[Commands], Coroutine[Any, Any, T]]) -> Future[T]:
        """Start work on the engine's loop."""
        ...

    def close(self) -> None:
        """Stop."""
        ...


class _Phase(Enum):
    """What the desk is about: one runs at most, and none starts before the one before has stopped."""

    RESTING = auto()
    STARTING = auto()
    RUNNING = auto()
    STOPPING = auto()


class _Wish(Enum):
    """What is to come of the desk next."""

    NONE = auto()
    RESTART = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Denial:
    """What the desk does not do for whoever works here, because that takes somebody else's word."""

    error: NotPermittedError
    repeat: Callable[[], object]
    """Asks for the very same once more, and tells whoever asked."""
    give_up: Callable[[], object]
    """Tells whoever asked that it was refused."""


Launch = Callable[[Callable[["Event"], None]], Running]
"""Starts a desk that tells the given listener every event; takes its time, and raises what keeps it from running."""


class DeskLink(QObject):
    """Starts the desk in the background, asks it, and hands on what it announces, all on the GUI thread."""

    started = Signal()
    start_failed = Signal(object)
    """The ``InvoicerError`` that keeps the desk from running."""
    stopped = Signal()
    published = Signal(object)
    """A tuple of events, in their order."""

    denied = Signal(object)
    """A ``Denial``, once somebody said by ``mediated`` that they see to those."""

    _arrived = Signal()

    def __init__(self, launch: Launch, tasks: Tasks, parent: QObject | None = None) -> None:
        """Remember how to start; nothing runs yet."""
        super().__init__(parent)
        self._launch = launch
        self.tasks = tasks
        self._running: Running | None = None
        self._events: deque[Event] = deque()
        self._due: list[Event] = []
        self._lock = Lock()
        self._timer = QTimer(self, singleShot=True, interval=BATCH)
        self._timer.timeout.connect(self._on_batch)
        self._arrived.connect(self._on_arrived)
        self._phase = _Phase.RESTING
        self._wish = _Wish.NONE
        self.mediated = False
        """Whether somebody listens to ``denied``; else a denial is an error like any other."""

    @property
    def running(self) -> Running | None:
        """Give the desk while it runs."""
        return self._running

    @property
    def is_resting(self) -> bool:
        """Tell whether no desk runs, nor is about to."""
        return self._phase is _Phase.RESTING

    def start(self) -> None:
        """Start the desk unless one is there; ``started`` or ``start_failed`` tells how it went."""
        if self._phase is _Phase.RESTING:
            self._phase = _Phase.STARTING
            self.tasks.run(self, self._launched, self._on_started, self._on_start_failed)

    def restart(self) -> None:
        """Stop the desk and start it again, with the settings as they are by then, unless it is to stop for good."""
        if self._wish is not _Wish.STOP:
            self._wish = _Wish.RESTART
            self._end()

    def stop(self) -> None:
        """Stop the desk, one that is starting as soon as it has; ``stopped`` tells when."""
        self._wish = _Wish.STOP
        self._end()

    def ask(
        self,
        owner: QObject,
        work: Callable[[Commands], Awaitable[T] | T],
        on_done: Done,
        on_refused: Refused | None = None,
    ) -> Future[T]:
        """Ask the desk; ``on_done`` takes the answer, unless ``owner`` is gone.

        ``on_refused`` takes whatever keeps it from being done: while none runs a ``NotRunningError``, and where it
        stops meanwhile a ``ServiceStoppedError``. Without it nobody is told of these two: what is only looked at is
        looked at again once the desk runs. Other errors are told by the window then.

        ``work`` runs on the engine's loop: it may await, and must not wait otherwise. Where it needs the word of
        somebody else, that is asked for, and ``work`` runs once more. What the desk announces after it has answered
        is ``published`` after ``on_done``. Who cancels the future gives up the work.
        """
        deny = partial(self._deny, owner, work, on_done, on_refused) if self.mediated else None
        return self._begin(owner, work, on_done, on_refused, deny)

    def ask_alone(
        self, owner: QObject, work: Callable[[Commands], Awaitable[T] | T], on_done: Done, on_refused: Refused
    ) -> Future[T]:
        """Do the same, and take a denial as an error like any other."""
        return self._begin(owner, work, on_done, on_refused, None)

    def _begin(
        self,
        owner: QObject,
        work: Callable[[Commands], Awaitable[T] | T],
        on_done: Done,
        on_refused: Refused | None,
        on_denied: Denied | None,
    ) -> Future[T]:
        answer: Future[T] = Future()

        async def answered(commands: Commands) -> None:
            """Answer here and now: the future of this work is done only after others may have had their turn."""
            with suppress(InvalidStateError):  # given up at this very moment
                try:
                    told = work(commands)
                    result = await told if isawaitable(told) else told
                except Exception as exc:  # noqa: BLE001 (whoever takes the answer takes this)
                    answer.set_exception(exc)
                else:
                    answer.set_result(result)

        try:
            begun = self._demand_running().begin(answered)
        except ServiceStoppedError:  # it broke down, which is in the log, or none is there
            answer.set_exception(NotRunningError())
        else:
            begun.add_done_callback(lambda _: answer.cancel())  # it ended unanswered: a desk that stops gives up work
            answer.add_done_callback(partial(_give_up, ref(begun)))  # a cycle of both would keep the answer
        return self.tasks.deliver(owner, answer, on_done, on_refused, on_denied)

    def _deny(
        self,
        owner: QObject,
        work: Callable[[Commands], Awaitable[Any] | Any],
        on_done: Done,
        on_refused: Refused | None,
        error: NotPermittedError,
    ) -> None:
        """Have somebody asked whose word it takes; where nothing comes of it, it was refused."""

        def give_up() -> None:
            if isValid(owner):
                (on_refused or self.tasks.refused.emit)(error)

        def repeat() -> None:
            if isValid(owner):
                self.ask(owner, work, on_done, on_refused or self.tasks.refused.emit)

        self.denied.emit(Denial(error, repeat, give_up))

    def _demand_running(self) -> Running:
        if self._running is None:
            raise NotRunningError
        return self._running

    def _end(self) -> None:
        """Stop what runs. What is on its way comes to its end first, and what is wished for by then is done."""
        running, self._running = self._running, None
        if running is not None:
            self._phase = _Phase.STOPPING
            self.tasks.run(self, partial(_close, running), self._on_stopped)
        elif self._phase is _Phase.RESTING:
            self._on_stopped(None)

    def _launched(self) -> Running:
        """Start the desk, in a thread; a defect is told like anything else that keeps it from running."""
        try:
            return self._launch(self._listen)
        except InvoicerError:
            raise
        except Exception as exc:
            _log.exception("the desk cannot start")
            told = f"{type(exc).__name__}: {exc}"
            raise InvoicerError(told) from exc

    def _listen(self, event: Event) -> None:
        """Take an event on the engine's thread."""
        with self._lock:
            is_first = not self._events
            self._events.append(event)
        if is_first:
            self._arrived.emit()

    @Slot()
    def _on_arrived(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_batch(self) -> None:
        """Publish what was told, after the answers that were given before it; one of them may be the desk's end."""
        with self._lock:
            self._due += self._events
            self._events.clear()
        self.tasks.hand_out()
        due, self._due = tuple(self._due), []
        if due:
            self.published.emit(due)

    def _on_started(self, running: Running) -> None:
        self._running = running
        self._phase = _Phase.RUNNING
        if self._wish is _Wish.NONE:
            self.started.emit()
        else:
            self._end()

    def _on_start_failed(self, error: InvoicerError) -> None:
        self._phase = _Phase.RESTING
        if self._wish is _Wish.NONE:
            self.start_failed.emit(error)
        else:
            self._on_stopped(None)

    def _on_stopped(self, _: object) -> None:
        self._on_batch()  # what the desk told comes before the next one does
        self._phase = _Phase.RESTING
        wish, self._wish = self._wish, _Wish.NONE
        if wish is _Wish.RESTART:
            self.start()
        else:
            self.stopped.emit()


def _give_up(begun: ref[Future[None]], answer: Future[Any]) -> None:
    """Where nobody waits for the answer any more, end the work for it."""
    if answer.cancelled() and (work := begun()) is not None:
        work.cancel()


def _close(running: Running) -> None:
    """Stop a desk, in a thread; whatever fails then, the program can end: what counts is on disk."""
    try:
        running.close()
    except Exception:  # noqa: BLE001 (told in the log)
        _log.exception("the desk did not stop cleanly")
