"""A clerk's day at the real window, seen and driven from outside; the account's ledger judges it."""

from __future__ import annotations

import pytest

from desktop_invoicer.simulator.simulator import Simulator
from tests.desk.clerk import Clerk, wait_for_end

pytestmark = pytest.mark.desk

TWO_UNITS = ({"itemIndex": 0, "quantity": 2},)
KEY_OF_ANOTHER_STORE = "33261199999999000191650010000100011280340637"


def test_a_clerks_day(clerk: Clerk, simulator: Simulator) -> None:
    window = clerk.opens_the_window()

    sale = arrives(simulator, "anonymous-pickup")
    clerk.turns_to(sale)
    clerk.sees("Value to invoice: R$ 129.90")
    clerk.sees("The NFC-e of R$ 129.90 is missing.")
    clerk.scans(KEY_OF_ANOTHER_STORE)
    clerk.sees("The document was issued by CNPJ 99.999.999/0001-91")
    clerk.goes_back("Attach document")
    clerk.scans(clerk.document_of(sale, 12990))
    clerk.sees("Everything fits: R$ 129.90.")
    assert clerk.figures() == (0, 0)  # the Enter at the end of the scan has sent nothing
    clerk.sends("R$ 129.90")
    clerk.waits_for_invoices(1)

    (story,) = simulator.add_stories(["freight-250-over-3"])
    (request,) = simulator.request_invoice(order=story.order_id, items=[{"itemIndex": 0, "quantity": 1}])
    value = request.press.expected_value
    clerk.turns_to(story.order_id)
    clerk.sees("Remains of the order after this: R$ 21.67")
    clerk.scans(clerk.document_of(story.order_id, value, "55"))
    clerk.sees("Everything fits")
    clerk.sends(f"R$ {value / 100:.2f}")
    clerk.waits_for_invoices(2)

    mistake = arrives(simulator, "gift")
    clerk.turns_to(mistake)
    clerk.dismisses("Requested by mistake")

    left = arrives(simulator, "pickup-with-cpf")
    clerk.turns_to(left)
    clerk.sees("The NFC-e of R$ 189.70 is missing.")
    clerk.puts_the_window_away()
    assert clerk.starts_again() == 0
    clerk.has_the_window_before_them()
    clerk.screen.key("ctrl+q")
    clerk.sees("1 job is not sent yet.")
    clerk.screen.press("Close")

    assert wait_for_end(window) == 0
    assert simulator.ledger()["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}
    assert {order: job["stage"] for order, job in clerk.jobs().items()} == {
        sale: "closed",
        story.order_id: "closed",
        mistake: "dismissed",
        left: "loaded",
    }
    clerk.opens_the_window()
    clerk.sees(left, role="table cell")


def test_documents_come_out_of_a_watched_folder(clerk: Clerk, simulator: Simulator) -> None:
    clerk.opens_the_window()

    sale = arrives(simulator, "anonymous-pickup")
    clerk.turns_to(sale)
    clerk.sees("The NFC-e of R$ 129.90 is missing.")
    clerk.drops_document_of(sale, 12990)
    clerk.sees("Everything fits: R$ 129.90.")
    clerk.sends("R$ 129.90")
    clerk.waits_for_invoices(1)

    (story,) = simulator.add_stories(["weight-item"])
    (press,) = story.presses
    for _ in range(2):
        clerk.drops_document_of(story.order_id, press.expected_value, TWO_UNITS)
    clerk.screen.key("ctrl+5")
    clerk.sees("Found no job, 2 files")
    simulator.request_invoice(order=story.order_id)
    clerk.sees("Needs a person, 2 files")
    clerk.sees("Several files may be for one order.")
    clerk.screen.key("Return")
    clerk.sees(f"Attach to order {story.order_id}", role="push button", state="focused")
    clerk.screen.key("Return")
    clerk.sees("Needs a person, 0 files")
    clerk.turns_to(story.order_id)
    clerk.sends("R$ 27.99")
    clerk.waits_for_invoices(2)

    assert simulator.ledger()["verdict"] == {"lost": 0, "doubled": 0, "cents_off": 0}


def arrives(simulator: Simulator, story: str) -> str:
    """Let VTEX ask for the invoice of a new order; give its number."""
    (request,) = simulator.request_invoice(story=story)
    return request.order_id
