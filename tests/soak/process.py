"""The real program in a process of its own, for which days pass in seconds; on trial with a leak in it."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial, wraps
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from typing import Any

from desktop_invoicer import bootstrap, credentials
from desktop_invoicer.bootstrap import Tempo, program
from desktop_invoicer.bootstrap.accounts import vtex_accounts
from desktop_invoicer.cli.main import main
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.engine.keeping import KeepingTempo
from desktop_invoicer.engine.watcher import Rhythm
from desktop_invoicer.persistence import watches
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import VtexAccount
from desktop_invoicer.vtex.watch import next_ask
from tests.flow.desk_process import FixedVault, fork, hurried, wait
from tests.soak.clock import MovedClock

LEAKS = ("memory", "handles", "threads", "all")
LEAKED_BYTES = 512 * 1024
WATCHED = timedelta(days=1)
A_MINUTE, A_ROUND = 60_000, 500
TURN = 150
"""Milliseconds for which the window shows a page."""

_kept: list[object] = []


@dataclass(frozen=True, slots=True)
class Life:
    """How a program lives."""

    root: Path
    """The home's folder."""
    clock: Path
    has_window: bool = False
    leak: str = ""
    """What it is to leak with each notification, to see that it is found."""

    @contextmanager
    def lived(self) -> Iterator[ForkServerProcess]:
        """Run as long as the ``with`` block lasts, and end in order."""
        process = fork(be, self)
        try:
            yield process
        finally:
            process.terminate()
            code = wait(process)
            assert code == 0, f"ended with {code}: {self.told.read_text('utf-8')}"

    @property
    def told(self) -> Path:
        """The file of its messages."""
        return self.root / ("window.err" if self.has_window else "run.err")


def be(life: Life) -> None:
    """Be the program."""
    os.environ.update(DESKTOP_INVOICER_HOME=str(life.root), LANGUAGE="en", QT_QPA_PLATFORM="offscreen")
    sys.argv = ["desktop-invoicer", *([] if life.has_window else ["run"])]
    vault, clock = FixedVault(), MovedClock(life.clock)
    setattr(credentials, "open_vault", lambda: vault)  # noqa: B010 (of this process alone)
    setattr(program, "SystemClock", lambda: clock)  # noqa: B010 (likewise)
    _hurry_polling(clock)
    setattr(bootstrap, "Program", partial(bootstrap.Program, tempo=_tempo()))  # noqa: B010 (likewise)
    if life.leak:
        setattr(JobJournal, "record", _leaking(JobJournal.record, life.leak))  # noqa: B010 (likewise)
    if life.has_window:
        _look_around()
    messages = os.open(life.told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(messages, 1)
    os.dup2(messages, 2)
    os.close(messages)
    main()


def _tempo() -> Tempo:
    """Hurry everything but the polling, whose hours the clock's moves make short enough."""
    tempo = hurried()
    patience = replace(tempo.patience, details=timedelta(days=2))
    rhythm = Rhythm(timedelta(seconds=0.5), timedelta(seconds=1))
    return replace(tempo, patience=patience, rhythm=rhythm, keeping=KeepingTempo(first=1, pause=1, breath=0.01))


def _hurry_polling(clock: MovedClock) -> None:
    """Let weeks of polling fit into minutes: orders are asked about for a day, and hundreds a round."""

    def accounts(*args: Any, **keys: Any) -> Mapping[AccountName, VtexAccount]:  # noqa: ANN401 (as the program does)
        made = vtex_accounts(*args, **keys).items()
        return {name: replace(account, now=clock.now, budget=RequestBudget(A_MINUTE)) for name, account in made}

    def plan(age: timedelta, random: Random) -> timedelta | None:
        return next_ask(age, random) if age < WATCHED else None

    setattr(program, "vtex_accounts", accounts)  # noqa: B010 (of this process alone)
    setattr(program, "next_ask", plan)  # noqa: B010 (likewise)
    setattr(program, "orders_a_round", lambda *_: A_ROUND)  # noqa: B010 (likewise)
    setattr(watches, "KEEP", WATCHED)  # noqa: B010 (likewise)


def _leaking(record: Callable[..., Any], leak: str) -> Callable[..., Any]:
    @wraps(record)
    def leaking(*args: object, **keys: object) -> object:
        if leak in {"memory", "all"}:
            _kept.append(bytearray(os.urandom(LEAKED_BYTES)))
        if leak in {"handles", "all"}:
            _kept.append(os.open(os.devnull, os.O_RDONLY))
        if leak in {"threads", "all"}:
            threading.Thread(target=threading.Event().wait, daemon=True).start()
        return record(*args, **keys)

    return leaking


def _look_around() -> None:
    """Let the window show one page after the other, all the time."""
    from PySide6.QtCore import QTimer

    from desktop_invoicer.ui import application
    from desktop_invoicer.ui.main_window import PAGES

    class Toured(application.Application):
        """The program's own, with somebody who goes through its pages."""

        def __init__(self, *args: Any, **keys: Any) -> None:  # noqa: ANN401 (as the program makes it)
            super().__init__(*args, **keys)
            self._turn = 0
            self._timer = QTimer(self, interval=TURN)
            self._timer.timeout.connect(self._on_turn)
            self.furnished.connect(self._timer.start)

        def _on_turn(self) -> None:
            self._turn += 1
            self.window.actions_.of(PAGES[self._turn % len(PAGES)]).trigger()

    setattr(application, "Application", Toured)  # noqa: B010 (of this process alone)
