"""Tells when a window has been seen for the first time: what takes long begins only then."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

LATEST = 1000
"""Milliseconds after which a window counts as seen: one that is started minimised is painted much later."""


class FirstPaint(QObject):
    """Watches a window that is about to be shown. ``painted`` comes once."""

    painted = Signal()

    def __init__(self, window: QWidget) -> None:
        """Watch from now on."""
        super().__init__(window)
        self._window = window
        self._is_over = False
        window.installEventFilter(self)
        QTimer.singleShot(LATEST, self, self._on_seen)

    @Slot()
    def _on_seen(self) -> None:
        if not self._is_over:
            self._is_over = True
            self.painted.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the first paint, and let it end."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._on_seen)
        return False
