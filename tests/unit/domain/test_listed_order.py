"""An order as VTEX lists it."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.listed_order import ListedOrder
from desktop_invoicer.domain.notification import OrderId


@pytest.mark.parametrize(
    ("row", "may_be"),
    [
        (ListedOrder(OrderId("v1")), False),
        (ListedOrder(OrderId("CNV-1"), affiliate="CNV"), True),
        (ListedOrder(OrderId("v1"), marketplace_order_id="990"), True),
    ],
)
def test_an_affiliate_or_a_number_of_its_own_may_mean_a_marketplace(row: ListedOrder, *, may_be: bool) -> None:
    assert row.may_be_of_marketplace is may_be
