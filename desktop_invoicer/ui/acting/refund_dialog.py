"""The question before money goes back: how much, to whom, for what, and what sending it does."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from desktop_invoicer.domain.acts import is_same_invoice
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import explain, money
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.refund import Refund
from desktop_invoicer.ui.job.check_list import CheckList
from desktop_invoicer.ui.job.pieces import with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.hold_button import HoldButton
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.theme.theme import Role

WIDTH = 600


class RefundDialog(Dialog):
    """Opens with the focus on the way back. ``confirmed`` tells, once, that the money is to go out."""

    confirmed = Signal()

    def __init__(self, refund: Refund, preferences: Preferences, key: QKeySequence, parent: QWidget) -> None:
        """Ask about a refund; ``key`` is the one that opened the dialog, and leads to the button."""
        super().__init__(N_("Refund the buyer?"), N_("Back"), WIDTH, parent)
        self.setObjectName("refund_dialog")
        set_property(self.heading, "part", "display")
        self._refund = refund
        self._preferences = preferences
        self._facts: dict[str, QLabel] = {}
        self._effect = Notice()
        self._hint = label(part="small", wraps=True)
        self.other_way = Button("", part="inline")
        self.hold = HoldButton("returns", holds=preferences.holds)
        self.hold.setObjectName("hold")
        self._lay_out_refund()
        self.foot.addWidget(self.hold)
        self.other_way.clicked.connect(self._on_other_way)
        self.hold.held.connect(self._on_held)
        self.hold.told.connect(self._hint_at)
        shortcut = QShortcut(key, self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.hold.setFocus)
        self.adapt()
        self.back.setFocus()

    @override
    def outdated_by(self, job: Job) -> bool:
        """Tell whether something else would go out than what is shown."""
        return not is_same_invoice(self._refund.job, job)

    @override
    def adapt(self) -> None:
        """Say everything in the language in use."""
        refund, amount = self._refund, money(self._refund.value)
        title, held, pressed = _question(refund)
        self.say_title(title.format(amount=amount))
        self.hold.say_words((held if self._preferences.holds else pressed).format(amount=amount))
        for name, fact in refund.facts():
            called = _(name)
            self._facts[name].setText(fact)
            self._facts[name].setAccessibleName(f"{called}: {fact}")
        self._effect.tell(*refund.effect())
        self._show_notices()
        self._hint_at("")
        holds = self._preferences.holds
        self.other_way.setText(_("I cannot hold: press twice") if holds else _("Hold instead of pressing twice"))

    def _lay_out_refund(self) -> None:
        card, form = Card(""), QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(10)
        for text, _fact in self._refund.facts():
            name = label(part="muted")
            name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            self.say(name.setText, text)
            self._facts[text] = label(wraps=True)
            form.addRow(name, self._facts[text])
        card.content.addLayout(form)
        self.content.addWidget(card)
        if self._refund.wrong:
            look, rows = Card(N_("Look at this first")), CheckList(self._refund.job.id)
            rows.show_checks(self._refund.wrong)
            look.content.addWidget(rows)
            self.content.addWidget(look)
        self._told = Card(N_("Look out"))
        self.content.addWidget(self._told)
        self._told.setVisible(bool(self._refund.notices))
        self.content.addWidget(self._effect)
        row = QHBoxLayout()
        row.addWidget(self._hint, 1)
        row.addWidget(self.other_way, 0, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(row)

    def _show_notices(self) -> None:
        while (item := self._told.content.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for notice in self._refund.notices:
            told = explain(notice, self._refund.job.id)
            self._told.content.addWidget(with_icon("warning", told.sentence, Role.WARNING, below=told.step))

    def _hint_at(self, text: str) -> None:
        held = _("Keep the button or the space bar pressed until it is full. Enter does nothing here.")
        pressed = _("Press the button, then once more within 5 seconds. Enter does nothing here.")
        self._hint.setText(text or (held if self._preferences.holds else pressed))

    def _on_other_way(self) -> None:
        holds = not self._preferences.holds
        self._preferences.keep("confirm/hold", "yes" if holds else "no")
        self.hold.set_holds(holds=holds)
        self.adapt()

    def _on_held(self) -> None:
        self.confirmed.emit()
        self.accept()


def _question(refund: Refund) -> tuple[str, str, str]:
    """Ask, and name the button to hold and to press; the card terminal gave the money of a cancellation back."""
    if refund.is_nothing:
        return _("Send the return, without a refund?"), _("Hold to send without a refund"), _("Send without a refund")
    if refund.is_booked:
        return _("Book the refund of {amount} in VTEX?"), _("Hold to book {amount}"), _("Book {amount}")
    return _("Refund {amount}?"), _("Hold to refund {amount}"), _("Refund {amount}")
