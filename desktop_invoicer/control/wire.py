"""What both sides of the command socket agree on: where it is, its key, and its messages.

A message is JSON in one run of bytes; pickles are neither sent nor read. A request is
``{"command": …, "arguments": {…}}``; its answer ``{"answer": {…}}`` or ``{"failure": {"kind", "message", "facts"}}``.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import socket
import stat
import struct
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any, cast

from desktop_invoicer.config import Home

MESSAGE_BYTES = 256 * 1024 * 1024

_LONGEST_PATH = 100  # bytes; systems allow 104 to 108, with the closing zero
_KEY_BYTES = 32
_SHORT_NAME = "desktop-invoicer-"


class UnreadableMessageError(Exception):
    """What arrived is no message of ours."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where the holder listens, and the key that proves both sides to be the same user."""

    address: str
    key: bytes = field(repr=False)

    @property
    def family(self) -> str:
        """Name the kind of socket, as ``multiprocessing.connection`` does."""
        return "AF_PIPE" if self.address.startswith("\\\\") else "AF_UNIX"


def arrange_meeting(home: Home) -> Meeting:
    """Choose address and a fresh key, and write them where only this user can read them."""
    meeting = Meeting(_address(home), secrets.token_bytes(_KEY_BYTES))
    text = json.dumps({"address": meeting.address, "key": meeting.key.hex()})
    descriptor, beside = tempfile.mkstemp(prefix=".control.", dir=home.control_file.parent)  # of mode 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).replace(home.control_file)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return meeting


def read_meeting(home: Home) -> Meeting | None:
    """Read where the holder listens; ``None`` when nothing readable says so."""
    try:
        content = json.loads(home.control_file.read_text("utf-8"))
        return Meeting(str(content["address"]), bytes.fromhex(content["key"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def put_away(meeting: Meeting) -> None:
    """Remove the socket that a holder left behind, and its folder where that was made for it.

    Only whoever holds the home may do so.
    """
    unlink_socket(meeting)
    folder = Path(meeting.address).parent
    if meeting.family == "AF_UNIX" and folder.name.startswith(_SHORT_NAME):
        with suppress(OSError):
            folder.rmdir()


def unlink_socket(meeting: Meeting) -> None:
    """Remove the socket's file, if there is one and it is a socket."""
    path = Path(meeting.address)
    if meeting.family == "AF_UNIX" and path.is_socket():
        path.unlink(missing_ok=True)


def limit(connection: Connection[Any, Any], seconds: float) -> None:
    """Let nobody take longer than that between two pieces of a message, sent or received; then ``OSError``.

    The library waits for ever for the rest of a message. A pipe of Windows knows no such limit.
    """
    if sys.platform != "win32":
        pause = struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))
        with socket.socket(fileno=os.dup(connection.fileno())) as twin:  # what is set holds for both
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                twin.setsockopt(socket.SOL_SOCKET, option, pause)


def send(connection: Connection[Any, Any], message: dict[str, Any]) -> None:
    """Send one message; ``ValueError`` when it is too large."""
    content = json.dumps(message).encode()
    if len(content) > MESSAGE_BYTES:
        msg = f"a message of {len(content)} bytes is too large"
        raise ValueError(msg)
    connection.send_bytes(content)


def receive(connection: Connection[Any, Any], patience: float | None) -> dict[str, Any]:
    """Wait for one message.

    Raises:
        UnreadableMessageError: what came is no message of ours.
        TimeoutError: nothing came in time.
        EOFError, OSError: the other side is gone, or sent more than a message may hold.

    """
    if not connection.poll(patience):
        raise TimeoutError
    content = connection.recv_bytes(MESSAGE_BYTES)
    try:
        message = json.loads(content)
    except (ValueError, RecursionError) as exc:
        raise UnreadableMessageError from exc
    if not isinstance(message, dict):
        raise UnreadableMessageError
    return message


def prove(connection: Connection[Any, Any], key: bytes, patience: float, *, asks_first: bool) -> None:
    """Prove the key to the other side and have it proven, by the library's HMAC challenges.

    Raises:
        AuthenticationError, TimeoutError, EOFError, OSError: the other side is not who it should be, or silent.

    """
    patient = cast("Connection[Any, Any]", _Patient(connection, patience))
    for challenge in (deliver_challenge, answer_challenge) if asks_first else (answer_challenge, deliver_challenge):
        try:
            challenge(patient, key)
        except (AssertionError, ValueError) as exc:  # what came is no challenge
            raise AuthenticationError from exc


class _Patient:
    """A connection that does not wait for ever, as far as the library's challenges need one."""

    def __init__(self, connection: Connection[Any, Any], patience: float) -> None:
        self._connection = connection
        self._patience = patience
        self.send_bytes = connection.send_bytes

    def recv_bytes(self, longest: int) -> bytes:
        if not self._connection.poll(self._patience):
            raise TimeoutError
        return self._connection.recv_bytes(longest)


def _address(home: Home) -> str:
    """Choose the address; a deep home's socket goes to a short folder of this user's own."""
    name = hashlib.sha256(os.fsencode(home.data)).hexdigest()[:16]
    if sys.platform == "win32":
        return rf"\\.\pipe\desktop-invoicer-{name}-{secrets.token_hex(4)}"
    if len(os.fsencode(home.control_socket)) <= _LONGEST_PATH:
        return str(home.control_socket)
    folder = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"{_SHORT_NAME}{name}"
    if not _is_ours(folder) or len(os.fsencode(folder / "control.sock")) > _LONGEST_PATH:
        folder = Path(tempfile.mkdtemp(prefix=_SHORT_NAME, dir="/tmp"))
    return str(folder / "control.sock")


def _is_ours(folder: Path) -> bool:
    """Make the folder, or tell whether the one that is there belongs to this user alone."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError:
        return False
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
