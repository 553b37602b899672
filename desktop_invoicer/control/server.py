"""The holder's side of the command socket: takes commands of other processes of the same user."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from desktop_invoicer.config import Home
from desktop_invoicer.control import wire
from desktop_invoicer.errors import InvoicerError, StorageReadOnlyError

CLIENTS = 64
"""Processes served at a time; more wait until one has left."""
PROOF_SECONDS = 2.0
"""What a client may take to prove itself: so long it holds a place for nothing."""

_PATIENCE = 10.0
_FAREWELL = 10.0  # seconds that clients under way get for their answers
_SILENCE = 600.0  # seconds that a client may stay without asking anything
_GLANCE = 0.25  # seconds after which a waiting thread looks whether it should end

_log = logging.getLogger(__name__)

Handle = Callable[[str, dict[str, Any]], dict[str, Any]]
"""Runs a command and gives its answer, which must be JSON. Called from several threads at once."""


class ControlServer:
    """Answers commands while it is started. Only whoever holds the home may start it."""

    def __init__(self, home: Home, handle: Handle) -> None:
        self._home = home
        self._handle = handle
        self._meeting: wire.Meeting | None = None
        self._threads: list[threading.Thread] = []
        self._listening: threading.Thread | None = None
        self._stopping = threading.Event()
        self._places = threading.BoundedSemaphore(CLIENTS)

    @property
    def is_alive(self) -> bool:
        """Tell whether it listens. From any thread."""
        return self._listening is not None and self._listening.is_alive()

    def start(self) -> None:
        """Listen from now on; what a killed holder left behind is put away.

        Raises:
            StorageReadOnlyError: the socket or its key cannot be written.

        """
        if self._meeting is not None:
            return
        self._stopping.clear()
        try:
            if (left_behind := wire.read_meeting(self._home)) is not None:
                wire.put_away(left_behind)
            meeting = wire.arrange_meeting(self._home)
            wire.unlink_socket(meeting)
            listener = Listener(meeting.address, meeting.family, backlog=CLIENTS)
            if meeting.family == "AF_UNIX":
                Path(meeting.address).chmod(0o600)
        except OSError as exc:
            raise StorageReadOnlyError(self._home.control_file, exc.strerror or str(exc)) from exc
        self._meeting = meeting
        self._listening = self._spawn(self._run, listener, meeting)

    def stop(self) -> None:
        """Listen no more; commands under way get their answer. Stopping again changes nothing."""
        if self._meeting is None or self._listening is None:
            return
        self._stopping.set()
        until = time.monotonic() + _FAREWELL
        while self._listening.is_alive() and time.monotonic() < until:  # a knock may not get through
            threading.Thread(target=_knock, args=(self._meeting,), daemon=True).start()
            self._listening.join(_GLANCE)
        until = time.monotonic() + _FAREWELL
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0))
            if thread.is_alive():
                _log.error("thread %s did not end", thread.name)
        self._home.control_file.unlink(missing_ok=True)
        wire.put_away(self._meeting)
        self._threads.clear()
        self._meeting = self._listening = None

    def _spawn(self, work: Callable[..., None], *arguments: object) -> threading.Thread:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, args=arguments, name="control", daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _run(self, listener: Listener, meeting: wire.Meeting) -> None:
        """Take clients in; each has a thread of its own, so that a silent one holds up nobody."""
        while not self._stopping.is_set():
            if not self._places.acquire(timeout=_GLANCE):
                continue
            try:
                connection = listener.accept()
            except OSError as exc:
                self._places.release()
                _log.warning("a client could not be taken in: %s", exc)
                self._stopping.wait(_GLANCE)
            else:
                self._spawn(self._serve, connection, meeting)
        with suppress(OSError):  # its file may be gone already
            listener.close()

    def _serve(self, connection: Connection[Any, Any], meeting: wire.Meeting) -> None:
        try:
            with closing(connection):
                if not self._stopping.is_set():
                    wire.limit(connection, _PATIENCE)
                    wire.prove(connection, meeting.key, PROOF_SECONDS, asks_first=True)
                while self._has_request(connection):
                    wire.send(connection, self._answer(wire.receive(connection, _PATIENCE)))
        except (EOFError, OSError):
            pass  # the client has left
        except AuthenticationError:
            _log.warning("a client without the key was turned away")
        except wire.UnreadableMessageError:
            _log.warning("a client was turned away: it sent no command")
        except Exception:  # noqa: BLE001 (a defect of ours: told in the log, the others are served)
            _log.exception("a client could not be served")
        finally:
            self._places.release()

    def _has_request(self, connection: Connection[Any, Any]) -> bool:
        until = time.monotonic() + _SILENCE
        while not self._stopping.is_set() and time.monotonic() < until:
            if connection.poll(_GLANCE):
                return True
        return False

    def _answer(self, message: dict[str, Any]) -> dict[str, Any]:
        command, arguments = message.get("command"), message.get("arguments")
        if not isinstance(command, str) or not isinstance(arguments, dict):
            raise wire.UnreadableMessageError
        try:
            return {"answer": self._handle(command, arguments)}
        except InvoicerError as exc:
            return {"failure": {"kind": type(exc).__name__, "message": str(exc), "facts": _facts(exc)}}
        except Exception:  # noqa: BLE001 (a defect of ours: told in the log, the client learns that it failed)
            _log.exception("command %s failed", command)
            return {"failure": {"kind": "internal", "message": "the command failed, see the log", "facts": {}}}


def _facts(exc: InvoicerError) -> dict[str, Any]:
    """Give what the error knows, in forms that JSON has."""
    return {name: _plain(value) for name, value in vars(exc).items() if not name.startswith("_")}


def _plain(value: object) -> Any:  # noqa: ANN401 (JSON)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return [_plain(part) for part in value] if isinstance(value, tuple | list) else str(value)


def _knock(meeting: wire.Meeting) -> None:
    """Wake the thread that waits for a client."""
    with suppress(OSError, EOFError):
        Client(meeting.address, meeting.family).close()
