"""How the window looks, changed from the keyboard and kept: appearance, density, text size, full screen."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QMainWindow

from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.theme.metrics import LARGEST_SCALE, SMALLEST_SCALE, Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme

STEP = 10
"""Per cent by which the text grows."""


class Look(QObject):
    """Carries out the commands that change how the window looks."""

    def __init__(self, window: QMainWindow, actions: Actions, preferences: Preferences) -> None:
        """Connect the commands."""
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        actions.of(Command.APPEARANCE).triggered.connect(self._on_appearance)
        actions.of(Command.DENSITY).triggered.connect(self._on_density)
        actions.of(Command.LARGER).triggered.connect(self._on_larger)
        actions.of(Command.SMALLER).triggered.connect(self._on_smaller)
        actions.of(Command.FULL_SCREEN).triggered.connect(self._on_full_screen)

    @Slot()
    def _on_appearance(self) -> None:
        wanted = Appearance.LIGHT if Theme.current().tokens.is_dark else Appearance.DARK
        self._preferences.keep("look/appearance", wanted.value)
        Theme.current().apply(appearance=wanted)

    @Slot()
    def _on_density(self) -> None:
        is_touch = Theme.current().metrics.density is Density.TOUCH
        wanted = Density.COMPACT if is_touch else Density.TOUCH
        self._preferences.keep("look/density", wanted.value)
        Theme.current().apply(density=wanted)

    @Slot()
    def _on_larger(self) -> None:
        self._scale(STEP)

    @Slot()
    def _on_smaller(self) -> None:
        self._scale(-STEP)

    def _scale(self, step: int) -> None:
        wanted = min(max(Theme.current().metrics.scale + step, SMALLEST_SCALE), LARGEST_SCALE)
        self._preferences.keep("look/scale", str(wanted))
        Theme.current().apply(scale=wanted)

    @Slot()
    def _on_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
