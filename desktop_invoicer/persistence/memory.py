"""What the C library keeps of the memory that threads took and freed: a desk that runs for months gives it back."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable

_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def _of_glibc(name: str) -> Callable[..., int] | None:
    """Give a function that glibc alone has."""
    if sys.platform != "linux":
        return None
    function: Callable[..., int] | None = getattr(ctypes.CDLL(None), name, None)
    return function


_mallopt = _of_glibc("mallopt")
_trim = _of_glibc("malloc_trim")


def share_one_heap() -> None:
    """Let threads that begin from now on take memory from one heap; where that cannot be asked for, nothing happens.

    glibc would give each a heap of its own, in which what outlives a report keeps whole pages from going back: 40 MB
    more within a thousand notifications (``make soak``).
    """
    if _mallopt is not None:
        _mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Return what is free; where that cannot be asked for, nothing happens.

    A copy or a check of the database takes some 16 MB, which came to 80 MB in a month (``make soak``).
    """
    if _trim is not None:
        _trim(0)
