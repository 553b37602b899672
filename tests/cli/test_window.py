"""The program without arguments: its window, a second start, its end, and a start without a screen."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import load_config
from tests.cli.conftest import CommandLine
from tests.waiting import PATIENCE, until

ROOT = Path(__file__).parents[2]
HEAVY = frozenset(
    {"alembic", "httpx", "keyring", "lxml", "pydantic", "rich", "sqlalchemy", "starlette", "typer", "uvicorn"}
)
"""What together takes longer to load than the window takes to appear."""

LOADED_AT_FIRST_PAINT = """
import json, os, sys
from desktop_invoicer.cli import main, session
from desktop_invoicer.config.home import Home
from desktop_invoicer.ui.application import run

def launch(listener):
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

session.prepare(verbose=False)
run(Home.find(), session.operator(), launch)
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    """Give the variables of a program offscreen, without a keyring: nothing leaves the test."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    kept.pop("DBUS_SESSION_BUS_ADDRESS", None)
    own = {"DESKTOP_INVOICER_HOME": str(home), "LANGUAGE": "en", "COLUMNS": "200", "QT_QPA_PLATFORM": "offscreen"}
    return {**kept, **own, **more}


def start(*arguments: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program to its end."""
    return subprocess.run(  # noqa: S603 (our own words only)
        [sys.executable, "-m", "desktop_invoicer", *arguments],
        cwd=ROOT,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=180,
    )


@contextmanager
def opened(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Open the window in a process of its own."""
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("[receiver]\nenabled = false\n", "utf-8")
    command = [sys.executable, "-m", "desktop_invoicer"]
    running = subprocess.Popen(command, cwd=ROOT, env=environment(home))  # noqa: S603 (our own words only)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


@contextmanager
def window(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Open the window in a process of its own, and wait for its desk."""
    with opened(home) as running:
        until((home / "data" / "control.json").exists, "the program")
        yield running


def test_the_window_is_seen_before_anything_heavy_is_loaded(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 (our own words only)
        [sys.executable, "-c", LOADED_AT_FIRST_PAINT],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert loaded & HEAVY == set()
    assert "PySide6" in loaded


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_window_in_order(tmp_path: Path, sign: signal.Signals) -> None:
    home = tmp_path / "home"
    with window(home) as running:
        running.send_signal(sign)
        code = running.wait(PATIENCE)

    assert code == 0
    assert not (home / "data" / "control.json").exists()


def test_a_second_start_leaves_the_work_to_the_first_window(tmp_path: Path) -> None:
    with window(tmp_path / "home") as running:
        done = start(home=tmp_path / "home")

        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert running.poll() is None


@pytest.mark.skipif(os.name != "posix", reason="signals are sent")
def test_of_two_starts_at_a_time_one_window_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as one, opened(home) as other:
        until(lambda: one.poll() is not None or other.poll() is not None, "the end of one of them")

        assert {one.poll(), other.poll()} == {0, None}


def test_a_second_start_is_told_when_the_first_has_no_window(di: CommandLine) -> None:
    with Program(di.home, load_config(di.home), di.vault, Parts()):
        done = di()

    assert (done.code, done.out) == (1, "")
    assert "already running on this computer with the same data, without a window" in done.said


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_the_program_says_so(tmp_path: Path) -> None:
    done = start(home=tmp_path, QT_QPA_PLATFORM="")

    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no screen here to open the window on." in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_a_screen_that_cannot_be_reached_is_told_in_place_of_an_abort(tmp_path: Path) -> None:
    done = start(home=tmp_path, QT_QPA_PLATFORM="xcb", DISPLAY=":7777")

    assert (done.returncode, done.stdout) == (1, "")
    assert "The screen cannot be reached." in done.stderr
    assert "could not connect to display :7777" in done.stderr
