"""An access key that is sent again for an invoice which the order holds already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_invoicer.simulator import ledger
from desktop_invoicer.simulator.account import Account
from desktop_invoicer.simulator.quirks import Quirks, Resend
from desktop_invoicer.simulator.records import JsonObject
from tests.unit.simulator.conftest import ORDER, Clock

KEY = "33261111222333000181650010000001011000000018"


def body(**changes: object) -> JsonObject:
    return {
        "type": "Output",
        "issuanceDate": "2026-11-20T09:00:00-03:00",
        "invoiceNumber": "101",
        "invoiceValue": "13000",
        "invoiceKey": None,
        "items": [{"id": "A", "price": 5000, "quantity": 2}, {"id": "B", "price": 3000, "quantity": 1}],
    } | changes


def invoiced(clock: Clock, order: JsonObject, quirks: Quirks) -> Account:
    account = Account("lojafarmgavea", clock=clock)
    account.add_order(order, quirks=quirks)
    account.post_invoice(ORDER, body())
    return account


def shown(account: Account) -> object:
    order = account.read_order(ORDER)
    assert order is not None
    (package,) = order["packageAttachment"]["packages"]
    return package["invoiceKey"]


@pytest.mark.parametrize(("resend", "key"), [(Resend.TAKES, KEY), (Resend.NOTHING, None), (Resend.REFUSES, None)])
def test_the_ledger_tells_whether_a_key_was_taken_and_books_nothing_again(
    clock: Clock, order: JsonObject, resend: Resend, key: str | None
) -> None:
    account = invoiced(clock, order, Quirks(resend=resend))

    account.post_invoice(ORDER, body(invoiceKey=KEY))

    told = ledger.write(account, {}, {})
    assert shown(account) == key
    assert told["keys_sent"] == [{"order": ORDER, "number": "101", "key": KEY, "taken": key is not None}]
    assert [(booked["value"], booked["key"]) for booked in told["invoices"]] == [(13000, key)]


def test_a_refused_key_is_answered_in_words_and_an_ignored_one_with_a_receipt(clock: Clock, order: JsonObject) -> None:
    refused = invoiced(clock, order, Quirks(resend=Resend.REFUSES)).post_invoice(ORDER, body(invoiceKey=KEY))
    ignored = invoiced(clock, order, Quirks(resend=Resend.NOTHING)).post_invoice(ORDER, body(invoiceKey=KEY))

    assert refused == "invoice number already exists"
    assert isinstance(ignored, dict)


def test_a_key_that_was_taken_may_show_later(clock: Clock, order: JsonObject) -> None:
    account = invoiced(clock, order, Quirks(resend=Resend.TAKES, key_shows_after=timedelta(seconds=30)))

    account.post_invoice(ORDER, body(invoiceKey=KEY))

    assert shown(account) is None
    clock.pass_seconds(31)
    assert shown(account) == KEY


def test_the_order_stays_as_it_is_but_for_the_key_and_its_last_change(clock: Clock, order: JsonObject) -> None:
    account = invoiced(clock, order, Quirks(resend=Resend.TAKES))
    before = account.read_order(ORDER) or {}
    clock.pass_seconds(60)

    account.post_invoice(ORDER, body(invoiceKey=KEY))

    after = account.read_order(ORDER) or {}
    assert {name for name in before if before[name] != after[name]} == {"lastChange", "packageAttachment"}
    assert after["lastChange"] > before["lastChange"]


@pytest.mark.parametrize(
    "change",
    [{"invoiceKey": "1" * 44}, {"invoiceValue": "12999"}, {"items": [{"id": "A", "price": 13000, "quantity": 1}]}],
)
def test_a_wrong_key_or_another_invoice_under_the_number_is_a_breach(
    clock: Clock, order: JsonObject, change: JsonObject
) -> None:
    account = invoiced(clock, order, Quirks(resend=Resend.TAKES))

    account.post_invoice(ORDER, body(invoiceKey=KEY) | change)

    assert len(account.books().breaches) == 1


def test_before_an_order_is_invoiced_in_full_the_same_number_changes_nothing(clock: Clock, order: JsonObject) -> None:
    account = Account("lojafarmgavea", clock=clock)
    account.add_order(order, quirks=Quirks(resend=Resend.TAKES))
    account.post_invoice(ORDER, body(invoiceValue="10000"))

    account.post_invoice(ORDER, body(invoiceValue="10000", invoiceKey=KEY))

    assert shown(account) is None
    assert account.books().keys_sent == []
