"""Short sounds by what the system brings to play them; the system's own beep where it brings nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QProcess, QStandardPaths
from PySide6.QtWidgets import QApplication

from desktop_invoicer.assets import asset
from desktop_invoicer.ui.preferences import Preferences

PAUSE = 0.1
"""Seconds between two sounds at least."""

_PLAYERS = ("afplay",) if sys.platform == "darwin" else ("pw-play", "paplay", "aplay")

Play = Callable[[str], object]
"""Plays a file and does not wait for its end."""


class Sound(StrEnum):
    """What can be heard, by the name of its file."""

    ACCEPTED = "accepted"
    ARRIVED = "arrived"
    DEADLINE = "deadline"
    REJECTED = "rejected"


class Sounds:
    """Plays sounds while the preferences want any."""

    def __init__(
        self, preferences: Preferences, play: Play | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Look once for what can play them."""
        self._preferences = preferences
        self._play = play or _player()
        self._clock = clock
        self._last = float("-inf")

    def play(self, sound: Sound) -> None:
        """Play a sound, unless one began this very moment."""
        now = self._clock()
        if self._preferences.sounds and now - self._last >= PAUSE:
            self._last = now
            self._play(str(asset("sounds", f"{sound}.wav")))


def _player() -> Play:
    if sys.platform == "win32":
        import winsound

        return partial(winsound.PlaySound, flags=winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
    found = next(filter(None, map(QStandardPaths.findExecutable, _PLAYERS)), "")
    return partial(_start, found) if found else _beep


def _start(program: str, file: str) -> None:
    QProcess.startDetached(program, [file])


def _beep(_: str) -> None:
    QApplication.beep()
