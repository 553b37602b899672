"""The field that says where VTEX puts the receiver's token."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_invoicer.config.values import token_place
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.chooser import Chooser
from desktop_invoicer.ui.parts.text import set_property
from desktop_invoicer.ui.settings.field import Field, is_being_typed

_KINDS = {
    "header": N_("In a header named"),
    "query": N_("In the address, as the parameter"),
    "none": N_("Nowhere: only this machine calls"),
}
_USUAL = {"header": "Authorization", "query": "token", "none": ""}


class TokenPlaceField(Field):
    """A kind of place, and the name that the token has there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no place yet."""
        self.kind = Chooser()
        self.place = QLineEdit()
        self._kept = ""
        self._given = ""
        self._shown_kind = ""
        for kind in _KINDS:
            self.kind.addItem("", kind)
        control = QWidget()
        row = QHBoxLayout(control)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.kind, 1)
        row.addWidget(self.place, 1)
        super().__init__(
            N_("Where VTEX puts the token"),
            N_("VTEX does not document it. If its calls are refused, look at what arrives and choose that place."),
            control,
            parent,
        )
        self.name.setBuddy(self.kind)
        self.say(self.kind.setAccessibleName, N_("Where VTEX puts the token"))
        self.say(self.place.setAccessibleName, N_("Name of the header or parameter"))
        self.kind.activated.connect(self._on_kind)
        self.place.textEdited.connect(self._on_edited)
        self.place.editingFinished.connect(self._give)

    def show_value(self, value: object) -> None:
        """Show the place in force, unless another one is being typed or stands there refused."""
        self._kept = self._given = str(value)
        is_refused = self._is_refused and self._text() != self._kept
        if is_refused or is_being_typed(self.place):
            return
        self._shown_kind, _separator, name = self._kept.partition(":")
        self.kind.setCurrentIndex(self.kind.findData(self._shown_kind))
        self.place.setText(name)
        self._offer_name()
        self.show_wrong("")

    def show_wrong(self, reason: str) -> None:
        """Mark the name, which is what can be wrong."""
        super().show_wrong(reason)
        set_property(self.place, "wrong", "true" if reason else "false")
        self.place.setAccessibleDescription(reason)

    def show_refusal(self, reason: str) -> None:
        """Say why the place was not taken; it stays, and is given again by choosing its kind or leaving its name."""
        super().show_refusal(reason)
        self._given = self._kept

    def adapt(self) -> None:
        """Name the kinds in the language in use."""
        for position, text in enumerate(_KINDS.values()):
            self.kind.setItemText(position, _(text))
        super().adapt()

    def _offer_name(self) -> None:
        self.place.setVisible(self.kind.currentData() != "none")

    def _on_kind(self) -> None:
        kind = self.kind.currentData()
        if kind != self._shown_kind:
            self._shown_kind = kind
            self.place.setText(_USUAL[kind])
            self._offer_name()
        self._give()

    def _on_edited(self) -> None:
        if self._read():
            self.show_wrong("")

    def _text(self) -> str:
        kind, name = self.kind.currentData(), self.place.text().strip()
        return f"{kind}:{name}" if name else str(kind)

    def _read(self) -> str:
        """Give the place as the file writes it; empty, and marked, when it is not right."""
        text = self._text()
        try:
            token_place(text)
        except ValueError:
            self.show_wrong(_("A name of letters, digits and hyphens, as in Authorization."))
            return ""
        if not self._is_refused:
            self.show_wrong("")
        return text

    def _give(self) -> None:
        text = self._read()
        if text and text != self._given:
            self._given = text
            self.place.setModified(False)
            self.entered.emit(text)
