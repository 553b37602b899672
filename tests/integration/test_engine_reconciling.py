"""Comparing the truths of a day: what is read of VTEX, what its list proves, and what is never kept silent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.finding import Finding
from desktop_invoicer.domain.foreign_invoices import MOST_TOLD
from desktop_invoicer.domain.journal import Effect, EffectKind
from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType, NotificationId, OrderId
from desktop_invoicer.domain.order import Order
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.reconciling import Reconciled, Reconciler
from desktop_invoicer.engine.truth_reader import AT_ONCE, MOST_ASKED, MOST_RESTS, TRIES, Written
from tests.builders import (
    ACCOUNT,
    NOW,
    ORDER_ID,
    a_document,
    a_notification,
    a_paper,
    an_earlier_invoice,
    an_invoice,
    an_order,
)
from tests.counter import OPERATOR, Counter, ask, counter

pytestmark = pytest.mark.anyio

TODAY = NOW.date()
OTHER = OrderId("v70530117str-01")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter that waits for VTEX no longer than a moment, and has its invoices shown at once."""
    with counter(tmp_path, patience=Patience().hurried(0.0001)) as made:
        yield made


@pytest.fixture
def reconciler(shop: Counter) -> Reconciler:
    return shop.commands.reconciler


def row(
    order_id: OrderId = ORDER_ID, status: str = "invoiced", value: int = 9990, *, is_in_error: bool = False
) -> ListedOrder:
    return ListedOrder(order_id, status, Cents(value), is_in_error=is_in_error)


async def sold(shop: Counter, order: Order | None = None) -> JobId:
    """Sell a whole order, to the end, long enough ago for VTEX to show it."""
    async with shop.at_work():
        order = order or an_order()
        number = int(order.order_id[1:9]) % 1000
        job = shop.receive(order, a_notification(order_id=order.order_id, notification_id=f"of-{order.order_id}"))
        await shop.settle()
        await shop.attach(job, a_document(nnf=number))
        await shop.submit(job)
    shop.clock.move(timedelta(seconds=1))
    return job


def codes(found: Reconciled | tuple[Finding, ...]) -> list[ProblemCode]:
    findings = found.findings if isinstance(found, Reconciled) else found
    return [finding.problem.code for finding in findings]


# what is read


async def test_a_good_day_has_no_findings(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)

    done = await reconciler.compare(TODAY)

    assert (done.findings, done.read, done.listed, done.unread) == ((), 1, 0, 0)


async def test_every_order_of_the_list_is_read_behind_all_jobs(shop: Counter, reconciler: Reconciler) -> None:
    foreign = an_earlier_invoice(number="77")
    shop.vtex.shows(an_order(order_id=OTHER, status="invoiced", invoices=[foreign]))
    shop.vtex.listed = (row(OTHER),)

    found = await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 1
    assert shop.vtex.count("order") == 0
    assert [(finding.problem.code, finding.order_id) for finding in found] == [(ProblemCode.FOREIGN_INVOICE, OTHER)]


async def test_the_list_of_the_stores_own_day_is_asked_for(shop: Counter, reconciler: Reconciler) -> None:
    await reconciler.reconcile(TODAY)

    (period,) = [argument for name, argument in shop.vtex.calls if name == "orders_between"]
    day = reconciler.day_desk.on(TODAY)
    assert period == (day.begin, day.end)


