"""The command line as a whole: help, version, languages, and what no command expected."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from desktop_invoicer import __version__
from desktop_invoicer.simulator import demo
from tests.cli.conftest import CommandLine

COMMANDS = [
    (),
    ("jobs",),
    ("jobs", "show"),
    ("jobs", "raw"),
    ("jobs", "add"),
    ("jobs", "retry"),
    ("jobs", "dismiss"),
    ("document",),
    ("submit",),
    ("run",),
    ("receive",),
    ("credentials",),
    ("credentials", "set"),
    ("credentials", "check"),
    ("credentials", "clear"),
    ("doctor",),
    ("demo",),
    ("simulate",),
]

FULL = Path("/dev/full")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "desktop-invoicer")
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself(di: CommandLine, command: tuple[str, ...], option: str) -> None:
    done = di(*command, option)

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: desktop-invoicer " + " ".join(command))


def test_the_version_is_shown(di: CommandLine) -> None:
    done = di("--version")

    assert (done.code, done.out, done.err) == (0, f"desktop-invoicer {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments", [("frobnicate",), ("jobs", "frobnicate"), ("jobs", "--frobnicate"), ("document",)]
)
def test_an_unknown_command_is_wrong_usage(di: CommandLine, arguments: tuple[str, ...]) -> None:
    done = di(*arguments)

    assert (done.code, done.out) == (2, "")
    assert "Error: " in done.err


@pytest.mark.parametrize(
    ("language", "empty", "missing"),
    [
        ("en", "No jobs.", "There is no job “7” on this desk."),
        ("pt_BR", "Nenhuma tarefa.", "Não existe a tarefa “7” neste balcão."),
        ("es", "Ninguna tarea.", "No existe la tarea “7” en este puesto."),
    ],
)
def test_the_desk_speaks_the_language_of_the_system(
    di: CommandLine, monkeypatch: pytest.MonkeyPatch, language: str, empty: str, missing: str
) -> None:
    monkeypatch.setenv("LANGUAGE", language)

    assert di("jobs").out == f"{empty}\n"
    assert missing in di("jobs", "show", "7").err


def test_the_settings_choose_another_language(di: CommandLine) -> None:
    di.configure('language = "es"\n')

    assert di("jobs").out == "Ninguna tarea.\n"


def test_wrong_usage_is_told_in_the_language_of_the_settings(di: CommandLine) -> None:
    di.configure('language = "es"\n')

    assert "Esto no identifica un pedido" in di("returns", "").said


def test_json_does_not_depend_on_the_language(loaded: CommandLine) -> None:
    told = [job["hold"]["problem"] for job in loaded("jobs", "--json").json]
    loaded.configure('language = "pt-BR"\n' + loaded.home.config_file.read_text("utf-8"))

    jobs = loaded("jobs", "--json").json

    assert [job["hold"]["problem"] for job in jobs] == told
    assert jobs[0]["hold"]["message"] == "Falta a NFC-e de R$ 129,90."


def test_a_defect_is_told_as_ours_and_its_traceback_is_in_the_log(
    di: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        msg = "boom"
        raise RuntimeError(msg)

    monkeypatch.setattr(demo, "run_demo", broken)

    done = di("demo", "--headless")

    assert (done.code, done.out) == (1, "")
    assert "It is not your mistake." in done.said
    assert "RuntimeError: boom" in di.home.log_file.read_text("utf-8")


def typed(*arguments: str, home: Path, stdout: int | IO[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Give a command in a process of its own: what could not be printed must not stay behind for another test."""
    known = {**os.environ, "DESKTOP_INVOICER_HOME": str(home), "LANGUAGE": "en", **environment}
    known.pop("DBUS_SESSION_BUS_ADDRESS", None)
    return subprocess.run(  # noqa: S603 (our own words only)
        [sys.executable, "-m", "desktop_invoicer", *arguments],
        env=known,
        stdout=stdout,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


@pytest.mark.skipif(not FULL.exists(), reason="no device here is always full")
@pytest.mark.parametrize("unbuffered", ["1", ""], ids=["at_once", "when_it_ends"])
@pytest.mark.parametrize("arguments", [("close-day",), ("jobs", "--json")], ids=" ".join)
def test_a_full_disk_is_no_defect(tmp_path: Path, arguments: tuple[str, ...], unbuffered: str) -> None:
    with FULL.open("w") as full:
        done = typed(*arguments, home=tmp_path, stdout=full, PYTHONUNBUFFERED=unbuffered)

    said = " ".join(done.stderr.split())
    assert done.returncode == 1
    assert "What this command tells could not be written: No space left on device." in said
    assert "defect" not in said


def test_a_reader_that_had_enough_is_no_failure_to_tell(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = typed("jobs", "--json", home=tmp_path, stdout=pipe)

    assert done.returncode == 1
    assert "could not be written" not in done.stderr
    assert "Traceback" not in done.stderr
