"""``run`` and ``receive``: until idle here, until Ctrl+C in a process of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import CommandLine, settings

ROOT = Path(__file__).parents[2]


@contextmanager
def process(*arguments: str, home: Path, first: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start the program and wait for a line that holds ``first``; without a keyring, so nothing leaves the test."""
    environment = {**os.environ, "DESKTOP_INVOICER_HOME": str(home), "LANGUAGE": "en", "COLUMNS": "200"}
    environment.pop("DBUS_SESSION_BUS_ADDRESS", None)
    running = subprocess.Popen(  # noqa: S603 (our own words only)
        [sys.executable, "-m", "desktop_invoicer", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    lines = []
    try:
        assert running.stdout is not None
        for line in running.stdout:
            lines.append(line)
            if first in line:
                break
        yield running, lines
    finally:
        running.kill()
        running.wait()
        if running.stdout is not None:
            running.stdout.close()


def ended(running: subprocess.Popen[str], sign: signal.Signals) -> int:
    """Send a signal and give the exit code; what is told meanwhile is read, or nobody could tell anything more."""
    running.send_signal(sign)
    running.communicate(timeout=60)
    return running.returncode


def test_run_until_idle_finds_and_loads_everything(desk: CommandLine) -> None:
    done = desk("run", "--until-idle")

    assert (done.code, done.out, done.err) == (0, "", "")
    assert {job["stage"] for job in desk("jobs", "--json").json} == {"loaded"}


def test_run_says_when_no_account_is_set_up(di: CommandLine) -> None:
    di.configure("[receiver]\nport = 0\nenabled = false\n")

    done = di("run", "--until-idle")

    assert done.code == 0
    assert "No VTEX account is set up in" in done.said


def test_a_port_that_is_taken_is_told(desk: CommandLine, account: Simulator) -> None:
    port = account.origin.rsplit(":", 1)[1]
    desk.configure(settings(account.origin).replace("enabled = false", f"port = {port}"))

    for command in (("run", "--until-idle"), ("receive",)):
        done = desk(*command)
        assert (done.code, done.out) == (1, "")
        assert f"port {port}" in done.said


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", ["run", "receive"])
def test_a_signal_ends_the_program_in_order(tmp_path: Path, command: str, sign: signal.Signals) -> None:
    (tmp_path / "config.toml").write_text("[receiver]\nport = 8797\n", "utf-8")

    with process(command, home=tmp_path, first="Receiving at") as (running, lines):
        health = httpx.get("http://127.0.0.1:8797/health", trust_env=False)
        code = ended(running, sign)

    assert (health.status_code, code) == (200, 0)
    assert "No keyring can be used here" in "".join(lines)
    assert not (tmp_path / "data" / "control.json").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
def test_the_simulator_prints_settings_that_load_and_ends_in_order(di: CommandLine, tmp_path: Path) -> None:
    with process("simulate", "--port", "0", "--story", "gift", home=tmp_path, first="notifications wait") as found:
        running, lines = found
        text = "".join(lines)
        di.configure(text + "\n[receiver]\nenabled = false\n")
        pairs = text.split("printf '")[1].split("'")[0].replace("\\n", "\n")
        kept = di("credentials", "set", "lojafarmgavea", "--stdin", stdin=pairs)
        checked = di("credentials", "check", "lojafarmgavea")
        added = di("jobs", "add", "v70000001gvea-01", "--json")
        code = ended(running, signal.SIGINT)

    assert (kept.code, checked.code, added.json[0]["stage"], code) == (0, 0, "loaded", 0)
    assert "# 1 notifications wait" in text


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
def test_the_demo_can_be_interrupted(tmp_path: Path) -> None:
    with process("--verbose", "demo", "--headless", "--orders", "300", home=tmp_path, first="loaded") as found:
        code = ended(found[0], signal.SIGINT)

    assert code == 130


@pytest.mark.skipif(os.name != "posix", reason="a shell is needed")
def test_a_reader_that_leaves_early_ends_the_listing_quietly(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 (our own words only)
        ["bash", "-c", f"{sys.executable} -m desktop_invoicer demo --headless --orders 40 | head -n 1"],  # noqa: S607
        cwd=ROOT,
        env={**os.environ, "DESKTOP_INVOICER_HOME": str(tmp_path), "LANGUAGE": "en"},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

    assert done.stdout.startswith("Job  Order")
    assert "Traceback" not in done.stderr


def test_a_terminal_without_our_signs_does_not_end_a_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop_invoicer", "doctor"],
        cwd=ROOT,
        env={**os.environ, "DESKTOP_INVOICER_HOME": str(tmp_path), "LANGUAGE": "pt_BR", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

    assert "Traceback" not in done.stderr
    assert "? " in done.stdout
