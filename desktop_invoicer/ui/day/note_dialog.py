"""Settling a finding by a word: what it is, since nothing can be put right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import Dialog, column
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.reason_field import ReasonField
from desktop_invoicer.ui.day.finding_rows import message_of, place_words
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone

USUAL = (
    N_("Sent by hand in VTEX"),
    N_("Sale of another program"),
    N_("Numbers voided at SEFAZ"),
    N_("Known and explained to the accountant"),
)


class NoteDialog(Dialog):
    """Needs a reason. ``decided`` brings it."""

    decided = Signal(str)

    def __init__(self, finding: Finding, operator: str, parent: QWidget) -> None:
        """Ask what a finding is."""
        super().__init__(N_("What is it?"), N_("Back"), 560, parent)
        self.setObjectName("note_dialog")
        self._finding, self._operator = finding, operator
        self._place, self._sentence = label(part="muted", wraps=True), label(part="strong", wraps=True)
        self._effect = Notice()
        self.reason = ReasonField(USUAL)
        self.settle = Button(N_("Settle it"), "done", "primary")
        self.foot.addWidget(self.settle)
        self.content.addWidget(self._place)
        self.content.addWidget(self._sentence)
        self.content.addLayout(column(self.name(N_("What it is"), self.reason.line), self.reason))
        self.content.addWidget(self._effect)
        self.reason.changed.connect(self._offer)
        self.reason.chosen.connect(self.settle.setFocus)
        self.settle.clicked.connect(self._on_decided)
        self.adapt()
        self._offer()
        self.reason.setFocus()

    def adapt(self) -> None:
        """Say it in the language in use."""
        self._place.setText(place_words(self._finding))
        self._sentence.setText(message_of(self._finding).sentence)
        told = _("Nothing is sent or changed. Your name, {name}, and the time are kept with it, and in the report.")
        self._effect.tell(told.format(name=shown(self._operator)), Tone.INFO)

    def _offer(self) -> None:
        self.settle.setEnabled(bool(self.reason.reason))

    def _on_decided(self) -> None:
        self.settle.setEnabled(False)
        self.decided.emit(self.reason.reason)
        self.accept()
