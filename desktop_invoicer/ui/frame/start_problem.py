"""In place of the pages while the desk cannot start: why, whose turn it is, and what to do. Nothing hangs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain_failure, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme


class StartProblem(Adapting, QWidget):
    """Tells an ``InvoicerError`` of the start, calmly and in full."""

    retried = Signal()
    settings_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Tell nothing yet."""
        super().__init__(parent)
        self.setObjectName("start_problem")
        self._error: InvoicerError | None = None
        self._icon = QLabel()
        self._sentence = label(wraps=True)
        self._step = label(part="strong", wraps=True)
        self._owner = label(part="small", wraps=True)
        self._detail = label(part="verbatim", wraps=True, selectable=True)
        self._again = Button(N_("Try again"), "retry", part="primary")
        self._again.clicked.connect(self._on_again)
        self._lay_out()

    def show_error(self, error: InvoicerError) -> None:
        """Tell another error, and have it read out."""
        self._error = error
        self._again.setEnabled(True)
        self.adapt()
        self._again.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self._sentence.text()))

    def adapt(self) -> None:
        """Say the error in the language in use."""
        side = Theme.current().metrics.text(40)
        self._icon.setPixmap(Theme.current().pixmap("warning", Role.WARNING, side, self.devicePixelRatioF()))
        if self._error is None:
            return
        told = explain_failure(self._error)
        self._sentence.setText(told.sentence)
        self._step.setText(told.step)
        self._owner.setText(_("Whose turn it is: {owner}").format(owner=word(told.owner)))
        self._detail.setText(told.detail)
        self._detail.setVisible(bool(told.detail))

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("part", "card")
        card.setMaximumWidth(Theme.current().metrics.text(640))
        heading = label(part="title", wraps=True)
        self.say(heading.setText, N_("The desk cannot start yet"))
        lost = label(part="muted", wraps=True)
        self.say(lost.setText, N_("Nothing is lost: VTEX keeps what it could not deliver."))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(32, 32, 32, 32)
        inside.setSpacing(16)
        inside.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (heading, self._sentence, self._step, self._owner, self._detail, lost):
            inside.addWidget(widget)
        inside.addSpacing(8)
        inside.addLayout(self._foot())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 8)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(32, 32, 32, 32)
        outer.addStretch()
        outer.addLayout(row)
        outer.addStretch()

    def _foot(self) -> QHBoxLayout:
        settings = Button(N_("Settings"), "settings")
        settings.clicked.connect(self.settings_wanted)
        leave = Button(N_("Close the program"), "close", part="quiet")
        leave.clicked.connect(self.quit_wanted)
        foot = QHBoxLayout()
        foot.setSpacing(Theme.current().metrics.gap)
        foot.addWidget(self._again)
        foot.addWidget(settings)
        foot.addStretch()
        foot.addWidget(leave)
        return foot

    @Slot()
    def _on_again(self) -> None:
        self._again.setEnabled(False)
        self.retried.emit()
