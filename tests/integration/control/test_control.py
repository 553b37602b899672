"""The command socket and the lock, on this machine's own sockets."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer.config import Home
from desktop_invoicer.control import server as server_module
from desktop_invoicer.control import wire
from desktop_invoicer.control.client import ControlClient, RemoteError
from desktop_invoicer.control.lock import hold
from desktop_invoicer.control.server import ControlServer
from desktop_invoicer.errors import HomeHeldError, StorageReadOnlyError, UnknownJobError

Json = dict[str, Any]
ROOT = Path(__file__).parents[3]

posix = pytest.mark.skipif(os.name != "posix", reason="other systems have other sockets")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home.below(tmp_path / "home")
    home.create()
    return home


def echo(command: str, arguments: Json) -> Json:
    return {"command": command, **arguments}


@contextmanager
def holding(home: Home, handle: Callable[[str, Json], Json] = echo) -> Iterator[ControlServer]:
    server = ControlServer(home, handle)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def connected(home: Home) -> ControlClient:
    client = ControlClient.connect(home)
    assert client is not None
    return client


def test_a_command_gets_its_answer_and_another_one_after_it(home: Home) -> None:
    with holding(home), connected(home) as client:
        assert client.call("submit", {"job": 7}) == {"command": "submit", "job": 7}
        assert client.answer("jobs") == {"command": "jobs"}


def test_nobody_answers_where_nobody_holds(home: Home) -> None:
    assert ControlClient.connect(home) is None

    with holding(home):
        pass

    assert ControlClient.connect(home) is None
    assert list(home.data.iterdir()) == []


def test_several_clients_are_answered_at_once(home: Home) -> None:
    together = threading.Barrier(3, timeout=60)

    def handle(command: str, _: Json) -> Json:
        return {command: together.wait() >= 0}

    answers: list[Json] = []
    with holding(home, handle):

        def ask() -> None:
            with connected(home) as client:
                answers.append(client.call("wait"))

        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert answers == [{"wait": True}] * 3


def test_a_silent_client_holds_up_nobody(home: Home) -> None:
    with holding(home):
        meeting = wire.read_meeting(home)
        assert meeting is not None
        silent = Client(meeting.address, meeting.family)

        with connected(home) as client:
            assert client.call("jobs") == {"command": "jobs"}

        silent.close()


def test_more_clients_than_places_wait_for_their_turn(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "CLIENTS", 1)
    with holding(home):
        first = connected(home)
        threading.Timer(0.2, first.close).start()

        with connected(home) as second:
            assert second.call("jobs") == {"command": "jobs"}


def test_an_error_arrives_with_its_class_its_sentence_and_its_facts(home: Home) -> None:
    def handle(command: str, _: Json) -> Json:
        raise UnknownJobError(command, ["7", "8"])

    with holding(home, handle), connected(home) as client, pytest.raises(RemoteError) as refused:
        client.call("1-01")

    assert refused.value.kind == "UnknownJobError"
    assert refused.value.message == "no single job answers to '1-01': 7, 8"
    assert refused.value.facts == {"reference": "1-01", "candidates": ["7", "8"]}


def test_a_defect_is_told_without_its_inner_words_and_the_conversation_goes_on(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    def handle(command: str, _: Json) -> Json:
        return {"result": 1 / int(command)}

    with holding(home, handle), connected(home) as client:
        with pytest.raises(RemoteError) as refused:
            client.call("0")
        assert client.call("1") == {"result": 1.0}

    assert refused.value.kind == "internal"
    assert "ZeroDivisionError" in caplog.text
    assert "Zero" not in refused.value.message


def test_a_holder_stops_even_if_it_cannot_reach_itself_at_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = iter([OSError("too many open files")])

    def reach(address: str, family: str) -> Connection[Any, Any]:
        for failure in failures:
            raise failure
        return Client(address, family)

    monkeypatch.setattr(server_module, "Client", reach)
    server = ControlServer(home, lambda _, __: {})
    server.start()

    server.stop()

    assert "control" not in [thread.name for thread in threading.enumerate()]
    assert next(failures, None) is None


def test_a_holder_that_stops_answers_what_is_under_way(home: Home) -> None:
    begun = threading.Event()

    def handle(command: str, _: Json) -> Json:
        begun.set()
        time.sleep(0.2)
        return {"done": command}

    server = ControlServer(home, handle)
    server.start()
    with connected(home) as client:

        def stop() -> None:
            begun.wait(10)
            server.stop()

        stopping = threading.Thread(target=stop)
        stopping.start()

        assert client.call("submit") == {"done": "submit"}

        stopping.join()
        with pytest.raises(RemoteError) as refused:
            client.call("submit")
    assert refused.value.kind == "holder_gone"
    server.stop()


def test_a_client_with_another_key_is_turned_away(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    with holding(home):
        meeting = wire.read_meeting(home)
        assert meeting is not None
        home.control_file.write_text(home.control_file.read_text("utf-8").replace(meeting.key.hex(), "00" * 32))

        assert ControlClient.connect(home) is None

    assert "without the key" in caplog.text


@pytest.mark.parametrize("content", [b"", b"\x80\x04K\x07.", b"[]", b"{}", b'{"command": 1, "arguments": {}}'])
def test_what_is_no_command_ends_the_conversation(home: Home, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    with holding(home):
        meeting = wire.read_meeting(home)
        assert meeting is not None
        with Client(meeting.address, meeting.family) as connection:
            wire.prove(connection, meeting.key, 5, asks_first=False)
            connection.send_bytes(content)
            with pytest.raises((EOFError, OSError)):
                connection.recv_bytes()

        with connected(home) as client:
            assert client.call("jobs") == {"command": "jobs"}
    assert caplog.text == ""


def test_a_message_that_is_too_large_is_not_sent(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MESSAGE_BYTES", 1000)
    with holding(home), connected(home) as client:
        with pytest.raises(ValueError, match="too large"):
            client.call("jobs", {"x": "x" * 1000})

        assert client.call("jobs") == {"command": "jobs"}


def test_a_message_of_megabytes_arrives(home: Home) -> None:
    text = "é" * 1_000_000
    with holding(home), connected(home) as client:
        assert client.call("jobs", {"text": text})["text"] == text


@posix
def test_only_this_user_can_reach_socket_and_key(home: Home) -> None:
    with holding(home):
        modes = {path.name: path.stat().st_mode & 0o777 for path in home.data.iterdir()}

    assert modes == {"control.json": 0o600, "control.sock": 0o600}
    assert home.data.stat().st_mode & 0o777 == 0o700


def test_the_key_is_another_one_at_each_start(home: Home) -> None:
    keys = set()
    for _ in range(2):
        with holding(home):
            meeting = wire.read_meeting(home)
            assert meeting is not None
            assert meeting.key.hex() not in repr(meeting)
            keys.add(meeting.key)

    assert len(keys) == 2


@posix
@pytest.mark.parametrize("key_is_lost", [False, True])
def test_a_socket_that_a_killed_holder_left_is_put_away(home: Home, *, key_is_lost: bool) -> None:
    script = f"""
