"""``audit`` as a command: listing, checking and exporting the trail of a desk that has worked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer import __version__
from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import load_config
from desktop_invoicer.credentials import MemoryVault, read_database_key
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.tables import REVISIONS
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import CommandLine, Done, settings
from tests.cli.papers import document_of

PAGE = Path(__file__).parents[2] / "docs" / "audit.md"
COMMANDS = [
    ("audit",),
    ("audit", "--json"),
    ("audit", "--last", "2"),
    ("audit", "verify"),
    ("audit", "verify", "--json"),
]


@pytest.fixture
def started(di: CommandLine) -> CommandLine:
    """Give a desk that was started and ended twice."""
    di.configure(settings("http://127.0.0.1:9"))
    for _ in range(2):
        start(di)
    return di


def start(desk: CommandLine, *, works: bool = True) -> None:
    with Program(desk.home, load_config(desk.home), desk.vault, Parts(works=works)):
        pass


@pytest.fixture
def worked(loaded: CommandLine, account: Simulator, tmp_path: Path) -> CommandLine:
    """Give a desk that has sent the sale at the counter and dismissed the return."""
    sale = next(job for job in loaded("jobs", "--json").json if job["value"] == 12990)
    shown = loaded("jobs", "show", str(sale["job"]), "--json").json
    file = document_of(account, shown, tmp_path)
    assert loaded("document", str(sale["job"]), "--xml", str(file)).code == 0
    assert loaded("submit", str(sale["job"])).code == 0
    back = next(job for job in loaded("jobs", "--json").json if job["operation"] == "return")
    assert loaded("jobs", "dismiss", str(back["job"]), "--reason", "=wrong store").code == 0
    return loaded


def lines(desk: CommandLine, *options: str) -> list[dict[str, Any]]:
    return list(desk("audit", *options, "--json").json)


def deeds(desk: CommandLine, *options: str) -> list[str]:
    return [line["deed"] for line in lines(desk, *options)]


def tamper(desk: CommandLine, statement: str) -> None:
    """Change the trail behind the program's back, with the key out of the keyring."""
    key = read_database_key(desk.vault)
    assert key is not None
    with closing(Database(desk.home.database_file, key)) as database, database.writing() as connection:
        guard = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'unchanged_audit'").scalar_one()
        connection.exec_driver_sql("DROP TRIGGER unchanged_audit")
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql(guard)


def test_the_list_tells_what_was_done_by_whom_and_by_the_program_itself(worked: CommandLine) -> None:
    told = worked("audit", "--last", "200").said

    assert "Document attached" in told
    assert "by itself Invoice taken by VTEX" in told
    assert "Job dismissed" in told
    assert "value: R$ 129.90" in told


def test_lines_are_found_by_who_what_and_when(worked: CommandLine) -> None:
    (job,) = (line["subject"] for line in lines(worked) if line["deed"] == "confirmed")

    assert deeds(worked, "--subject", job) == [
        "document_attached",
        "confirmed",
        "post_begun",
        "post_confirmed",
        "delete_begun",
        "closed",
    ]
    assert "post_begun" not in deeds(worked, "--who", lines(worked, "--subject", job)[0]["who"])
    assert deeds(worked, "--until", "2020-01-01") == []
    assert deeds(worked, "--since", "2020-01-01") == deeds(worked)
    assert len(lines(worked, "--last", "3")) == 3


def test_start_and_end_of_what_works_are_told_and_of_mere_looking_nothing(started: CommandLine) -> None:
    before = lines(started)

    started("jobs")

    assert lines(started) == before
    first = next(line for line in before if line["deed"] == "program_started")
    assert first["facts"] == {"version": __version__, "schema": REVISIONS[-1]}
    assert "program_ended" in deeds(started)


def test_a_change_of_the_settings_by_hand_is_noticed(started: CommandLine) -> None:
    started.configure(started.home.config_file.read_text("utf-8").replace('uf = "RJ"', 'uf = "SP"'))

    start(started)

    changed = next(line for line in reversed(lines(started)) if line["deed"] == "settings_changed")
    assert changed["who"] == ""
    assert (changed["facts"]["before store.uf"], changed["facts"]["store.uf"]) == ("RJ", "SP")
    assert "outside the program Settings changed" in started("audit").said


