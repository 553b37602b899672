"""What somebody is in the store, and what that lets them do."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_invoicer.domain.people import Role
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.chooser import Chooser
from desktop_invoicer.ui.parts.text import label

MEANINGS: Mapping[Role, str] = {
    Role.CLERK: N_("Attaches documents and sends the invoices of sales."),
    Role.RETURNS: N_("Also sends returns and cancellations, which refund the buyer."),
    Role.MANAGER: N_("Also allows large refunds, dismisses jobs, closes the day and writes reports."),
    Role.ADMINISTRATOR: N_("Also changes the settings, the credentials and the people."),
}


class RoleField(Adapting, QWidget):
    """A choice among the roles; what each may do stands below."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Choose none yet."""
        super().__init__(parent)
        self.list, self._meaning = Chooser(), label(part="small", wraps=True)
        self._roles = list(Role)
        for _role in self._roles:
            self.list.addItem("")
        self.list.setCurrentIndex(-1)
        self.say(self.list.setPlaceholderText, N_("Choose one"))
        self.setFocusProxy(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list)
        column.addWidget(self._meaning)
        self.list.currentIndexChanged.connect(self._on_chosen)
        self.adapt()

    @property
    def chosen(self) -> Role | None:
        """Give the role that is chosen."""
        at = self.list.currentIndex()
        return self._roles[at] if at >= 0 else None

    def choose(self, role: Role) -> None:
        """Choose a role."""
        self.list.setCurrentIndex(self._roles.index(role))

    def adapt(self) -> None:
        """Name every role in the language in use."""
        for at, role in enumerate(self._roles):
            self.list.setItemText(at, word(role))
        chosen = self.chosen
        self._meaning.setText("" if chosen is None else _(MEANINGS[chosen]))
        self._meaning.setVisible(chosen is not None)

    @Slot()
    def _on_chosen(self) -> None:
        self.adapt()
        self.changed.emit()
