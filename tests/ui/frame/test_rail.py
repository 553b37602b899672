"""Every page is in view at every size of text, however low the window is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.frame.rail import Rail, RailButton
from desktop_invoicer.ui.main_window import PAGES
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.theme.metrics import LARGEST_SCALE, SMALLEST_SCALE, Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme

LOWEST = 600
"""Pixels that the window is high at least."""


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QMainWindow:  # noqa: ARG001 (the look)
    made = QMainWindow()
    made.setMinimumSize(200, LOWEST)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def rail(window: QMainWindow, home: Home) -> Rail:
    made = Rail(Actions(window, Preferences(home)), list(PAGES))
    made.show_count(Command.QUEUE, 3)
    window.setCentralWidget(made)
    return made


def _buttons(rail: Rail) -> list[RailButton]:
    return [button for button in rail.findChildren(RailButton) if button.isVisible()]


@pytest.mark.parametrize("density", Density)
@pytest.mark.parametrize("scale", range(SMALLEST_SCALE, LARGEST_SCALE + 1, 10))
def test_no_button_covers_another(rail: Rail, theme: Theme, qtbot: QtBot, density: Density, scale: int) -> None:
    theme.apply(Appearance.LIGHT, density, scale)
    rail.window().resize(200, LOWEST)

    def is_apart() -> bool:
        frames = [button.geometry() for button in _buttons(rail)]
        apart = all(above.bottom() < below.top() for above, below in pairwise(frames))
        return apart and frames[-1].bottom() < rail.height()

    qtbot.waitUntil(is_apart)
    assert len(_buttons(rail)) == len(PAGES)
    assert all(button.height() >= button.minimumSizeHint().height() for button in _buttons(rail))


def test_icons_come_back_with_room(rail: Rail, theme: Theme, qtbot: QtBot) -> None:
    theme.apply(scale=200)
    rail.window().resize(200, LOWEST)
    qtbot.waitUntil(lambda: all(button.is_low for button in _buttons(rail)))

    rail.window().resize(200, 1000)

    qtbot.waitUntil(lambda: not any(button.is_low for button in _buttons(rail)))