import os, pathlib
from desktop_invoicer.config import Home
from desktop_invoicer.control.server import ControlServer
ControlServer(Home.below(pathlib.Path({str(home.settings)!r})), lambda command, arguments: {{}}).start()
os._exit(9)
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, timeout=120)  # noqa: S603 (our own words)
    assert home.control_socket.exists()
    assert ControlClient.connect(home) is None
    if key_is_lost:
        home.control_file.unlink()

    with holding(home), connected(home) as client:
        assert client.call("jobs") == {"command": "jobs"}


@posix
@pytest.mark.parametrize("squatted", [False, True])
def test_a_deep_home_has_its_socket_in_a_short_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, squatted: bool
) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as runtime:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
        home = Home.below(tmp_path / ("deep" * 20) / ("deeper" * 20))
        home.create()
        if squatted:
            monkeypatch.setattr(os, "getuid", lambda: 12345)
        with holding(home):
            monkeypatch.setenv("XDG_RUNTIME_DIR", "/nonexistent")
            meeting = wire.read_meeting(home)
            assert meeting is not None
            folder = Path(meeting.address).parent
            assert (folder.parent == Path(runtime)) is not squatted
            assert folder.stat().st_mode & 0o777 == 0o700
            with connected(home) as client:
                assert client.call("jobs") == {"command": "jobs"}

        assert not folder.exists()


def test_a_spoilt_key_file_means_that_nobody_holds(home: Home) -> None:
    for content in ("", "{}", "[]", '{"address": "x", "key": "zz"}', '{"address": "/nonexistent", "key": "00"}'):
        home.control_file.write_text(content)

        assert ControlClient.connect(home) is None


def test_a_home_is_held_once(home: Home) -> None:
    with hold(home), pytest.raises(HomeHeldError), hold(home):
        pass

    with hold(home):
        pass


@posix
def test_a_killed_holder_holds_no_longer(home: Home) -> None:
    script = f"""
import pathlib, time
from desktop_invoicer.config import Home
from desktop_invoicer.control.lock import hold
with hold(Home.below(pathlib.Path({str(home.settings)!r}))):
    print("held", flush=True)
    time.sleep(60)
"""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603 (our own words)
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(HomeHeldError), hold(home):
            pass

        process.send_signal(signal.SIGKILL)

    with hold(home):
        pass


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StorageReadOnlyError), hold(Home.below(tmp_path / "file")):
        pass
