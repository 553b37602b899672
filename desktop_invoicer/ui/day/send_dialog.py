"""The question before everything that is ready goes out: how many, and how much."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.submit_dialog import DEAF
from desktop_invoicer.ui.parts.deliberate_button import DeliberateButton
from desktop_invoicer.ui.parts.text import label


class SendDialog(Dialog):
    """Opens with the focus on the way back. ``confirmed`` brings the jobs that are to go out."""

    confirmed = Signal(object)

    def __init__(self, jobs: Sequence[Job], left_out: int, key: QKeySequence, parent: QWidget) -> None:
        """Ask about jobs; ``left_out`` more are ready and were not chosen. ``key`` opened the dialog, and confirms."""
        super().__init__(N_("Send these invoices?"), N_("Back"), 520, parent)
        self.setObjectName("send_dialog")
        self._jobs = tuple(jobs)
        self._left_out = left_out
        self._key = key.toString(QKeySequence.SequenceFormat.NativeText)
        self._amount = label(part="display", wraps=True)
        self._effect, self._rest = label(wraps=True), label(part="muted", wraps=True)
        self._hint = label(part="small", wraps=True)
        self.send = DeliberateButton("", "submit", "primary")
        self.send.clicked.connect(self._on_confirmed)
        self._deaf = QTimer(self, singleShot=True, interval=DEAF)
        self._deaf.timeout.connect(self._offer)
        shortcut = QShortcut(key, self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._on_key)
        for part in (self._amount, self._effect, self._rest, self._hint):
            self.content.addWidget(part)
        self.foot.addWidget(self.send)
        self.adapt()
        self._offer()
        self.back.setFocus()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        count, amount = len(self._jobs), money(sum(job.value or 0 for job in self._jobs))
        invoices = ngettext("{count} invoice", "{count} invoices", count).format(count=count)
        self._amount.setText(f"{invoices}  ·  {amount}")
        self._effect.setText(_("VTEX gets one after the other. You can stop at any time, and nothing is sent twice."))
        rest = ngettext(
            "{count} more is ready and was not chosen.", "{count} more are ready and were not chosen.", self._left_out
        )
        self._rest.setText(rest.format(count=self._left_out))
        self._rest.setVisible(self._left_out > 0)
        words = _("Send {count}: {amount}").format(count=count, amount=amount)
        self.send.setText(words)
        self.send.setAccessibleName(words)
        self.send.show_key(self._key)
        hint = _("{key} sends, Esc goes back. Enter does nothing here.") if self._key else _("Esc goes back.")
        self._hint.setText(hint.format(key=self._key))

    def _offer(self) -> None:
        """Let the answer be given once the question could be read."""
        self.send.setEnabled(self.isVisible() and not self._deaf.isActive())

    def _on_key(self) -> None:
        if self.send.isEnabled():
            self._on_confirmed()

    def _on_confirmed(self) -> None:
        self.send.setEnabled(False)
        self.confirmed.emit(self._jobs)
        self.accept()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin to listen a moment after opening."""
        super().showEvent(event)
        self._deaf.start()
        self._offer()
