"""The folders where fiscal programs drop authorised XML: from what stands there to news of it.

Nothing there is ever moved, changed, locked or deleted. A look through each folder from time to time finds everything;
what the operating system tells of changes only makes it quicker.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from desktop_invoicer.fiscal.folders.file import Reader
from desktop_invoicer.fiscal.folders.patrol import Deliver, Events, Known, MakeEvents, Patrol
from desktop_invoicer.fiscal.folders.tempo import Tempo

_log = logging.getLogger(__name__)


def _system_events(changed: Callable[[str, str | None], None]) -> Events:
    from desktop_invoicer.fiscal.folders.events import FolderEvents

    return FolderEvents(changed)


class FolderWatch:
    """Watches folders with their subfolders on a thread of its own, and delivers what it finds.

    ``known`` tells what earlier runs delivered, and is asked once at each start. ``deliver`` gets at most
    ``Tempo.batch_files`` news at a time, on the watch's thread. What it raises is tried again, the more rarely the
    longer it lasts; ``ServiceStoppedError`` ends the watch.
    """

    def __init__(  # noqa: PLR0913 (what it works with)
        self,
        folders: Iterable[Path],
        read: Reader,
        known: Known,
        deliver: Deliver,
        *,
        make_events: MakeEvents = _system_events,
        tempo: Tempo | None = None,
    ) -> None:
        """Do nothing yet."""
        self._folders = [str(folder) for folder in folders]
        self._read = read
        self._known = known
        self._deliver = deliver
        self._make_events = make_events
        self._tempo = tempo or Tempo()
        self._patrol: Patrol | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch; starting twice does no harm."""
        if self._thread is not None or not self._folders:
            return
        self._patrol = Patrol(self._folders, self._read, self._known, self._deliver, self._make_events, self._tempo)
        self._thread = threading.Thread(target=self._patrol.run, name="watched-folders", daemon=True)
        self._thread.start()

    @property
    def is_settled(self) -> bool:
        """Tell whether every folder was looked through and all that was found there is delivered. From any thread.

        A folder that cannot be reached counts once that is delivered.
        """
        return not self._folders or (self._patrol is not None and self._patrol.is_settled)

    @property
    def is_alive(self) -> bool:
        """Tell whether the folders are watched, or there are none to watch. From any thread."""
        return not self._folders or (self._thread is not None and self._thread.is_alive())

    def looked_at(self, folder: Path) -> datetime | None:
        """Give when a folder was last looked through to its end. From any thread."""
        seconds = None if self._patrol is None else self._patrol.looked_at.get(str(folder))
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

    def stop(self) -> None:
        """End the watch and its thread; stopping twice does no harm. What was not delivered is found again."""
        if self._patrol is None or self._thread is None:
            return
        self._patrol.stop()
        self._thread.join(self._tempo.stop)
        if self._thread.is_alive():  # a share that does not answer: the system lets nobody interrupt that
            _log.error("thread %s did not end within %s seconds", self._thread.name, self._tempo.stop)
        self._patrol = self._thread = None
