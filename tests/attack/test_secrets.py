"""A day of the real program with marked secrets and a marked buyer: then everything it left is searched (promise 7)."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from desktop_invoicer.config import Home
from desktop_invoicer.simulator import Simulator
from tests.attack import launch
from tests.attack.marks import PERSONAL, SECRETS, found_below, found_in, written
from tests.flow.desk_process import ACCOUNT, PACE
from tests.flow.store import Store, result
from tests.waiting import PATIENCE, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="what a process shows of itself is read from /proc"),
]

STORIES = ("delivery", "pickup-with-cpf", "cancellation")


@dataclass
class Left:
    """What the day left behind, beside the files of the home."""

    told: dict[str, bytes] = field(default_factory=dict)
    """By command, what it printed: results and messages."""
    shown: dict[str, bytes] = field(default_factory=dict)
    """By command, its arguments and environment, as every program of the user can see them."""


@dataclass
class Day:
    """A day of a store."""

    store: Store
    out: Path
    left: Left = field(default_factory=Left)

    def start(self, name: str, *arguments: str, entered: str = "", planted: str = "") -> subprocess.Popen[bytes]:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.out),
            "TMPDIR": str(self.out / "tmp"),
            "DESKTOP_INVOICER_HOME": str(self.store.root),
            "LANGUAGE": "en",
            "COLUMNS": "200",
            **({"PLANTED": planted} if planted else {}),
        }
        (self.out / "tmp").mkdir(exist_ok=True)
        command = [sys.executable, launch.__file__, *arguments]
        with (self.out / f"{name}.txt").open("wb") as printed:
            process = subprocess.Popen(  # noqa: S603 (our own file)
                command, stdin=subprocess.PIPE, stdout=printed, stderr=subprocess.STDOUT, env=environment
            )
        proc = Path("/proc") / str(process.pid)
        self.left.shown[name] = (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()
        assert process.stdin is not None
        process.stdin.write(entered.encode())
        process.stdin.close()
        return process

    def type(self, *arguments: str, entered: str = "", codes: tuple[int, ...] = (0,)) -> bytes:
        name = "-".join(argument.replace("/", "_")[:30] for argument in arguments)
        process = self.start(name, *arguments, entered=entered)
        assert process.wait(PATIENCE) in codes, self.printed(name)
        self.left.told[name] = self.printed(name)
        return self.left.told[name]

    def printed(self, name: str) -> bytes:
        return (self.out / f"{name}.txt").read_bytes()

    @contextmanager
    def running(self, planted: str) -> Iterator[Any]:
        process = self.start("run", "--verbose", "run", planted=planted)
        try:
            with self.store.reach() as line:
                yield line
        finally:
            process.terminate()
            assert process.wait(PATIENCE) == 0
            self.left.told["run"] = self.printed("run")


def mark(simulator: Simulator, order: str) -> None:
    """Make the buyer of an order the marked one."""
    payload = simulator.account._orders[order].payload  # noqa: SLF001 (no story has such a buyer)
    payload["clientProfileData"] |= {
        "email": PERSONAL["e-mail"],
        "document": PERSONAL["cpf"],
        "documentType": "cpf",
        "phone": PERSONAL["phone"],
        "firstName": "Marcelina",
        "lastName": "Marcada",
    }
    for address in payload["shippingData"].get("selectedAddresses", []):
        address["street"] = PERSONAL["street"]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    simulator = Simulator(ACCOUNT, pace=PACE)
    root = tmp_path_factory.mktemp("home")
    with simulator.serve() as server:
        store = Store(root, simulator, 1)
        store.set_up(server.origin)
        made = Day(store, tmp_path_factory.mktemp("out"))
        stories = simulator.add_stories([*STORIES, "anonymous-pickup"])
        for story in stories:
            mark(simulator, story.order_id)
        live(made, stories[-1].order_id)
        yield made


def live(day: Day, planted: str) -> None:
    """Let the day happen: by commands of their own where they write or read something, else over the socket."""
    store = day.store
    credentials = f"app-key={SECRETS['application key']}\napp-token={SECRETS['application token']}\n"
    with day.running(planted) as line:
        day.type("credentials", "set", ACCOUNT, "--stdin", entered=credentials)
        day.type("credentials", "check", ACCOUNT, codes=(0, 1))
        assert store.simulator.request_all() == len(STORIES) + 1
        until(lambda: all(job["hold"] for job in result(line, "jobs")), "a hold of every job")
        for job in result(line, "jobs"):
            serve(day, line, job)
        until(lambda: result(line, "is_idle"), "rest")
        sale = store.simulator.ledger()["invoices"][0]["order"]
        for command, arguments in (
            ("jobs", {}),
            *(("show", {"job": str(number)}) for number in range(1, len(STORIES) + 2)),
            ("diagnose", {"order": sale, "account": ACCOUNT}),
            ("returns", {"order": sale, "account": ACCOUNT}),
            ("decision", {"order": sale, "account": ACCOUNT}),
            ("health", {}),
        ):
            day.left.told[f"{command} {arguments}"] = json.dumps(line.answer(command, arguments)).encode()
        day.type("jobs", "show", sale)
        day.type("jobs", "retry", planted)
        day.type("close-day", "--reconcile", "--export", str(day.out / "day.csv"), codes=(0, 1))
        for ending in ("xlsx", "pdf"):
            day.type("close-day", "--export", str(day.out / f"day.{ending}"))
        day.type("audit", "export", str(day.out / "trail.jsonl"))
        day.type("doctor", "--json", codes=(0, 1))
        day.type("support", str(day.out / "support.zip"))
        entered = f"passphrase={SECRETS['passphrase']}\n"
        day.type("backup", str(day.out / "backup"), "--portable", "--stdin", entered=entered)
        result(line, "add_operator", name="ana", role="administrator", pin=SECRETS["pin"], operator="ana")
        day.left.told["wrong PIN"] = json.dumps(line.answer("sign_in", {"name": "ana", "pin": "1357924"})).encode()
        assert result(line, "sign_in", name="ana", pin=SECRETS["pin"])["session"]


def serve(day: Day, line: Any, job: dict[str, Any]) -> None:  # noqa: ANN401 (a line to the program, or a program)
    """Issue the document of a sale, and send it."""
    if job["operation"] != "sale" or job["hold"]["problem"] != "document_due":
        return
    shown = result(line, "show", job=str(job["job"]))
    items = [{"itemIndex": item["item_index"], "quantity": item["units"]} for item in shown["lines"]]
    model = shown["decision"]["model"]
    xml = day.store.simulator.issue_document(order=job["order"], items=items, value=job["value"], model=model)
    file = day.out / "tmp" / "note.xml"
    file.write_bytes(xml)
    day.type("document", str(job["job"]), "--xml", str(file))
    file.unlink()
    day.type("submit", str(job["job"]), "--yes")


def test_no_secret_is_left_in_any_file(day: Day) -> None:
    assert found_below(day.store.root, SECRETS) == {}
    assert found_below(day.out, SECRETS) == {}


def test_no_secret_is_told(day: Day) -> None:
    assert {name: found_in(text, SECRETS) for name, text in day.left.told.items() if found_in(text, SECRETS)} == {}


def test_no_secret_shows_in_arguments_or_environment(day: Day) -> None:
    assert {name: found_in(text, SECRETS) for name, text in day.left.shown.items() if found_in(text, SECRETS)} == {}


def test_no_secret_is_in_the_database_either(day: Day) -> None:
    home = Home.below(day.store.root)
    connection = sqlcipher3.connect(str(home.database_file))
    connection.execute(f"PRAGMA key=\"x'{SECRETS['database key']}'\"")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for name in tables for row in connection.execute(f'SELECT * FROM "{name}"')]  # noqa: S608 (its own names)
    connection.close()
    dump = "\n".join(cell if isinstance(cell, str) else repr(cell) for row in rows for cell in row).encode()

    assert PERSONAL["cpf"].encode() in dump  # what VTEX sent is kept there, and only there
    assert found_in(dump, SECRETS) == []


def test_a_buyer_is_in_no_file_that_is_not_encrypted(day: Day) -> None:
    (day.store.root / "xml").rmdir()  # what the fiscal program leaves there is its own, and nothing was left

    assert found_below(day.store.root, PERSONAL) == {}
    exported = {name: found for name, found in found_below(day.out, PERSONAL).items() if not name.endswith(".txt")}
    assert exported == {}


def test_what_is_told_holds_no_buyers_number_or_address(day: Day) -> None:
    assert {name: found_in(text, PERSONAL) for name, text in day.left.told.items() if found_in(text, PERSONAL)} == {}


def test_the_planted_defect_is_told_without_what_it_said(day: Day) -> None:
    home = Home.below(day.store.root)
    log = "".join(file.read_text("utf-8") for file in home.log_file.parent.glob(f"{home.log_file.name}*"))

    assert "RuntimeError" in log
    assert b"RuntimeError" in day.left.told["run"]


@pytest.mark.parametrize("text", [*SECRETS.values(), *PERSONAL.values()])
def test_a_mark_is_found_however_it_is_written(text: str, tmp_path: Path) -> None:
    """Show that the other tests could fail."""
    for number, form in enumerate(written(text)):
        (tmp_path / f"{number}.bin").write_bytes(b"before " + form + b" after")
    (tmp_path / "base64.txt").write_bytes(base64.b64encode(b"key: " + text.encode() + b" and more"))

    assert len(found_below(tmp_path, {"it": text})) >= len(list(tmp_path.iterdir()))
