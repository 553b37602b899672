"""The command socket against other users, clients without its key, garbage, huge messages and crowds."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.connection import Client, Connection
from pathlib import Path
from socket import AF_UNIX, socket
from typing import Any

import pytest

from desktop_invoicer.config import Home
from desktop_invoicer.control import server as server_module
from desktop_invoicer.control import wire
from desktop_invoicer.control.client import ControlClient
from desktop_invoicer.control.server import CLIENTS, ControlServer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have other sockets")

NOBODY = 65_534


@contextmanager
def a_holder(home: Home) -> Iterator[list[str]]:
    """Hold a home, and give the commands that came."""
    heard: list[str] = []

    def handle(command: str, arguments: dict[str, Any]) -> dict[str, Any]:
        heard.append(command)
        return {"result": len(arguments)}

    server = ControlServer(home, handle)
    server.start()
    try:
        yield heard
    finally:
        server.stop()
        assert "control" not in [thread.name for thread in threading.enumerate()]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home.below(tmp_path / "home")
    made.create()
    return made


@pytest.fixture
def heard(home: Home) -> Iterator[list[str]]:
    with a_holder(home) as commands:
        yield commands


def is_served(home: Home) -> bool:
    """Tell whether an honest client gets its answer before it gives up."""
    client = ControlClient.connect(home)
    if client is None:
        return False
    with client:
        return client.call("honest") == {"result": 0}


def raw(home: Home) -> socket:
    meeting = wire.read_meeting(home)
    assert meeting is not None
    connection = socket(AF_UNIX)
    connection.connect(meeting.address)
    return connection


def proven(home: Home) -> Connection[Any, Any]:
    meeting = wire.read_meeting(home)
    assert meeting is not None
    connection = Client(meeting.address, meeting.family)
    wire.prove(connection, meeting.key, 5, asks_first=False)
    return connection


PYTHON = shutil.which("python3", path="/usr/bin:/bin")
"""One that everybody may run."""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that everybody may enter, as a carelessly made home of a user is."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(os.name == "posix" and os.getuid() != 0, reason="only root can be somebody else")
@pytest.mark.skipif(PYTHON is None, reason="somebody else needs a Python, too")
@pytest.mark.parametrize("what", ["key", "socket", "socket of a deep home"])
def test_another_user_reaches_neither_key_nor_socket(open_folder: Path, what: str) -> None:
    home = Home.below(open_folder / ("d" * 90 if what.endswith("home") else "home"))
    home.create()
    with a_holder(home) as heard:
        meeting = wire.read_meeting(home)
        assert meeting is not None
        act = f"open({str(home.control_file)!r}).read()"
        if what != "key":
            act = f"import socket; socket.socket(socket.AF_UNIX).connect({meeting.address!r})"
        tried = subprocess.run(  # noqa: S603 (our own words)
            [str(PYTHON), "-c", act], user=NOBODY, group=NOBODY, capture_output=True, check=False, cwd="/"
        )

    assert b"PermissionError" in tried.stderr
    assert heard == []


GARBAGE = {
    "nothing": b"",
    "HTTP": b"GET / HTTP/1.1\r\nHost: desk\r\n\r\n",
    "zeros": bytes(4096),
    "a pickle": struct.pack("!i", 8) + b"\x80\x04K\x07.aaa",
    "an empty message": struct.pack("!i", 0),
    "a negative size": struct.pack("!i", -5) + b"hello",
    "a huge size": struct.pack("!i", 2**31 - 1) + b"x" * 100_000,
    "a huge size of eight bytes": struct.pack("!iQ", -1, 2**63) + b"x" * 100_000,
    "a welcome": struct.pack("!i", 9) + b"#WELCOME#",
    "our own challenge": struct.pack("!i", 31) + b"#CHALLENGE#" + b"x" * 20,
    "a command without proof": struct.pack("!i", 36) + b'{"command": "jobs", "arguments": {}}',
}


@pytest.mark.parametrize("name", GARBAGE)
def test_whoever_has_no_key_gives_no_command(home: Home, heard: list[str], name: str) -> None:
    with raw(home) as connection, suppress(ConnectionError):
        connection.settimeout(10)
        connection.sendall(GARBAGE[name])
        while connection.recv(65536):  # until it is turned away
            pass

    assert is_served(home)
    assert heard == ["honest"]


def test_half_a_proof_holds_no_place_for_ever(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "CLIENTS", 2)
    monkeypatch.setattr(server_module, "_PATIENCE", 0.5)
    with a_holder(home), ExitStack() as stack:
        for _ in range(4):
            stack.enter_context(raw(home)).sendall(struct.pack("!i", 100) + b"half")

        assert is_served(home)


@pytest.mark.parametrize("begun", [b"", struct.pack("!i", 1000), struct.pack("!i", 1000) + b'{"command":'])
def test_half_a_command_holds_up_nobody(home: Home, monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    monkeypatch.setattr(server_module, "_PATIENCE", 0.5)
    with a_holder(home) as heard, proven(home) as connection:
        os.write(connection.fileno(), begun)

        assert is_served(home)
        assert heard == ["honest"]


def test_whoever_reads_no_answer_is_left(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "_PATIENCE", 0.5)
    monkeypatch.setattr(server_module, "CLIENTS", 1)
    server = ControlServer(home, lambda _, __: {"result": "x" * 10_000_000})
    server.start()
    try:
        with proven(home) as connection:
            wire.send(connection, {"command": "jobs", "arguments": {}})

            client = ControlClient.connect(home)  # there is one place: the other has to lose it
            assert client is not None
            client.close()
    finally:
        server.stop()


def test_a_crowd_of_silent_clients_keeps_nobody_out(home: Home, heard: list[str]) -> None:
    with ExitStack() as stack:
        for _ in range(100):
            stack.enter_context(raw(home))

        assert is_served(home)
    assert heard == ["honest"]


def test_a_crowd_of_idle_clients_leaves_a_place(home: Home, heard: list[str]) -> None:
    with ExitStack() as stack:
        for _ in range(CLIENTS - 1):
            stack.enter_context(proven(home))

        assert is_served(home)
    assert heard == ["honest"]


def test_a_message_larger_than_may_be_is_not_taken_in(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MESSAGE_BYTES", 10_000)
    with a_holder(home) as heard:
        with proven(home) as connection, suppress(OSError):
            connection.send_bytes(json.dumps({"command": "x" * 1_000_000, "arguments": {}}).encode())

        assert is_served(home)
        assert heard == ["honest"]


@pytest.mark.parametrize(
    "content",
    [b"[" * 100_000, b'{"command": "a", "arguments": {"a": ' + b"9" * 10_000 + b"}}", b"\xff\xfe", b"null", b"1"],
    ids=["deep", "a huge number", "no text", "nothing", "a number"],
)
def test_what_is_no_command_ends_the_conversation_alone(home: Home, heard: list[str], content: bytes) -> None:
    with proven(home) as connection:
        connection.send_bytes(content)
        with pytest.raises((EOFError, OSError)):
            connection.recv_bytes()

    assert is_served(home)
    assert heard == ["honest"]
