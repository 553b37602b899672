"""``close-day``: the day in figures, sent, compared, signed off and written as a report."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.cli import sending
from desktop_invoicer.config import load_config
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import ACCOUNT, CommandLine, settings
from tests.cli.papers import document_of

SALES = 3
VALUE = 12990
ORDERS = [f"v7000000{number}gvea-01" for number in range(1, SALES + 1)]


@pytest.fixture
def account() -> Iterator[Simulator]:
    """Give an account with sales at the counter and a return."""
    simulator = Simulator(ACCOUNT)
    simulator.add_stories(["anonymous-pickup"] * SALES + ["return"])
    with simulator.serve():
        simulator.request_all()
        yield simulator


@pytest.fixture
def ready(loaded: CommandLine, account: Simulator, tmp_path: Path) -> CommandLine:
    """Give a desk whose sales wait for nothing but a word, and whose return waits for its document."""
    with Program(loaded.home, load_config(loaded.home), loaded.vault, Parts()):  # many commands: one program is quicker
        for job in range(1, SALES + 1):
            file = document_of(account, loaded("jobs", "show", str(job), "--json").json, tmp_path)
            assert loaded("document", str(job), "--xml", str(file)).code == 0
    return loaded


def sums(account: Simulator) -> list[int]:
    """Give the values of what was invoiced of the sales."""
    return [invoice["value"] for invoice in account.ledger()["invoices"] if invoice["order"] in ORDERS]


def prospects(day: Any) -> list[str]:  # noqa: ANN401 (JSON)
    return [one["prospect"] for one in day["pending"]]


def test_a_day_is_told_in_figures_and_by_whose_turn_it_is(ready: CommandLine) -> None:
    done = ready("close-day")

    assert done.code == 0
    assert "Loja Gávea" in done.said
    assert "Not sent 4 R$ 439.60" in done.said
    assert "Ready to be sent: 3 orders, R$ 389.70 → Send everything that is ready." in done.said
    assert "Returns desk: 1 order, R$ 49.90" in done.said
    assert "The NF-e de entrada of R$ 49.90 is missing." in done.said


def test_json_holds_everything_of_a_day(ready: CommandLine) -> None:
    day = ready("close-day", "--json").json

    assert (day["store"], day["state"], day["figures"]["unsent"]["value"]) == ("Loja Gávea", "open", 43960)
    assert prospects(day) == ["send"] * SALES + ["document"]
    assert day["balance"]["even"]
    assert {"date", "desk", "by", "submission", "findings", "closing", "changes"} <= set(day)


def test_a_dry_run_asks_vtex_and_sends_nothing(ready: CommandLine, account: Simulator) -> None:
    done = ready("close-day", "--dry-run", "--json")

    assert done.code == 0
    assert [one["asked"] for one in done.json["pending"]] == [True] * SALES + [False]
    assert sums(account) == []


def test_everything_that_is_ready_is_sent(ready: CommandLine, account: Simulator) -> None:
    done = ready("close-day", "--submit")

    assert done.code == 0
    assert "Sent: 3 of 3" in done.out
    assert "✓ v70000001gvea-01 R$ 129.90 sent" in done.said
    assert sums(account) == [VALUE] * SALES
    assert [job["stage"] for job in ready("jobs", "--json").json] == ["closed"] * SALES + ["loaded"]


def test_what_came_of_each_order_is_in_the_json(ready: CommandLine, account: Simulator) -> None:
    day = ready("close-day", "--submit", "--json").json

    assert [(line["result"], line["value"]) for line in day["submission"]["lines"]] == [("sent", VALUE)] * SALES
    assert day["figures"]["invoiced"] == {"count": SALES, "value": sum(sums(account)), "freight": 0}


def test_where_nothing_is_ready_nothing_is_sent(loaded: CommandLine, account: Simulator) -> None:
    done = loaded("close-day", "--submit")

    assert done.code == 0
    assert "Nothing is ready to be sent." in done.err
    assert sums(account) == []


def test_what_does_not_go_out_is_told_and_is_a_failure(
    ready: CommandLine, account: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PATIENCE", 0.0)
    [first] = account.account.notifications(ORDERS[0])
    account.account.delete_notification(ORDERS[0], first.id)

    done = ready("close-day", "--submit", "--json")
    again = ready("close-day", "--submit", "--json")

    assert (done.code, again.code) == (1, 1)
    assert [line["result"] for line in done.json["submission"]["lines"]] == ["goes_on", "sent", "sent"]
    assert "Nothing is ready to be sent." in again.err
    assert prospects(again.json) == ["goes_on", "document"]
    assert sums(account) == [VALUE] * (SALES - 1)


def test_an_order_that_must_not_go_out_says_why(ready: CommandLine, account: Simulator) -> None:
    body = {"type": "Output", "issuanceDate": "2026-11-21T10:00:00-03:00", "invoiceNumber": "777"}
    account.account.post_invoice(ORDERS[0], {**body, "invoiceValue": str(VALUE), "items": []})

    done = ready("close-day", "--submit")

    assert done.code == 1
    assert "Sent: 2 of 3" in done.said
    assert "✗ v70000001gvea-01 R$ 129.90" in done.said


@pytest.fixture
def holder(ready: CommandLine) -> Iterator[Program]:
    """Give a program that holds the home of the desk, and sends one order after the other."""
    with Program(ready.home, load_config(ready.home), ready.vault, Parts()) as program:
        program.commands.submissions.at_once = 1
        yield program


@pytest.mark.usefixtures("holder")
def test_the_holder_sends_and_the_terminal_follows(ready: CommandLine, account: Simulator) -> None:
    done = ready("close-day", "--submit")

    assert (done.code, sums(account)) == (0, [VALUE] * SALES)
    assert done.err.count("✓") == SALES


@pytest.mark.usefixtures("holder")
def test_ctrl_c_stops_after_what_is_under_way(ready: CommandLine, account: Simulator) -> None:
    account.gate.latency = 0.2
    watching = threading.Thread(target=_interrupt_after_the_first, args=(account,))
    watching.start()

    done = ready("close-day", "--submit", "--json")
    watching.join()

    assert done.code == 1
    assert "Stopping: what is under way ends, the rest stays ready." in done.err
    assert done.json["submission"]["end"] == "cancelled"
    assert done.json["submission"]["results"]["sent"] == len(sums(account)) < SALES
    assert "send" in prospects(done.json)


def _interrupt_after_the_first(account: Simulator) -> None:
    while not sums(account):
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)


def test_sending_that_was_interrupted_goes_on_without_repeating_anything(
    ready: CommandLine, account: Simulator
) -> None:
    with Program(ready.home, load_config(ready.home), ready.vault, Parts()) as program:
        program.commands.submissions.at_once = 1
        program.answer("submit_ready", {"operator": "ana"})

    told = ready("close-day")
    done = ready("close-day", "--submit", "--json")

    assert "Sending was interrupted" in told.out
    assert (done.code, done.json["submission"]["results"]["sent"]) == (0, SALES)
    assert sums(account) == [VALUE] * SALES


def test_a_comparison_is_told(ready: CommandLine) -> None:
    done = ready("close-day", "--reconcile")

    assert done.code == 0
    assert "do not agree" in done.said


def test_a_day_that_agrees_says_so(di: CommandLine) -> None:
    simulator = Simulator(ACCOUNT)
    with simulator.serve():
        di.use(simulator)
        done = di("close-day", "--reconcile")

    assert "0 orders read from VTEX. VTEX, the documents and this desk's journal agree." in done.said
    assert "Nothing is left to be sent." in done.said


def test_a_day_with_pending_work_is_closed_for_a_reason_only(ready: CommandLine) -> None:
    refused = ready("close-day", "--close", "--manager", "Ana Souza")
    closed = ready("close-day", "--close", "--manager", "Ana Souza", "--reason", "the document comes tomorrow")

    assert refused.code == 1
    assert "Returns desk: 1 order" in refused.out
    assert "The day was not closed." in refused.err
    assert closed.code == 0
    assert "Closed by Ana Souza" in closed.said
    assert "“the document comes tomorrow”" in closed.said


def test_a_closing_is_told_by_the_clock_of_the_store(di: CommandLine) -> None:
    di.configure(settings("http://127.0.0.1:9", "Pacific/Kiritimati"))

    closed = di("close-day", "--close", "--manager", "Ana")
    day = di("close-day", "--json").json

    at = datetime.fromisoformat(day["closing"]["closed_at"]).astimezone(ZoneInfo("Pacific/Kiritimati"))
    assert f"Closed by Ana, {at:%Y-%m-%d %H:%M}" in closed.said


def test_what_changed_since_the_closing_is_told(ready: CommandLine) -> None:
    ready("close-day", "--close", "--manager", "Ana", "--reason", "amanhã")
    ready("close-day", "--submit")

    assert "Since then invoiced: 0 (R$ 0.00) became 3 (R$ 389.70)" in ready("close-day").said


def test_a_report_is_written_beside_the_command(
    ready: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = ready("close-day", "--export", "day.csv")

    assert done.code == 0
    assert f"Report: {tmp_path / 'day.csv'}" in done.said
    assert "v70000001gvea-01" in (tmp_path / "day.csv").read_text("utf-8-sig")


def test_a_report_that_cannot_be_written_keeps_no_figure_back(ready: CommandLine) -> None:
    done = ready("close-day", "--submit", "--export", "/nowhere/day.pdf")

    assert done.code == 1
    assert "Sent: 3 of 3" in done.out
    told = " ".join(done.err.split("\n\n")[-1].partition("→")[0].split())
    why = os.strerror(errno.ENOENT)  # in the language of the system
    assert told == f"The report could not be saved as /nowhere/day.pdf: {why}. Nothing was changed."


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y", " %d/%m/%Y "])
def test_a_date_is_taken_as_it_is_typed(desk: CommandLine, form: str) -> None:
    day = date.today() - timedelta(days=3)  # noqa: DTZ011 (as somebody types it)

    assert desk("close-day", "--date", day.strftime(form), "--json").json["date"] == day.isoformat()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--date", "31/02/2026"),
        ("--date", "yesterday"),
        ("--date", "01/01/1926"),
        ("--date", "2999-01-01"),
        ("--dry-run", "--submit"),
        ("--dry-run", "--close", "--manager", "Ana"),
        ("--close",),
        ("--manager", "Ana"),
        ("--reason", "because"),
        ("--close", "--manager", " "),
        ("--manager", ""),
        ("--close", "--manager", "Ana", "--reason", ""),
        ("--close", "--manager", "Ana", "--reason", "..."),
        ("--export", "day.doc"),
        ("--paper", "a3", "--export", "day.pdf"),
        ("--paper", "80mm"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_wrong_usage(desk: CommandLine, arguments: tuple[str, ...]) -> None:
    done = desk("close-day", *arguments)

    assert (done.code, done.out) == (2, "")
