"""The head of the status page: how the program is, in one sentence, and what to pass on to whoever helps."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from desktop_invoicer.domain.health import Condition, Health
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import holding
from desktop_invoicer.ui.parts.buttons import ActionButton, Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.status.words import LOOKS, headline
from desktop_invoicer.ui.theme.theme import Theme


class Summary(Adapting, QFrame):
    """Tells a ``Health`` at a glance: quietly when all is well."""

    def __init__(self, actions: Actions) -> None:
        """Say that nothing is known yet."""
        super().__init__()
        self.setProperty("part", "card")
        self._health: Health | None = None
        self._icon = QLabel()
        self._headline = label(part="title", wraps=True)
        self._below = label(part="muted", wraps=True, selectable=True)
        self.check = ActionButton(actions.of(Command.DOCTOR), SPECS[Command.DOCTOR].icon)
        self.bundle = Button(N_("Support bundle…"), "save")
        self.logs = Button(N_("Open the log folder"), "folder")
        self._lay_out()
        self.adapt()

    @property
    def words(self) -> str:
        """Give what is said."""
        return self._headline.text()

    def show_health(self, health: Health) -> None:
        """Tell how the program is now; a change is read out."""
        before, self._health = self.words, health
        self.adapt()
        if self.isVisible() and self.words != before:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words))

    def adapt(self) -> None:
        """Say everything in the language in use."""
        health, theme = self._health, Theme.current()
        condition = Condition.OFF if health is None else health.condition
        icon, role, _tone = LOOKS[condition]
        self._icon.setPixmap(theme.pixmap(icon, role, theme.metrics.text(28), self.devicePixelRatioF()))
        self._headline.setText(_("The desk is not running yet.") if health is None else headline(health))
        self._below.setText("" if health is None else _about(health))
        self.setAccessibleName(self.words)
        self.setAccessibleDescription(self._below.text())

    def _lay_out(self) -> None:
        words, buttons = QVBoxLayout(), Flow(8)
        words.setSpacing(4)
        for text in (self._headline, self._below):
            words.addWidget(text)
        for button in (self.check, self.bundle, self.logs):
            buttons.addWidget(button)
        words.addSpacing(4)
        words.addWidget(holding(buttons))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


def _about(health: Health) -> str:
    told = _("Version {version}, running since {moment}.")
    return told.format(version=health.version, moment=moment(health.since))