async def test_an_order_that_the_list_proves_is_asked_for_requests_alone(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    shop.vtex.listed = (row(),)
    shop.vtex.calls.clear()

    done = await reconciler.compare(TODAY)

    assert (shop.vtex.count("background_order"), shop.vtex.count("notifications")) == (0, 1)
    assert (done.findings, done.read) == ((), 1)


async def test_a_request_that_came_back_is_found_though_the_list_proves_its_order(
    shop: Counter, reconciler: Reconciler
) -> None:
    await sold(shop)
    shop.vtex.listed = (row(),)
    back = NotificationId(f"of-{ORDER_ID}")
    shop.vtex.asked[ORDER_ID, back] = a_notification(notification_id=back)

    assert codes(await reconciler.reconcile(TODAY)) == [ProblemCode.NOTIFICATION_LEFT]


async def test_of_a_large_day_nothing_is_asked_that_the_list_proves(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    others = [an_order(order_id=f"v8000{number:04}str-01", status="payment-pending") for number in range(MOST_ASKED)]
    for order in others:
        shop.vtex.shows(order)
    shop.vtex.listed = (row(), *(row(order.order_id, order.status) for order in others))
    shop.vtex.calls.clear()

    done = await reconciler.compare(TODAY)

    assert (done.findings, done.read, done.listed) == ((), MOST_ASKED, 1)
    assert ("notifications", ORDER_ID) not in shop.vtex.calls


@pytest.mark.parametrize(("others", "is_read"), [(MOST_TOLD, True), (MOST_TOLD + 1, False)])
async def test_on_a_large_day_many_orders_of_other_desks_are_not_read(
    shop: Counter, reconciler: Reconciler, others: int, *, is_read: bool
) -> None:
    waiting = [an_order(order_id=f"v9000{number:04}str-01") for number in range(MOST_ASKED)]
    theirs = [
        an_order(order_id=f"v8000{number:04}str-01", status="invoiced", invoices=[an_earlier_invoice(number="7")])
        for number in range(others)
    ]
    shop.vtex.listed = tuple(row(order.order_id, order.status) for order in (*waiting, *theirs))
    for order in (*waiting, *theirs):
        shop.vtex.shows(order)

    done = await reconciler.compare(TODAY)

    expected = (ProblemCode.FOREIGN_INVOICE, others, 0) if is_read else (ProblemCode.FOREIGN_INVOICES, 1, others)
    assert (done.findings[0].problem.code, len(done.findings), done.listed) == expected
    assert shop.vtex.count("background_order") == MOST_ASKED + others * is_read


async def test_orders_of_other_desks_are_read_where_the_list_tells_no_value(
    shop: Counter, reconciler: Reconciler
) -> None:
    ids = [OrderId(f"v8000{number:04}str-01") for number in range(MOST_ASKED + 1)]
    shop.vtex.listed = tuple(ListedOrder(each, "invoiced") for each in ids)
    for each in ids:
        shop.vtex.shows(an_order(order_id=each, status="invoiced"))

    done = await reconciler.compare(TODAY)

    assert (done.read, done.listed) == (MOST_ASKED + 1, 0)


@pytest.mark.parametrize(
    "listed", [row(value=9991), row(status="handling"), row(is_in_error=True), ListedOrder(ORDER_ID, "invoiced")]
)
async def test_an_order_that_the_list_does_not_prove_is_read(
    shop: Counter, reconciler: Reconciler, listed: ListedOrder
) -> None:
    await sold(shop)
    shop.vtex.listed = (listed,)

    await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 1


async def test_an_order_whose_goods_came_back_is_read(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    async with shop.at_work():
        back = a_notification(type_=InvoiceType.INPUT, notification_id="back")
        job = shop.receive(shop.vtex.orders[ORDER_ID], back)
        await shop.settle()
        await shop.attach(job, a_document(model="55", nnf=900, is_entry=True))
        await shop.submit(job, confirmed=True)
        assert shop.stage(job) is Stage.CLOSED
    shop.vtex.listed = (row(),)
    shop.vtex.calls.clear()

    await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 1


def test_a_sale_and_what_came_back_of_it_do_not_add_up_to_an_order() -> None:
    invoices = an_invoice(value=5000), an_invoice(type_=InvoiceType.INPUT, value=4990)
    posts = tuple(Effect(EffectKind.POST_INVOICE, NOW, invoice) for invoice in invoices)

    assert not Written((), posts).is_whole(row())


async def test_an_order_with_an_open_job_is_read(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    shop.announce(notification_id=NotificationId("more"))
    shop.vtex.listed = (row(),)

    await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 1


async def test_how_far_it_is_is_told(shop: Counter, reconciler: Reconciler) -> None:
    for number in range(3):
        order = an_order(order_id=f"v8000{number:04}str-01")
        shop.receive(order, a_notification(order_id=order.order_id))
    told: list[tuple[int, int]] = []

    await reconciler.reconcile(TODAY, lambda done, total: told.append((done, total)))

    assert told == [(1, 3), (2, 3), (3, 3)]


async def test_not_more_than_sixteen_orders_are_read_at_a_time(shop: Counter, reconciler: Reconciler) -> None:
    at_once = most = 0

    async def answer() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0)
        at_once -= 1

    shop.vtex.hooks["background_order"] = answer
    orders = [an_order(order_id=f"v8000{number:04}str-01", status="payment-pending") for number in range(40)]
    for order in orders:
        shop.vtex.shows(order)
    shop.vtex.listed = tuple(row(order.order_id, order.status) for order in orders)

    await reconciler.reconcile(TODAY)

    assert most == AT_ONCE


# what is found


async def test_a_document_without_an_order_is_found(shop: Counter, reconciler: Reconciler) -> None:
    named = a_paper(a_document(nnf=8), order_texts=[ORDER_ID])
    for paper in (named, a_paper(a_document(nnf=9))):
        await shop.filing.take([shop.folder.put(f"{paper.document.number}.xml", paper)])

    single, others = await reconciler.reconcile(TODAY)

    assert (single.problem.code, single.problem.facts["number"]) == (ProblemCode.DOCUMENT_WITHOUT_INVOICE, "8")
    assert others.problem.code is ProblemCode.TILL_DOCUMENTS


async def test_a_gap_in_the_numbers_is_found(shop: Counter, reconciler: Reconciler) -> None:
    for number in (8, 10):
        paper = Paper(a_document(nnf=number), b"<nfeProc/>")
        await shop.filing.take([shop.folder.put(f"{number}.xml", paper)])

    assert ProblemCode.NUMBER_GAP in codes(await reconciler.reconcile(TODAY))


async def test_a_gap_since_the_days_before_is_found(shop: Counter, reconciler: Reconciler) -> None:
    yesterday = a_document(nnf=8, issued_at=NOW - timedelta(days=1))
    for document in (yesterday, a_document(nnf=10)):
        await shop.filing.take([shop.folder.put(f"{document.number}.xml", Paper(document, b"<nfeProc/>"))])

    assert ProblemCode.NUMBER_GAP in codes(await reconciler.reconcile(TODAY))


async def test_an_invoice_that_vtex_shows_a_moment_later_has_not_vanished(
    shop: Counter, reconciler: Reconciler
) -> None:
    shop.vtex.shows_posts = False
    await sold(shop)
    shop.clock.move(-timedelta(seconds=1))

    async def show() -> None:
        if shop.vtex.count("background_order") == 2:
            shop.vtex.show_post(ORDER_ID, shop.vtex.posts[0][1])

    shop.vtex.hooks["background_order"] = show

    assert await reconciler.reconcile(TODAY) == ()


async def test_an_invoice_that_does_not_show_is_given_its_time_before_it_is_told(
    shop: Counter, reconciler: Reconciler
) -> None:
    shop.vtex.shows_posts = False
    await sold(shop)
    shop.clock.move(-timedelta(seconds=1))

    assert ProblemCode.INVOICE_VANISHED in codes(await reconciler.reconcile(TODAY))
    assert shop.vtex.count("background_order") == 2


async def test_an_invoice_that_vtex_does_not_show_after_its_time_has_vanished(
    shop: Counter, reconciler: Reconciler
) -> None:
    shop.vtex.shows_posts = False
    await sold(shop)
    shop.clock.move(timedelta(minutes=2))

    assert ProblemCode.INVOICE_VANISHED in codes(await reconciler.reconcile(TODAY))


async def test_a_job_that_goes_on_while_it_is_read_is_read_again(shop: Counter, reconciler: Reconciler) -> None:
    async with shop.at_work():
        job = await shop.documented()

        async def submit() -> None:
            shop.vtex.hooks.clear()
            await shop.submit(job)

        shop.vtex.hooks["notifications"] = submit
        done = await reconciler.compare(TODAY)

    assert done.findings == ()
    assert shop.vtex.count("background_order") == 2


async def test_a_job_that_never_rests_is_taken_as_it_was_last(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()

    async def announce() -> None:
        shop.announce(notification_id=NotificationId(f"more-{shop.vtex.count('notifications')}"))

    shop.vtex.hooks["notifications"] = announce

    await reconciler.reconcile(TODAY)

    assert shop.vtex.count("background_order") == 3


# what vtex does not give


async def test_an_order_that_vtex_does_not_give_is_a_finding(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["background_order"].append(errors.VtexRefusedError(404, "no such order"))

    done = await reconciler.compare(TODAY)

    assert (done.read, done.unread) == (0, 1)
    assert codes(done) == [ProblemCode.ORDER_NOT_CHECKED]


async def test_a_failure_is_tried_again_before_it_is_told(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["background_order"].extend([errors.VtexUnavailableError("away")] * 2)

    assert (await reconciler.compare(TODAY)).unread == 0


async def test_a_failure_that_lasts_is_told(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["background_order"].extend([errors.VtexUnavailableError("away")] * 3)

    assert (await reconciler.compare(TODAY)).unread == 1


async def test_a_resting_account_is_waited_for_as_long_as_it_says(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["notifications"].extend([errors.VtexBusyError(0.0001)] * 10)

    assert (await reconciler.compare(TODAY)).unread == 0


async def test_an_account_that_never_stops_resting_is_told(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()
    shop.vtex.fails["notifications"].extend([errors.VtexBusyError(0.0001)] * MOST_RESTS)

    assert (await reconciler.compare(TODAY)).unread == 1


async def test_an_account_that_refuses_the_credentials_is_asked_once(shop: Counter, reconciler: Reconciler) -> None:
    orders = [OrderId(f"v8000{number:04}str-01") for number in range(40)]
    for order_id in orders:
        shop.announce(order_id)
    shop.vtex.fails["background_order"].extend([errors.CredentialsRefusedError(ACCOUNT, 401)] * 40)

    done = await reconciler.compare(TODAY)

    assert done.unread == 40
    assert codes(done) == [ProblemCode.ORDER_NOT_CHECKED] * 40
    assert shop.vtex.count("background_order") == 1


async def test_an_account_that_does_not_answer_is_given_up_after_a_while(shop: Counter, reconciler: Reconciler) -> None:
    for number in range(60):
        shop.announce(OrderId(f"v8000{number:04}str-01"))
    shop.vtex.fails["background_order"].extend([errors.VtexUnavailableError("away")] * 300)

    assert (await reconciler.compare(TODAY)).unread == 60
    assert shop.vtex.count("background_order") < 60 * TRIES


async def test_orders_that_vtex_refuses_keep_no_others_from_being_read(shop: Counter, reconciler: Reconciler) -> None:
    shop.vtex.fails["background_order"].extend([errors.InvalidOrderError("nonsense")] * 30)
    for number in range(31):
        order = an_order(order_id=f"v8000{number:04}str-01")
        shop.receive(order, a_notification(order_id=order.order_id))

    done = await reconciler.compare(TODAY)

    assert (done.read, done.unread) == (1, 30)


async def test_a_list_that_vtex_does_not_give_is_a_finding(shop: Counter, reconciler: Reconciler) -> None:
    await sold(shop)
    shop.vtex.fails["orders_between"].append(errors.CredentialsRefusedError(ACCOUNT, 403))

    (finding,) = await reconciler.reconcile(TODAY)

    assert finding.problem.code is ProblemCode.ORDERS_NOT_LISTED
    assert finding.account == ACCOUNT


async def test_a_disk_that_fails_ends_the_comparison(shop: Counter, reconciler: Reconciler) -> None:
    shop.receive()

    async def fail() -> None:
        shop.journal.fails["find"].append(errors.StorageBusyError())

    shop.vtex.hooks["background_order"] = fail

    with pytest.raises(errors.StorageBusyError):
        await reconciler.reconcile(TODAY)


async def test_a_comparison_that_nobody_waits_for_any_more_asks_nothing_more(
    shop: Counter, reconciler: Reconciler
) -> None:
    began, never = asyncio.Event(), asyncio.Event()

    async def answer() -> None:
        began.set()
        await never.wait()

    shop.vtex.hooks["background_order"] = answer
    for number in range(40):
        shop.announce(OrderId(f"v8000{number:04}str-01"))
    comparing = asyncio.create_task(reconciler.reconcile(TODAY))
    await began.wait()

    comparing.cancel()
    await asyncio.gather(comparing, return_exceptions=True)
    never.set()
    await shop.settle()

    assert shop.vtex.count("background_order") <= AT_ONCE
    assert shop.vtex.count("notifications") == 0


# what is kept


async def test_the_last_comparison_of_a_day_is_kept(shop: Counter, reconciler: Reconciler) -> None:
    assert reconciler.last(TODAY) is None

    done = await reconciler.compare(TODAY)

    assert reconciler.last(TODAY) is done
    assert reconciler.last(TODAY - timedelta(days=1)) is None
    assert done.at == shop.clock.now()


async def test_a_word_about_a_finding_stays_with_it(shop: Counter, reconciler: Reconciler) -> None:
    for number in (8, 10):
        paper = Paper(a_document(nnf=number), b"<nfeProc/>")
        await shop.filing.take([shop.folder.put(f"{number}.xml", paper)])
    first, *others = await reconciler.reconcile(TODAY)

    note = reconciler.note(first.identity, f" {OPERATOR} ", "for another till, CPF 529.982.247-25")

    kept = reconciler.last(TODAY)
    assert kept is not None
    assert kept.findings == (replace(first, note=note), *others)
    assert await reconciler.reconcile(TODAY) == kept.findings
    assert (note.operator, note.at) == (OPERATOR, shop.clock.now())
    assert "982.247" not in note.reason


async def test_a_word_about_a_finding_is_in_the_audit_trail(shop: Counter, reconciler: Reconciler) -> None:
    reconciler.note("number_gap:65:1:9-9", OPERATOR, "void at SEFAZ")

    (entry,) = shop.commands.key_sender.audit.entries("number_gap:65:1:9-9")
    assert (entry.deed, entry.who, entry.facts) == (Deed.FINDING_NOTED, OPERATOR, {"reason": "void at SEFAZ"})


@pytest.mark.parametrize(("operator", "reason"), [("", "void"), (OPERATOR, " ")])
async def test_a_word_without_a_name_or_a_reason_is_none(reconciler: Reconciler, operator: str, reason: str) -> None:
    with pytest.raises(errors.NothingSaidError):
        reconciler.note("number_gap:65:1:9-9", operator, reason)


# commands


async def test_the_command_tells_findings_with_their_fix_and_words(shop: Counter) -> None:
    await shop.filing.take([shop.folder.put("note.xml", a_paper(a_document(nnf=8), order_texts=[ORDER_ID]))])

    told = await ask(shop, "reconcile", date=TODAY.isoformat())
    (finding,) = told["findings"]
    noted = await ask(shop, "note_finding", finding=finding["finding"], operator=OPERATOR, reason="sold by hand")
    (again,) = (await ask(shop, "reconcile", date=TODAY.isoformat()))["findings"]

    assert told.keys() == {"date", "at", "read", "listed", "unread", "findings"}
    assert (finding["settled"], finding["parts"]) == (False, [])
    assert (finding["problem"], finding["fix"], finding["amount"]) == ("document_without_invoice", "open_file", 9990)
    assert finding["note"] is None
    assert again == {**finding, "note": noted, "settled": True}
    assert noted["reason"] == "sold by hand"
