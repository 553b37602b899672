"""What a running program takes of the machine: looked up from outside, so that nothing of it is measured away."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_invoicer.config import Home

_MEMORY = re.compile(r"^RssAnon:\s+(\d+) kB$", re.MULTILINE)
_THREADS = re.compile(r"^Threads:\s+(\d+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a program. Sizes are in bytes."""

    notifications: int
    """How many it had taken in."""
    memory: int
    """Memory that is its own: not what it shares, nor files that lie in the cache."""
    handles: int
    """Open files and pipes, without sockets and those of the database."""
    connections: int
    """How often the database is open: the pool opens up to five, the last of them only when much happens at once."""
    sockets: int
    threads: int
    journal: int
    """The database's write-ahead log."""
    log: int
    """All log files together."""
    database: int


class Gauge:
    """Looks at one process and its home."""

    def __init__(self, pid: int, home: Home) -> None:
        """Look at the process of a number, which has a home."""
        self._process = Path("/proc") / str(pid)
        self._home = home

    def sample(self, notifications: int) -> Sample:
        """Look now."""
        status = (self._process / "status").read_text("ascii")
        handles = self._handles()
        sockets = sum(handle.startswith("socket:") for handle in handles)
        database = self._home.database_file
        of_database = [handle for handle in handles if handle.startswith(str(database.resolve()))]
        return Sample(
            notifications=notifications,
            memory=_number(_MEMORY, status) * 1024,
            handles=len(handles) - sockets - len(of_database),
            connections=of_database.count(str(database.resolve())),
            sockets=sockets,
            threads=_number(_THREADS, status),
            journal=_size(database.with_name(f"{database.name}-wal")),
            log=sum(map(_size, self._home.logs.iterdir())),
            database=_size(database),
        )

    def _handles(self) -> list[str]:
        found = []
        for handle in (self._process / "fd").iterdir():
            with suppress(FileNotFoundError):  # closed meanwhile
                found.append(str(handle.readlink()))
        return found


def _number(pattern: re.Pattern[str], status: str) -> int:
    found = pattern.search(status)
    assert found is not None
    return int(found[1])


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # the log was turned over meanwhile, or the database is at rest
        return 0
