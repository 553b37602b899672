"""Where the chave de acesso is scanned, typed or pasted: grouped and counted as it grows."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, read_access_key, strip_key
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.errors import DocumentRefusedError, InvoicerError
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.figures import grouped
from desktop_invoicer.ui.parts.text import set_property
from desktop_invoicer.ui.theme.theme import Role, Theme

_GROUP = 4
_LONGEST = 48
"""Characters in an address that may still have been meant as a key."""
_LETTERS = range(6, 18)
"""Places of the CNPJ that may hold letters."""
_PREFIXES, _ADDRESSES = ("NFE", "CFE"), ("HTTP://", "HTTPS://")
_OTHERS = ("<", "file:")


class KeyField(Adapting, QLineEdit):
    """A field for one key. ``changed`` follows every change, ``left`` comes when it is left."""

    changed = Signal()
    left = Signal()
    other_pasted = Signal()
    """A file or an XML was pasted, which this field is not for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(parent)
        self.setMaxLength(2000)
        self.setAcceptDrops(False)  # the dialog takes what is dropped, files too
        self._was_left = False
        self.say(self.setPlaceholderText, N_("Scan, type or paste the 44 characters"))
        self.textEdited.connect(self._on_edited)

    def show_key(self, text: str) -> None:
        """Hold what was scanned or pasted elsewhere."""
        self.setText(text.strip())
        self._on_edited(self.text())

    def hold(self, text: str) -> None:
        """Show a key that is known to be one, in groups."""
        self.setText(grouped(strip_key(text), LENGTH))
        self._judge()

    def show_doubt(self, refused: InvoicerError, why: str) -> None:
        """Mark the groups that are likely wrong for the eye, and say why for the ear."""
        problems = refused.problems if isinstance(refused, DocumentRefusedError) else ()
        facts = next((problem.facts for problem in problems if isinstance(problem, Problem)), {})
        first, last = facts.get("first"), facts.get("last")
        if isinstance(first, int) and isinstance(last, int):
            if self._is_address:  # which shows nobody where a group is
                self.setText(grouped(self.bare, LENGTH))
            self._mark((_GROUP + 1) * (first - 1), (_GROUP + 1) * last - 1)
            self.setAccessibleDescription(why)

    @property
    def bare(self) -> str:
        """Give the characters of the key so far."""
        bare = strip_key(self.text())
        return "" if self._is_address and len(bare) > _LONGEST else bare

    @property
    def is_key(self) -> bool:
        """Tell whether there is a whole key."""
        return isinstance(read_access_key(self.text()), AccessKey)

    @property
    def is_wrong(self) -> bool:
        """Tell whether this is no key and cannot become one, or was left so."""
        if self.is_key or not self.text().strip():
            return False
        return self._was_left or not can_become_key(self.text())

    def _on_edited(self, text: str) -> None:
        if text.lstrip("\ufeff ").startswith(_OTHERS):
            self.clear()
            self.other_pasted.emit()
            return
        self._was_left = False
        self._group()
        self._mark(0, 0)
        self.setAccessibleDescription("")
        self._judge()
        self.changed.emit()

    @property
    def _is_address(self) -> bool:
        return self.text().strip().lower().startswith("http")

    def _group(self) -> None:
        """Show the key in groups, with the cursor after the same character."""
        if self._is_address:
            return
        text, bare = self.text(), strip_key(self.text())
        before = min(len(strip_key(text[: self.cursorPosition()])), len(bare))
        self.setText(grouped(bare, LENGTH))
        self.setCursorPosition(before + max(before - 1, 0) // _GROUP)

    def _mark(self, start: int, end: int) -> None:
        """Colour and underline characters. A line edit knows formats only of what an input method composes."""
        form = QTextCharFormat()
        if end > start:
            form.setForeground(QColor(Theme.current().color(Role.ERROR)))
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            form.setFontWeight(QFont.Weight.Bold)
        kind = QInputMethodEvent.AttributeType.TextFormat
        marked = QInputMethodEvent.Attribute(kind, start - self.cursorPosition(), end - start, form)
        QCoreApplication.sendEvent(self, QInputMethodEvent("", [marked]))

    def _judge(self) -> None:
        set_property(self, "wrong", "true" if self.is_wrong else "")

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Look more strictly at what is left behind."""
        super().focusOutEvent(event)
        self._was_left = True
        self._judge()
        self.left.emit()


def can_become_key(text: str) -> bool:
    """Tell whether a text may be the beginning of a key."""
    begun, bare = text.strip().upper(), strip_key(text)
    if any(address.startswith(begun) for address in _ADDRESSES):
        return True
    if begun.startswith(_ADDRESSES):
        is_whole = bare[:1].isdigit() and len(bare) >= LENGTH
        return not is_whole or isinstance(read_access_key(text), AccessKey)
    if any(prefix.startswith(bare) for prefix in _PREFIXES):
        return True
    fits = all(
        char.isascii() and (char.isdigit() or (place in _LETTERS and char.isalpha())) for place, char in enumerate(bare)
    )
    return fits and (len(bare) < LENGTH or isinstance(read_access_key(bare), AccessKey))
