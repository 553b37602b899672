"""What stands in place of the rows of a list when there are none: why, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme


class Vacancy(Adapting, QWidget):
    """Lies over ``view`` while it has no rows; ``button`` is what can be done."""

    def __init__(self, view: QWidget, button: Button) -> None:
        """Say nothing yet."""
        super().__init__(view)
        self._icon = QLabel()
        self._words = label(part="heading", wraps=True)
        self._more = label(part="muted", wraps=True)
        self._button = button
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(2)
        for text in (self._icon, self._words, self._more):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(text)
        layout.addSpacing(8)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        view.installEventFilter(self)

    @property
    def words(self) -> str:
        """Give what is said."""
        return self._words.text()

    def say_why(self, icon: str, words: str, more: str = "", *, offers: bool = False) -> None:
        """Say something else, with a hint; the button is there when it helps."""
        theme = Theme.current()
        self._icon.setPixmap(theme.pixmap(icon, Role.MUTED, theme.metrics.text(48), self.devicePixelRatioF()))
        self._words.setText(words)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._button.setVisible(offers)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as large as the view."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return super().eventFilter(watched, event)
