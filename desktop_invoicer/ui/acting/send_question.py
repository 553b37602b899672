"""What the questions before invoices go out have in common: they are answered on purpose only."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.parts.deliberate_button import DeliberateButton
from desktop_invoicer.ui.parts.text import label

DEAF = 300
"""Milliseconds after opening in which nothing confirms: a second press of the key that opened it is no answer."""


class SendQuestion(Dialog):
    """Opens with the focus on the way back. ``confirmed`` tells that what is shown is to go out."""

    confirmed = Signal()

    def __init__(self, title: str, key: QKeySequence, parent: QWidget) -> None:
        """Ask nothing yet, under a marked title. ``key`` is the one that opened the dialog, and confirms."""
        super().__init__(title, N_("Back"), 520, parent)
        self._key = key.toString(QKeySequence.SequenceFormat.NativeText)
        self.hint = label(part="small", wraps=True)
        self.send = DeliberateButton("", "submit", "primary")
        self.send.clicked.connect(self._on_confirmed)
        self.foot.addWidget(self.send)
        self._deaf = QTimer(self, singleShot=True, interval=DEAF)
        self._deaf.timeout.connect(self._offer)
        shortcut = QShortcut(key, self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._on_key)
        self._offer()
        self.back.setFocus()

    def say_answers(self, words: str) -> None:
        """Say what sends, and which keys answer."""
        self.send.setText(words)
        self.send.setAccessibleName(words)
        self.send.show_key(self._key)
        hint = _("{key} sends, Esc goes back. Enter does nothing here.") if self._key else _("Esc goes back.")
        self.hint.setText(hint.format(key=self._key))

    def _offer(self) -> None:
        """Let the answer be given once the question could be read."""
        self.send.setEnabled(self.isVisible() and not self._deaf.isActive())

    def _on_key(self) -> None:
        if self.send.isEnabled():
            self._on_confirmed()

    def _on_confirmed(self) -> None:
        self.send.setEnabled(False)
        self.confirmed.emit()
        self.accept()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin to listen a moment after opening."""
        super().showEvent(event)
        self._deaf.start()
        self._offer()
