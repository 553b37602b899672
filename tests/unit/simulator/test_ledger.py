"""The ledger tells of every return what was due, what was posted, what was paid back, and why nothing was."""

from __future__ import annotations

import pytest

from desktop_invoicer.simulator import ledger
from desktop_invoicer.simulator.account import Account
from desktop_invoicer.simulator.records import JsonObject, Press
from tests.unit.simulator.conftest import ORDER

ONE_OF_A = Press(((0, 1),), 5000, "inStore", "Input")


def invoice(kind: str, number: str, value: int, units: int = 1) -> JsonObject:
    return {
        "type": kind,
        "issuanceDate": "2026-11-20T09:00:00-03:00",
        "invoiceNumber": number,
        "invoiceValue": str(value),
        "items": [{"id": "A", "price": 5000, "quantity": units}],
    }


def serve(account: Account, press: Press, body: JsonObject) -> JsonObject:
    """Ask for something, post an invoice for it, and give the ledger afterwards."""
    account.file(notification := account.request(ORDER, press))
    account.post_invoice(ORDER, body)
    account.delete_notification(ORDER, notification.id)
    return ledger.write(account, {}, {})


def return_one(account: Account, value: int = 5000, units: int = 1) -> JsonObject:
    """Ask for one unit back, post an ``Input`` for it, and give the ledger afterwards."""
    return serve(account, ONE_OF_A, invoice("Input", "201", value, units))


@pytest.fixture
def sold(account: Account) -> Account:
    """Give an account whose order is fully invoiced."""
    serve(account, Press(((0, 2), (1, 1)), 13000), invoice("Output", "101", 13000))
    return account


def test_a_refund_is_told_with_its_order(sold: Account) -> None:
    told = return_one(sold)

    order = told["orders"][ORDER]
    assert (order["expected_return"], order["posted_return"], order["returned"], order["refunded"]) == (5000,) * 4
    assert [(refund["order"], refund["number"], refund["value"]) for refund in told["refunds"]] == [
        (ORDER, "201", 5000)
    ]
    assert told["refunds_not_started"] == []


def test_a_refund_that_does_not_start_says_why(account: Account) -> None:
    account.post_invoice(ORDER, invoice("Output", "101", 10000, 2))

    told = return_one(account)

    assert told["orders"][ORDER]["refunded"] == 0
    assert told["refunds_not_started"] == [
        {"order": ORDER, "number": "201", "value": 5000, "why": "the order is not fully invoiced"}
    ]


def test_a_return_right_to_the_cent_is_no_fault(sold: Account) -> None:
    assert return_one(sold)["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}


def test_a_return_some_cents_off_is_found(sold: Account) -> None:
    assert return_one(sold, 4990)["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 10}


def test_a_second_refund_for_one_request_is_doubled(sold: Account) -> None:
    return_one(sold)
    sold.post_invoice(ORDER, invoice("Input", "202", 5000))

    assert ledger.write(sold, {}, {})["verdict"]["doubled"] == 1


def test_more_units_back_than_were_sold_are_doubled(sold: Account) -> None:
    doubled = return_one(sold, units=3)["orders"][ORDER]["verdict"]["doubled"]

    assert doubled == ["SKU A: 3 of 2 units sold came back"]
