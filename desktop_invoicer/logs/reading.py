"""Reading logs again, of this version and of those that wrote plain text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def tail(path: Path, most: int) -> str:
    """Give the last whole lines of a log, ``most`` bytes of them, as people read them; ``OSError`` where it cannot."""
    with path.open("rb") as log:
        size = path.stat().st_size
        log.seek(max(size - most, 0))
        text = log.read().decode("utf-8", "replace")
    whole = text if size <= most else text.partition("\n")[2]
    return "\n".join(map(readable, whole.splitlines()))


def readable(line: str) -> str:
    """Write a line of the file for people; one of an earlier version stays as it is."""
    found = parsed(line)
    if found is None:
        return line
    head = f"{found['time']} {found.get('level', '')} {found.get('logger', '')}: {found.get('message', '')}"
    below = str(found["exception"]).splitlines() if "exception" in found else []
    return "\n    ".join([head, *below])


def parsed(line: str) -> dict[str, Any] | None:
    """Read a line as the object it is; ``None`` where it is none of ours."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "time" in found else None


def failures(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Give the records of failures with an id, from the oldest file to the newest; one that is gone has none."""
    for path in paths:
        try:
            text = path.read_text("utf-8", "replace")
        except OSError:
            continue
        yield from (found for line in text.splitlines() if (found := parsed(line)) and "error" in found)
