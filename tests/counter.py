"""A desk on fakes: the real engine, intake, desk and journal, with VTEX and the clock in the test's hand."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.journal import Entry
from desktop_invoicer.domain.keeping import KeepingPolicy
from desktop_invoicer.domain.notification import AccountName, Notification, NotificationId, OrderId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.policy import AccountPolicy, ReturnPolicy
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import Job, JobId, Stage
from desktop_invoicer.engine.auditing import Auditing
from desktop_invoicer.engine.closing import Closing
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.context import Context, Patience
from desktop_invoicer.engine.day_commands import DayCommands
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.diagnosing import Diagnoser
from desktop_invoicer.engine.diagnosis_commands import DiagnosisCommands
from desktop_invoicer.engine.doorkeeper import Doorkeeper
from desktop_invoicer.engine.engine import Engine
from desktop_invoicer.engine.events import Event, PeopleChanged
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.health import HealthDesk
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.engine.keeping import Keeping
from desktop_invoicer.engine.people import People
from desktop_invoicer.engine.reconciling import Reconciler
from desktop_invoicer.engine.repairing import KeySender
from desktop_invoicer.engine.sessions import Sessions
from desktop_invoicer.engine.settling import Settling
from desktop_invoicer.engine.submitting import Submissions
from desktop_invoicer.engine.watcher import Rhythm, Watcher
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.marketplace_pack import shipped_marketplaces
from desktop_invoicer.persistence.audit import AuditTable
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.keeping import KeepingTable
from desktop_invoicer.persistence.operators import OperatorTable
from desktop_invoicer.reports.trail_file import write_trail
from tests.builders import (
    ACCOUNT,
    BRASILIA,
    NOTIFICATION_ID,
    ORDER_ID,
    a_call,
    a_document,
    a_notification,
    a_store,
    an_order,
    the_rules,
)
from tests.fakes import (
    FakeAnchor,
    FakeClock,
    FakeCredentials,
    FakeFolder,
    FakePins,
    FakeReports,
    FakeStopwatch,
    FakeVtex,
    FakeWatchList,
    TroubledBook,
    TroubledFiles,
    TroubledJournal,
)

KEY = bytes(range(32))
DATABASE = "invoicer.db"
OPERATOR = "ana"
USER = "root"
"""Of the system, who works where nobody signs in."""
DESK = "Caixa 1"
IDLE = timedelta(minutes=5)


@cache
def _template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="desktop-invoicer-test-")) / "template.db"
    Database(path, KEY).close()
    return path


def new_database(folder: Path) -> Database:
    """Open a new database in a folder, as a copy of one that was migrated before."""
    path = folder / DATABASE
    shutil.copy(_template(), path)
    return Database(path, KEY)


@dataclass
class Counter:
    """A counter with its desk. ``settle`` lets everything happen that happens without time passing."""

    journal: TroubledJournal
    vtex: FakeVtex
    clock: FakeClock
    context: Context
    engine: Engine
    intake: Intake
    watcher: Watcher
    watch_list: FakeWatchList
    desk: Desk
    commands: Commands
    filing: Filing
    files: TroubledFiles
    folder: FakeFolder
    book: TroubledBook
    reports: FakeReports
    stopwatch: FakeStopwatch
    pins: FakePins
    database: Database
    events: list[Event] = field(default_factory=list)

    @property
    def people(self) -> People:
        """Give who is at the counter."""
        return self.context.people

    @property
    def settling(self) -> Settling:
        """Take people's words about returns."""
        return Settling(self.desk)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Let the engine run, from its start to its end."""
        works = self.engine.run(), self.filing.run(), self.commands.submissions.run(), self.commands.closing.run()
        tasks = [asyncio.create_task(work) for work in works]
        await self.settle()
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def receive(self, order: Order | None = None, notification: Notification | None = None) -> JobId:
        """Let VTEX show an order with a notification, and announce it."""
        order = order or an_order()
        notification = notification or a_notification()
        self.vtex.shows(order, notification)
        return self.announce(order.order_id, notification.id)

    def announce(self, order_id: OrderId = ORDER_ID, notification_id: NotificationId = NOTIFICATION_ID) -> JobId:
        """Announce a notification as VTEX does."""
        url = self.vtex.callback_url(order_id)
        call = a_call(order_id=order_id, notification_id=notification_id, callback_url=url)
        return self.intake.accept(call, "receiver")[0].id

    async def settle(self) -> None:
        """Wait until nothing is due."""
        for _ in range(500):
            await asyncio.sleep(0)
            if not self.journal.due(self.clock.now(), 1):
                break
        for _ in range(20):
            await asyncio.sleep(0)

    async def load(self, order_id: str = ORDER_ID) -> JobId:
        """Receive a request for a whole order, and wait until it is loaded."""
        job = self.receive(an_order(order_id=order_id), a_notification(order_id=order_id))
        await self.settle()
        return job

    async def later(self, by: timedelta) -> None:
        """Let time pass, and everything happen that was due by then."""
        self.clock.move(by)
        self.engine.wake()
        await self.settle()

    async def miss_for_long(self) -> None:
        """Let VTEX be asked for what it does not show, until it is believed gone."""
        for _ in range(20):
            await self.later(timedelta(minutes=7))

    async def alike_for_long(self) -> None:
        """Let so much time pass that the requests of an order which one document fits are sent one after the other."""
        for _ in range(8):
            await self.later(timedelta(minutes=1))

    async def attach(self, job: JobId, document: Document | None = None) -> None:
        """Attach a document, and let the job go on."""
        await self.desk.attach(job, Paper(document or a_document(), b"<nfeProc/>"))
        await self.settle()

    async def submit(self, job: JobId, *, confirmed: bool = False) -> None:
        """Let a job go out, and wait for what comes of it."""
        await self.desk.submit(job, OPERATOR, confirmed=confirmed)
        await self.settle()

    async def documented(self, order: Order | None = None, notification: Notification | None = None) -> JobId:
        """Take a new sale as far as it goes without a word of a person."""
        job = self.receive(order, notification)
        await self.settle()
        value = self.job(job).value
        await self.attach(job, a_document(value=value))
        return job

    async def ready(self, number: int = 1) -> Job:
        """Take a sale of its own order so far that it waits for nothing but a word."""
        order_id, notification_id = f"v{number}str-01", f"n{number}"
        order = an_order(order_id=order_id)
        job = self.receive(order, a_notification(order_id=order_id, notification_id=notification_id))
        await self.settle()
        await self.attach(job, a_document(nnf=number, value=order.value))
        return self.job(job)

    def job(self, job: JobId) -> Job:
        """Give a job as it is stored."""
        found = self.journal.job(job)
        assert found is not None
        return found

    def stage(self, job: JobId) -> Stage:
        """Give a job's stage."""
        return self.job(job).stage

    def problem(self, job: JobId) -> ProblemCode | None:
        """Give the code of what holds a job."""
        hold = self.job(job).hold
        return None if hold is None else hold.problem.code

    def entries(self, job: JobId) -> list[Entry]:
        """Give what happened to a job."""
        return [entry.entry for entry in self.journal.timeline(job)]


