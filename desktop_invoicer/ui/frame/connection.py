"""How each VTEX account can be reached: an icon and a word, and on request why not."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme

if TYPE_CHECKING:
    from desktop_invoicer.domain.notification import AccountName
    from desktop_invoicer.domain.problem import Problem
    from desktop_invoicer.messages import Message


class Reach(Enum):
    """Whether an account answers."""

    UNKNOWN = "unknown"
    REACHED = "reached"
    UNREACHED = "unreached"


_LOOKS: dict[Reach, tuple[str, Role, str]] = {
    Reach.UNKNOWN: ("connection-unknown", Role.MUTED, N_("not asked yet")),
    Reach.REACHED: ("connection-ok", Role.SUCCESS, N_("connected")),
    Reach.UNREACHED: ("connection-lost", Role.ERROR, N_("no connection")),
}


class _Account(Adapting, QWidget):
    """One account's state."""

    def __init__(self, name: AccountName) -> None:
        super().__init__()
        self._name = name
        self.reach = Reach.UNKNOWN
        self._problem: Problem | None = None
        self._icon = QLabel()
        self._word = label(part="small")
        self._words = QWidget()
        texts = QVBoxLayout(self._words)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(0)
        texts.addStretch()
        texts.addWidget(label(name, part="strong"))
        texts.addWidget(self._word)
        texts.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self._words)
        self.adapt()

    def abridge(self, *, is_brief: bool) -> None:
        self._words.setHidden(is_brief)
        self.updateGeometry()

    def show_reach(self, reach: Reach, problem: Problem | None) -> None:
        self.reach = reach
        self._problem = problem
        self.adapt()

    def adapt(self) -> None:
        icon, role, word = _LOOKS[self.reach]
        theme = Theme.current()
        self._icon.setPixmap(theme.pixmap(icon, role, theme.metrics.icon, self.devicePixelRatioF()))
        spoken = _(word)
        self._word.setText(spoken)
        self.setAccessibleName(f"{self._name}: {spoken}")
        told = self._told()
        self.setToolTip(self.accessibleName() if told is None else f"{told.sentence}\n{told.step}")
        self.setAccessibleDescription("" if told is None else told.sentence)

    def _told(self) -> Message | None:
        if self._problem is None:
            return None
        from desktop_invoicer.messages import explain  # knows every problem, and is not needed while all is well

        return explain(self._problem)


class Connections(QWidget):
    """The accounts, side by side. ``changed`` tells that one was lost or came back."""

    changed = Signal(str, object)
    """The account and its new ``Reach``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no account yet."""
        super().__init__(parent)
        self._accounts: dict[AccountName, _Account] = {}
        self._is_brief = False
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(16)

    def show_accounts(self, names: list[AccountName]) -> None:
        """Show these accounts in place of others; of none is known whether it answers."""
        for shown in self._accounts.values():
            shown.deleteLater()
        self._accounts = {name: _Account(name) for name in names}
        for shown in self._accounts.values():
            shown.abridge(is_brief=self._is_brief)
            self._layout.addWidget(shown)

    def abridge(self, *, is_brief: bool) -> None:
        """Show icons only, or names and words as well; what is read out stays."""
        self._is_brief = is_brief
        for shown in self._accounts.values():
            shown.abridge(is_brief=is_brief)
        self.updateGeometry()

    def show_reach(self, account: AccountName, reach: Reach, problem: Problem | None = None) -> None:
        """Show whether an account answers; one that is not set up here is left out."""
        shown = self._accounts.get(account)
        if shown is not None and (shown.reach is not reach or problem is not None):
            changed = shown.reach is not reach
            shown.show_reach(reach, problem)
            if changed:
                self.changed.emit(account, reach)
