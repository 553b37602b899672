"""A desk as a store has it: the installed program, its own screen and keyring, and an account that calls it."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import ACCOUNT, settings
from tests.desk.clerk import Clerk
from tests.desk.screen import Screen, missing

PROGRAM = str(Path(sys.executable).with_name("desktop-invoicer"))
TOKEN = "the-token-of-the-tests"
PACE = 1 / 50


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """Give a screen; where the tools for one are not installed a test is skipped, and fails in CI."""
    if absent := missing():
        told = f"not installed: {absent}"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    with Screen(tmp_path) as screen:
        yield screen


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """Give an account that has no orders yet."""
    simulator = Simulator(ACCOUNT, pace=PACE)
    with simulator.serve():
        yield simulator


@pytest.fixture
def clerk(screen: Screen, simulator: Simulator, tmp_path: Path) -> Clerk:
    """Give somebody who sits down at a desk that is set up, with its window still closed."""
    home, watched, port = tmp_path / "desk", tmp_path / "xml", _free_port()
    home.mkdir()
    watched.mkdir()
    config = settings(simulator.origin).replace("enabled = false", f"port = {port}")
    config += f"\n[documents]\nwatch = [{str(watched)!r}]\n"
    (home / "config.toml").write_text(f'language = "en"\n{config}', "utf-8")
    screen.environment["DESKTOP_INVOICER_HOME"] = str(home)
    simulator.notify_url = f"http://127.0.0.1:{port}/notifications/{ACCOUNT}"
    simulator.notify_headers = {"Authorization": TOKEN}
    secrets = f"app-key={APP_KEY}\napp-token={APP_TOKEN}\nreceiver-token={TOKEN}\n"
    kept = screen.run(PROGRAM, "credentials", "set", ACCOUNT, "--stdin", stdin=secrets)
    assert kept.returncode == 0, kept.stderr
    return Clerk(screen, simulator, PROGRAM, watched)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
