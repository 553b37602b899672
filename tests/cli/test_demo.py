"""``demo`` and ``simulate`` as commands."""

from __future__ import annotations

import json
import os
import signal
import socket
from pathlib import Path

import pytest

from desktop_invoicer.simulator import demo
from desktop_invoicer.simulator.demo import Progress
from desktop_invoicer.simulator.report import Report, Wish
from tests.cli.conftest import CommandLine
from tests.cli.test_running import process

FIGURES = [
    "notifications",
    "closed",
    "held",
    "lost",
    "doubled",
    "invoices",
    "refunds",
    "notifications_left",
    "cents_off",
    "breaches",
    "files_dropped",
    "files_attached",
    "files_left",
]


def test_the_demo_answers_in_json_with_the_promised_keys(di: CommandLine) -> None:
    done = di("demo", "--headless", "--orders", "3", "--json")

    assert (done.code, done.err) == (0, "")
    assert done.json.keys() >= {*FIGURES, "jobs"}
    assert {tuple(job) for job in done.json["jobs"]} == {("job", "order", "stage", "hold", "value", "remaining")}
    assert done.json["closed"] == done.json["invoices"] == 3


def test_the_demo_ends_with_the_verdict_of_the_ledger(di: CommandLine) -> None:
    done = di("demo", "--headless", "--orders", "2")

    assert (done.code, done.err) == (0, "")
    assert "2 notifications: 2 closed, 0 held. The ledger says: 0 lost, 0 doubled, 0 cents off" in done.said
    assert " files in the watched folder: " in done.said


@pytest.mark.parametrize("figure", ["lost", "doubled", "cents_off", "refunds", "breaches"])
@pytest.mark.parametrize("arguments", [(), ("--json",)], ids=["people", "json"])
def test_a_demo_that_is_not_clean_fails(
    di: CommandLine, monkeypatch: pytest.MonkeyPatch, figure: str, arguments: tuple[str, ...]
) -> None:
    def report(_wish: Wish, _progress: Progress) -> Report:
        return Report({**dict.fromkeys(FIGURES, 0), figure: 1}, [])

    monkeypatch.setattr(demo, "run_demo", report)

    assert di("demo", "--headless", *arguments).code == 1


def test_a_demo_with_a_person_is_clean_whatever_the_person_refunds() -> None:
    figures = {**dict.fromkeys(FIGURES, 0), "refunds": 1}

    assert Report(figures, [], is_attended=True).is_clean
    assert not Report(figures, []).is_clean


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
def test_the_demo_opens_the_window_and_ends_with_the_verdict(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    command = ("--verbose", "demo", "--orders", "2", "--json")

    with process(*command, home=tmp_path, first="waiting_for_document") as (running, _):
        running.send_signal(signal.SIGTERM)
        told, _ = running.communicate(timeout=120)

    assert running.returncode == 0, told
    figures = json.loads("{" + f"\n{told}".partition("\n{")[2])
    assert (figures["notifications"], figures["closed"], figures["lost"]) == (2, 0, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        ("demo", "--headless", "--orders", "0"),
        ("demo", "--headless", "--orders", "many"),
        ("demo", "--headless", "--faults", "hail"),
        ("demo", "--headless", "--order-files", "/nowhere"),
        ("simulate", "--port", "70000"),
        ("simulate", "--story", "hail"),
        ("simulate", "--faults", "hail"),
        ("simulate", "--notify", "nonsense"),
    ],
    ids=" ".join,
)
def test_wrong_usage_starts_nothing(di: CommandLine, arguments: tuple[str, ...]) -> None:
    done = di(*arguments)

    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("content", [None, "{", "[]"], ids=["nothing", "no JSON", "no object"])
@pytest.mark.parametrize("command", [("demo", "--headless"), ("simulate",)], ids=lambda command: str(command[0]))
def test_order_files_that_are_no_orders_are_told(
    di: CommandLine, tmp_path: Path, command: tuple[str, ...], content: str | None
) -> None:
    folder = tmp_path / "orders"
    folder.mkdir()
    if content is not None:
        (folder / "a.json").write_text(content, "utf-8")

    done = di(*command, "--order-files", str(folder))

    assert (done.code, done.out) == (2, "")
    assert "orders" in done.err


def test_a_port_that_is_taken_is_told(di: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = di("simulate", "--port", str(port))

    assert (done.code, done.out) == (1, "")
    assert f"Port {port} cannot be used" in done.said
