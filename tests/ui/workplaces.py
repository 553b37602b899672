"""A workplace in a test: what a page has at hand, without the window of the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow

from desktop_invoicer.config import Home
from desktop_invoicer.engine.events import Event
from desktop_invoicer.ui.actions import Actions
from desktop_invoicer.ui.link import DeskLink, Running
from desktop_invoicer.ui.parts.toast import Toasts
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.workplace import Workplace


def a_workplace(home: Home, window: QMainWindow, start: Callable[[Callable[[Event], None]], Running]) -> Workplace:
    """Give what a page in ``window`` needs; ``start`` starts its desk."""
    tasks, preferences = Tasks(window), Preferences(home, window)
    link, actions = DeskLink(start, tasks, window), Actions(window, preferences)
    return Workplace(home, "Ana", preferences, tasks, link, actions, Toasts(window), lambda _: None)
