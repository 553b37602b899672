"""Buttons: each names what it does, shows its key, and can be reached without a mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.theme.theme import Role, Theme


class Button(Adapting, QPushButton):
    """A button with words and perhaps an icon. ``part``: primary, danger, quiet, or empty for an ordinary one."""

    def __init__(self, text: str, icon: str = "", part: str = "", parent: QWidget | None = None) -> None:
        """Make a button with a marked text."""
        super().__init__(parent)
        self.setProperty("part", part)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if text:
            self.say(self.setText, text)
            self.say(self.setAccessibleName, text)
        if icon:
            self.wear(self.setIcon, icon, Role.ON_BRAND if part == "primary" else Role.INK)
            side = Theme.current().metrics.icon
            self.setIconSize(QSize(side, side))


class ActionButton(Button):
    """A button that does what an action does: its words, its key, and whether it can be used follow the action."""

    def __init__(self, action: QAction, icon: str, part: str = "", parent: QWidget | None = None) -> None:
        """Follow ``action``."""
        super().__init__("", icon, part, parent)
        self._action = action
        action.changed.connect(self._on_changed)
        self.clicked.connect(self._on_clicked)
        self._on_changed()

    def _on_changed(self) -> None:
        key = self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.setText(f"{self._action.text()}   {key}" if key else self._action.text())
        self.setAccessibleName(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
        self.setVisible(self._action.isVisible())

    def _on_clicked(self) -> None:
        self._action.trigger()


class IconButton(Adapting, QToolButton):
    """A button that shows only an icon; its name is read out and shown as its tip."""

    def __init__(self, text: str, icon: str, parent: QWidget | None = None) -> None:
        """Make a quiet button with a marked name."""
        super().__init__(parent)
        self.setProperty("part", "quiet")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(self.setAccessibleName, text)
        self.say(self.setToolTip, text)
        self.wear(self.setIcon, icon, Role.MUTED)
        side = Theme.current().metrics.icon
        self.setIconSize(QSize(side, side))


class CopyButton(IconButton):
    """Copies an identifier. ``give`` tells it at the moment of pressing."""

    def __init__(self, what: str, give: Callable[[], str], parent: QWidget | None = None) -> None:
        """Copy what ``give`` gives; ``what`` is its marked name, such as ``N_("order number")``."""
        super().__init__(N_("Copy"), "copy", parent)
        self._what = what
        self._give = give
        self.clicked.connect(self._on_clicked)
        self.adapt()

    def adapt(self) -> None:
        """Name what is copied."""
        name = _("Copy {what}").format(what=_(self._what))
        self.setAccessibleName(name)
        self.setToolTip(name)

    def _on_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._give())
        self.setToolTip(_("Copied"))
