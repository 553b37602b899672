"""The question before a key is sent again: of which invoice, which key, and what VTEX may do with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.domain.key_repair import KeyOffer
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.dialog import Dialog, column
from desktop_invoicer.ui.acting.key_field import KeyField
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.telling import key_words
from desktop_invoicer.ui.job.pieces import Facts
from desktop_invoicer.ui.parts.deliberate_button import DeliberateButton
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.tokens import Tone


class KeyDialog(Dialog):
    """Takes the key of one invoice. ``decided`` brings it."""

    decided = Signal(str)

    def __init__(self, offer: KeyOffer, key: QKeySequence, parent: QWidget) -> None:
        """Ask about an invoice; the key that this desk knows is there already. ``key`` confirms."""
        super().__init__(N_("Send the key again?"), N_("Back"), 620, parent)
        self.setObjectName("key_dialog")
        self._offer = offer
        self.field = KeyField()
        self._told = label(part="muted", wraps=True)
        self._effect, self._refused = Notice(), Notice()
        self.send = DeliberateButton(N_("Send the key"), "key", "primary")
        self.send.show_key(key.toString(QKeySequence.SequenceFormat.NativeText))
        self.foot.addWidget(self.send)
        self.content.addLayout(_facts(offer))
        self.content.addLayout(column(self.name(N_("Chave de acesso"), self.field), self.field, self._told))
        self.content.addWidget(self._effect)
        self.content.addWidget(self._refused)
        self.field.changed.connect(self._judge)
        self.send.clicked.connect(self._on_decided)
        shortcut = QShortcut(key, self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.send.click)
        if offer.key:
            self.field.hold(offer.key)
        self.adapt()
        self.field.setFocus()
        self.field.selectAll()  # what is scanned takes its place

    def show_refusal(self, key: str, words: str) -> None:
        """Show the key that was not sent, and why."""
        self.field.show_key(key)
        self._refused.tell(words, Tone.ERROR)
        self.field.setFocus()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        effect = _(
            "The same invoice is sent once more with this key: same number, same value, same items. The order is"
            " invoiced in full, so that VTEX can take it only as a change. It may take the key, or change nothing:"
            " that is read afterwards."
        )
        self._effect.tell(effect, Tone.INFO)
        self._judge()

    def _judge(self) -> None:
        """Say whose key it is, and let it be sent once it is one."""
        key = read_access_key(self.field.text())
        is_known = bool(self._offer.key) and self.field.bare == self._offer.key
        if isinstance(key, AccessKey):
            known = _("From the document that this desk has: {document}") if is_known else "{document}"
            self._told.setText(known.format(document=key_words(key)))
        else:
            self._told.setText(_("Scan it from the document, or type its 44 characters."))
        self.send.setEnabled(self.field.is_key)

    def _on_decided(self) -> None:
        self.send.setEnabled(False)
        self.decided.emit(self.field.bare)
        self.accept()


def _facts(offer: KeyOffer) -> Facts:
    """Name the invoice whose key it is."""
    facts = Facts()
    facts.tell(_("Order"), shown(offer.order_id, 60))
    facts.tell(_("Invoice"), f"{shown(offer.number)}  ·  {money(offer.value)}")
    facts.tell(_("Key in VTEX now"), shown(offer.shown) or _("none"))
    return facts
