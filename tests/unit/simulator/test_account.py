"""The account keeps VTEX's rules about orders, notifications and invoices."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_invoicer.simulator.account import Account
from desktop_invoicer.simulator.lines import Line
from desktop_invoicer.simulator.list_filter import ListFilter, Period
from desktop_invoicer.simulator.orders import OrderPlan, Origin, order_payload
from desktop_invoicer.simulator.quirks import Deletion, Quirks
from desktop_invoicer.simulator.records import JsonObject, Press
from tests.unit.simulator.conftest import ORDER, Clock

WHOLE = Press(((0, 2), (1, 1)), 13000)


def body(value: int, number: str = "101", **changes: object) -> JsonObject:
    return {
        "type": "Output",
        "issuanceDate": "2026-11-20T09:00:00-03:00",
        "invoiceNumber": number,
        "invoiceValue": str(value),
        "invoiceKey": None,
        "items": [{"id": "A", "price": 5000, "quantity": 2}, {"id": "B", "price": 3000, "quantity": 1}],
    } | changes


def read(account: Account) -> JsonObject:
    order = account.read_order(ORDER)
    assert order is not None
    return order


def test_an_order_becomes_invoiced_exactly_when_its_value_is_reached(account: Account) -> None:
    account.post_invoice(ORDER, body(12999))
    assert read(account)["status"] == "handling"

    account.post_invoice(ORDER, body(1, "102"))
    assert read(account)["status"] == "invoiced"


def test_the_same_number_again_gives_a_new_receipt_and_changes_nothing_else(account: Account) -> None:
    first = account.post_invoice(ORDER, body(5000))
    before = read(account)

    second = account.post_invoice(ORDER, body(8000))

    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first["receipt"] != second["receipt"]
    assert read(account) == before
    assert account.books().posts == {(ORDER, "101"): 2}


def test_more_than_what_is_left_is_refused(account: Account) -> None:
    account.post_invoice(ORDER, body(5000))

    assert account.post_invoice(ORDER, body(8001, "102")) == "only 8000 cents are left to invoice, not 8001"
    assert len(read(account)["packageAttachment"]["packages"]) == 1


def test_an_unreadable_invoice_is_refused_and_a_breach(account: Account) -> None:
    assert account.post_invoice(ORDER, None) == "the body is no JSON object"
    assert [breach.what for breach in account.books().breaches] == ["unreadable invoice: the body is no JSON object"]


def test_an_unknown_order_is_refused(account: Account) -> None:
    assert account.post_invoice("nobody", body(1)) == "order not found"


def test_an_output_for_a_canceled_order_is_refused(account: Account, order: JsonObject) -> None:
    account.add_order({**order, "status": "canceled"})

    assert account.post_invoice(ORDER, body(13000)) == "the order is canceled"


def test_every_change_moves_last_change_even_when_the_clock_stands(account: Account) -> None:
    seen = [read(account)["lastChange"]]
    for number in ("101", "102", "103"):
        account.post_invoice(ORDER, body(1000, number))
        seen.append(read(account)["lastChange"])

    assert seen == sorted(set(seen))


def test_an_invoice_can_stay_hidden_for_a_while_and_still_counts(account: Account, clock: Clock) -> None:
    account.post_invoice(ORDER, body(13000), timedelta(seconds=3))

    assert read(account)["packageAttachment"]["packages"] == []
    assert read(account)["status"] == "handling"
    assert account.post_invoice(ORDER, body(1, "102")) == "only 0 cents are left to invoice, not 1"
    clock.pass_seconds(3)
    assert read(account)["status"] == "invoiced"


def test_an_input_before_full_invoicing_refunds_nobody(account: Account) -> None:
    account.post_invoice(ORDER, body(5000))
    account.post_invoice(ORDER, body(5000, "201", type="Input", items=[{"id": "A", "price": 5000, "quantity": 1}]))

    (stalled,) = account.books().stalled
    assert account.books().refunds == []
    assert (stalled.order_id, stalled.number, stalled.value) == (ORDER, "201", 5000)
    assert stalled.why == "the order is not fully invoiced"


def test_an_input_after_full_invoicing_moves_money(account: Account) -> None:
    account.post_invoice(ORDER, body(13000))
    account.post_invoice(ORDER, body(5000, "201", type="Input", items=[{"id": "A", "price": 5000, "quantity": 1}]))

    assert [refund.value for refund in account.books().refunds] == [5000]
    assert read(account)["packageAttachment"]["packages"][1]["restitutions"]["Refund"]["value"] == 5000


def test_repeated_rows_in_an_input_are_taken_but_the_refund_never_starts(account: Account) -> None:
    account.post_invoice(ORDER, body(13000))
    rows = [{"id": "A", "price": 5000, "quantity": 1}, {"id": "A", "price": 5000, "quantity": 1}]

    outcome = account.post_invoice(ORDER, body(10000, "201", type="Input", items=rows))

    assert isinstance(outcome, dict)
    assert account.books().refunds == []
    assert [stalled.why for stalled in account.books().stalled] == [
        "SKU A stands in more than one row (KI 1198829)",
    ]
    assert [breach.what for breach in account.books().breaches] == ["SKU A stands in more than one row"]


def test_an_order_may_refuse_every_refund_in_words_of_its_own(clock: Clock, order: JsonObject) -> None:
    account = Account("lojafarmgavea", clock=clock)
    account.add_order(order, quirks=Quirks(refund_refusal="Not settled yet"))
    account.post_invoice(ORDER, body(13000))

    assert account.post_invoice(ORDER, body(5000, "201", type="Input")) == "Not settled yet"
    assert [invoice.type for invoice in account.books().invoices] == ["Output"]


def test_more_than_was_invoiced_cannot_be_returned(account: Account) -> None:
    account.post_invoice(ORDER, body(13000))
    account.post_invoice(ORDER, body(9000, "201", type="Input"))

    refused = account.post_invoice(ORDER, body(4001, "202", type="Input"))

    assert refused == "only 4000 cents can be returned, not 4001"


def test_a_return_makes_no_room_for_another_output(account: Account) -> None:
    account.post_invoice(ORDER, body(13000))
    account.post_invoice(ORDER, body(5000, "201", type="Input"))

    assert account.post_invoice(ORDER, body(5000, "102")) == "only 0 cents are left to invoice, not 5000"


def test_a_key_that_was_used_before_is_a_breach(account: Account) -> None:
    key = "35261012ABC34501DE35550010000001231482917364"
    account.post_invoice(ORDER, body(5000, invoiceKey=key))
    account.post_invoice(ORDER, body(8000, "102", invoiceKey=key))

    assert [breach.what for breach in account.books().breaches] == [f"invoiceKey {key} was used before"]


def test_a_request_is_no_notification_before_it_is_accepted(account: Account) -> None:
    notification = account.request(ORDER, WHOLE)
    assert account.notification(ORDER, notification.id) is None

    account.file(notification)
    assert account.notification(ORDER, notification.id) == notification
    assert account.notifications(ORDER) == [notification]


def test_filing_a_notification_again_changes_nothing(account: Account) -> None:
    notification = account.request(ORDER, WHOLE)
    account.file(notification)
    account.file(notification, timedelta(hours=1))

    assert account.notifications(ORDER) == [notification]


def test_details_can_come_late(account: Account, clock: Clock) -> None:
    notification = account.request(ORDER, WHOLE)
    account.file(notification, timedelta(seconds=5))

    assert account.notifications(ORDER) == []
    assert not account.delete_notification(ORDER, notification.id)
    clock.pass_seconds(5)
    assert account.notifications(ORDER) == [notification]


def test_a_notification_is_deleted_once(account: Account) -> None:
    notification = account.request(ORDER, WHOLE)
    account.file(notification)
    account.post_invoice(ORDER, body(13000))

    assert account.delete_notification(ORDER, notification.id)
    assert not account.delete_notification(ORDER, notification.id)
    assert account.books().breaches == []


def test_deleting_before_invoicing_is_a_breach(account: Account) -> None:
    notification = account.request(ORDER, WHOLE)
    account.file(notification)
    account.delete_notification(ORDER, notification.id)

    assert [breach.what for breach in account.books().breaches] == [
        f"notification {notification.id} was deleted before it was invoiced"
    ]


def test_a_story_changes_its_order_only_after_details_and_order_were_read(account: Account, order: JsonObject) -> None:
    account.add_order(order, changed={**order, "value": 10000})

    account.order_delivered(ORDER)
    assert read(account)["value"] == 13000
    account.details_delivered(ORDER)
    assert read(account)["value"] == 13000
    account.order_delivered(ORDER)
    assert read(account)["value"] == 10000
    assert read(account)["lastChange"] > order["lastChange"]


def test_an_order_is_found_by_its_sequence(account: Account, order: JsonObject) -> None:
    assert account.read_order("seq70000001") == order
    assert account.read_order("seq1") is None


def test_the_order_list_is_four_minutes_late(account: Account, clock: Clock) -> None:
    account.post_invoice(ORDER, body(13000))

    assert [row["status"] for row in account.list_orders(ListFilter({"handling", "invoiced"}))] == ["handling"]
    clock.pass_seconds(241)
    assert [row["status"] for row in account.list_orders(ListFilter({"handling", "invoiced"}))] == ["invoiced"]
    assert account.list_orders(ListFilter({"handling"})) == []


def test_an_order_of_this_minute_is_not_listed_yet(account: Account, order: JsonObject) -> None:
    account.add_order({**order, "orderId": "new-01", "creationDate": "2026-11-20T11:59:00.0000000+00:00"})

    assert [row["orderId"] for row in account.list_orders(ListFilter())] == [ORDER]


@pytest.mark.parametrize(("newest_first", "first"), [(True, "late-01"), (False, ORDER)])
def test_the_order_list_can_be_sorted(account: Account, order: JsonObject, first: str, *, newest_first: bool) -> None:
    account.add_order({**order, "orderId": "late-01", "creationDate": "2026-11-20T11:30:00.0000000+00:00"})

    assert account.list_orders(ListFilter(), newest_first=newest_first)[0]["orderId"] == first


def test_the_order_list_knows_when_an_order_was_invoiced(account: Account, clock: Clock) -> None:
    today = Period(clock.now - timedelta(hours=1), clock.now + timedelta(hours=1))
    later = Period(clock.now + timedelta(seconds=1), clock.now + timedelta(hours=1))
    account.post_invoice(ORDER, body(13000))
    assert account.list_orders(ListFilter(invoiced=today)) == []

    clock.pass_seconds(241)

    assert [row["orderId"] for row in account.list_orders(ListFilter(invoiced=today))] == [ORDER]
    assert account.list_orders(ListFilter(invoiced=later)) == []


def test_the_order_list_tells_where_an_order_comes_from_and_whether_its_workflow_stopped(clock: Clock) -> None:
    account = Account("lojafarmgavea", clock=clock)
    created = clock.now - timedelta(hours=1)
    plan = OrderPlan(
        "CNV-1-01", account.name, created, [Line("A", 100)],
        origin=Origin.FULFILLMENT, affiliate_id="CNV", marketplace_order_id="1",
    )  # fmt: skip
    account.add_order({**order_payload(plan), "workflowIsInError": True})

    (row,) = account.list_orders(ListFilter())

    shown = ("affiliateId", "origin", "marketPlaceOrderId", "workflowInErrorState")
    assert [row[name] for name in shown] == ["CNV", "Fulfillment", "1", True]


def test_a_notification_may_show_again_after_it_was_deleted(clock: Clock, order: JsonObject) -> None:
    account = Account("lojafarmgavea", clock=clock)
    account.add_order(order, quirks=Quirks(deletion=Deletion.COMES_BACK))
    notification = account.request(ORDER, WHOLE)
    account.file(notification)
    account.post_invoice(ORDER, body(13000))
    assert account.delete_notification(ORDER, notification.id)
    assert account.notifications(ORDER) == []

    clock.pass_seconds(21)

    assert account.notifications(ORDER) == [notification]
    assert account.delete_notification(ORDER, notification.id)
    clock.pass_seconds(3600)
    assert account.notifications(ORDER) == []


def test_a_request_may_be_taken_back_once_it_is_loaded(clock: Clock, order: JsonObject) -> None:
    account = Account("lojafarmgavea", clock=clock)
    account.add_order(order, quirks=Quirks(takes_request_back=True))
    notification = account.request(ORDER, WHOLE)
    account.file(notification)
    account.order_delivered(ORDER)
    assert account.notifications(ORDER) == [notification]

    account.details_delivered(ORDER)
    account.order_delivered(ORDER)

    assert account.notifications(ORDER) == []


def test_an_order_may_never_show_what_was_posted(clock: Clock, order: JsonObject) -> None:
    account = Account("lojafarmgavea", clock=clock)
    account.add_order(order, quirks=Quirks(hides_invoices=True))

    outcome = account.post_invoice(ORDER, body(13000))
    clock.pass_seconds(86400)

    assert isinstance(outcome, dict)
    assert read(account)["packageAttachment"]["packages"] == []
    assert [row["status"] for row in account.list_orders(ListFilter())] == ["handling"]
    assert [invoice.value for invoice in account.books().invoices] == [13000]


def test_a_status_change_is_announced_in_the_feed(account: Account) -> None:
    account.feed.configure({"filter": {"status": ["invoiced"]}})
    account.post_invoice(ORDER, body(13000))

    events = account.feed.take(10)

    assert events is not None
    assert [(event["orderId"], event["lastState"], event["state"]) for event in events] == [
        (ORDER, "handling", "invoiced")
    ]
