"""What the simulator's tests share: a clock that is moved by hand, and an account with one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from desktop_invoicer.simulator.account import Account
from desktop_invoicer.simulator.lines import Line
from desktop_invoicer.simulator.orders import OrderPlan, order_payload
from desktop_invoicer.simulator.records import JsonObject

ORDER = "v70000001gvea-01"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def order() -> JsonObject:
    """Two lines: two units for 100.00 together, and one for 30.00."""
    created = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)
    return order_payload(OrderPlan(ORDER, "lojafarmgavea", created, [Line("A", 5000, 2), Line("B", 3000)]))


@pytest.fixture
def account(clock: Clock, order: JsonObject) -> Account:
    account = Account("lojafarmgavea", clock=clock)
    account.add_order(order)
    return account
