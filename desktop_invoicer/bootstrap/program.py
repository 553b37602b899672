"""A whole desk: settings in, everything that runs out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from functools import partial
from random import SystemRandom
from typing import Any, Self, TypeVar

import httpx

from desktop_invoicer import errors
from desktop_invoicer.bootstrap.accounts import Ears, known_accounts, vtex_accounts
from desktop_invoicer.bootstrap.anchor import KeyringAnchor
from desktop_invoicer.bootstrap.clock import SystemClock, steady_seconds
from desktop_invoicer.bootstrap.credential_book import CredentialBook
from desktop_invoicer.bootstrap.days import wire_days
from desktop_invoicer.bootstrap.health import Threads, watch_health, watch_records, watch_storage
from desktop_invoicer.bootstrap.parts import Parts, Tempo
from desktop_invoicer.bootstrap.people import wire_people
from desktop_invoicer.bootstrap.receiving import start_receiver
from desktop_invoicer.bootstrap.storage import open_database, wire_keeping
from desktop_invoicer.bootstrap.watchers import make_watchers
from desktop_invoicer.config import Home, Settings
from desktop_invoicer.config.settings import Submit
from desktop_invoicer.config.told import told_settings
from desktop_invoicer.control.lock import hold
from desktop_invoicer.control.server import ControlServer
from desktop_invoicer.credentials import Vault
from desktop_invoicer.domain.filing import FolderNews
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.engine.auditing import AUDITING, Auditing
from desktop_invoicer.engine.clock_watch import ClockWatch
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.engine import Engine, Listener
from desktop_invoicer.engine.events import HealthChanged, PeopleChanged, ReceiverFailed
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.health import HealthDesk
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.engine.keeping import KEEPING
from desktop_invoicer.engine.part_health import (
    CLOSING,
    FILING,
    HEALTH,
    JOBS,
    SENDING,
    EngineParts,
    dead_engine,
    polling,
)
from desktop_invoicer.engine.ports import FoundFiles
from desktop_invoicer.engine.thread import LoopThread
from desktop_invoicer.engine.works import Works
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.embedding import embeddable
from desktop_invoicer.fiscal.folders.file import read_file
from desktop_invoicer.fiscal.folders.watch import FolderWatch
from desktop_invoicer.fiscal.rule_pack import load_rules
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.files import FileTable
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.persistence.memory import share_one_heap
from desktop_invoicer.persistence.tables import REVISIONS
from desktop_invoicer.persistence.watches import WatchTable
from desktop_invoicer.reports.trail_file import write_trail
from desktop_invoicer.vtex.client import make_http_client

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Program:
    """A desk that holds its home: engine, and as wanted receiver, polling and command socket. A context manager."""

    def __init__(  # noqa: PLR0913 (one for each thing a desk is made of)
        self,
        home: Home,
        settings: Settings,
        vault: Vault,
        parts: Parts,
        tempo: Tempo | None = None,
        *,
        listeners: Sequence[Listener] = (),
    ) -> None:
        """Put the parts together; nothing runs and nothing is opened before the ``with`` block.

        ``listeners`` are told every event from the very first one on, on the thread where it happens.
        """
        self._home = home
        self._settings = settings
        self._vault = vault
        self._parts = parts
        self._tempo = tempo or Tempo()
        self._listeners = listeners
        self._exits = ExitStack()
        self._thread: LoopThread[Commands] = LoopThread(self._service, "engine", self._tell_death)
        self._commands: Commands | None = None
        self._book = CredentialBook(vault, ())
        self._threads = Threads(settings.documents.watch)
        self._works = Works()

    def start(self) -> None:
        """Hold the home, open the database, and run.

        Raises:
            HomeHeldError, KeyringError, StorageError, PortTakenError: it cannot; nothing is left running. A port
                that is taken keeps a window from nothing else: see ``receiver_failure``.

        """
        share_one_heap()
        with ExitStack() as exits:
            exits.enter_context(hold(self._home))
            exits.callback(self._thread.stop)
            self._book = CredentialBook(self._vault, known_accounts(self._settings))
            self._commands = self._thread.start()
            if self._parts.receives:
                self._receive(self._commands.desk, exits)
            if self._parts.watches_folders:
                self._watch_folders(self._commands.filing.files, exits)
            if self._parts.listens:
                server = ControlServer(self._home, self.answer)
                server.start()
                exits.callback(server.stop)
                self._threads.control = server
            exits.callback(self._threads.close)
            self._exits = exits.pop_all()

    def close(self) -> None:
        """Stop everything, the receiver before the engine; what is not finished continues at the next start."""
        self._exits.close()

    def __enter__(self) -> Self:
        """Run for the length of a ``with`` block."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.close()

    @property
    def commands(self) -> Commands:
        """The desk's commands; to be awaited on the engine's loop only."""
        if self._commands is None:
            msg = "the program is not running"
            raise RuntimeError(msg)
        return self._commands

    @property
    def settings(self) -> Settings:
        """Give the settings that the program runs with."""
        return self._settings

    @property
    def receiver_address(self) -> str:
        """Where the receiver listens, such as ``http://127.0.0.1:8710``; empty when it does not."""
        return "" if self._threads.receiver is None else self._threads.receiver.address

    @property
    def receiver_failure(self) -> errors.PortTakenError | None:
        """Why the receiver does not listen, though it should."""
        return self._threads.receiver_failure

    def begin(self, work: Callable[[Commands], Coroutine[Any, Any, T]]) -> Future[T]:
        """Begin work on the engine's loop from any thread, without waiting for it.

        Raises:
            ServiceStoppedError: the program does not run (any more).

        """
        return self._thread.begin(work)

    def answer(self, command: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Run a command from any thread and give its JSON answer."""
        return self._thread.call(lambda commands: commands.answer(command, arguments))

    def _tell_death(self) -> None:
        """Tell every listener that nothing goes on any more."""
        for listener in self._listeners:
            listener(HealthChanged(dead_engine(SystemClock().now())))

    def _receive(self, desk: Desk, exits: ExitStack) -> None:
        """Receive what VTEX announces. Where that fails, a window tells it and goes on; nobody else would."""
        try:
            server = start_receiver(self._settings, self._book, desk.intake, self._threads)
        except errors.PortTakenError as exc:
            if not self._parts.has_window:
                raise
            self._threads.receiver_failure = exc
            desk.engine.publish(ReceiverFailed(exc))
        else:
            exits.callback(server.stop)
            self._threads.receiver = server

    def _watch_folders(self, files: FoundFiles, exits: ExitStack) -> None:
        def deliver(news: Sequence[FolderNews]) -> None:
            self._thread.call(lambda commands: commands.filing.take(news))

        watch = FolderWatch(self._threads.folders, read_paper, files.known, deliver, tempo=self._tempo.folders)
        watch.start()
        exits.callback(watch.stop)
        self._threads.watch = watch

    def _have_folders_told(self) -> bool:
        return self._threads.watch is None or self._threads.watch.is_settled

    @asynccontextmanager
    async def _service(self) -> AsyncIterator[Commands]:
        """Live on the engine's loop: everything opened here is closed here."""
        async with AsyncExitStack() as exits:
            database = open_database(self._home, self._vault)
            exits.callback(database.close)
            exits.push_async_callback(asyncio.get_running_loop().shutdown_default_executor)  # it may use the database
            http = await exits.enter_async_context(make_http_client())
            commands = self._wire(database, http)
            desk = commands.desk
            works = self._works
            works.start(CLOSING, commands.closing.run())
            works.start(HEALTH, commands.health_desk.run())
            if self._parts.works:
                works.start(JOBS, desk.engine.run())
                works.start(FILING, commands.filing.run())
                works.start(SENDING, commands.submissions.run())
                works.start(KEEPING, commands.keeping.run())
            if self._parts.works or self._parts.receives:
                commands.auditing.begin(REVISIONS[-1], told_settings(self._settings))
                exits.push_async_callback(commands.auditing.end)
                works.start(AUDITING, commands.auditing.run())
            if self._parts.polls:
                for account, watcher in desk.watchers.items():
                    works.start(polling(account), watcher.run())
            try:
                yield commands
            finally:
                await works.stop()

    def _wire(self, database: Database, http: httpx.AsyncClient) -> Commands:
        settings, clock, random = self._settings, SystemClock(), SystemRandom()
        journal = JobJournal(database)

        def report(account: AccountName, failure: errors.InvoicerError | None) -> None:
            engine.connections.hear(account, failure)

        clock_watch = ClockWatch(clock, steady_seconds)
        accounts = vtex_accounts(settings, self._book, http, self._tempo.rest, Ears(report, clock_watch.hear))
        rules = load_rules(self._home.rules_file)
        if rules.problem is not None:
            _log.warning("%s", rules.problem)
        context = Context(
            accounts=accounts,
            journal=journal,
            clock=clock,
            store=settings.policy,
            rules=rules.pack,
            people=wire_people(database, settings, clock, lambda: engine.publish(PeopleChanged())),
            rules_problem=rules.problem,
            patience=self._tempo.patience,
            submits_automatically=settings.submit is Submit.AUTOMATIC,
            account_policies={account.name: account.policy for account in settings.accounts},
            xml_text=embeddable,
        )
        engine = Engine(context, random)
        for listener in self._listeners:
            engine.subscribe(listener)
        intake = Intake(accounts, journal, clock, engine)
        watchers = make_watchers(settings, intake, WatchTable(database), self._tempo.rhythm)
        desk = Desk(context, engine, intake, watchers)
        filing = Filing(desk, FileTable(database), partial(read_file, read=read_paper), self._have_folders_told)
        days, diagnoses = wire_days(filing, database, settings, self._home)
        engine.subscribe(days.closing.listen)
        if self._parts.works:
            engine.subscribe(filing.listen)
            engine.subscribe(days.submissions.listen)
        health_desk = HealthDesk(context, engine.publish)
        engine.subscribe(health_desk.listen)
        watch_health(EngineParts(desk, filing, self._works, health_desk), self._threads, clock_watch)
        watch_storage(health_desk, self._home, self._vault, database)
        keeping = wire_keeping(context, database, self._home, settings, self._tempo.keeping)
        anchor = KeyringAnchor(self._vault, self._home.database_file)
        auditing = Auditing(context, AuditTable(database), anchor, write_trail)
        watch_records(health_desk, keeping, auditing, settings.keeping)
        return Commands(
            desk,
            filing,
            read_paper,
            self._book,
            days,
            diagnoses,
            health_desk,
            keeping,
            auditing,
            works=self._parts.works,
            has_window=self._parts.has_window,
        )
