"""The money of a cancellation, given back on the card terminal and written down from its slip."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.acting.moment_field import MomentField
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog, Word
from desktop_invoicer.ui.acting.telling import payments_words
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone

LONGEST = 60


class ReversalDialog(SettleDialog):
    """Says first what to do on the terminal; then needs what its slip says, and when it was."""

    TITLE = N_("Give the money back on the card terminal")
    TAKE = N_("The money was given back")

    @override
    def lay_out(self) -> None:
        """Put the amount first, then what to do, then what the slip says."""
        self.setObjectName("reversal_dialog")
        self._amount, self._paid, self._order = label(part="display"), label(part="muted", wraps=True), Notice()
        self.authorisation = QLineEdit()
        self.authorisation.setMaxLength(LONGEST)
        self.say(self.authorisation.setPlaceholderText, N_("NSU or AUT; for Pix or cash, how it was given back"))
        self.at = MomentField()
        for part in (self._amount, self._paid, self._order):
            self.content.addWidget(part)
        said = self.name(N_("What the terminal's slip says"), self.authorisation)
        self.content.addLayout(column(said, self.authorisation))
        self.content.addLayout(column(self.name(N_("When it was given back"), self.at), self.at))
        self.authorisation.textChanged.connect(self.offer)
        self.at.textEdited.connect(self.offer)
        self.authorisation.setFocus()

    @override
    def word(self) -> Word | None:
        """Note what the slip says, and when it was."""
        said, at = self.authorisation.text().strip(), self.at.moment
        operator, job_id = self.workplace.operator, self.job.id
        if not said or at is None:
            return None
        return lambda commands: commands.settling.note_reversal(job_id, operator, said, at)

    @override
    def adapt(self) -> None:
        """Say the amount, and that the terminal comes first."""
        super().adapt()
        amount, content = money(self.job.value or 0), self.details.content
        self._amount.setText(amount)
        self._paid.setText("" if content is None else payments_words(content.order.payments))
        self._paid.setVisible(bool(self._paid.text()))
        told = _("Reverse {amount} on the card terminal first. Then write down what its slip says.")
        self._order.tell(told.format(amount=amount), Tone.INFO)
