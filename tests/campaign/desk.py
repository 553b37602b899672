"""A desk of the campaign: its home, its settings, and the program that is started in it again and again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from signal import SIGKILL

import sqlcipher3.dbapi2 as sqlcipher

from desktop_invoicer.config import Home
from desktop_invoicer.control.client import ControlClient, RemoteError
from tests.campaign.program import DeskFiles, be
from tests.flow.command_process import Command, Done
from tests.flow.desk_process import ACCOUNT, DATABASE_KEY, fork, wait
from tests.flow.store import LOOK_AGAIN, Json, free_port
from tests.noon import zone_of_noon
from tests.waiting import PATIENCE

STOPS = 120.0
TYPED = 120.0
RECEIVES = "Receiving at"
"""What a program says once it is up."""


class AnswerError(Exception):
    """A desk said no, or is not there."""


@dataclass
class Desk:
    """One of the desks of the account."""

    name: str
    root: Path
    watched: Path
    origin: str
    port: int = field(default_factory=free_port)
    lives: list[Done] = field(default_factory=list)
    """How each run of the program ended, and what it said."""
    kills: int = 0
    refused_starts: list[str] = field(default_factory=list)
    """What a program said that could not start."""
    _process: ForkServerProcess | None = None
    _printed: Path | None = None
    _changing: threading.Lock = field(default_factory=threading.Lock)
    """Held by whoever stops or starts the program."""
    _typed: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        """Make the home."""
        (self.root / "printed").mkdir(parents=True)
        self.write_settings(polls=False)

    @property
    def home(self) -> Home:
        """The folders."""
        return Home.below(self.root)

    @property
    def files(self) -> DeskFiles:
        """By which the program's clock and keyring are in the campaign's hand."""
        return DeskFiles(self.root)

    @property
    def url(self) -> str:
        """Where its receiver listens."""
        return f"http://127.0.0.1:{self.port}/notifications/{ACCOUNT}"

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        return None if self._process is None else self._process.pid

    def write_settings(self, *, polls: bool) -> None:
        """Write ``config.toml``."""
        text = _SETTINGS.format(
            account=ACCOUNT,
            origin=self.origin,
            port=self.port,
            watched=self.watched.as_posix(),
            zone=zone_of_noon(),
            desk=self.name,
            polls=str(polls).lower(),
        )
        (self.root / "config.toml").write_text(text, "utf-8")

    def start(self) -> None:
        """Start the program, until it comes up."""
        with self._changing:
            self._start()

    def stop(self) -> None:
        """Stop the program as the system does."""
        with self._changing:
            self._stop()

    def kill(self) -> None:
        """Kill the program at this very moment."""
        with self._changing:
            self._kill()

    @contextmanager
    def away(self, *, kills: bool) -> Iterator[None]:
        """Have no program for as long as the ``with`` block lasts, and then a new one."""
        with self._changing:
            (self._kill if kills else self._stop)()
            yield
            if self._process is None:
                self._start()

    def try_to_start(self) -> None:
        """Start the program, once, where something may keep it from starting; only while it is ``away``."""
        self._try_to_start()

    def type(self, *arguments: str) -> Done:
        """Type a command, and wait for its end."""
        command = self._command(*arguments)
        process = fork(be, command)
        return _done(command, wait(process, TYPED))

    def ask(self, command: str, **arguments: object) -> Json | list[Json]:
        """Ask the running program; ``AnswerError`` when it says no or is not there."""
        line = ControlClient.connect(self.home)
        if line is None:
            raise AnswerError(self.name)
        with line:
            try:
                answer = line.answer(command, arguments)
            except RemoteError as exc:
                raise AnswerError(str(exc)) from exc
        if "error" in answer:
            raise AnswerError(answer["error"]["kind"])
        result: Json | list[Json] = answer["result"]
        return result

    def connect(self) -> sqlcipher.Connection:
        """Open the database as another program would."""
        connection = sqlcipher.connect(str(self.home.database_file), isolation_level=None, check_same_thread=False)
        connection.execute(f"PRAGMA key = \"x'{DATABASE_KEY}'\"")
        return connection

    def _start(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._try_to_start():
            if time.monotonic() > deadline:
                msg = f"{self.name} does not come up: {self.refused_starts[-1:]}"
                raise AssertionError(msg)
            time.sleep(LOOK_AGAIN)

    def _try_to_start(self) -> bool:
        """Start the program; tell whether it listens. One that ends instead says why."""
        command = self._command("run")
        process = fork(be, command)
        while process.is_alive():
            if RECEIVES in _text(command.printed.with_suffix(".err")):  # a command that is typed may hold the home, too
                self._process, self._printed = process, command.printed
                return True
            time.sleep(0.05)
        self.refused_starts.append(_done(command, wait(process)).err)
        return False

    def _stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
        self._end(STOPS)

    def _kill(self) -> None:
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self.kills += 1
        self._end(STOPS)

    def _end(self, patience: float) -> None:
        if self._process is not None and self._printed is not None:
            self.lives.append(_done(Command(self.root, (), self._printed), wait(self._process, patience)))
            self._process = None

    def _command(self, *arguments: str) -> Command:
        return Command(self.root, arguments, self.root / "printed" / f"{next(self._typed):05}-{arguments[0]}")


def was_killed(life: Done) -> bool:
    """Tell whether a program ended by our hand, in the middle."""
    return life.code == -SIGKILL


def _done(command: Command, code: int | None) -> Done:
    return Done(code, _text(command.printed), _text(command.printed.with_suffix(".err")))


def _text(file: Path) -> str:
    return file.read_text("utf-8", "replace") if file.exists() else ""


_SETTINGS = """\
language = "en"
submit = "automatic"
[store]
name = "Loja Gávea"
account = "{account}"
cnpj = "11222333000181"
uf = "RJ"
environment = "homologation"
desk = "{desk}"
time_zone = "{zone}"

[[accounts]]
name = "{account}"
myvtex_origin = "{origin}"
oms_origin = "{origin}"
embed_xml = true

[receiver]
port = {port}

[polling]
enabled = {polls}
requests_per_minute = 6000

[documents]
watch = ["{watched}"]
"""
