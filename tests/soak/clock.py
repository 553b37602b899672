"""A clock that several processes read and one of them moves: days pass in seconds."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path

_LAYOUT = struct.Struct("<d")


class MovedClock:
    """The machine's clock, and how far it was moved ahead since. Safe from any process: it is one number in a file."""

    def __init__(self, file: Path) -> None:
        """Share the number in a file, which is made where it is missing."""
        if not file.exists():
            file.write_bytes(_LAYOUT.pack(0.0))
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _LAYOUT.size)

    def now(self) -> datetime:
        """Give the present moment in UTC, as far as it was moved."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead)

    def move(self, by: timedelta) -> None:
        """Let time pass for everybody."""
        self._shared[:] = _LAYOUT.pack(self._ahead + by.total_seconds())

    @property
    def _ahead(self) -> float:
        (seconds,) = _LAYOUT.unpack(self._shared[:])
        return float(seconds)
