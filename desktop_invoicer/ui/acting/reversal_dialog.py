"""The money of a cancellation, given back on the card terminal and written down from its slip."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QTimer
from PySide6.QtWidgets import QDateTimeEdit, QLineEdit
from typing_extensions import override

from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import column
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.settle_dialog import SettleDialog
from desktop_invoicer.ui.acting.telling import payments_words
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

LONGEST = 60
TICK = 10_000
"""Milliseconds after which the time follows the clock, until somebody changes it."""
AHEAD = timedelta(minutes=2)
"""What the clocks of terminal and desk may be apart."""


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
        self.at = QDateTimeEdit()
        self.at.setButtonSymbols(QDateTimeEdit.ButtonSymbols.NoButtons)
        self._clock = QTimer(self, interval=TICK)
        self._clock.timeout.connect(self._follow)
        for part in (self._amount, self._paid, self._order):
            self.content.addWidget(part)
        said = self.name(N_("What the terminal's slip says"), self.authorisation)
        self.content.addLayout(column(said, self.authorisation))
        self.content.addLayout(column(self.name(N_("When it was given back"), self.at), self.at))
        self._follow()
        self._clock.start()
        self.authorisation.textChanged.connect(self.offer)
        self.at.dateTimeChanged.connect(self._on_time_changed)
        self.authorisation.setFocus()

    @property
    def reversed_at(self) -> datetime:
        """Give when the money went back, with the offset of this machine."""
        return datetime.fromtimestamp(self.at.dateTime().toSecsSinceEpoch()).astimezone()

    @property
    @override
    def is_complete(self) -> bool:
        """Need what the slip says, and a time that has come."""
        return bool(self.authorisation.text().strip()) and self._has_come

    @override
    def word(self, commands: Commands) -> Awaitable[Job]:
        """Note the reversal."""
        said, operator = self.authorisation.text().strip(), self.workplace.operator
        return commands.settling.note_reversal(self.job.id, operator, said, self.reversed_at)

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
        self.at.setDisplayFormat(_("yyyy-MM-dd HH:mm"))

    @override
    def offer(self) -> None:
        """Mark a time that is still to come."""
        super().offer()
        set_property(self.at, "wrong", "" if self._has_come else "true")

    @property
    def _has_come(self) -> bool:
        return self.reversed_at <= datetime.now().astimezone() + AHEAD

    def _follow(self) -> None:
        """Show the time it is."""
        self.at.blockSignals(True)
        self.at.setDateTime(QDateTime.currentDateTime())
        self.at.blockSignals(False)

    def _on_time_changed(self) -> None:
        self._clock.stop()
        self.offer()
