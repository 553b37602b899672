"""Goods come back at the real window, seen and driven from outside; the account's ledger judges the money."""

from __future__ import annotations

import subprocess

import pytest

from desktop_invoicer.simulator.simulator import Simulator
from tests.desk.clerk import ONE_UNIT, Clerk, wait_for_end

pytestmark = pytest.mark.desk

RIGHT = {"lost": 0, "doubled": 0, "cents_off": 0}


def test_a_sale_is_cancelled_in_time(clerk: Clerk, simulator: Simulator) -> None:
    window = clerk.opens_the_window()
    (request,) = simulator.request_invoice(story="anonymous-pickup")
    order = request.order_id
    clerk.turns_to(order)
    clerk.sees("The NFC-e of R$ 129.90 is missing.")
    sale = clerk.drops_document_of(order, 12990)
    clerk.sees("Everything fits: R$ 129.90.")
    clerk.sends("R$ 129.90")
    clerk.waits_for_invoices(1)

    simulator.request_invoice(order=order, items=ONE_UNIT, observation="inStore", type="Input")
    clerk.comes_to_the_returns()
    clerk.scans(sale)
    clerk.sees("Cancel NFC-e 10001 in the fiscal program")
    clerk.sees(" minutes left; this state takes it afterwards, too")
    clerk.writes_down_the_reversal("R$ 129.90", "AUT 004217")
    clerk.sees("R$ 129.90 reversed: AUT 004217")
    clerk.cancels(sale)
    clerk.uses_what_was_found()
    assert simulator.ledger()["refunds"] == []  # neither scan nor Enter nor file has moved money
    clerk.books("R$ 129.90")
    clerk.waits_for_refunds(1)

    leaves_and_comes_again(clerk, window)
    ledger = simulator.ledger()
    assert [(refund["order"], refund["value"]) for refund in ledger["refunds"]] == [(order, 12990)]
    assert ledger["notifications"]["remaining"] == 0
    assert ledger["verdict"] == RIGHT


def test_one_of_three_units_comes_back_with_its_share_of_the_freight(clerk: Clerk, simulator: Simulator) -> None:
    window = clerk.opens_the_window()
    (story,) = simulator.add_stories(["return-freight-250-over-3"])
    (package,) = story.order["packageAttachment"]["packages"]
    simulator.request_invoice(order=story.order_id, items=ONE_UNIT, observation="Tamanho errado", type="Input")

    clerk.comes_to_the_returns()
    clerk.scans(story.order_id)
    clerk.sees("Total refund: R$ 10.83")
    clerk.drops_entry_of(story.order_id, 1083, package["invoiceKey"])
    clerk.uses_what_was_found()
    clerk.refunds("R$ 10.83")
    clerk.waits_for_refunds(1)

    leaves_and_comes_again(clerk, window)
    ledger = simulator.ledger()
    assert [(refund["order"], refund["value"]) for refund in ledger["refunds"]] == [(story.order_id, 1083)]
    assert ledger["notifications"]["remaining"] == 0
    assert ledger["verdict"] == RIGHT


def leaves_and_comes_again(clerk: Clerk, window: subprocess.Popen[str]) -> None:
    """Close the window and open it once more: what was refunded stays so, and goes out no second time."""
    before = clerk.simulator.ledger()["posts"]
    clerk.sees("0 not sent")
    clerk.screen.key("ctrl+q")
    assert wait_for_end(window) == 0
    clerk.opens_the_window()
    assert {job["stage"] for job in clerk.jobs().values()} == {"closed"}
    assert clerk.simulator.ledger()["posts"] == before
