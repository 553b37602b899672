"""Any sequence of what may happen to a store keeps the promises 1 to 6 of the design.

Beside what the machine of returns does, clocks jump, orders change, VTEX is late, refuses or forgets its answer, and
the disk refuses. What the account takes and deletes is held against what was accepted, meant and confirmed.
``--hypothesis-profile=fuzz`` looks for minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.invoice import Invoice
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, Notification, NotificationId, OrderId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.workflow import Stage
from tests.builders import a_line, an_order
from tests.flow.returning_account import Meant, ReturningAccount
from tests.flow.returns_machine import Returns, any_number, happened, some_units

PART = 3
"""A run looks at one in so many of the examples that its profile allows."""
PORTS = ("notification", "order", "post_invoice", "delete_notification")
EFFECTS = ("post_invoice", "delete_notification")
JUMPS = [timedelta(hours=-26), timedelta(minutes=-10), timedelta(minutes=40), timedelta(days=2)]
CHANGES = [(37, 0), (-37, 0), (-37, 37)]
"""Cents by which the goods and the freight of an order change; the last leaves its value as it was."""
BAD_NEWS: list[errors.InvoicerError] = [
    errors.VtexUnavailableError("down"),
    errors.VtexSilentError("cut"),
    errors.VtexGarbledError("half of it"),
    errors.VtexRefusedError(400, "no"),
    errors.CredentialsRefusedError("lojafarmgavea", 401),
]


@dataclass
class WitnessedAccount(ReturningAccount):
    """The account of the returns machine, which also tells what must not have been sent to it."""

    wrong: list[str] = field(default_factory=list)
    late: list[Notification] = field(default_factory=list)
    """What was announced, and is not shown yet."""
    loaded: Callable[[str], set[object]] = lambda _: set()
    """Gives the orders that desks have loaded for a document of a number."""

    async def post_invoice(self, callback_url: str, invoice: Invoice, embedded: str | None = None) -> str:
        order = self.orders[OrderId(callback_url.split("/")[5])]
        if order.fingerprint() not in self.loaded(invoice.number):
            self.wrong.append(f"{invoice.number} was posted to an order that is another one by now")
        return await super().post_invoice(callback_url, invoice, embedded)

    async def delete_notification(self, order_id: OrderId, notification_id: NotificationId) -> bool:
        if all(sent.meant is None or sent.meant.notification != notification_id for sent in self.ledger.sent):
            self.wrong.append(f"{notification_id} was to be deleted before it was invoiced")
        return await super().delete_notification(order_id, notification_id)

    def reveal(self) -> None:
        super().reveal()
        while self.late:
            self.shows(self.orders[self.late[-1].order_id], self.late.pop())


class Store(Returns):
    """The store of the returns machine, in a rougher world."""

    def __init__(self) -> None:
        super().__init__()
        self._vtex: WitnessedAccount = WitnessedAccount()
        self._vtex.loaded = self._loaded

    # the story

    @rule(order=any_number, units=some_units, at=any_number)
    def vtex_announces_before_it_shows(self, order: int, units: list[int], at: int) -> None:
        self._vtex.late.append(self._wanted(order, units, back=False))
        self.vtex_announces(len(self._asked) - 1, at)

    @rule()
    def vtex_shows_what_it_announced(self) -> None:
        self._vtex.reveal()

    @rule(at=any_number, by=st.sampled_from(JUMPS), is_late=st.booleans(), steps=st.integers(1, 4))
    def a_clock_jumps(self, at: int, by: timedelta, steps: int, *, is_late: bool) -> None:
        """Let a desk's clock be wrong for a moment in which it works, and right again; VTEX is late no longer."""
        self._sells(at, is_late=is_late)
        place = self._places[at % len(self._places)]
        for move in (timedelta(0), by, -by):
            place.shop.clock.move(move)
            self._run(place.settle())
            if not is_late:  # whoever tries again begins to wait anew
                self.somebody_works_at_a_job(0, 1)
        self._vtex.reveal()
        happened["clock"] += 1
        self.somebody_works_at_a_job(0, steps)

    @rule(at=any_number, port=st.sampled_from(PORTS), news=st.sampled_from(BAD_NEWS), is_after=st.booleans())
    def vtex_gives_a_bad_answer(self, at: int, port: str, news: errors.InvoicerError, *, is_after: bool) -> None:
        """Let a call fail, before its effect or after it."""
        self._sells(at)
        answers = self._vtex.fails_after if is_after and port in EFFECTS else self._vtex.fails
        answers[port].append(news)
        self.somebody_works_at_a_job(0, 3)
        happened["bad answer"] += not answers[port]

    @rule(at=any_number, writes=st.integers(0, 4), steps=st.integers(1, 4))
    def the_disk_refuses(self, at: int, writes: int, steps: int) -> None:
        """Let one write fail in the middle of the work, and start the program again."""
        self._sells(at)
        place = self._places[at % len(self._places)]
        script = place.shop.journal.fails["apply"]
        script.extend([None] * writes + [errors.StorageFullError(place.folder, "full")])
        with suppress(errors.StorageFullError):
            self.somebody_works_at_a_job(0, 3)
        happened["disk"] += not script
        self._run(place.reopen())
        self.somebody_works_at_a_job(0, steps)

    @rule(at=any_number, change=st.sampled_from(CHANGES), steps=st.integers(1, 4))
    def an_order_changes(self, at: int, change: tuple[int, int], steps: int) -> None:
        """Let VTEX change the money of an order that a desk has loaded, and a clerk go on with what it was."""
        order, (goods, freight) = self._sells(at), change
        self.somebody_works_at_a_job(0, 1)
        (line,) = order.lines
        lines = (replace(line, goods=Cents(line.goods + goods), freight=Cents(line.freight + freight)),)
        changed = replace(order, lines=lines, value=Cents(order.value + goods + freight))
        self._vtex.orders[order.order_id] = self._orders[-1] = changed
        happened["change"] += 1
        self.somebody_works_at_a_job(0, steps)

    def _sells(self, at: int, *, is_late: bool = False) -> Order:
        """Begin a sale, which VTEX perhaps announces before it shows it."""
        order = an_order(order_id=f"v{len(self._orders)}str-01", lines=[a_line(quantity=2, goods=Cents(1999))])
        self._orders.append(order)
        self._vtex.shows(order)
        if is_late:
            self.vtex_announces_before_it_shows(len(self._orders) - 1, [2], at)
        else:
            self._ask(len(self._orders) - 1, [2], back=False, at=at)
        return order

    @rule(which=any_number)
    def a_document_is_attached_to_a_second_job(self, which: int) -> None:
        place, job_id = self._open_job(which)
        document = place.shop.job(job_id).document
        others = [job for where, job in self._jobs if where is place and job != job_id]
        if document is None or not others:
            return
        second = others[which % len(others)]
        content = place.shop.journal.content(second)
        if self._wish(place, place.shop.desk.attach(second, Paper(document, b"<nfeProc/>"))) and content is not None:
            asked = {item.item_index: item.quantity for item in content.notification.items}
            was_meant = self._vtex.ledger.meant[document.number]
            self._vtex.ledger.meant[document.number] = Meant(content.notification.id, asked, was_meant.is_cancellation)

    # what must hold

    @invariant()
    def nothing_is_posted_or_deleted_that_may_not_be(self) -> None:
        assert self._vtex.wrong == []

    @invariant()
    def a_request_is_kept_once(self) -> None:
        for place in self._places:
            kept = [(job.order_id, job.notification_id) for job in place.shop.journal.jobs()]
            accepted = {place.shop.job(job).notification_id for where, job in self._jobs if where is place}
            assert {notification for _, notification in kept} == accepted
            assert len(kept) == len(accepted)

    @invariant()
    def somebody_has_what_vtex_still_asks_for(self) -> None:
        stages: defaultdict[NotificationId, set[Stage]] = defaultdict(set)
        for place, job_id in self._jobs:
            job = place.shop.job(job_id)
            stages[job.notification_id].add(job.stage)
        for notification in (*self._vtex.asked.values(), *self._vtex.late):
            over = stages[notification.id]
            assert Stage.DISMISSED in over or not all(stage.is_end for stage in over), (notification.id, over)

    @invariant()
    def an_order_sold_whole_is_invoiced_to_the_cent(self) -> None:
        for order in self._orders:
            sent = self._vtex.ledger.of(order.order_id, InvoiceType.OUTPUT)
            sold = self._vtex.ledger.units(order.order_id, InvoiceType.OUTPUT)
            is_whole = all(sold[line.index] == line.quantity for line in order.lines)
            if is_whole and all(invoice.meant for invoice in sent):
                assert self._vtex.ledger.value(order.order_id, InvoiceType.OUTPUT) == order.value
                happened["sold whole"] += 1

    def _loaded(self, number: str) -> set[object]:
        jobs = [(place, place.shop.job(job)) for place, job in self._jobs]
        having = [(place, job) for place, job in jobs if job.document is not None and job.document.number == number]
        contents = [place.shop.journal.content(job.id) for place, job in having]
        return {content.order.fingerprint() for content in contents if content is not None}


def test_no_sequence_breaks_a_promise() -> None:
    happened.clear()

    run_state_machine_as_test(
        Store,
        settings=settings(
            max_examples=max(settings().max_examples // PART, 1),
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    expected = ("Output here", "Input here", "crash", "clock", "bad answer", "disk", "change", "sold whole")
    assert min(happened[name] for name in expected) > 0, happened
