"""What the operating system tells of changes in folders, where it does. It only makes looking quicker.

Events get lost, network shares often give none, and a watch may die unnoticed (watchdog's issues 934, 1009 and 1094):
whoever uses this looks through the folders as well. Importing this module loads watchdog.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable
from math import inf
from pathlib import Path
from time import monotonic

from typing_extensions import override
from watchdog.events import (
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

from desktop_invoicer.fiscal.folders.file import path_text
from desktop_invoicer.fiscal.folders.look import is_wanted_file

Changed = Callable[[str, str | None], None]
"""Takes a folder, and the path of what was written or moved there; no path where a subfolder came."""

STOP_SECONDS = 2
AGAIN_SECONDS = 600
"""After this time a folder that cannot be watched is tried again; every attempt walks through all of it."""

# Not opening and closing: reading a file must not call for reading it again.
_WANTED: list[type[FileSystemEvent]] = [
    DirCreatedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
]
_NATIVE = {"InotifyObserver", "WindowsApiObserver", "FSEventsObserver"}

_log = logging.getLogger(__name__)


def can_watch() -> bool:
    """Tell whether this system tells of changes; elsewhere watchdog would look by itself, or hold every file open."""
    return getattr(Observer, "__name__", "") in _NATIVE


def gives_events(folder: Path) -> bool:
    """Try whether a folder can be watched."""
    events = FolderEvents(lambda _folder, _path: None)
    try:
        return events.watch(str(folder))
    finally:
        events.stop()


class FolderEvents:
    """Watches folders with their subfolders. ``changed`` is called on threads of watchdog."""

    def __init__(self, changed: Changed) -> None:
        """Watch nothing yet."""
        # Subfolders made in one go are watched twice for a moment, and watchdog 7.1 warns of itself.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        self._changed = changed
        self._observer: BaseObserver | None = None
        self._watches: dict[str, tuple[tuple[int, int], ObservedWatch]] = {}
        self._failed_at: dict[str, float] = {}

    def watch(self, folder: str) -> bool:
        """See to it that a folder is watched, also after another one took its place; tell whether it is."""
        if not can_watch() or monotonic() < self._failed_at.get(folder, -inf) + AGAIN_SECONDS:
            return False
        try:
            status = Path(folder).stat()
            self._see_to(folder, (status.st_dev, status.st_ino))
        except (FileNotFoundError, NotADirectoryError):
            return False  # looking through it tells
        except Exception as exc:  # noqa: BLE001 (whatever keeps watchdog from watching: looking goes on)
            self._failed_at[folder] = monotonic()
            _log.warning("folder %s gives no events, and is looked through from time to time only: %s", folder, exc)
            return False
        return True

    def stop(self) -> None:
        """Watch nothing any more."""
        observer, self._observer = self._observer, None
        self._watches.clear()
        if observer is not None:
            observer.stop()
            observer.join(STOP_SECONDS)

    def _see_to(self, folder: str, identity: tuple[int, int]) -> None:
        if self._observer is None:
            self._observer = Observer()
            self._observer.start()
        held, watch = self._watches.get(folder, (None, None))
        if held == identity and any(one.watch == watch and one.is_alive() for one in self._observer.emitters):
            return
        if watch is not None:
            del self._watches[folder]
            self._observer.unschedule(watch)
        real = os.path.realpath(folder)  # some systems watch a link instead of what it leads to
        handler = _Handler(folder, real, self._changed)
        watch = self._observer.schedule(handler, real, recursive=True, event_filter=_WANTED)
        self._watches[folder] = (identity, watch)


class _Handler(FileSystemEventHandler):
    """Hands on what happens below ``real``, under the name that the folder has in the settings."""

    def __init__(self, folder: str, real: str, changed: Changed) -> None:
        self._folder = folder
        self._real = real
        self._changed = changed

    @override
    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory:
            self._changed(self._folder, None)
            return
        path = os.fsdecode(event.dest_path or event.src_path)
        if is_wanted_file(Path(path).name):  # programs write into their logs without end
            self._changed(self._folder, path_text(self._folder + path.removeprefix(self._real)))
