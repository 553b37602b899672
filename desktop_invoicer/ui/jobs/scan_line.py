"""Scans in line: each belongs to the job that the one before it led to, however soon it follows."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Signal

from desktop_invoicer.domain.scan import Scan


class ScanLine(QObject):
    """Hands on one scan at a time, the next one when it is known, and listed, where the one before led."""

    due = Signal(object)
    """The ``Scan`` whose turn it is."""
    judged = Signal(bool, str)
    """Whether it was of use, and what came of it in words."""

    def __init__(self, parent: QObject) -> None:
        """Start with nothing in line."""
        super().__init__(parent)
        self._waiting: deque[Scan] = deque()
        self._verdict: tuple[bool, str] | None = None
        self._is_busy = False
        self._is_listing = False

    def take(self, scan: Scan) -> None:
        """Put a scan at the end of the line."""
        self._waiting.append(scan)
        self._go_on()

    def wait_for_list(self) -> None:
        """Keep what comes of a scan until ``listed``: what it led to is on its way."""
        self._is_listing = True

    def listed(self) -> None:
        """Take note that everything is listed that was asked for."""
        self._is_listing = False
        if self._verdict is not None:
            self.judge(*self._verdict)

    def judge(self, good: bool, words: str) -> None:
        """Tell what came of the scan whose turn it is, as soon as the next one may have its turn."""
        if self._is_listing:
            self._verdict = (good, words)
        else:
            self._verdict = None
            self.judged.emit(good, words)
            self.end()

    def give_up(self) -> None:
        """Wait no longer for what may never come: something went wrong, which somebody else tells."""
        self._is_listing = False
        if self._is_busy:
            self.judge(False, "")

    def end(self) -> None:
        """Let the next one have its turn."""
        self._is_busy = False
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and not self._is_busy:
            self._is_busy = True
            self.due.emit(self._waiting.popleft())
