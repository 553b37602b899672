"""A notice can be read whole, and leaves the foot of the page, with its actions, free."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.parts.toast import Toasts
from desktop_invoicer.ui.theme.theme import Theme

LONG = "The document was issued by another store, and this desk does not take it: look at its CNPJ. " * 2


@pytest.fixture
def toasts(qtbot: QtBot, theme: Theme) -> Toasts:  # noqa: ARG001 (the look)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    return Toasts(window)


@pytest.mark.parametrize("scale", [80, 100, 200])
def test_a_notice_leaves_room_for_the_primary_action_below_it(theme: Theme, toasts: Toasts, scale: int) -> None:
    theme.apply(scale=scale)

    toasts.show_notice(LONG)

    assert toasts.geometry().bottom() < toasts.window().height() - theme.metrics.primary
    assert toasts.window().rect().contains(toasts.geometry())


@pytest.mark.parametrize("scale", [80, 100, 200])
def test_a_long_notice_is_as_high_as_its_text(theme: Theme, toasts: Toasts, scale: int) -> None:
    theme.apply(scale=scale)

    toasts.show_notice(LONG)

    words = next(one for one in toasts.findChildren(QLabel) if one.text())
    assert words.height() >= words.heightForWidth(words.width())
