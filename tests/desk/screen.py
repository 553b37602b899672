"""A screen, a session and their programs, all of one's own: what runs on it is seen and driven from outside."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from tests.desk.keyboard import burst
from tests.waiting import until

SYSTEM_PYTHON = "/usr/bin/python3"
TOOLS = ("Xvfb", "dbus-daemon", "dbus-send", "gnome-keyring-daemon", "openbox", "xdotool", SYSTEM_PYTHON)
READER = Path(__file__).parent / "reader.py"
ROOT = Path(__file__).parents[2]
BETWEEN_FINGERS = "150"
"""Milliseconds between two characters of somebody who types."""

Node = dict[str, Any]


def missing() -> str:
    """Name what is not installed; empty when everything is."""
    absent = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not absent:
        trial = subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)  # noqa: S603
        absent += ["python3-pyatspi"] if trial.returncode else []
    return ", ".join(absent)


class Screen:
    """A context manager: X server, message bus, unlocked keyring, window manager and reader live as long as it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._exits = ExitStack()
        kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        self.environment = {
            **kept,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "LANG": "C.UTF-8",
            "LANGUAGE": "en",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }

    def __enter__(self) -> Self:
        with ExitStack() as exits:
            self._exits = exits
            (self._folder / "run").mkdir(mode=0o700)
            server = self.start("Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp")
            self.environment["DISPLAY"] = f":{_line(server)}"
            bus = self.start("dbus-daemon", "--session", "--nofork", "--print-address=1")
            self.environment["DBUS_SESSION_BUS_ADDRESS"] = _line(bus)
            keyring = self.start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
            _say(keyring, "of tests")
            until(self._has_keyring, "the keyring")  # who asks for it sooner has the bus start another one, locked
            self.start("openbox", "--sm-disable")
            self._reader = self.start(SYSTEM_PYTHON, str(READER))
            self._exits = exits.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._exits.close()

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start a program on this screen; it ends with it, and with it all that it started."""
        running = subprocess.Popen(  # noqa: S603 (our own words only)
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self._exits.callback(_end, running)
        return running

    def run(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run a program on this screen to its end."""
        return subprocess.run(  # noqa: S603 (our own words only)
            command,
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def nodes(self) -> list[Node]:
        """Give everything that a screen reader finds in the window now."""
        told = self._ask("tree")
        return told if isinstance(told, list) else []

    def find(self, wanted: str, *, role: str = "", state: str = "") -> Node:
        """Wait for something that is called, or says, ``wanted``."""

        def found() -> Node | None:
            return next(
                (
                    node
                    for node in self.nodes()
                    if wanted in f"{node['name']}\n{node['text']}"
                    and role in {"", node["role"]}
                    and (not state or state in node["states"])
                ),
                None,
            )

        return until(found, f"“{wanted}” {role} {state}", self.told)

    def told(self) -> str:
        """Put everything that is seen into lines."""
        return "\n".join(f"{node['role']}: {node['name']} | {node['text']} {node['states']}" for node in self.nodes())

    def press(self, name: str, role: str = "push button") -> None:
        """Press a button by its name, as a screen reader does."""
        until(lambda: self._ask("press", role=role, name=name) is True, f"a press of “{name}”", self.told)

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._hand("key", *keys)

    def scan(self, text: str) -> None:
        """Scan a code: quick characters, and Enter at their end."""
        burst(self.environment["DISPLAY"], text)

    def type(self, text: str) -> None:
        """Type a text, as fast as people do."""
        self._hand("type", "--delay", BETWEEN_FINGERS, text)

    @contextmanager
    def holding(self, key: str) -> Iterator[None]:
        """Keep a key pressed."""
        self._hand("keydown", key)
        try:
            yield
        finally:
            self._hand("keyup", key)

    def minimise(self) -> None:
        """Put the window in front away."""
        self._hand("getactivewindow", "windowminimize")

    def shows(self, title: str) -> bool:
        """Tell whether a window with this title is on the screen, not put away."""
        return self.run("xdotool", "search", "--onlyvisible", "--name", f"^{title}$").returncode == 0

    def _hand(self, *arguments: str) -> None:
        done = self.run("xdotool", *arguments)
        assert done.returncode == 0, done.stderr

    def _has_keyring(self) -> bool:
        """Tell whether the keyring answers on the bus."""
        to_bus = ("--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus")
        question = ("org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets")
        return "true" in self.run("dbus-send", *to_bus, *question).stdout

    def _ask(self, command: str, **arguments: str) -> Any:  # noqa: ANN401 (JSON)
        _say(self._reader, json.dumps({"command": command, **arguments}) + "\n", goes_on=True)
        return json.loads(_line(self._reader))


def _line(running: subprocess.Popen[str]) -> str:
    assert running.stdout is not None
    return running.stdout.readline().strip()


def _say(running: subprocess.Popen[str], text: str, *, goes_on: bool = False) -> None:
    assert running.stdin is not None
    running.stdin.write(text)
    running.stdin.flush()
    if not goes_on:
        running.stdin.close()


def _end(running: subprocess.Popen[str]) -> None:
    """End a program and what it started: they are a group of their own."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    for pipe in (running.stdin, running.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
