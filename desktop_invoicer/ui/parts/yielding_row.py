"""A row whose buttons drop their words where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget
from typing_extensions import override

from desktop_invoicer.ui.parts.buttons import Button


class YieldingRow(QWidget):
    """Buttons that give way keep their icons; what is read out stays. Whoever changes words in it calls ``fit``."""

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        """Make an empty ``row``."""
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(spacing)
        self._yielding: Sequence[Button] = ()

    def let_yield(self, *buttons: Button) -> None:
        """Let the words of these buttons give way, the first one's first."""
        self._yielding = buttons

    def fit(self) -> bool:
        """Say as much as there is room for, and tell whether that is enough.

        Qt by itself learns only later how long the words are now.
        """
        for part in self.findChildren(QWidget):
            part.updateGeometry()
        for brevity in range(len(self._yielding) + 1):
            for at, button in enumerate(self._yielding):
                button.abridge(is_brief=at < brevity)
            self.row.invalidate()
            if self.row.minimumSize().width() <= self.width():
                return True
        return False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """Let the window be narrow: words give way."""
        return QSize(0, self.row.minimumSize().height())
