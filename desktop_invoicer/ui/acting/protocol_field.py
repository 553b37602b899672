"""Where the protocol of a cancellation is typed, as the fiscal program shows it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_invoicer.domain.typed import read_protocol
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import set_property

_SHORT = 15
"""Characters from which on a text should be a protocol."""


class ProtocolField(Adapting, QLineEdit):
    """A field for one protocol, grouped or not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(parent)
        self.setMaxLength(40)
        self.setAcceptDrops(False)
        self.say(self.setPlaceholderText, N_("15 or 17 digits, as the fiscal program shows them"))
        self.textChanged.connect(self._on_changed)

    @property
    def protocol(self) -> str:
        """Give the protocol; empty while there is none."""
        return read_protocol(self.text())

    @property
    def is_wrong(self) -> bool:
        """Tell whether what is there is no protocol, though it is long enough for one."""
        return len(self.text().strip()) >= _SHORT and not self.protocol

    def _on_changed(self) -> None:
        set_property(self, "wrong", "true" if self.is_wrong else "")
