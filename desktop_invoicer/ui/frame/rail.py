"""The navigation rail: one button a page."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.ui.actions import SPECS, Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.text import set_property
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Pair, Tone

_TALL, _LOW = Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonTextOnly
MOST = 99
"""The highest number that a button shows."""


class RailButton(QToolButton):
    """Leads to a page; a number in its corner tells how much waits for a person there, or does not work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show no number."""
        super().__init__(parent)
        self.count = 0
        self.tells_trouble = False
        self.setProperty("part", "rail")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolButtonStyle(_TALL)

    @property
    def is_low(self) -> bool:
        """Tell whether the words stand alone, for want of room."""
        return self.toolButtonStyle() is _LOW

    def be_low(self, *, is_low: bool) -> None:
        """Show the words alone, or the icon above them."""
        if is_low is not self.is_low:
            self.setToolButtonStyle(_LOW if is_low else _TALL)
            set_property(self, "low", is_low)

    @property
    def waiting(self) -> str:
        """Say what the number counts."""
        if self.tells_trouble:
            return ngettext("{count} does not work", "{count} do not work", self.count).format(count=self.count)
        return ngettext("{count} needs a person", "{count} need a person", self.count).format(count=self.count)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the number over the corner of the icon, or of the button where there is none."""
        super().paintEvent(event)
        if not self.count:
            return
        theme = Theme.current()
        error, font = theme.pair(Tone.ERROR), QFont(self.font())
        pair = Pair(error.ground, error.ink) if self.tells_trouble else theme.tokens.brand
        font.setPixelSize(theme.metrics.text(11))
        font.setWeight(QFont.Weight.DemiBold)
        text, figures = str(self.count) if self.count <= MOST else f"{MOST}+", QFontMetrics(font)
        high = figures.height() + 2
        badge = QRectF(0, 0, max(figures.horizontalAdvance(text) + 8, high), high)
        if self.is_low:
            badge.moveTopRight(QPointF(self.width() - 1, 1))
        else:
            badge.moveCenter(QPointF(self.width() / 2 + self.iconSize().width() / 2 + 4, high / 2 + 4))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.ground))
        painter.drawRoundedRect(badge, high / 2, high / 2)
        painter.setFont(font)
        painter.setPen(QColor(pair.ink))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()


class Rail(Adapting, QFrame):
    """Buttons for the pages, above, and for the settings, below."""

    def __init__(self, actions: Actions, pages: list[Command], parent: QWidget | None = None) -> None:
        """Show a button for each page, in this order; the last one stands at the foot."""
        super().__init__(parent)
        self.setProperty("part", "rail")
        self._actions = actions
        self._group = QButtonGroup(self)
        self._buttons: dict[Command, RailButton] = {}
        self._tall = RailButton(self)
        """Never in view: tells how high a button with an icon is."""
        self._tall.setText("0")
        self._tall.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 12, 8, 12)
        self._layout.setSpacing(6)
        for command in pages:
            if command is pages[-1]:
                self._layout.addStretch()
            self._layout.addWidget(self._made(command))
        actions.keys_changed.connect(self.adapt)
        Theme.current().changed.connect(self._resize)
        self.adapt()
        self._resize()

    def show_page(self, command: Command) -> None:
        """Mark the page in view."""
        self._buttons[command].setChecked(True)

    def show_count(self, command: Command, count: int) -> None:
        """Tell how much waits for a person on a page."""
        self._buttons[command].count = count
        self._buttons[command].update()
        self.adapt()

    def show_troubles(self, command: Command, count: int) -> None:
        """Tell how much does not work, which a page shows."""
        self._buttons[command].tells_trouble = True
        self.show_count(command, count)

    def adapt(self) -> None:
        """Tell each page's key, and what waits there."""
        for command, button in self._buttons.items():
            name, key = _(SPECS[command].text), self._actions.key(command)
            told = f"{name}, {button.waiting}" if button.count else name
            button.setAccessibleName(told)
            button.setToolTip(f"{told}  {key}".rstrip())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit into the height there is."""
        super().resizeEvent(event)
        self._fit()

    def _made(self, command: Command) -> RailButton:
        button = RailButton()
        self.say(button.setText, SPECS[command].brief or SPECS[command].text)
        self.wear(button.setIcon, SPECS[command].icon, Role.MUTED)
        button.clicked.connect(self._actions.of(command).trigger)
        self._group.addButton(button)
        self._buttons[command] = button
        return button

    def _resize(self) -> None:
        metrics = Theme.current().metrics
        self.setMinimumWidth(metrics.rail)
        side = metrics.largest_icon
        for button in (self._tall, *self._buttons.values()):
            button.setIconSize(QSize(side, side))
        self._fit()

    def _fit(self) -> None:
        """Leave out the icons where only the words have room."""
        margins, gaps = self._layout.contentsMargins(), self._layout.spacing() * (len(self._buttons) - 1)
        high = self._tall.sizeHint().height() * len(self._buttons) + gaps + margins.top() + margins.bottom()
        for button in self._buttons.values():
            button.be_low(is_low=high > self.height())
