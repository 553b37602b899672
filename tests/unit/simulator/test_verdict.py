"""The verdict finds what was lost, doubled or wrong by cents, and accuses nobody falsely."""

from __future__ import annotations

import pytest

from desktop_invoicer.simulator import verdict
from desktop_invoicer.simulator.records import BookedInvoice, InvoiceRow, InvoiceType, Press
from desktop_invoicer.simulator.verdict import Due, Verdict
from tests.unit.simulator.conftest import Clock

CLEAN = Verdict(0, (), 0)


@pytest.mark.parametrize(
    ("owed", "posted"),
    [
        (Due((), ()), []),
        (Due((), (100,)), []),  # asked for, not yet done
        (Due((), (100,)), [100]),  # posted, not yet deleted
        (Due((100,), ()), [100]),
        (Due((83, 84), (83,)), [84, 83]),
        (Due((83,), (84, 83)), [83, 84]),
        (Due((0,), ()), []),  # dismissed: nothing was to be posted
    ],
)
def test_what_is_right_is_found_right(owed: Due, posted: list[int]) -> None:
    assert verdict.judge(owed, posted) == CLEAN


def test_a_deleted_notification_without_invoice_is_lost() -> None:
    assert verdict.judge(Due((100, 50), ()), [100]) == Verdict(1, (), 50)


def test_a_second_invoice_for_one_notification_is_doubled() -> None:
    found = verdict.judge(Due((100,), ()), [100, 100])

    assert found.doubled == ("1 more invoices than notifications", "200 cents invoiced where 100 were asked for")


def test_an_invoice_where_nothing_may_be_posted_is_doubled() -> None:
    assert verdict.judge(Due((), (0,)), [100]).doubled


def test_a_wrong_value_is_off_by_cents() -> None:
    assert verdict.judge(Due((100,), ()), [99]) == Verdict(0, (), 1)
    assert verdict.judge(Due((), (100,)), [99]) == Verdict(0, (), 1)


def test_too_much_is_doubled_and_off() -> None:
    assert verdict.judge(Due((100,), ()), [101]) == Verdict(0, ("101 cents invoiced where 100 were asked for",), 1)


def test_notifications_that_ask_for_the_same_are_interchangeable() -> None:
    presses = [Press(((0, 1),), value) for value in (83, 84, 83)]

    owed = verdict.due("Output", [(presses[0], False), (presses[1], True), (presses[2], False)])

    assert owed == Due(deleted=(83,), remaining=(84, 83))


def test_returns_and_sales_are_judged_apart() -> None:
    presses = [(Press(((0, 1),), 100), True), (Press(((0, 1),), 90, type="Input"), False)]

    assert verdict.due("Output", presses) == Due((100,), ())
    assert verdict.due("Input", presses) == Due((), (90,))


def invoice(clock: Clock, value: int, *rows: InvoiceRow, kind: InvoiceType = "Output") -> BookedInvoice:
    return BookedInvoice("1-01", kind, "9", value, None, rows, clock(), ours=True)


def test_more_units_than_ordered_are_found(clock: Clock) -> None:
    order = {"value": 3000, "items": [{"id": "A", "quantity": 1}, {"id": "A", "quantity": 1}]}
    twice = [invoice(clock, 1500, InvoiceRow("A", 1500, 2)), invoice(clock, 1500, InvoiceRow("A", 1500, 1))]

    assert verdict.oversold(order, twice[:1]) == ()
    assert verdict.oversold(order, twice) == ("SKU A: 3 of 2 units",)


def test_more_than_the_order_is_worth_is_found(clock: Clock) -> None:
    order = {"value": 3000, "items": []}

    assert verdict.oversold(order, [invoice(clock, 3001)]) == ("more than the order's 3000 cents were invoiced",)


TWO_OF_A = {"value": 3000, "items": [{"id": "A", "quantity": 2}]}


def test_what_comes_back_as_it_was_sold_is_not_too_much(clock: Clock) -> None:
    sold, back = (invoice(clock, 3000, InvoiceRow("A", 1500, 2), kind=kind) for kind in ("Output", "Input"))

    assert verdict.overreturned(TWO_OF_A, [sold, back]) == ()


def test_more_money_back_than_came_in_is_found(clock: Clock) -> None:
    booked = [invoice(clock, 1500), invoice(clock, 1501, kind="Input")]

    assert verdict.overreturned(TWO_OF_A, booked) == ("more than the 1500 cents invoiced were returned",)


def test_more_units_back_than_were_sold_are_found(clock: Clock) -> None:
    sold = invoice(clock, 1500, InvoiceRow("A", 1500, 1))
    back = [invoice(clock, 700, InvoiceRow("A", 700, 1), kind="Input") for _ in range(2)]

    assert verdict.overreturned(TWO_OF_A, [sold, *back]) == ("SKU A: 2 of 1 units sold came back",)


def test_once_all_was_paid_all_was_sold_whatever_the_rows_said(clock: Clock) -> None:
    sold = invoice(clock, 3000, InvoiceRow("A", 3000, 1))
    back = invoice(clock, 3000, InvoiceRow("A", 1500, 2), kind="Input")

    assert verdict.overreturned(TWO_OF_A, [sold, back]) == ()


@pytest.mark.parametrize("posted", [[1083], [1084], [1083, 1083], [1084, 1083], [1083, 1083, 1084]])
def test_requests_for_the_same_may_be_answered_in_any_order(posted: list[int]) -> None:
    presses = [Press(((0, 1),), value) for value in (1083, 1084, 1083)]
    answered = [(press, index < len(posted)) for index, press in enumerate(presses)]

    owed = verdict.due("Output", answered, presses, posted)

    assert verdict.judge(owed, posted) == CLEAN
    assert sum(owed.deleted) + sum(owed.remaining) == 3250


def test_three_times_the_same_share_is_off_by_a_cent() -> None:
    presses = [Press(((0, 1),), value) for value in (1083, 1084, 1083)]

    owed = verdict.due("Output", [(press, True) for press in presses], presses, [1083] * 3)

    assert verdict.judge(owed, [1083] * 3) == Verdict(0, (), 1)
