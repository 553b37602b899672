"""What a window's thread reaches for, told by an audit hook.

Run by ``test_responsiveness`` in a process of its own, and not collected with the others: an audit hook cannot be taken
back, and where a process has one CPython 3.11 refuses to trace one of two threads that start at the same moment
("Cannot install a trace function while another trace function is being installed"), as those of a flood do.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_invoicer.ui.main_window import PAGES
from tests.ui.acting.conftest import counter
from tests.ui.acting.counter import Counter
from tests.ui.pressing import press

__all__ = ["counter"]

OUTSIDE = ("socket.", "sqlite3.", "subprocess.", "os.listdir", "os.scandir", "urllib.", "http.")
"""What audit events of Python begin with where something outside the process is reached."""

_seen: list[str] | None = None


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    """Take note of what the window's thread reaches for while somebody listens."""
    if _seen is None or threading.current_thread() is not threading.main_thread():
        return
    if event == "open" and _is_of_a_desk(arguments[0]):
        _seen.append(f"open {arguments[0]}")
    elif event.startswith(OUTSIDE) and not _is_code(arguments[0] if arguments else ""):
        _seen.append(f"{event} {arguments!r}")


def _is_of_a_desk(path: object) -> bool:
    return isinstance(path, str | bytes | Path) and not _is_code(path)


def _is_code(path: object) -> bool:
    """Tell whether it is what the program itself is made of: code and icons are loaded when they are first needed."""
    text = str(path)
    return (
        text.endswith((".py", ".pyc"))
        or any(Path(text).is_relative_to(place) for place in sys.path if place)
        or not text
    )


sys.addaudithook(_hear)


@contextmanager
def listening() -> Iterator[list[str]]:
    """Tell what the window's thread reaches for in the ``with`` block."""
    global _seen  # noqa: PLW0603 (a hook is one for the whole process, and stays)
    heard: list[str] = []
    _seen = heard
    try:
        yield heard
    finally:
        _seen = None


def test_no_page_reaches_outside_from_the_windows_thread(counter: Counter) -> None:
    job = counter.documented().job
    counter.application.window.show_job(job)

    with listening() as heard:
        for command in PAGES:
            press(counter.application, command)

    assert heard == []


def test_who_listens_would_hear_it(tmp_path: Path) -> None:
    file = tmp_path / "invoicer.db"

    with listening() as heard:
        file.write_text("on the window's thread")
        os.listdir(tmp_path)  # noqa: PTH208 (the event is of this very call)

    assert [line.split()[0] for line in heard] == ["open", "os.listdir"]
