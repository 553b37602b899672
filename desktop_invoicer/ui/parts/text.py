"""Labels. What comes from outside is never read as markup."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop_invoicer.ui.theme.tokens import Tone


def label(text: str = "", part: str = "", *, wraps: bool = False, selectable: bool = False) -> QLabel:
    """Make a label of plain text; ``part``: display, figure, title, heading, strong, muted, small, key or verbatim."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if part:
        made.setProperty("part", part)
    if wraps:
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have it looked at again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        _polish(widget)


def set_tone(widget: QWidget, tone: Tone | None) -> None:
    """Give a frame or label the colours of a tone, or none; what is written in a frame follows it."""
    wanted = "" if tone is None else tone.value
    if widget.property("tone") != wanted:
        set_property(widget, "tone", wanted)
        for written in widget.findChildren(QLabel):
            _polish(written)


def _polish(widget: QWidget) -> None:
    widget.style().unpolish(widget)
    widget.style().polish(widget)
