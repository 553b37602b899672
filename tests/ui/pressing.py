"""Pressing a command's key in the window, and how long that takes."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application

TURNS = 20


def press(application: Application, command: Command) -> int:
    """Press the key of a command, let the window take its turns, and give the milliseconds that it took."""
    clock = QElapsedTimer()
    clock.start()
    application.window.actions_.of(command).trigger()
    for _ in range(TURNS):
        QApplication.processEvents()
    return clock.elapsed()
