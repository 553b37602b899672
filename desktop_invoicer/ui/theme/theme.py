"""The appearance of the whole application: applied once at the start, and again whenever the person changes it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, StrEnum
from typing import ClassVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop_invoicer.ui.theme import icons
from desktop_invoicer.ui.theme.fonts import body_font, load_fonts
from desktop_invoicer.ui.theme.metrics import Density, Metrics
from desktop_invoicer.ui.theme.sheet import style_sheet
from desktop_invoicer.ui.theme.tokens import DARK, LIGHT, Pair, Tokens, Tone

_GRID = 24
"""Points that icons are drawn for; they are never drawn with less."""


class Appearance(StrEnum):
    """Light, dark, or as the system has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Role(Enum):
    """What an icon is part of, which decides its colour."""

    INK = "ink"
    MUTED = "muted"
    ON_BRAND = "on_brand"
    BRAND = "brand"
    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


class Theme(QObject):
    """Colours and sizes in use. One for each application, as its palette and style sheet are."""

    _current: ClassVar[Theme]

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        """Give the application its font and style; ``apply`` gives it colours and sizes."""
        super().__init__(app)
        self._app = app
        self._appearance = Appearance.SYSTEM
        self.tokens: Tokens = LIGHT
        self.metrics = Metrics()
        Theme._current = self
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @classmethod
    def current(cls) -> Theme:
        """Give the theme of the application."""
        return cls._current

    @property
    def appearance(self) -> Appearance:
        """Give what the person chose."""
        return self._appearance

    def apply(
        self, appearance: Appearance | None = None, density: Density | None = None, scale: int | None = None
    ) -> None:
        """Use another appearance, density or text scale (per cent); what is not given stays."""
        self._appearance = appearance or self._appearance
        self.metrics = replace(self.metrics, density=density or self.metrics.density, scale=scale or self.metrics.scale)
        self.tokens = DARK if self._is_dark() else LIGHT
        self._app.setFont(body_font(self.metrics.body))
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, self.metrics))
        _tell_widgets()
        self.changed.emit()

    def icon(self, name: str, role: Role = Role.INK) -> QIcon:
        """Give an icon in the colours in use."""
        disabled = self.tokens.muted if role is Role.ON_BRAND else self.tokens.edge  # as the words beside it
        side = max(self.metrics.largest_icon, _GRID)
        return icons.icon(name, self.color(role), side, self._app.devicePixelRatio(), disabled)

    def pixmap(self, name: str, role: Role, side: int, density: float) -> QPixmap:
        """Give an icon as a picture, ``side`` points wide for a screen of ``density`` pixels a point."""
        return icons.pixmap(name, self.color(role), side, density)

    def color(self, role: Role) -> str:
        """Give the colour of icons of one role."""
        tokens = self.tokens
        match role:
            case Role.INK:
                return tokens.ink
            case Role.MUTED:
                return tokens.muted
            case Role.ON_BRAND:
                return tokens.brand.ink
            case Role.BRAND:
                return tokens.tones[Tone.SUCCESS].ink
            case _:
                return tokens.tones[Tone(role.value)].ink

    def pair(self, tone: Tone) -> Pair:
        """Give the colours of a tone."""
        return self.tokens.tones[tone]

    def _is_dark(self) -> bool:
        if self._appearance is Appearance.SYSTEM:
            return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._appearance is Appearance.DARK

    def _on_system_changed(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self.apply()


def _tell_widgets() -> None:
    """Tell every widget once, whatever is other: of a palette Qt tells some several times, and of sizes not all."""
    for widget in QApplication.allWidgets():
        if shiboken6.isValid(widget):  # one that was told before may have removed it
            QApplication.sendEvent(widget, QEvent(QEvent.Type.ThemeChange))


def _palette(tokens: Tokens) -> QPalette:
    """Give Qt the same colours, for what the style draws by itself."""
    role = QPalette.ColorRole
    palette = QPalette()
    for which, color in {
        role.Window: tokens.ground,
        role.WindowText: tokens.ink,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.ground,
        role.Text: tokens.ink,
        role.Button: tokens.surface,
        role.ButtonText: tokens.ink,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.ink,
        role.Highlight: tokens.selection.ground,
        role.HighlightedText: tokens.selection.ink,
        role.PlaceholderText: tokens.muted,
        role.Link: tokens.tones[Tone.INFO].ink,
        role.LinkVisited: tokens.tones[Tone.INFO].ink,
        role.Accent: tokens.brand.ground,
        role.Light: tokens.raised,
        role.Midlight: tokens.line,
        role.Mid: tokens.line,
        role.Dark: tokens.edge,
        role.Shadow: tokens.line,
    }.items():
        palette.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens.edge))
    return palette
