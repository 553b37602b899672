"""The other side of the command socket: hands commands to the program that holds the home."""

from __future__ import annotations

import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from typing import Any, Self

from desktop_invoicer.config import Home
from desktop_invoicer.control import wire

_PATIENCE = 10.0
_GONE = "holder_gone"


class RemoteError(Exception):
    """The holder answered with an error: its class by name, its English sentence, and its facts."""

    def __init__(self, kind: str, message: str, facts: dict[str, Any]) -> None:
        """Keep what the holder said; ``kind`` is ``internal`` or ``holder_gone`` where it is no class of ours."""
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.facts = facts


class ControlClient:
    """A conversation with the holder. Safe to use from several threads, one command at a time."""

    def __init__(self, connection: Connection[Any, Any]) -> None:
        self._connection = connection
        self._talking = threading.Lock()

    @classmethod
    def connect(cls, home: Home) -> ControlClient | None:
        """Reach the program that holds the home; ``None`` when nobody answers there."""
        for _ in range(2):  # the holder may have been replaced between the reading of its key and the call
            meeting = wire.read_meeting(home)
            if meeting is None:
                return None
            try:
                connection = Client(meeting.address, meeting.family)
            except (OSError, EOFError):
                continue
            try:
                wire.prove(connection, meeting.key, _PATIENCE, asks_first=False)
            except (OSError, EOFError, AuthenticationError):
                connection.close()
                continue
            return cls(connection)
        return None

    def call(self, command: str, arguments: dict[str, Any] | None = None) -> dict[str, Any]:
        """Hand a command over and wait for its answer, as long as the holder lives.

        Raises:
            RemoteError: the holder answered with an error, or is gone (then the command may have been done or not).
            ValueError: the arguments are more than a message may hold; nothing was sent.

        """
        with self._talking:
            try:
                wire.send(self._connection, {"command": command, "arguments": arguments or {}})
                message = wire.receive(self._connection, None)
            except (EOFError, OSError, wire.UnreadableMessageError) as exc:
                raise RemoteError(_GONE, "the program that holds this home ended before it answered", {}) from exc
        failure = message.get("failure")
        if failure is not None:
            raise RemoteError(failure["kind"], failure["message"], failure["facts"])
        answer: dict[str, Any] = message["answer"]
        return answer

    answer = call
    """The same under the name that a program in this process has."""

    def close(self) -> None:
        """End the conversation."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Converse for the length of a ``with`` block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the conversation."""
        self.close()
