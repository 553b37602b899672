"""A whole desk: settings in, everything that runs out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from concurrent.futures import Future
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import replace
from functools import partial
from random import SystemRandom
from typing import Any, Self, TypeVar

import httpx

from desktop_invoicer import errors
from desktop_invoicer.bootstrap.accounts import known_accounts, vtex_accounts
from desktop_invoicer.bootstrap.clock import SystemClock
from desktop_invoicer.bootstrap.credential_book import CredentialBook
from desktop_invoicer.bootstrap.days import wire_days
from desktop_invoicer.bootstrap.parts import Parts, Tempo
from desktop_invoicer.bootstrap.storage import open_database
from desktop_invoicer.config import Home, Settings
from desktop_invoicer.config.settings import Submit
from desktop_invoicer.control.lock import hold
from desktop_invoicer.control.server import ControlServer
from desktop_invoicer.credentials import Vault
from desktop_invoicer.domain.filing import FolderNews
from desktop_invoicer.domain.notification import AccountName, NotificationCall
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.engine import Engine, Listener
from desktop_invoicer.engine.events import ReceiverFailed
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.engine.ports import FoundFiles
from desktop_invoicer.engine.thread import LoopThread
from desktop_invoicer.engine.watcher import Watcher
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.embedding import embeddable
from desktop_invoicer.fiscal.folders.file import read_file
from desktop_invoicer.fiscal.folders.watch import FolderWatch
from desktop_invoicer.fiscal.rule_pack import load_rules
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.files import FileTable
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.persistence.watches import WatchTable
from desktop_invoicer.receiver.app import build_app
from desktop_invoicer.receiver.server import ReceiverServer
from desktop_invoicer.vtex.client import make_http_client
from desktop_invoicer.vtex.watch import next_ask, orders_a_round

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
        self._thread: LoopThread[Commands] = LoopThread(self._service, "engine")
        self._commands: Commands | None = None
        self._book = CredentialBook(vault, ())
        self._receiver: ReceiverServer | None = None
        self._folders: FolderWatch | None = None
        self._receiver_failure: errors.PortTakenError | None = None

    def start(self) -> None:
        """Hold the home, open the database, and run.

        Raises:
            HomeHeldError, KeyringError, StorageError, PortTakenError: it cannot; nothing is left running. A port
                that is taken keeps a window from nothing else: see ``receiver_failure``.

        """
        with ExitStack() as exits:
            exits.enter_context(hold(self._home))
            exits.callback(self._thread.stop)
            self._book = CredentialBook(self._vault, known_accounts(self._settings))
            self._commands = self._thread.start()
            if self._parts.receives:
                self._receiver = self._receiving(self._commands.desk, exits)
            if self._parts.watches_folders:
                self._watch_folders(self._commands.filing.files, exits)
            if self._parts.listens:
                server = ControlServer(self._home, self.answer)
                server.start()
                exits.callback(server.stop)
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
        return "" if self._receiver is None else self._receiver.address

    @property
    def receiver_failure(self) -> errors.PortTakenError | None:
        """Why the receiver does not listen, though it should."""
        return self._receiver_failure

    def begin(self, work: Callable[[Commands], Coroutine[Any, Any, T]]) -> Future[T]:
        """Begin work on the engine's loop from any thread, without waiting for it.

        Raises:
            ServiceStoppedError: the program does not run (any more).

        """
        return self._thread.begin(work)

    def answer(self, command: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Run a command from any thread and give its JSON answer."""
        return self._thread.call(lambda commands: commands.answer(command, arguments))

    def _receiving(self, desk: Desk, exits: ExitStack) -> ReceiverServer | None:
        """Receive what VTEX announces. Where that fails, a window tells it and goes on; nobody else would."""
        try:
            return self._start_receiver(desk.intake, exits)
        except errors.PortTakenError as exc:
            if not self._parts.has_window:
                raise
            self._receiver_failure = exc
            desk.engine.publish(ReceiverFailed(exc))
            return None

    def _start_receiver(self, intake: Intake, exits: ExitStack) -> ReceiverServer:
        def accept(call: NotificationCall) -> bool:
            return intake.accept(call, "receiver")[1]

        app = build_app(self._settings, self._book, accept)
        server = ReceiverServer(app, self._settings.receiver.host, self._settings.receiver.port)
        server.start()
        exits.callback(server.stop)
        return server

    def _watch_folders(self, files: FoundFiles, exits: ExitStack) -> None:
        def deliver(news: Sequence[FolderNews]) -> None:
            self._thread.call(lambda commands: commands.filing.take(news))

        folders = self._settings.documents.watch
        self._folders = FolderWatch(folders, read_paper, files.known, deliver, tempo=self._tempo.folders)
        self._folders.start()
        exits.callback(self._folders.stop)

    def _have_folders_told(self) -> bool:
        return self._folders is None or self._folders.is_settled

    @asynccontextmanager
    async def _service(self) -> AsyncIterator[Commands]:
        """Live on the engine's loop: everything opened here is closed here."""
        async with AsyncExitStack() as exits:
            database = open_database(self._home, self._vault)
            exits.callback(database.close)
            http = await exits.enter_async_context(make_http_client())
            commands = self._wire(database, http)
            desk = commands.desk
            works = [commands.closing.run()]
            if self._parts.works:
                works += [desk.engine.run(), commands.filing.run(), commands.submissions.run()]
            if self._parts.polls:
                works += [watcher.run() for watcher in desk.watchers.values()]
            tasks = [asyncio.create_task(work) for work in works]
            for task in tasks:
                task.add_done_callback(_tell_if_died)
            try:
                yield commands
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _wire(self, database: Database, http: httpx.AsyncClient) -> Commands:
        settings, clock, random = self._settings, SystemClock(), SystemRandom()
        journal, watch_list = JobJournal(database), WatchTable(database)

        def report(account: AccountName, failure: errors.InvoicerError | None) -> None:
            engine.connections.hear(account, failure)

        accounts = vtex_accounts(settings, self._book, http, self._tempo.rest, report)
        rules = load_rules(self._home.rules_file)
        if rules.problem is not None:
            _log.warning("%s", rules.problem)
        context = Context(
            accounts=accounts,
            journal=journal,
            clock=clock,
            store=settings.policy,
            rules=rules.pack,
            rules_problem=rules.problem,
            patience=self._tempo.patience,
            submits_automatically=settings.submit is Submit.AUTOMATIC,
            account_policies={account.name: account.policy for account in settings.accounts},
            xml_text=embeddable,
        )
        engine = Engine(context, random)
        for listener in self._listeners:
            engine.subscribe(listener)
        rhythm = self._tempo.rhythm
        rhythm = replace(rhythm, orders_a_round=orders_a_round(settings.polling.requests_per_minute, rhythm.round))
        intake = Intake(accounts, journal, clock, engine)
        watchers = {
            account.name: Watcher(
                account=account.name,
                vtex=accounts[account.name],
                watch_list=watch_list,
                intake=intake,
                clock=clock,
                plan=next_ask,
                has_feed=account.feed,
                rhythm=rhythm,
                random=random,
            )
            for account in settings.accounts
        }
        desk = Desk(context, engine, intake, watchers)
        filing = Filing(desk, FileTable(database), partial(read_file, read=read_paper), self._have_folders_told)
        days, diagnoses = wire_days(filing, database, settings, self._home)
        engine.subscribe(days.closing.listen)
        if self._parts.works:
            engine.subscribe(filing.listen)
            engine.subscribe(days.submissions.listen)
        works, has_window = self._parts.works, self._parts.has_window
        return Commands(desk, filing, read_paper, self._book, days, diagnoses, works=works, has_window=has_window)


def _tell_if_died(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception() is not None:
        _log.critical("a part of the engine ended by itself", exc_info=task.exception())
