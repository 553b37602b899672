"""Work beside the GUI thread: its result comes back to the GUI thread, unless whoever wanted it is gone."""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop_invoicer.errors import (
    InvoicerError,
    NotPermittedError,
    NotRunningError,
    ServiceStoppedError,
    SignInNeededError,
)

T = TypeVar("T")
Done = Callable[[Any], object]
Refused = Callable[[InvoicerError], object]
Denied = Callable[[NotPermittedError], object]

LONG = 1000
"""Milliseconds after which work that lasts is shown."""
LAST = 2.0
"""Seconds that the program waits at its end for work that may be writing."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Errand:
    owner: QObject
    on_done: Done
    on_refused: Refused | None
    on_denied: Denied | None = None


class Tasks(QObject):
    """Delivers what futures give. ``refused`` and ``failed`` tell the errors that nobody else took."""

    refused = Signal(object)
    """An ``InvoicerError`` that whoever asked left to the window."""
    failed = Signal(object)
    """Any other exception: a defect of ours."""
    lasting_changed = Signal(bool)
    """Whether something has been under way for longer than a second."""
    sign_in_needed = Signal(object)
    """The ``SignInNeededError`` by which something was refused; whoever asked is told as well."""

    _came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start with nothing under way."""
        super().__init__(parent)
        self._threads: list[Thread] = []
        self._errands: set[int] = set()
        self._ended: deque[tuple[_Errand, Future[Any]]] = deque()
        self._is_lasting = False
        self._timer = QTimer(self, singleShot=True, interval=LONG)
        self._timer.timeout.connect(self._on_long)
        self._came.connect(self.hand_out, Qt.ConnectionType.QueuedConnection)  # never before ``deliver`` returns

    def run(self, owner: QObject, work: Callable[[], T], on_done: Done, on_refused: Refused | None = None) -> Future[T]:
        """Run blocking work in a thread of its own: a share that never answers keeps nothing else waiting."""
        future: Future[T] = Future()
        thread = Thread(target=_carry_out, args=(work, future), name="task", daemon=True)
        self._threads = [other for other in self._threads if other.is_alive()]
        self._threads.append(thread)
        delivered = self.deliver(owner, future, on_done, on_refused)
        thread.start()
        return delivered

    def deliver(
        self,
        owner: QObject,
        future: Future[T],
        on_done: Done,
        on_refused: Refused | None = None,
        on_denied: Denied | None = None,
    ) -> Future[T]:
        """Bring the result of a future to the GUI thread, as long as ``owner`` lives.

        ``on_refused`` takes whatever keeps it from being done. Where the future is given up, that is a
        ``ServiceStoppedError``, of which nobody is told without it; a defect is told in ``failed`` as well.
        What somebody may not do goes to ``on_denied`` instead, if there is one.
        """
        errand = _Errand(owner, on_done, on_refused, on_denied)
        self._errands.add(id(errand))
        if not self._timer.isActive():
            self._timer.start()
        # the errand does not know its future: in a cycle, an answer, which may be large, would wait to be collected
        future.add_done_callback(lambda done: self._note(errand, done))
        return future

    @Slot()
    def hand_out(self) -> None:
        """Hand out, on the GUI thread and in their order, the results that are there by now.

        A defect of whoever takes one is told as it would be in a slot of Qt's, and keeps nobody else from theirs.
        """
        while self._ended:
            try:
                self._end(*self._ended.popleft())
            except Exception:  # noqa: BLE001 (told)
                sys.excepthook(*sys.exc_info())

    def close(self) -> None:
        """Let what is under way come to its end, unless that takes too long."""
        deadline = monotonic() + LAST
        for thread in self._threads:
            thread.join(max(deadline - monotonic(), 0))

    def _note(self, errand: _Errand, future: Future[Any]) -> None:
        """Take the result of whichever thread has it."""
        self._ended.append((errand, future))
        self._came.emit()

    def _end(self, errand: _Errand, future: Future[Any]) -> None:
        self._errands.discard(id(errand))
        if not self._errands:
            self._timer.stop()
            self._set_lasting(lasting=False)
        if not shiboken6.isValid(errand.owner):
            return
        try:
            result = future.result()
        except CancelledError:
            _tell(errand, ServiceStoppedError())
        except NotRunningError as exc:
            _tell(errand, exc)
        except InvoicerError as exc:
            self._refuse(errand, exc)
        except Exception as exc:  # noqa: BLE001 (a defect of ours: told, and the window lives on)
            _log.exception("work for %s failed", type(errand.owner).__name__)
            self.failed.emit(exc)
            _tell(errand, InvoicerError(f"{type(exc).__name__}: {exc}"))
        else:
            errand.on_done(result)

    def _refuse(self, errand: _Errand, error: InvoicerError) -> None:
        if isinstance(error, NotPermittedError) and errand.on_denied is not None:
            errand.on_denied(error)
            return
        (errand.on_refused or self.refused.emit)(error)
        if isinstance(error, SignInNeededError):
            self.sign_in_needed.emit(error)

    @Slot()
    def _on_long(self) -> None:
        self._set_lasting(lasting=bool(self._errands))

    def _set_lasting(self, *, lasting: bool) -> None:
        if lasting is not self._is_lasting:
            self._is_lasting = lasting
            self.lasting_changed.emit(lasting)


def _tell(errand: _Errand, error: InvoicerError) -> None:
    if errand.on_refused is not None:
        errand.on_refused(error)


def _carry_out(work: Callable[[], T], future: Future[T]) -> None:
    """Put what comes of work into its future."""
    try:
        future.set_result(work())
    except BaseException as exc:  # noqa: BLE001 (whoever takes the result takes this)
        future.set_exception(exc)
