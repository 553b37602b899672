"""A store whose program runs in processes of its own, beside a simulated account."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from desktop_invoicer.config import Home
from desktop_invoicer.control.client import ControlClient
from desktop_invoicer.simulator import Simulator
from tests.flow.command_process import Done, Running, typed
from tests.flow.desk_process import ACCOUNT, TOKEN, wait
from tests.noon import zone_of_noon
from tests.waiting import until

LOOK_AGAIN = 0.3
"""Seconds between two looks at everything a day has."""

Json = dict[str, Any]


def free_port() -> int:
    """Give a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Store:
    """A store's program, its home, and the account that it works for."""

    root: Path
    simulator: Simulator
    seed: int
    port: int = field(default_factory=free_port)

    @property
    def watched(self) -> Path:
        """The folder where the fiscal program leaves its XML."""
        return self.root / "xml"

    def set_up(self, origin: str) -> None:
        """Write the settings."""
        self.watched.mkdir(parents=True)
        self.simulator.notify_url = f"http://127.0.0.1:{self.port}/notifications/{ACCOUNT}"
        self.simulator.notify_headers = {"Authorization": TOKEN}
        settings = _SETTINGS.format(
            account=ACCOUNT, origin=origin, port=self.port, watched=self.watched.as_posix(), zone=zone_of_noon()
        )
        (self.root / "config.toml").write_text(settings, "utf-8")

    @contextmanager
    def open_program(self) -> Iterator[ControlClient]:
        """Run the program as long as the ``with`` block lasts, and give a line to it."""
        running = Running(self.root, "run")
        try:
            with self.reach() as line:
                yield line
        finally:
            running.process.terminate()
            wait(running.process)

    def reach(self) -> ControlClient:
        """Wait until a program holds the home, and give a line to it."""
        return until(lambda: ControlClient.connect(Home.below(self.root)), "the program")

    @property
    def today(self) -> str:
        """The store's date."""
        return datetime.now(ZoneInfo(zone_of_noon())).date().isoformat()

    def type(self, *arguments: str) -> Done:
        """Type a command, and wait for its end."""
        return typed(self.root, *arguments)


def result(line: ControlClient, command: str, **arguments: object) -> Any:  # noqa: ANN401 (JSON)
    """Ask the program."""
    answer = line.answer(command, arguments)
    assert "error" not in answer, answer
    return answer["result"]


_SETTINGS = """\
language = "en"
[store]
name = "Loja Gávea"
account = "{account}"
cnpj = "11222333000181"
uf = "RJ"
environment = "homologation"
desk = "caixa-1"
time_zone = "{zone}"

[[accounts]]
name = "{account}"
myvtex_origin = "{origin}"
oms_origin = "{origin}"
embed_xml = true

[receiver]
port = {port}

[polling]
enabled = false
requests_per_minute = 6000

[documents]
watch = ["{watched}"]
"""
