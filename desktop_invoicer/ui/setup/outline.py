"""The steps of the assistant at a glance: which are done, which is at hand, which come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.theme.theme import Role, Theme

_DONE, _AT_HAND, _TO_COME = (
    ("done", Role.SUCCESS, N_("done")),
    ("chevron-right", Role.INK, N_("at hand")),
    ("to-come", Role.MUTED, N_("to come")),
)


class Outline(Adapting, QFrame):
    """A column of the steps' names."""

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        """List marked titles."""
        super().__init__(parent)
        self.setProperty("part", "rail")
        self._position = 0
        self._titles = titles
        self._lines = [(QLabel(), label(wraps=True)) for _title in titles]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 32, 24, 24)
        layout.setSpacing(16)
        heading = label(part="title", wraps=True)
        self.say(heading.setText, N_("Set up this desk"))
        layout.addWidget(heading)
        layout.addSpacing(8)
        for icon, text in self._lines:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(icon)
            row.addWidget(text, 1)
            layout.addLayout(row)
        layout.addStretch()
        self.adapt()

    def show_position(self, position: int) -> None:
        """Mark the step at hand."""
        self._position = position
        self.adapt()

    def adapt(self) -> None:
        """Name every step, and draw how far it is."""
        theme = Theme.current()
        self.setFixedWidth(theme.metrics.text(250))
        for position, (icon, text) in enumerate(self._lines):
            name, role, word = (
                _DONE if position < self._position else _AT_HAND if position == self._position else _TO_COME
            )
            icon.setPixmap(theme.pixmap(name, role, theme.metrics.icon, self.devicePixelRatioF()))
            title, state = _(self._titles[position]), _(word)
            icon.setAccessibleName(state)
            text.setText(title)
            text.setAccessibleName(f"{title}: {state}")
            set_property(text, "part", "strong" if position == self._position else "muted")
