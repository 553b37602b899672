"""A card: a titled group of things on a surface of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label


class Card(Adapting, QFrame):
    """A surface with a heading; ``content`` takes what it holds, ``corner`` what stands beside the heading."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        """Make an empty card with a marked title; an empty title leaves the heading out."""
        super().__init__(parent)
        self.setProperty("part", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 14)
        outer.setSpacing(8)
        self.corner = QHBoxLayout()
        self.heading = label(part="heading")
        self.corner.addWidget(self.heading)
        self.corner.addStretch()
        outer.addLayout(self.corner)
        self.heading.setHidden(not title)
        if title:
            self.say(self.heading.setText, title)
            self.say(self.setAccessibleName, title)
        self.content = QVBoxLayout()
        self.content.setSpacing(6)
        outer.addLayout(self.content)
