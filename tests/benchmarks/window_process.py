"""A window in a process of its own, on a desk whose journal is filled before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from secrets import token_bytes
from typing import Any, Self

from desktop_invoicer.config import Home
from desktop_invoicer.persistence.database import KEY_BYTES, Database
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN


@contextmanager
def home_with(fill_in: Callable[[Database], object]) -> Iterator[Home]:
    """Make the home of a desk, and let its journal be filled."""
    with tempfile.TemporaryDirectory(prefix="desktop-invoicer-bench-") as folder:
        home = Home.below(Path(folder))
        home.create()
        key = token_bytes(KEY_BYTES)
        with closing(Database(home.database_file, key)) as database:
            fill_in(database)
        (home.settings / "key").write_text(key.hex())
        yield home


class WindowProcess:
    """Opens ``window_counter`` or ``window_bare`` for what is measured. Runs while its ``with`` block does."""

    def __init__(self, what: str, home: Home) -> None:
        settings = {
            "BEGUN": str(time.time_ns()),
            "DESKTOP_INVOICER_HOME": str(home.settings),
            "APP_KEY": APP_KEY,
            "APP_TOKEN": APP_TOKEN,
            "QT_QPA_PLATFORM": "offscreen",
            "QT_LOGGING_RULES": "*=false",
        }
        self._process = subprocess.Popen(  # noqa: S603 (our own module)
            [sys.executable, "-m", f"tests.benchmarks.window_{'bare' if what == 'bare' else 'counter'}", what],
            env={**os.environ, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def say(self, words: str) -> None:
        """Tell the window something."""
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def line(self) -> dict[str, Any]:
        """Give what the window tells next."""
        assert self._process.stdout is not None
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found
