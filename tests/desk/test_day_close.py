"""A manager closes the day at the real window, with the keyboard alone; the account's ledger judges it."""

from __future__ import annotations

import pytest

from desktop_invoicer.simulator.simulator import Simulator
from tests.desk.clerk import Clerk

pytestmark = pytest.mark.desk

REASON = "The document comes tomorrow"


def test_a_manager_closes_the_day(clerk: Clerk, simulator: Simulator) -> None:
    clerk.opens_the_window()
    (sale,) = simulator.request_invoice(story="anonymous-pickup")
    (left,) = simulator.request_invoice(story="pickup-with-cpf")
    clerk.drops_document_of(sale.order_id, 12990)
    clerk.turns_to(sale.order_id)
    clerk.sees("Everything fits: R$ 129.90.")

    clerk.screen.key("ctrl+3")
    clerk.sees("Day", role="page tab", state="focused")
    clerk.screen.key("Right")
    clerk.sees("2 requests are not sent")
    clerk.sees("1 of 1 that are ready are chosen")
    clerk.screen.key("F12")
    clerk.sees("VTEX was asked just now: nothing is in the way.")
    clerk.sends_all("Send these invoices?", "Send 1: R$ 129.90")
    clerk.waits_for_invoices(1)
    clerk.sees("1 sent: R$ 129.90.")

    clerk.screen.key("ctrl+e")
    clerk.sees("1 request is not sent: R$ 189.70")
    clerk.sees("Not sent", role="table", state="focused")
    clerk.screen.key("End", "Tab")
    clerk.sees("Manager", role="text", state="focused")
    clerk.screen.type("Ana")
    clerk.screen.key("Tab")
    clerk.sees("Why it is closed all the same", role="text", state="focused")
    clerk.screen.type(REASON)
    clerk.sees("Close the day", role="push button", state="enabled")
    clerk.screen.key("F8")
    clerk.sees("Closed by Ana")

    assert clerk.jobs()[left.order_id]["stage"] == "loaded"
    assert simulator.ledger()["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}
