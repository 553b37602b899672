"""Paths of files, whichever system they are written for."""

from __future__ import annotations

import re

from desktop_invoicer.messages.figures import shown

LONGEST = 400
"""Letters of a path that are shown."""

_SEPARATOR = re.compile(r"[/\\]")
_UNBROKEN = re.compile(r"[^/\\ ]{1,12}[/\\]?")
_MAY_BREAK = "\u200b"


def file_name(path: str) -> str:
    """Give the name of a file."""
    return _SEPARATOR.split(path)[-1]


def folder(path: str) -> str:
    """Give the folder of a file."""
    return path[: -len(file_name(path))].rstrip("/\\") or path[:1]


def ending(path: str, most: int) -> str:
    """Give the last letters of a path or a name, which tell more than the first ones."""
    text = shown(path, LONGEST)
    return text if len(text) <= most else "…" + text[1 - most :]


def breakable(text: str) -> str:
    """Let a path or a name of any length end its lines where there is no room for more."""
    return _UNBROKEN.sub(lambda part: part[0] + _MAY_BREAK, shown(text, LONGEST))
