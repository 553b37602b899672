"""The returns desk: what is open, what is found, and what comes into view."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from desktop_invoicer.domain.workflow import JobId, Stage
from desktop_invoicer.ui.actions import Command
from tests.builders import a_key
from tests.ui.returns.visitor import Visitor
from tests.ui.still_returns import (
    UNASKED,
    a_cancellation_in_time,
    a_return_with_document,
    a_sold_order,
    another_stores,
    looked_at,
)


def test_an_open_return_is_listed_with_its_clock(visitor: Visitor) -> None:
    visitor.open(a_cancellation_in_time())

    (row,) = visitor.rows
    assert row == (
        "Maria T., v70530001str-01  ·  Cancellation in the store, R$ 528.80, Reverse on the card terminal, 11 min left"
    )


def test_the_list_is_walked_through_with_the_keys(visitor: Visitor) -> None:
    visitor.open(a_cancellation_in_time(), a_return_with_document())
    visitor.select(0)
    visitor.table.setFocus()

    visitor.key(Qt.Key.Key_Down)

    visitor.qtbot.waitUntil(lambda: visitor.page.details is not None and visitor.page.details.job.id == 2)


def test_enter_leads_to_the_one_thing_to_do(visitor: Visitor) -> None:
    visitor.open(a_return_with_document())
    visitor.select(0)
    visitor.sees("Refund")

    visitor.table.setFocus()
    visitor.key(Qt.Key.Key_Return)

    assert visitor.page.window().focusWidget() is visitor.button("Refund R$ 109.85…")


def test_a_return_that_is_over_stays_in_view(visitor: Visitor) -> None:
    details = a_return_with_document()
    visitor.open(details)
    visitor.select(0)
    visitor.sees("Refund")

    visitor.change(replace(details, job=replace(details.job, stage=Stage.CLOSED, hold=None, version=2)))

    visitor.sees("Return sent: VTEX refunds R$ 109.85", "The request in VTEX is done with.")
    assert len(visitor.rows) == 1


def test_an_order_that_is_found_comes_into_view(visitor: Visitor) -> None:
    visitor.open(a_cancellation_in_time(), a_return_with_document())

    visitor.scan("João")

    visitor.sees("1 order found", "Return of goods")
    assert visitor.judged == [True]


def test_what_was_found_follows_what_becomes_of_it(visitor: Visitor) -> None:
    details = a_return_with_document()
    visitor.open(details)
    visitor.scan("João")
    visitor.sees("1 order found", "Refund")

    visitor.change(replace(details, job=replace(details.job, stage=Stage.CLOSED, hold=None, version=2)))

    visitor.qtbot.waitUntil(lambda: visitor.rows[0].endswith("R$ 109.85, Done"))


def test_several_orders_that_are_found_are_listed(visitor: Visitor) -> None:
    visitor.open(a_cancellation_in_time(), a_return_with_document(), another_stores())

    visitor.scan("T.")

    visitor.sees("3 orders found")
    assert visitor.table.selected is None


def test_every_open_return_of_an_order_is_found_and_the_oldest_comes_into_view(visitor: Visitor) -> None:
    first = a_return_with_document()
    second = replace(first, job=replace(first.job, id=JobId(99)))
    visitor.open(first, second)

    visitor.scan(first.job.order_id)

    visitor.sees("1 order found", "Refund")
    assert len(visitor.rows) == 2
    assert visitor.page.details is not None
    assert visitor.page.details.job.id == first.job.id


def test_a_return_that_is_found_has_its_state_and_clock(visitor: Visitor) -> None:
    visitor.open(a_cancellation_in_time(), a_return_with_document())

    visitor.scan("Maria")

    visitor.sees("1 order found")
    visitor.qtbot.waitUntil(lambda: visitor.rows[0].endswith("Reverse on the card terminal, 11 min left"))


def test_what_is_in_view_stays_while_other_returns_arrive(visitor: Visitor) -> None:
    visitor.open(a_return_with_document())
    visitor.select(0)
    visitor.sees("Refund")
    chosen: list[object] = []
    visitor.table.chosen.connect(chosen.append)

    visitor.change(a_cancellation_in_time())

    visitor.qtbot.waitUntil(lambda: len(visitor.rows) == 2)
    assert not chosen
    assert visitor.table.currentIndex().row() == 1  # what closes next stands first


def test_esc_goes_back_to_what_is_open(visitor: Visitor) -> None:
    visitor.open(a_cancellation_in_time(), a_return_with_document())
    visitor.scan("João")
    visitor.sees("1 order found")

    with visitor.qtbot.waitSignal(visitor.page.sought, check_params_cb=lambda text: not text):
        visitor.key(Qt.Key.Key_Escape)

    visitor.sees("Open returns")
    visitor.qtbot.waitUntil(lambda: len(visitor.rows) == 2)


def test_an_order_that_no_job_knows_is_asked_of_vtex(visitor: Visitor) -> None:
    visitor.desk.in_vtex[UNASKED.order_id] = looked_at(UNASKED)

    visitor.scan(UNASKED.order_id)

    visitor.sees("No return is asked for", "Ask for it in VTEX, then look again.", "R$ 428.90")
    assert visitor.rows == ["Pedro T. •••91, v70530009str-01, R$ 528.80, No return asked for"]


def test_an_order_that_nobody_knows_is_told_with_what_helps(visitor: Visitor) -> None:
    visitor.scan("v70539999str-01")

    visitor.sees("VTEX knows no order v70539999str-01.")
    assert visitor.judged == [False]


def test_what_nothing_answers_to_is_told_with_what_helps(visitor: Visitor) -> None:
    visitor.scan("Fulano")

    visitor.sees("Nothing found for “Fulano”.")


def test_what_nothing_answers_to_leaves_no_other_return_in_view(visitor: Visitor) -> None:
    visitor.open(a_return_with_document())
    visitor.select(0)
    visitor.sees("Refund")

    visitor.scan("Fulano")

    visitor.sees("Nothing found for “Fulano”.", "Scan the receipt, or choose a return")
    assert visitor.page.details is None
    assert Command.SUBMIT not in visitor.page.possible


def test_a_damaged_key_may_be_the_document_of_the_return_in_view(visitor: Visitor) -> None:
    visitor.open(a_return_with_document())
    visitor.select(0)
    visitor.sees("Refund")

    visitor.scan("9" * 44)

    visitor.qtbot.waitUntil(lambda: visitor.judged == [False])
    assert visitor.page.details is not None


def test_a_damaged_key_is_not_looked_for(visitor: Visitor) -> None:
    visitor.scan("9" * 44)

    visitor.qtbot.waitUntil(lambda: visitor.judged == [False])
    assert not any(asked.startswith("find") for asked in visitor.desk.asked)


def test_vtex_is_not_asked_with_each_letter(visitor: Visitor) -> None:
    visitor.page.search("v7053")

    visitor.sees("Press Enter to look for “v7053”.")
    assert not visitor.desk.asked


def test_a_return_asked_for_after_all_comes_into_view(visitor: Visitor) -> None:
    order = a_sold_order(1)
    visitor.desk.in_vtex[order.order_id] = looked_at(order)
    visitor.scan(order.order_id)
    visitor.sees("Ask for it in VTEX, then look again.")
    details = a_cancellation_in_time()
    visitor.desk.known[details.job.id] = details
    visitor.desk.in_vtex[order.order_id] = looked_at(order, details)

    visitor.press("Look again")

    visitor.sees("Cancellation in the store", "Card terminal")


def test_a_return_that_arrives_for_an_order_in_view_takes_its_place(visitor: Visitor) -> None:
    order = a_sold_order(1)
    visitor.desk.in_vtex[order.order_id] = looked_at(order)
    visitor.scan(order.order_id)
    visitor.sees("Ask for it in VTEX, then look again.")

    visitor.change(a_cancellation_in_time())

    visitor.sees("Cancellation in the store", "Card terminal")


def test_still_no_return_is_told(visitor: Visitor) -> None:
    visitor.desk.in_vtex[UNASKED.order_id] = looked_at(UNASKED)
    visitor.scan(UNASKED.order_id)
    visitor.sees("Ask for it in VTEX, then look again.")

    visitor.press("Look again")

    visitor.sees("VTEX was asked again: still no return.")


def test_a_key_of_no_sale_is_the_document_of_the_return_in_view(visitor: Visitor) -> None:
    visitor.open(a_return_with_document())
    visitor.select(0)
    visitor.sees("Refund")

    key = a_key(nnf=77).text
    visitor.scan(key)

    visitor.qtbot.waitUntil(lambda: f"document {key}" in visitor.desk.asked)


def test_what_the_page_can_do_is_what_is_in_view(visitor: Visitor) -> None:
    visitor.desk.in_vtex[UNASKED.order_id] = looked_at(UNASKED)
    visitor.open(a_return_with_document())
    visitor.select(0)
    visitor.sees("Refund")
    assert Command.SUBMIT in visitor.page.possible

    visitor.scan(UNASKED.order_id)
    visitor.sees("No return is asked for")

    assert Command.SUBMIT not in visitor.page.possible
    assert Command.OPEN_IN_VTEX in visitor.page.possible