@contextmanager
def counter(  # noqa: PLR0913 (keywords of a builder)
    folder: Path,
    *,
    automatic: bool = False,
    patience: Patience | None = None,
    policies: Mapping[AccountName, AccountPolicy] | None = None,
    returns: ReturnPolicy | None = None,
    vtex: FakeVtex | None = None,
    clock: FakeClock | None = None,
) -> Iterator[Counter]:
    """Make a counter with a new database, or with the one that another counter left in the folder."""
    kept = folder / DATABASE
    database = Database(kept, KEY) if kept.exists() else new_database(folder)
    journal = TroubledJournal(database)
    vtex, clock, watch_list = vtex or FakeVtex(), clock or FakeClock(), FakeWatchList()
    accounts = {ACCOUNT: vtex}
    stopwatch, pins = FakeStopwatch(), FakePins()
    door = Doorkeeper(OperatorTable(database), pins, clock, stopwatch.seconds)
    people = People(
        door, AuditTable(database), Sessions(IDLE, stopwatch.seconds), lambda: engine.publish(PeopleChanged()), USER
    )
    context = Context(
        accounts=accounts,
        journal=journal,
        clock=clock,
        store=replace(a_store(), returns=returns or ReturnPolicy()),
        rules=the_rules(),
        people=people,
        patience=patience or Patience(),
        submits_automatically=automatic,
        account_policies={} if policies is None else policies,
    )
    engine = Engine(context, Random(1))  # noqa: S311 (repeatable, not secret)
    events: list[Event] = []
    engine.subscribe(events.append)
    intake = Intake(accounts, journal, clock, engine)
    watcher = Watcher(
        account=ACCOUNT,
        vtex=vtex,
        watch_list=watch_list,
        intake=intake,
        clock=clock,
        plan=lambda age, _: None if age > timedelta(days=30) else timedelta(minutes=1),
        has_feed=True,
        rhythm=Rhythm(),
        random=Random(1),  # noqa: S311 (repeatable, not secret)
    )
    desk = Desk(context, engine, intake, {ACCOUNT: watcher})
    files, paper_folder = TroubledFiles(database), FakeFolder()
    filing = Filing(desk, files, paper_folder.read)
    engine.subscribe(filing.listen)
    book, reports = TroubledBook(database), FakeReports()
    day_desk = DayDesk(desk, book, BRASILIA, DESK, "Loja Gávea")
    reconciler, closing = Reconciler(desk, day_desk, book), Closing(day_desk, book, collecting=0)
    submissions = Submissions(desk, book)
    for listen in (submissions.listen, closing.listen):
        engine.subscribe(listen)
    audit = AuditTable(database)
    days = DayCommands(day_desk, submissions, closing, reconciler, reports.write, audit)
    diagnoser = Diagnoser(desk, day_desk, shipped_marketplaces(), audit)
    diagnoses = DiagnosisCommands(reconciler, diagnoser, KeySender(filing, day_desk, audit))
    health_desk = HealthDesk(context, engine.publish)
    engine.subscribe(health_desk.listen)
    keeping = Keeping(context, KeepingTable(database, {}), KeepingPolicy())
    auditing = Auditing(context, audit, FakeAnchor(), write_trail)
    commands = Commands(desk, filing, read_paper, FakeCredentials(), days, diagnoses, health_desk, keeping, auditing)
    try:
        yield Counter(
            journal,
            vtex,
            clock,
            context,
            engine,
            intake,
            watcher,
            watch_list,
            desk,
            commands,
            filing,
            files,
            paper_folder,
            book,
            reports,
            stopwatch,
            pins,
            database,
            events,
        )
    finally:
        database.close()


async def ask(shop: Counter, command: str, **arguments: Any) -> Any:  # noqa: ANN401 (JSON)
    """Give a command as the socket does; the answer is what it results in, or the error."""
    answer = await shop.commands.answer(command, arguments)
    assert json.loads(json.dumps(answer)) == answer
    return answer.get("result", answer.get("error"))


@asynccontextmanager
async def two_desks(folder: Path) -> AsyncIterator[tuple[Counter, Counter]]:
    """Let two desks with a database each work on one account."""
    vtex = FakeVtex()
    for name in ("one", "two"):
        (folder / name).mkdir()
    with counter(folder / "one", vtex=vtex) as one, counter(folder / "two", vtex=vtex) as two:
        async with one.at_work(), two.at_work():
            yield one, two
