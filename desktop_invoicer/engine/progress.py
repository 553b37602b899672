"""Telling how far something lengthy is."""

from __future__ import annotations

from collections.abc import Callable

Told = Callable[[int, int], None]
"""Is told how many of how many are done."""


def unheard(done: int, total: int) -> None:
    """Tell nobody."""
