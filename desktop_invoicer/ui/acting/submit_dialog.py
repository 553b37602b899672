"""The question before the invoice of a sale goes out: which order, which document, how much."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFormLayout, QWidget
from typing_extensions import override

from desktop_invoicer.domain.acts import is_same_invoice
from desktop_invoicer.domain.check import Check, worst_first
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.acting.send_question import SendQuestion
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.job.check_list import WRONG, CheckList, outcome
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label


class SubmitDialog(SendQuestion):
    """Asks about one job, with what is to be looked at before."""

    def __init__(
        self, job: Job, document: Document, checks: Sequence[Check], key: QKeySequence, parent: QWidget
    ) -> None:
        """Ask about a job and its document, which fits as ``checks`` tell.

        ``key`` is the one that opened the dialog, and confirms.
        """
        super().__init__(N_("Send this invoice?"), key, parent)
        self.setObjectName("submit_dialog")
        self._job = job
        self._amount = label(part="display")
        self._facts = {text: label(part="strong", wraps=True) for text in _FACTS}
        self._checks = [check for check in worst_first(checks) if check.verdict in WRONG]
        self._document = document
        self._fill()
        self.adapt()

    @override
    def outdated_by(self, job: Job) -> bool:
        """Tell whether something else would go out than what is shown."""
        return not is_same_invoice(self._job, job)

    def adapt(self) -> None:
        """Say everything in the language in use."""
        amount, facts = money(self._job.value or 0), self._facts
        self._amount.setText(amount)
        facts[_ORDER].setText(self._job.order_id)
        facts[_DOCUMENT].setText(document_name(self._document))
        facts[_OPERATION].setText("" if self._job.operation is None else capital(word(self._job.operation)))
        self.say_answers(_("Send {amount}").format(amount=amount))
        self.send.setAccessibleDescription(outcome(self._checks) if self._checks else "")

    def _fill(self) -> None:
        self.content.addWidget(self._amount)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        for text, value in self._facts.items():
            name = label(part="muted")
            self.say(name.setText, text)
            form.addRow(name, value)
        self.content.addLayout(form)
        if self._checks:
            self.content.addWidget(self._to_look_at())
        self.content.addWidget(self.hint)

    def _to_look_at(self) -> Card:
        card, rows = Card(N_("Look at this first")), CheckList(self._job.id)
        rows.show_checks(self._checks)
        card.content.addWidget(rows)
        return card


_ORDER, _DOCUMENT, _OPERATION = N_("Order"), N_("Document"), N_("Operation")
_FACTS = (_ORDER, _DOCUMENT, _OPERATION)
