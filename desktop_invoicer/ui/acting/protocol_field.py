"""Where the protocol of a cancellation is typed, as the fiscal program shows it."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_invoicer.domain.typed import read_protocol
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import set_property

_BEGUN = re.compile(r"(?:[0-9][\s./-]*){0,17}")


class ProtocolField(Adapting, QLineEdit):
    """A field for one protocol, grouped or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(parent)
        self.setMaxLength(40)
        self.setAcceptDrops(False)
        self._was_left = False
        self.say(self.setPlaceholderText, N_("15 or 17 digits, as the fiscal program shows them"))
        self.textChanged.connect(self._on_changed)
        self.editingFinished.connect(self._on_left)

    @property
    def protocol(self) -> str:
        """Give the protocol; empty while there is none."""
        return read_protocol(self.text())

    @property
    def is_wrong(self) -> bool:
        """Tell whether this is no protocol and cannot become one, or was left so."""
        text = self.text().strip()
        return bool(text) and not self.protocol and (self._was_left or not _BEGUN.fullmatch(text))

    def _on_changed(self) -> None:
        self._was_left = False
        self._judge()

    def _on_left(self) -> None:
        self._was_left = True
        self._judge()

    def _judge(self) -> None:
        set_property(self, "wrong", "true" if self.is_wrong else "")
