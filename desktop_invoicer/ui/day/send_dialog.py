"""The question before everything that is ready goes out: how many, and how much."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.send_question import SendQuestion
from desktop_invoicer.ui.parts.text import label


class SendDialog(SendQuestion):
    """Asks about all the chosen jobs at once."""

    def __init__(self, jobs: Sequence[Job], left_out: int, key: QKeySequence, parent: QWidget) -> None:
        """Ask about jobs; ``left_out`` more are ready and were not chosen. ``key`` opened the dialog, and confirms."""
        super().__init__(N_("Send these invoices?"), key, parent)
        self.setObjectName("send_dialog")
        self._jobs = tuple(jobs)
        self._left_out = left_out
        self._amount = label(part="display", wraps=True)
        self._effect, self._rest = label(wraps=True), label(part="muted", wraps=True)
        for part in (self._amount, self._effect, self._rest, self.hint):
            self.content.addWidget(part)
        self.adapt()

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
        self.say_answers(_("Send {count}: {amount}").format(count=count, amount=amount))
