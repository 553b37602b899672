"""A workplace in a test: what a page has at hand, without the window of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.engine.events import Event
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.link import DeskLink, Running
from desktop_invoicer.ui.parts.toast import Toasts
from desktop_invoicer.ui.people.presence import Presence
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.workplace import Workplace

Part = TypeVar("Part", bound=QWidget)


def a_workplace(home: Home, window: QMainWindow, start: Callable[[Callable[[Event], None]], Running]) -> Workplace:
    """Give what a page in ``window`` needs; ``start`` starts its desk."""
    tasks, preferences = Tasks(window), Preferences(home, window)
    link, actions = DeskLink(start, tasks, window), Actions(window, preferences)
    return Workplace(home, Presence("Ana", window), preferences, tasks, link, actions, Toasts(window), lambda _: None)


@contextmanager
def an_open_window(
    make: Callable[[Workplace], Part], desk: Running, home: Home, qtbot: QtBot, size: tuple[int, int] = (1172, 740)
) -> Iterator[tuple[Part, Workplace]]:
    """Open a window with nothing but one part in it, on a desk that runs."""
    window = QMainWindow()
    qtbot.addWidget(window)
    workplace = a_workplace(home, window, lambda _: desk)
    part = make(workplace)
    window.setCentralWidget(part)
    window.resize(*size)
    window.show()
    window.activateWindow()
    with qtbot.waitSignal(workplace.link.started):
        workplace.link.start()
    yield part, workplace
    workplace.tasks.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
