"""Every widget belongs to its window.

One that belongs to none lives until Python collects it: on whatever thread, and perhaps while Qt goes through all
widgets to give them another look. Both end the program.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_invoicer.ui.actions import Command
from tests.ui.acting.counter import Counter
from tests.ui.scenes import brought, choose_job, odd


def tops() -> set[QWidget]:
    """Give the widgets that belong to no other."""
    return {widget for widget in QApplication.topLevelWidgets() if widget.parent() is None}


def attach(counter: Counter) -> None:
    counter.acting.attach(counter.job())


def submit(counter: Counter) -> None:
    counter.acting.submit(counter.documented())


def dismiss(counter: Counter) -> None:
    counter.acting.dismiss(counter.job())


def show_raw(counter: Counter) -> None:
    counter.acting.show_raw(counter.job())


def ask_vtex(counter: Counter) -> None:
    counter.acting.ask_vtex()


def show_help(counter: Counter) -> None:
    counter.application.window.actions_.of(Command.HELP).trigger()


def examine(counter: Counter) -> None:
    counter.application.window.actions_.of(Command.DOCTOR).trigger()


@pytest.mark.parametrize(
    "open_dialog", [attach, submit, dismiss, show_raw, ask_vtex, show_help, examine, odd, choose_job, brought]
)
def test_a_dialog_leaves_nothing_outside_of_the_window(
    counter: Counter, open_dialog: Callable[[Counter], object]
) -> None:
    window, before = counter.application.window, tops()

    open_dialog(counter)
    counter.qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(QDialog)))

    assert tops() <= before


def test_everything_in_the_window_belongs_to_it(counter: Counter) -> None:
    window = counter.application.window
    gc.collect()  # what other tests left
    counter.documented()

    for command in (Command.QUEUE, Command.HISTORY, Command.SETTINGS):
        window.show_page(command)

    counter.qtbot.waitUntil(lambda: tops() == {window})
