"""Buttons name what they do, show their key apart from it, and follow the size of text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAction, QKeySequence
from pytestqt.qtbot import QtBot

from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import ActionButton, Button, IconButton
from desktop_invoicer.ui.theme.theme import Theme


@pytest.fixture
def button(qtbot: QtBot, theme: Theme) -> ActionButton:  # noqa: ARG001 (the look)
    action = QAction("Attach document")
    action.setShortcut(QKeySequence("F6"))
    made = ActionButton(action, "attach")
    action.setParent(made)
    qtbot.addWidget(made)
    return made


def test_a_key_is_shown_but_is_no_part_of_the_name(button: ActionButton) -> None:
    assert (button.text(), button.accessibleName(), button.key) == ("Attach document", "Attach document", "F6")


def test_a_button_has_room_for_its_key(button: ActionButton) -> None:
    wide = button.sizeHint().width()

    button.show_key("")

    assert button.sizeHint().width() < wide


def test_an_abridged_button_is_only_named(button: ActionButton) -> None:
    wide = button.sizeHint().width()

    button.abridge(is_brief=True)

    assert button.sizeHint().width() < wide / 2
    assert button.accessibleName() == "Attach document"


@pytest.mark.parametrize(
    "make", [lambda: Button(N_("Copy"), "copy"), lambda: IconButton(N_("Copy"), "copy")], ids=["words", "icon"]
)
def test_an_icon_grows_with_the_text_even_before_it_is_seen(
    qtbot: QtBot, theme: Theme, make: Callable[[], Button | IconButton]
) -> None:
    made = make()
    qtbot.addWidget(made)

    theme.apply(scale=200)

    assert made.iconSize().width() == theme.metrics.icon == made.icon().actualSize(made.iconSize()).width()
