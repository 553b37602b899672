"""What VTEX asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_invoicer.domain.notification import AskedItem, InvoiceType, Operation
from tests.builders import a_notification


@pytest.mark.parametrize("operation", [operation for operation in Operation if operation is not Operation.SALE])
def test_every_return_and_cancellation_is_posted_as_input(operation: Operation) -> None:
    assert operation.invoice_type is InvoiceType.INPUT


def test_a_sale_is_posted_as_output() -> None:
    assert Operation.SALE.invoice_type is InvoiceType.OUTPUT


def test_rows_that_name_the_same_line_ask_for_all_of_their_units() -> None:
    items = (AskedItem(0, 1), AskedItem(1, 2), AskedItem(0, 2))

    assert replace(a_notification(), items=items).asked == {0: 3, 1: 2}


def test_a_notification_without_items_asks_for_nothing() -> None:
    assert a_notification(units={}).asked == {}


def test_quantities_of_zero_or_less_stay_visible() -> None:
    assert a_notification(units={0: 0, 1: -1}).asked == {0: 0, 1: -1}
