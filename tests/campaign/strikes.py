"""How each strike hits a desk."""

from __future__ import annotations

import random
import resource
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import sqlcipher3.dbapi2 as sqlcipher

from desktop_invoicer.simulator import Simulator
from tests.campaign.desk import Desk
from tests.campaign.plan import Blow, Strike
from tests.flow.command_process import Done
from tests.soak.clock import MovedClock

NOTHING_MORE = 4096
"""Bytes beyond which no file of a desk whose disk is full may be written."""
LONGER = 2.5
"""So much longer than it was drawn another program holds the database: beyond what a desk waits for it."""

_moving = threading.Lock()
"""Held by whoever moves a clock."""


@dataclass
class Striker:
    """Strikes the desks, several at a time."""

    desks: Sequence[Desk]
    simulator: Simulator
    struck: Counter[str] = field(default_factory=Counter)
    typed: list[tuple[str, Done]] = field(default_factory=list)
    """Commands that were typed meanwhile, and how they ended."""
    _threads: list[threading.Thread] = field(default_factory=list)
    _failures: list[str] = field(default_factory=list)

    def strike(self, blow: Blow) -> None:
        """Strike, without waiting for the end of it."""
        thread = threading.Thread(target=self._strike, args=(blow,), name=blow.strike)
        self._threads.append(thread)
        thread.start()

    def end(self) -> list[str]:
        """Wait until every strike is over; give what went wrong with them."""
        for thread in self._threads:
            thread.join()
        return self._failures

    def _strike(self, blow: Blow) -> None:
        desk = self.desks[blow.desk]
        try:
            self._hit(desk, blow)
        except Exception as exc:  # noqa: BLE001 (told at the end, whatever it is)
            self._failures.append(f"{blow}: {exc!r}")
        else:
            self.struck[blow.strike] += 1

    def _hit(self, desk: Desk, blow: Blow) -> None:
        match blow.strike:
            case Strike.KILL:
                with desk.away(kills=True):
                    time.sleep(blow.seconds / 2)
            case Strike.STOP:
                with desk.away(kills=False):
                    desk.write_settings(polls=blow.seconds > 1.5)
            case Strike.CLOCK:
                with _clock_ahead(desk, timedelta(seconds=blow.jump)):
                    time.sleep(blow.seconds)
            case Strike.DATABASE_LOCKED:
                with _database_held(desk):
                    time.sleep(blow.seconds * LONGER)
            case Strike.DISK_FULL:
                with _disk_full(desk):
                    time.sleep(blow.seconds)
            case Strike.KEYRING_LOCKED:
                with desk.away(kills=True), _keyring_locked(desk, blow.calls):
                    desk.try_to_start()
            case Strike.PORT_TAKEN:
                with desk.away(kills=True), _port_taken(desk.port):
                    desk.try_to_start()
            case Strike.REFUSED:
                with _refused(self.simulator, by_resource=blow.seconds > 1.5):
                    time.sleep(blow.seconds)
            case Strike.OTHER_COMMANDS:
                self._type_much(desk)

    def _type_much(self, desk: Desk) -> None:
        backup = str(desk.root / f"backup-{random.randrange(10**9)}.bak")  # noqa: S311 (a name)
        for arguments in (("doctor", "--json"), ("backup", backup), ("close-day", "--json")):
            self.typed.append((" ".join(arguments[:1]), desk.type(*arguments)))


@contextmanager
def _clock_ahead(desk: Desk, by: timedelta) -> Iterator[None]:
    clock = MovedClock(desk.files.clock)
    with _moving:
        clock.move(by)
    try:
        yield
    finally:
        with _moving:
            clock.move(-by)


@contextmanager
def _database_held(desk: Desk) -> Iterator[None]:
    connection = desk.connect()
    try:
        with suppress(sqlcipher.OperationalError):  # it is busy just now: then somebody else holds it
            connection.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        connection.close()


@contextmanager
def _disk_full(desk: Desk) -> Iterator[None]:
    """Let no file of the running program grow.

    A limit of the process (``RLIMIT_FSIZE``), set from outside: it needs no rights, strikes the program as it is, and
    every file that it writes. The system says ``EFBIG`` where a full disk says ``ENOSPC``.
    """
    pid = desk.pid
    if pid is None:
        yield
        return
    _limit(pid, NOTHING_MORE)
    try:
        yield
    finally:
        _limit(pid, resource.RLIM_INFINITY)


def _limit(pid: int, size: int) -> None:
    with suppress(ProcessLookupError):  # killed meanwhile
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def _keyring_locked(desk: Desk, calls: int) -> Iterator[None]:
    desk.files.lock.write_text(str(calls), "utf-8")
    try:
        yield
    finally:
        desk.files.lock.unlink()


@contextmanager
def _port_taken(port: int) -> Iterator[None]:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        yield


@contextmanager
def _refused(simulator: Simulator, *, by_resource: bool) -> Iterator[None]:
    """Let VTEX take no credentials, or take away what they may do."""
    groups = {"notifier", "orders"} if by_resource else set[str]()
    simulator.gate.denied |= groups
    simulator.gate.is_shut = not by_resource
    try:
        yield
    finally:
        simulator.gate.denied -= groups
        simulator.gate.is_shut = False
