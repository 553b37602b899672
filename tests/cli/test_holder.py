"""Commands while another program holds the home: handed over, and answered the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import load_config
from desktop_invoicer.control.lock import hold
from desktop_invoicer.credentials import MemoryVault
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import ACCOUNT, CommandLine
from tests.cli.papers import document_of

COMMANDS = [
    ("jobs",),
    ("jobs", "--json"),
    ("jobs", "--stage", "loaded"),
    ("jobs", "show", "1"),
    ("jobs", "show", "1", "--json"),
    ("jobs", "show", "99"),
    ("jobs", "add", "v70000001gvea-01", "--account", "nowhere"),
    ("decision", "v70000001gvea-01"),
    ("decision", "v70000002gvea-01", "--json"),
    ("decision", "v12345678gvea-01"),
    ("returns", "v12345678gvea-01"),
    ("returns", "nobody"),
    ("returns", "191"),
    ("close-day",),
    ("close-day", "--json"),
    ("close-day", "--dry-run", "--json"),
    ("close-day", "--submit"),
    ("close-day", "--close", "--manager", "Rui"),
    ("close-day", "--export", "/nowhere/day.csv"),
    ("jobs", "take-over", "3", "--manager", "Rui", "--reason", "nobody else is here"),
    ("jobs", "reversal", "1", "--authorisation", "A1"),
    ("submit", "1"),
    ("submit", "3"),
    ("document", "1", "--key", "123"),
    ("document", "1", "--xml", "pyproject.toml"),
    ("jobs", "dismiss", "99", "--reason", "nobody"),
    ("credentials", "check", ACCOUNT),
]


@pytest.fixture
def holder(loaded: CommandLine) -> Iterator[Program]:
    """Give a program that holds the home of the desk."""
    with Program(loaded.home, load_config(loaded.home), loaded.vault, Parts()) as program:
        yield program


def test_every_command_answers_the_same_whoever_does_the_work(loaded: CommandLine) -> None:
    alone = [loaded(*command) for command in COMMANDS]
    with Program(loaded.home, load_config(loaded.home), loaded.vault, Parts()):
        handed_over = [loaded(*command) for command in COMMANDS]

    assert handed_over == alone


def test_the_holder_sends_what_a_command_confirms(
    loaded: CommandLine, holder: Program, account: Simulator, tmp_path: Path
) -> None:
    file = document_of(account, loaded("jobs", "show", "3", "--json").json, tmp_path)

    assert loaded("document", "3", "--xml", str(file)).code == 0
    assert loaded("submit", "3", "--yes").code == 0
    assert holder.answer("show", {"job": "3"})["result"]["stage"] == "closed"
    assert len(account.ledger()["refunds"]) == 1


@pytest.mark.usefixtures("holder")
@pytest.mark.parametrize("command", [("run", "--until-idle"), ("run",), ("receive",)], ids=" ".join)
def test_a_second_program_is_refused(loaded: CommandLine, command: tuple[str, ...]) -> None:
    done = loaded(*command)

    assert (done.code, done.out) == (1, "")
    assert "already running" in done.said


def test_a_home_that_is_held_by_somebody_silent_is_told(desk: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_invoicer.cli.session.PATIENCE", 0.2)
    with hold(desk.home):
        done = desk("jobs")

    assert (done.code, done.out) == (1, "")
    assert "already running" in done.said


def test_what_only_receives_says_that_it_sends_nothing(loaded: CommandLine) -> None:
    with Program(loaded.home, load_config(loaded.home), loaded.vault, Parts(works=False)):
        done = loaded("submit", "1")
        listed = loaded("jobs")

    assert (done.code, done.out, listed.code) == (1, "", 0)
    assert "only receives requests" in done.said


def test_the_doctor_asks_the_running_program_what_it_has(loaded: CommandLine) -> None:
    with Program(loaded.home, load_config(loaded.home), loaded.vault, Parts()):
        loaded.vault = MemoryVault("no keyring here")
        assert f"Credentials of account {ACCOUNT} are kept." in loaded("doctor").said


@pytest.mark.usefixtures("holder")
def test_the_doctor_sees_the_running_program(loaded: CommandLine) -> None:
    loaded.configure(loaded.home.config_file.read_text("utf-8").replace("enabled = false", "enabled = true"))

    assert "The program is running and holds this home." in loaded("doctor").said
