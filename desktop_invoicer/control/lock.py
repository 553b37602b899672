"""The lock that tells whether a program holds a home. The system releases it when that program dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from desktop_invoicer.config import Home
from desktop_invoicer.errors import HomeHeldError, StorageReadOnlyError


@contextmanager
def hold(home: Home) -> Iterator[None]:
    """Hold the home as long as the ``with`` block lasts.

    Raises:
        HomeHeldError: another program holds it.
        StorageReadOnlyError: its folders or the lock cannot be written.

    """
    lock = FileLock(home.lock_file, mode=0o600, thread_local=False)
    try:
        home.create()
        lock.acquire(blocking=False)
    except Timeout as exc:
        raise HomeHeldError(home.data) from exc
    except OSError as exc:
        raise StorageReadOnlyError(home.lock_file, exc.strerror or str(exc)) from exc
    try:
        yield
    finally:
        lock.release()
