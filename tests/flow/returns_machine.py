"""A store that sells and takes back, with crashes and bad luck, as a machine whose every move hypothesis chooses.

The engine, the desk and the journal are the real ones, on a database that outlives every crash. One person works at a
time: what two desks do within the same round trip VTEX alone could keep apart (``engine.posting.submit``).
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter as Tally
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from desktop_invoicer import errors
from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Notification, Operation
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Job, JobId, Stage
from tests.builders import (
    ACCOUNT,
    NOW,
    OTHER_ACCOUNT,
    a_cancellation,
    a_document,
    a_key,
    a_line,
    a_notification,
    an_order,
)
from tests.counter import Counter, counter
from tests.flow.returning_account import Meant, ReturningAccount

MOST_ORDERS = 2
MANAGER = "marta"
OBSERVATIONS = (
    "",
    "inStore",
    f'inStore: {{"tradeAccount": "{ACCOUNT}"}}',
    f'inStore: {{"tradeAccount": "{OTHER_ACCOUNT}"}}',
    "inStore: {tradeAccount",
)
REFUSED = (
    errors.NotAllowedNowError,
    errors.DocumentRefusedError,
    errors.DocumentUsedError,
    errors.StaleJobError,
    errors.UnsettledError,
)
"""What the desk answers to a wish that comes at the wrong moment."""
any_number = st.integers(0, 7)
some_units = st.lists(st.integers(0, 3), min_size=3, max_size=3)
policies = st.builds(
    ReturnPolicy,
    refunds_freight=st.booleans(),
    records_reversal=st.booleans(),
    approval_above=st.sampled_from([None, Cents(1500)]),
)
lines = st.lists(
    st.tuples(st.integers(1, 3), st.integers(1, 4000), st.sampled_from([0, 250, 999]), st.booleans()),
    min_size=1,
    max_size=3,
)


class Luck(Enum):
    """What may happen to the next invoice on its way."""

    GOOD = "good"
    REQUEST_LOST = "request lost"
    ANSWER_LOST = "answer lost"
    LINE_DOWN = "line down"
    CRASH_BEFORE = "crash before the post"
    CRASH_AFTER = "crash after the post"


happened: Tally[str] = Tally()
"""What all examples did together: a campaign in which nothing happens proves nothing."""


@dataclass
class Place:
    """A desk in its folder: it can be stopped or crash at any time, and is opened again on what it left."""

    folder: Path
    vtex: ReturningAccount
    policy: ReturnPolicy
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    passed: timedelta = timedelta(0)
    shop: Counter = field(init=False)

    async def open(self) -> None:
        """Begin work."""
        self.shop = self.stack.enter_context(counter(self.folder, vtex=self.vtex, returns=self.policy))
        self.shop.clock.move(self.passed)
        await self.stack.enter_async_context(self.shop.at_work())
        await self.settle()

    async def reopen(self) -> None:
        """Begin anew after a crash."""
        self.passed = self.shop.clock.now() - NOW
        await self.stack.aclose()
        self.vtex.is_dead, self.vtex.fuse = False, None
        await self.open()

    async def settle(self) -> None:
        """Wait until nothing is due; a desk that crashed on the way is opened again."""
        self.vtex.policy = self.policy
        self.shop.engine.wake()
        for _ in range(300):
            await asyncio.sleep(0)
            if self.vtex.is_dead or not self.shop.journal.due(self.shop.clock.now(), 1):
                break
        for _ in range(10):
            await asyncio.sleep(0)
        if self.vtex.is_dead:
            happened["crash"] += 1
            await self.reopen()


class Returns(RuleBasedStateMachine):
    """A store with one or two desks, its buyers, its other programs, and bad luck."""

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(lambda *_: None)  # crashed steps are nobody's to fetch
        self._folder = tempfile.TemporaryDirectory(prefix="desktop-invoicer-test-")
        self._vtex = ReturningAccount()
        self._places: list[Place] = []
        self._orders: list[Order] = []
        self._asked: list[Notification] = []
        self._jobs: list[tuple[Place, JobId]] = []
        self._numbers = 100

    # the story

    @initialize(policy=policies, two=st.booleans(), first=lines, luck=st.sampled_from(Luck))
    def the_store_opens(
        self, *, policy: ReturnPolicy, two: bool, first: list[tuple[int, int, int, bool]], luck: Luck
    ) -> None:
        for name in ("one", "two") if two else ("one",):
            folder = Path(self._folder.name) / name
            folder.mkdir()
            self._places.append(Place(folder, self._vtex, policy))
        for place in self._places:
            self._run(place.open())
        self.somebody_buys(first, luck)

    @precondition(lambda self: len(self._orders) < MOST_ORDERS)
    @rule(wanted=lines, luck=st.sampled_from(Luck))
    def somebody_buys(self, wanted: list[tuple[int, int, int, bool]], luck: Luck) -> None:
        rows = [
            a_line(index, sku="100" if is_same else None, quantity=units, goods=goods * units, freight=freight)
            for index, (units, goods, freight, is_same) in enumerate(wanted)
        ]
        order = an_order(order_id=f"v{len(self._orders)}str-01", lines=rows)
        self._orders.append(order)
        self._vtex.shows(order)
        self._ask(len(self._orders) - 1, [3, 3, 3], back=False)
        self._happens(luck)
        self.somebody_works_at_a_job(0, 2)  # most orders are sold as a whole, and at once

    @rule(order=any_number, units=some_units, at=any_number, luck=st.sampled_from(Luck))
    def a_part_is_sold(self, order: int, units: list[int], at: int, luck: Luck) -> None:
        self._ask(order, units, back=False, at=at)
        self._happens(luck)
        self.somebody_works_at_a_job(0, 2)

    @rule(
        order=any_number,
        units=some_units,
        words=any_number,
        at=any_number,
        luck=st.sampled_from(Luck),
        says=st.booleans(),
        times=st.integers(0, 5),
    )
    def a_buyer_comes_back(  # noqa: PLR0913 (drawn)
        self, *, order: int, units: list[int], words: int, at: int, luck: Luck, says: bool, times: int
    ) -> None:
        """Take a return as far as its document, let luck have its way, and go on."""
        self._ask(order, units, words, back=True, at=at)
        self.somebody_works_at_a_job(0, 2, says=says)
        self._happens(luck)
        self.somebody_works_at_a_job(0, 3, says=says)
        self.time_passes(61, times)

    def _ask(self, order: int, units: list[int], words: int = 0, *, back: bool, at: int = 0) -> None:
        notification = self._wanted(order, units, words, back=back)
        self._vtex.shows(self._vtex.orders[notification.order_id], notification)
        self.vtex_announces(len(self._asked) - 1, at)

    def _wanted(self, order: int, units: list[int], words: int = 0, *, back: bool) -> Notification:
        """Make a request that VTEX neither shows nor announces yet."""
        chosen = self._orders[order % len(self._orders)]
        asked = {line.index: min(units[line.index], line.quantity) for line in chosen.lines if units[line.index]}
        notification = a_notification(
            order_id=chosen.order_id,
            notification_id=f"n{len(self._asked)}",
            units=asked or {0: 1},
            observation=OBSERVATIONS[words % len(OBSERVATIONS)] if back else "",
            type_=InvoiceType.INPUT if back else InvoiceType.OUTPUT,
        )
        self._asked.append(notification)
        return notification

    @rule(which=any_number, at=any_number)
    def vtex_announces(self, which: int, at: int) -> None:
        """Announce a notification, perhaps again, perhaps to the other desk too."""
        notification, place = self._asked[which % len(self._asked)], self._places[at % len(self._places)]
        job = place.shop.announce(notification.order_id, notification.id)
        if (place, job) not in self._jobs:
            self._jobs.append((place, job))
        self._run(place.settle())

    @rule(which=any_number, steps=any_number)
    def somebody_works_at_a_job(self, which: int, steps: int, *, says: bool = True) -> None:
        """Do what is next, as the window would offer it; somebody in a hurry says no word that is due."""
        place, job_id = self._open_job(which)
        for _ in range(steps):
            if says:
                self._say_what_is_due(place, job_id)
            if place.shop.job(job_id).stage is Stage.LOADED:
                self._attach(place, job_id)
            elif place.shop.job(job_id).stage is Stage.DOCUMENTED:
                self._confirm(place, job_id)
            elif not place.shop.stage(job_id).is_end:
                self._try_again(place, job_id)

    @rule(which=any_number)
    def somebody_confirms_at_once(self, which: int) -> None:
        self._confirm(*self._open_job(which))

    @rule(which=any_number)
    def somebody_attaches_another_document(self, which: int) -> None:
        self._attach(*self._open_job(which))

    @rule(which=any_number)
    def somebody_tries_again(self, which: int) -> None:
        self._try_again(*self._jobs[-1 - which % len(self._jobs)])

    @rule(which=any_number)
    def somebody_dismisses_a_job(self, which: int) -> None:
        place, job = self._jobs[-1 - which % len(self._jobs)]
        self._wish(place, place.shop.desk.dismiss(job, "ana", "wrong button"))

    @rule(order=any_number, line=any_number, units=st.integers(1, 3), back=st.booleans())
    def another_program_posts(self, order: int, line: int, units: int, *, back: bool) -> None:
        chosen = self._orders[order % len(self._orders)]
        type_ = InvoiceType.INPUT if back else InvoiceType.OUTPUT
        number = self._number()
        self._vtex.posted_elsewhere(chosen.order_id, type_, line % len(chosen.lines), units, number)

    @rule(which=any_number)
    def another_program_is_quicker(self, which: int) -> None:
        """Do elsewhere what a job asks for, while somebody confirms it here."""
        place, job_id = self._open_job(which)
        job, content = place.shop.job(job_id), place.shop.journal.content(job_id)
        if content is None:
            return
        for item in content.notification.items:
            type_ = content.draft.operation.invoice_type
            self._vtex.posted_elsewhere(job.order_id, type_, item.item_index, item.quantity, self._number())
        self._confirm(place, job_id)

    @rule(which=any_number, calls=st.integers(1, 8), steps=any_number)
    def the_desk_crashes_at_work(self, which: int, calls: int, steps: int) -> None:
        self._vtex.fuse = calls
        self.somebody_works_at_a_job(which, steps)

    @rule(luck=st.sampled_from(Luck), which=any_number)
    def somebody_confirms_with_luck(self, luck: Luck, which: int) -> None:
        self._happens(luck)
        self._confirm(*self._open_job(which))

    @precondition(lambda self: len(self._places) == 1)
    @rule(is_shown=st.booleans())
    def vtex_shows_what_was_posted_late(self, *, is_shown: bool) -> None:
        """Hide what is posted from now on, or show it; a second desk could not know of what VTEX hides."""
        self._vtex.shows_posts = is_shown
        if is_shown:
            self._vtex.reveal()

    @rule(seconds=st.sampled_from([5, 61, 200, 3600]), times=st.integers(1, 5))
    def time_passes(self, seconds: int, times: int) -> None:
        if seconds > 5:
            self._vtex.reveal()  # nothing stays invisible for longer than the engine waits
        for place in self._places * times:
            place.shop.clock.move(timedelta(seconds=seconds))
            self._run(place.settle())

    @rule(policy=policies, at=any_number)
    def the_store_changes_its_policy(self, policy: ReturnPolicy, at: int) -> None:
        place = self._places[at % len(self._places)]
        place.policy = policy
        self._run(place.reopen())

    # what must hold

    @invariant()
    def never_more_comes_back_than_was_invoiced(self) -> None:
        assert [fault for order in self._orders for fault in self._vtex.ledger.faults(order)] == []

    @invariant()
    def no_notification_has_two_invoices(self) -> None:
        assert self._vtex.ledger.doubled() == []

    @invariant()
    def no_money_goes_out_without_a_word_for_it(self) -> None:
        assert self._vtex.ledger.without_word == []

    def teardown(self) -> None:
        for place in self._places:
            self._run(place.stack.aclose())
        for sent in self._vtex.ledger.sent:
            happened[f"{sent.type.value} {'elsewhere' if sent.meant is None else 'here'}"] += 1
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()
        self._folder.cleanup()

    # what happens, and what people do

    def _happens(self, luck: Luck) -> None:
        posting = "post_invoice"
        match luck:
            case Luck.REQUEST_LOST:
                self._vtex.fails[posting].append(errors.VtexSilentError("cut"))
            case Luck.ANSWER_LOST:
                self._vtex.fails_after[posting].append(errors.VtexSilentError("cut"))
            case Luck.LINE_DOWN:
                self._vtex.fails[posting].append(errors.VtexUnavailableError("down"))
            case Luck.CRASH_BEFORE:
                self._vtex.fuse = 3  # calls: the look at notification and order, and the post
            case Luck.CRASH_AFTER:
                self._vtex.fuse = 4
            case Luck.GOOD:
                pass

    def _open_job(self, which: int) -> tuple[Place, JobId]:
        """Choose a job that is still to do, the newest first; where there is none, any."""
        open_jobs = [(place, job) for place, job in self._jobs if not place.shop.stage(job).is_end] or self._jobs
        return open_jobs[-1 - which % len(open_jobs)]

    def _say_what_is_due(self, place: Place, job_id: JobId) -> None:
        case, settling = place.shop.desk.details(job_id).case, place.shop.settling
        job = place.shop.job(job_id)
        for matter in () if case is None else case.due[:1]:
            match matter:
                case Matter.OPERATION:
                    self._wish(place, settling.settle_operation(job_id, "ana", Operation.CANCELLATION))
                case Matter.TAKEOVER:
                    self._wish(place, settling.take_over(job_id, MANAGER, "the buyer stands here"))
                case Matter.NO_REFUND:
                    self._wish(place, settling.go_without_refund(job_id, "ana", "paid in cash"))
                case Matter.REVERSAL:
                    if self._wish(place, settling.note_reversal(job_id, "ana", "NSU 1", place.shop.clock.now())):
                        self._vtex.ledger.reversed[job.notification_id].add(job.value or 0)
                case Matter.APPROVAL:
                    if self._wish(place, settling.approve(job_id, MANAGER)):
                        self._vtex.ledger.approved[job.notification_id].add(job.value or 0)

    def _attach(self, place: Place, job_id: JobId) -> None:
        job = place.shop.job(job_id)
        content = place.shop.journal.content(job_id)
        if content is None:
            return
        document = self._document(job)
        asked = {item.item_index: item.quantity for item in content.notification.items}
        is_cancellation = job.operation is Operation.CANCELLATION
        self._vtex.ledger.meant[document.number] = Meant(job.notification_id, asked, is_cancellation)
        self._wish(place, place.shop.desk.attach(job_id, Paper(document, b"<nfeProc/>")))

    def _document(self, job: Job) -> Document:
        """Issue what the job needs: the event where one note is cancelled as a whole, else a note."""
        number = self._number()
        if job.operation is Operation.CANCELLATION:
            for invoice in self._vtex.orders[job.order_id].invoices:
                is_whole = invoice.type is InvoiceType.OUTPUT and invoice.value == job.value
                if is_whole and len(invoice.key) == len(a_key().text) and number % 2:
                    return a_cancellation(key=AccessKey(invoice.key), protocol=f"1352600{number:08}")
        is_sale = job.operation is Operation.SALE
        model = job.due or DocumentModel.NFE
        return a_document(model=model, nnf=number, value=job.value, is_entry=not is_sale)

    def _confirm(self, place: Place, job_id: JobId) -> None:
        job = place.shop.job(job_id)
        number = "" if job.document is None else job.document.number
        self._vtex.ledger.confirmed[number] = job.value
        if not self._wish(place, place.shop.desk.submit(job_id, "ana", confirmed=True, shown=job)):
            self._vtex.ledger.confirmed.pop(number, None)

    def _try_again(self, place: Place, job_id: JobId) -> None:
        document = place.shop.job(job_id).document
        if self._wish(place, place.shop.desk.retry(job_id, "ana")) and document is not None:
            self._vtex.ledger.confirmed.pop(document.number, None)

    def _wish(self, place: Place, wish: Coroutine[Any, Any, Job]) -> bool:
        """Ask something of the desk; tell whether it did so."""
        is_done = False
        with suppress(*REFUSED):
            self._run(wish)
            is_done = True
        self._run(place.settle())
        return is_done

    def _run(self, work: Coroutine[Any, Any, object]) -> None:
        self._loop.run_until_complete(work)

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers
