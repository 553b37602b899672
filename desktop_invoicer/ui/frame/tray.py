"""The icon beside the clock: how much is not sent, notices of the system, and a way to the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from desktop_invoicer.domain.listing import MOST_COUNTED
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone

_SIDE = 64
_MOST_DRAWN = 99


class _Menu(Adapting, QMenu):
    """What a click on the icon offers."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.window_action = self.addAction("")
        self.unsent_action = self.addAction("")
        self.addSeparator()
        self.quit_action = self.addAction("")
        self.say(self.window_action.setText, N_("Show the window"))
        self.say(self.unsent_action.setText, N_("Show what is not sent"))
        self.say(self.quit_action.setText, N_("Close the program"))


class Tray(QObject):
    """The icon of a window, where the system shows such icons."""

    window_wanted = Signal()
    unsent_wanted = Signal()
    quit_wanted = Signal()
    notice_pressed = Signal()

    def __init__(self, window: QWidget) -> None:
        """Show the icon of ``window``."""
        super().__init__(window)
        self._plain = window.windowIcon()
        self._menu = _Menu(window)
        self._menu.window_action.triggered.connect(self.window_wanted)
        self._menu.unsent_action.triggered.connect(self.unsent_wanted)
        self._menu.quit_action.triggered.connect(self.quit_wanted)
        self._icon = QSystemTrayIcon(self._plain, self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self.notice_pressed)
        self.show_unsent(0)
        self._icon.show()

    @classmethod
    def of(cls, window: QWidget) -> Tray | None:
        """Make the icon of a window; ``None`` where the system has no place for it."""
        return cls(window) if QSystemTrayIcon.isSystemTrayAvailable() else None

    def show_unsent(self, count: int) -> None:
        """Show how much is not sent."""
        told = ngettext("{count} not sent", "{count} not sent", count)
        number = f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)
        self._icon.setToolTip(f"desktop-invoicer: {told.format(count=number)}")
        self._icon.setIcon(with_count(self._plain, count))

    def show_notice(self, title: str, text: str) -> None:
        """Show a notice of the system."""
        self._icon.showMessage(title, text, self._plain)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self.window_wanted.emit()


def with_count(icon: QIcon, count: int) -> QIcon:
    """Paint a count onto an icon; nothing where there is nothing to count."""
    if not count:
        return icon
    text = str(count) if count <= _MOST_DRAWN else f"{_MOST_DRAWN}+"
    canvas = QPixmap(_SIDE, _SIDE)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    icon.paint(painter, canvas.rect())
    colors = Theme.current().pair(Tone.ERROR)
    wide = 34 if len(text) == 1 else 42 if len(text) == len("99") else 56
    badge = QRectF(_SIDE - wide, _SIDE - 34, wide, 34)
    painter.setBrush(QColor(colors.ink))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(badge, 17, 17)
    font = QFont(painter.font())
    font.setPixelSize(26)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(colors.ground))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return QIcon(canvas)
