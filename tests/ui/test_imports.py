"""What PySide6 does to imports is undone."""

from __future__ import annotations

import importlib
import linecache
import sys

import desktop_invoicer.ui


def test_the_source_of_what_is_imported_later_is_not_kept() -> None:
    importlib.reload(desktop_invoicer.ui)
    sys.modules.pop("sched", None)

    import sched

    assert sched.__file__ not in linecache.cache
