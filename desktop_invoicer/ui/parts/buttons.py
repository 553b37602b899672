"""Buttons: each names what it does, shows its key, and can be reached without a mouse."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QToolButton, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.key_cap import KeyCap
from desktop_invoicer.ui.theme.theme import Role, Theme

_APART = " "
"""Keeps words off the icon: the style leaves too little between the two."""
_GUARD = 13
"""How large the lock of a guarded button is, at the ordinary size of text."""


GUARD = "guard"
"""The property of an action that names the role whose word it takes."""
_GUARDS = {
    "returns": N_("Somebody of the returns desk allows it with their PIN."),
    "manager": N_("A manager allows it with their PIN."),
    "administrator": N_("An administrator allows it with their PIN."),
}


class Button(Adapting, QPushButton):
    """A button with words and perhaps an icon. ``part``: primary, danger, quiet, or empty for an ordinary one."""

    def __init__(self, text: str, icon: str = "", part: str = "", parent: QWidget | None = None) -> None:
        """Make a button with a marked text."""
        super().__init__(parent)
        self._cap = KeyCap()
        self._is_brief = False
        self._guard = ""
        self.setProperty("part", part)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if text:
            self.say(self.setText, text)
            self.say(self.setAccessibleName, text)
        if icon:
            self.wear(self.setIcon, icon, Role.ON_BRAND if part == "primary" else Role.INK)
        self.setIconSize(_icon_size())

    @property
    def key(self) -> str:
        """Give the key that is shown beside the words."""
        return self._cap.text

    def show_key(self, key: str) -> None:
        """Show a key beside the words, as it is written in the language in use; none when empty."""
        self._cap.text = key
        self.updateGeometry()
        self.update()

    @property
    def guard(self) -> str:
        """Give whose word it takes, in words; empty where nobody else's."""
        return self._guard

    def show_guard(self, words: str) -> None:
        """Show a small lock, and say whose word it takes; the button can be used all the same."""
        if words != self._guard:
            self._guard = words
            self.setToolTip(words)
            self.setAccessibleDescription(words)
            self.update()

    def abridge(self, *, is_brief: bool) -> None:
        """Show the icon only, or the words and the key as well; what is read out stays."""
        self._is_brief = is_brief
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        """Need room for the key, too."""
        size, words = super().sizeHint(), self.fontMetrics()
        if self._is_brief:
            return size - QSize(words.horizontalAdvance(self.text()), 0)
        apart = 0 if self.icon().isNull() else words.horizontalAdvance(_APART)
        return size + QSize(apart + self._cap.width(self), 0)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of text with the icon."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ThemeChange:
            self.setIconSize(_icon_size())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what the style draws, and the key as a small cap behind the words."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if self._is_brief:
            option.text = ""
        elif not self.icon().isNull() and option.text:
            option.text = _APART + option.text
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        if self._cap.text and not self._is_brief:
            spare = (self.width() - self.sizeHint().width()) // 2
            inside.adjust(max(spare, 0), 0, -max(spare, 0), 0)
            self._cap.draw(painter, inside, self)
            inside.setRight(inside.right() - self._cap.width(self))
        option.rect = inside
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        if self._guard:
            self._draw_guard(painter)
        painter.end()

    def _draw_guard(self, painter: QStylePainter) -> None:
        """Draw the lock in the upper corner, where it needs no room of its own."""
        theme = Theme.current()
        side = theme.metrics.text(_GUARD)
        role = Role.ON_BRAND if self.property("part") == "primary" and self.isEnabled() else Role.MUTED
        picture = theme.pixmap("lock", role, side, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - side - _GUARD // 3, _GUARD // 3, picture)


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
        self.setText(self._action.text())
        self.show_key(self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        self.setAccessibleName(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.show_guard(guard_words(self._action))
        self.setEnabled(self._action.isEnabled())
        self.setVisible(self._action.isVisible())

    def _on_clicked(self) -> None:
        self._action.trigger()


def guard_words(action: QAction) -> str:
    """Say in the language in use whose word an action takes; nothing where nobody else's."""
    role = action.property(GUARD)
    return _(_GUARDS[role]) if role in _GUARDS else ""


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
        self.setIconSize(_icon_size())

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ThemeChange:
            self.setIconSize(_icon_size())


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


def _icon_size() -> QSize:
    side = Theme.current().metrics.icon
    return QSize(side, side)
