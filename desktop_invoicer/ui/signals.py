"""Ends the window in order when the system asks for it: Ctrl+C in a terminal, or the end of the session."""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class EndSignals(QObject):
    """Turns signals of the system into ``wanted``, at once although Qt's loop runs no Python in between."""

    wanted = Signal()

    def __init__(self, parent: QObject) -> None:
        """Take the signals from now on."""
        super().__init__(parent)
        self._ear, self._mouth = socket.socketpair()
        for end in (self._ear, self._mouth):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_activated)
        signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        for name in SIGNALS:
            signal.signal(name, self._take)

    def _take(self, *_: object) -> None:
        """Replace what Python does with the signal; the socket tells of it."""

    @Slot()
    def _on_activated(self) -> None:
        self._ear.recv(64)
        self.wanted.emit()
