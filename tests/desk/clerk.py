"""What a clerk does at the window, and sees there."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.simulator.drop_folder import is_event, key_of
from desktop_invoicer.simulator.simulator import Simulator
from tests.desk.screen import Screen
from tests.waiting import PATIENCE, until

TITLE = "desktop-invoicer"
ONE_UNIT = ({"itemIndex": 0, "quantity": 1},)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Sits at a screen, with the account of the store behind it."""

    screen: Screen
    simulator: Simulator
    program: str
    watched: Path
    """The folder where the desk looks for documents."""

    def opens_the_window(self) -> subprocess.Popen[str]:
        """Start the program, and wait until its desk works."""
        window = self.screen.start(self.program)
        self.sees("not sent")
        return window

    def starts_again(self) -> int:
        """Start the program while its window is open; give the exit code."""
        return self.screen.run(self.program).returncode

    def sees(self, text: str, *, role: str = "", state: str = "") -> None:
        """Wait until a text is in the window."""
        self.screen.find(text, role=role, state=state)

    def turns_to(self, order: str) -> None:
        """Scan the number of an order, and wait until it is shown."""
        self.screen.scan(order)
        self.sees(order, role="label")

    def scans(self, key: str) -> None:
        """Scan the access key of a document."""
        self.screen.scan(key)

    def goes_back(self, dialog: str) -> None:
        """Leave a dialog without doing what it asks about."""
        self.screen.key("Escape")
        until(lambda: self._dialog() != dialog, f"the end of “{dialog}”", self.screen.told)

    def sends(self, amount: str) -> None:
        """Send the invoice in view, and confirm the question by the same key."""
        self.sees(f"Send {amount}", role="push button", state="enabled")
        self.screen.key("F8")
        self.sees("Send this invoice?", role="dialog")
        until(self._may_confirm, "the answer", self.screen.told)
        self.screen.key("F8")
        self._sees_no_dialog()

    def sends_all(self, question: str, answer: str) -> None:
        """Send everything that is ready on the day close page, and confirm the question by the same key."""
        self.screen.key("F8")
        self.sees(question, role="dialog")
        self.sees(answer, role="push button", state="enabled")
        self.screen.key("F8")
        self._sees_no_dialog()

    def comes_to_the_returns(self) -> None:
        """Turn to the page where goods come back."""
        self.screen.key("ctrl+2")
        self.sees("Returns", role="table")

    def writes_down_the_reversal(self, amount: str, slip: str) -> None:
        """Say what the slip of the card terminal says."""
        self.sees("Write down the reversal…", role="push button", state="enabled")
        self.screen.key("F8")
        self.sees("Give the money back on the card terminal", role="dialog")
        self.sees(f"Reverse {amount} on the card terminal first.")
        self.sees("What the terminal's slip says", role="text", state="focused")
        self.screen.type(slip)
        self.sees("The money was given back", role="push button", state="enabled")
        self.screen.press("The money was given back")
        self._sees_no_dialog()

    def uses_what_was_found(self) -> None:
        """Attach the document that the watched folder brought."""
        self.sees("Use this one", role="push button", state="enabled")
        self.screen.key("shift+F6")

    def refunds(self, amount: str) -> None:
        """Send the return in view, for which VTEX gives the money back."""
        self._sends_return(f"Refund {amount}…", f"Refund {amount}?", f"Hold to refund {amount}")

    def books(self, amount: str) -> None:
        """Send the cancellation in view, of which the card terminal gave the money back."""
        self._sends_return(f"Book {amount} in VTEX…", f"Book the refund of {amount} in VTEX?", f"Hold to book {amount}")

    def _sends_return(self, urged: str, question: str, hold: str) -> None:
        """Send the return in view, and confirm it by keeping the space bar pressed."""
        self.sees(urged, role="push button", state="enabled")
        self.screen.key("F8")
        self.sees(question, role="dialog")
        self.sees("Back", role="push button", state="focused")
        self.screen.key("F8")
        self.sees(hold, role="push button", state="focused")
        title = re.escape(question)
        with self.screen.holding("space"):  # a screen reader that reads all the time would make the window slow
            until(lambda: not self.screen.shows(title), "the end of the question", self.screen.told)

    def dismisses(self, reason: str) -> None:
        """End the job in view by decision, with one of the reasons that are offered."""
        self.screen.key("F9")
        self.sees("Dismiss this job?", role="dialog")
        self.screen.press(reason)
        self.screen.press("Dismiss")
        self._sees_no_dialog()

    def tabs_to(self, button: str) -> None:
        """Move on from part to part, until a button has the focus."""

        def is_there() -> bool:
            if any(node["name"] == button and "focused" in node["states"] for node in self.screen.nodes()):
                return True
            self.screen.key("Tab")
            return False

        until(is_there, f"the focus on “{button}”", self.screen.told)

    def saves_as(self, dialog: str, file: str) -> None:
        """Type where a file is to be written, below the home of this user."""
        self.sees(dialog)
        self.sees("", role="text", state="focused")
        self.screen.key("ctrl+a")
        self.screen.type(f"~/{file}")
        self.screen.key("Return")

    def puts_the_window_away(self) -> None:
        """Minimise the window, and wait until it is away."""
        self.screen.minimise()
        until(lambda: not self.screen.shows(TITLE), "an empty screen")

    def has_the_window_before_them(self) -> None:
        """Wait until the window is to be seen."""
        until(lambda: self.screen.shows(TITLE), "the window")

    def document_of(
        self, order: str, value: int, model: str = "65", items: Sequence[Mapping[str, int]] = ONE_UNIT
    ) -> str:
        """Issue the document of an order at the till; give its access key."""
        xml = self.simulator.issue_document(order=order, items=items, value=value, model=model)
        return read_paper(xml).document.key.text

    def drops_document_of(self, order: str, value: int, items: Sequence[Mapping[str, int]] = ONE_UNIT) -> str:
        """Issue the document of an order at a till that leaves its XML in the watched folder; give its access key."""
        xml = self.simulator.issue_document(order=order, items=items, value=value, model="65")
        self._drops(xml)
        return key_of(xml)

    def cancels(self, key: str) -> None:
        """Cancel a document at the till, which leaves the XML of the event in the watched folder."""
        self._drops(self.simulator.fiscal_program.cancel(key))

    def drops_entry_of(self, order: str, value: int, sale: str) -> None:
        """Issue the NF-e by which one unit comes back at that till; ``sale`` is the key of its sale."""
        xml = self.simulator.issue_document(order=order, items=ONE_UNIT, value=value, model="55", reference=sale)
        self._drops(xml)

    def waits_for_invoices(self, many: int) -> None:
        """Wait until VTEX has so many invoices of this desk, and the requests for them are gone."""
        until(lambda: self.figures() == (many, many), f"{many} invoices", lambda: str(self.simulator.ledger()))

    def waits_for_refunds(self, many: int) -> None:
        """Wait until VTEX has begun so many refunds, and the request for each of them is gone."""

        def is_done() -> bool:
            ledger = self.simulator.ledger()
            return len(ledger["refunds"]) == many and not ledger["notifications"]["remaining"]

        until(is_done, f"{many} refunds", lambda: str(self.simulator.ledger()))

    def figures(self) -> tuple[int, int]:
        """Give how many invoices VTEX has, and how many requests were deleted."""
        ledger = self.simulator.ledger()
        return len(ledger["invoices"]), ledger["notifications"]["deleted"]

    def jobs(self) -> dict[str, dict[str, Any]]:
        """Give the desk's jobs by order as the command line lists them."""
        done = self.screen.run(self.program, "jobs", "--json")
        assert done.returncode == 0, done.stderr
        return {job["order"]: job for job in json.loads(done.stdout)}

    def _drops(self, xml: bytes) -> None:
        unfinished = self.watched / "unfinished.tmp"
        unfinished.write_bytes(xml)
        kind = "procEventoNFe" if is_event(xml) else "procNFe"
        unfinished.replace(self.watched / f"{key_of(xml)}-{kind}.xml")

    def _sees_no_dialog(self) -> None:
        until(lambda: not self._dialog(), "the end of the question", self.screen.told)

    def _dialog(self) -> str:
        """Give the name of the dialog that is open."""
        return next((node["name"] for node in self.screen.nodes() if node["role"] == "dialog"), "")

    def _may_confirm(self) -> bool:
        """Tell whether the question listens already: it is deaf at first."""
        nodes = self.screen.nodes()
        dialog = next(place for place, node in enumerate(nodes) if node["role"] == "dialog")
        return any(node["name"].startswith("Send R$") and "enabled" in node["states"] for node in nodes[dialog:])


def wait_for_end(window: subprocess.Popen[str]) -> int:
    """Wait until the program has ended; give its exit code."""
    return window.wait(PATIENCE)