def test_a_whole_trail_ends_well_and_tells_its_head(started: CommandLine) -> None:
    done = started("audit", "verify")

    newest = lines(started, "--last", "1")[0]
    assert done.code == 0
    assert "The audit trail is whole" in done.out
    assert newest["hash"] in done.said


def test_a_changed_trail_fails_and_says_what_to_do(started: CommandLine) -> None:
    tamper(started, "UPDATE audit SET who = 'somebody' WHERE id = 2")

    done, told = started("audit", "verify"), started("audit", "verify", "--json")

    assert (done.code, told.code) == (1, 1)
    assert "Line 2 of the audit trail" in done.said
    assert "Work can go on" in done.said
    assert [finding["problem"] for finding in told.json["findings"]] == ["audit_changed"]
    assert told.json["findings"][0]["owner"] == "manager"


def test_a_cut_trail_fails_by_what_the_keyring_remembers(started: CommandLine) -> None:
    cut = "DELETE FROM audit WHERE id > 3"
    key = read_database_key(started.vault)
    assert key is not None
    with closing(Database(started.home.database_file, key)) as database, database.writing() as connection:
        guard = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'undeleted_audit'").scalar_one()
        for statement in ("DROP TRIGGER undeleted_audit", cut, guard, "UPDATE sqlite_sequence SET seq = 3"):
            connection.exec_driver_sql(statement)

    found = started("audit", "verify", "--json").json["findings"]
    start(started)  # what is remembered is not replaced by what is there now
    again = started("audit", "verify", "--json").json["findings"]

    assert [finding["problem"] for finding in found] == ["audit_cut"]
    assert again


def test_without_a_keyring_that_is_said(started: CommandLine) -> None:
    started.home.database_file.unlink()
    started.vault = MemoryVault("no keyring")

    done = started("audit", "verify")

    assert done.code == 0
    assert "cannot be told for sure" in done.said


@pytest.fixture
def exported(started: CommandLine, tmp_path: Path) -> Path:
    file = tmp_path / "trail.jsonl"
    assert started("audit", "export", str(file)).code == 0
    return file


def outsider(file: Path) -> Done:
    """Check an export as the page tells it, with nothing of this program."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    done = subprocess.run(  # noqa: S603 (the page's own words)
        [sys.executable, "-I", "-c", found[1], str(file)], capture_output=True, text=True, check=False, timeout=120
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_an_outsider_finds_an_export_whole(exported: Path) -> None:
    *_, last, head = map(json.loads, exported.read_text("utf-8").splitlines())

    checked = outsider(exported)

    assert checked.code == 0
    assert checked.out.split()[-1] == last["hash"] == head["head"]


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_an_outsider_finds_a_harmed_export(exported: Path, harm: str) -> None:
    text = exported.read_text("utf-8").splitlines(keepends=True)
    text[3:4] = [text[3].replace('"deed": "', '"deed": "x')] if harm == "changed" else []
    exported.write_text("".join(text), "utf-8")

    checked = outsider(exported)

    assert checked.code == 1
    assert "was changed" in checked.err


def test_a_spreadsheet_computes_nothing_of_an_export(started: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "trail.csv"

    done = started("audit", "export", str(file), "--since", "2020-01-01", "--json")

    rows = file.read_bytes().decode("utf-8-sig").splitlines()
    assert done.json["lines"] == len(rows) - 1
    assert not [row for row in rows if re.search(r"(?:^|;)\"?[=+@-]", row)]


@pytest.mark.parametrize("arguments", [("export", "trail.xlsx"), ("--since", "never"), ("--last", "0")])
def test_what_cannot_be_meant_is_refused(started: CommandLine, arguments: tuple[str, ...]) -> None:
    assert started("audit", *arguments).code == 2


def test_every_command_answers_the_same_while_another_program_holds_the_home(started: CommandLine) -> None:
    with Program(started.home, load_config(started.home), started.vault, Parts(works=False)):
        handed_over = [started("audit", *command) for command in COMMANDS]

    alone = [started("audit", *command) for command in COMMANDS]

    def without_moment(done: Done) -> str:
        return re.sub(r'"at": "[^"]*",\s+"lines"', "", done.out)

    assert [without_moment(done) for done in handed_over] == [without_moment(done) for done in alone]
