"""The real command line in this process, on a home of its own, beside a simulated VTEX account."""

from __future__ import annotations

import io
import json
import logging
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer import credentials, logs
from desktop_invoicer.cli.main import main
from desktop_invoicer.config import Home
from desktop_invoicer.credentials import MemoryVault, Secret, Vault, write_credentials
from desktop_invoicer.doctor import examination
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.simulator import Simulator
from tests.noon import zone_of_noon

ACCOUNT = AccountName("lojafarmgavea")


class KeptVault(MemoryVault):
    """Keeps secrets from one command of a test to the next, as a keyring does."""

    is_kept = True

    def __init__(self) -> None:
        super().__init__("")


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 (JSON)
        return json.loads(self.out)

    @property
    def said(self) -> str:
        """Everything printed, without the line breaks that a terminal's width makes."""
        return " ".join(f"{self.out} {self.err}".split())


@dataclass
class CommandLine:
    """Runs ``desktop-invoicer`` with arguments."""

    home: Home
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    vault: Vault = field(default_factory=KeptVault)

    def __call__(self, *arguments: str, stdin: str = "") -> Done:
        self.monkeypatch.setattr(sys, "argv", ["desktop-invoicer", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        self.monkeypatch.setattr(credentials, "open_vault", lambda: self.vault)
        self.monkeypatch.setattr(examination, "open_vault", lambda: self.vault)
        self.capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        logs.stop_logging()
        printed = self.capsys.readouterr()
        code = ended.value.code
        return Done(code if isinstance(code, int) else int(code is not None), printed.out, printed.err)

    def configure(self, text: str) -> None:
        self.home.create()
        self.home.config_file.write_text(text, "utf-8")

    def use(self, account: Simulator) -> None:
        """Set the store up for a simulated account."""
        self.configure(settings(account.origin))
        write_credentials(self.vault, ACCOUNT, {Secret.APP_KEY: APP_KEY, Secret.APP_TOKEN: APP_TOKEN})

    def job(self, operation: str = "sale") -> Any:  # noqa: ANN401 (JSON)
        """Give the first job of an operation."""
        return next(job for job in self("jobs", "--json").json if job["operation"] == operation)


def settings(origin: str, time_zone: str = "") -> str:
    return f"""
[store]
name = "Loja Gávea"
account = "{ACCOUNT}"
cnpj = "11222333000181"
uf = "RJ"
environment = "homologation"
time_zone = "{time_zone or zone_of_noon()}"

[[accounts]]
name = "{ACCOUNT}"
myvtex_origin = "{origin}"
oms_origin = "{origin}"

[receiver]
enabled = false
"""


@pytest.fixture
def di(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[CommandLine]:
    """Give the command line, in English, on an empty home."""
    root = tmp_path / "home"
    monkeypatch.setenv("DESKTOP_INVOICER_HOME", str(root))
    monkeypatch.setenv("LANGUAGE", "en")
    level, handlers = (
        logging.getLogger().level,
        {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)},
    )
    yield CommandLine(Home.below(root), monkeypatch, capsys)
    logs.stop_logging()
    logging.getLogger().setLevel(level)
    for name, handler in handlers.items():
        signal.signal(name, handler)
    activate(Language.PT_BR)


@pytest.fixture
def account() -> Iterator[Simulator]:
    """Give an account with a sale at the counter, a delivery and a return that wait to be invoiced."""
    simulator = Simulator(ACCOUNT)
    simulator.add_stories(["anonymous-pickup", "delivery", "return"])
    with simulator.serve():
        simulator.request_all()
        yield simulator


@pytest.fixture
def desk(di: CommandLine, account: Simulator) -> CommandLine:
    """Give the command line of a store that is set up for the account."""
    di.use(account)
    return di


@pytest.fixture
def loaded(desk: CommandLine) -> CommandLine:
    """Give a desk that has found and loaded everything."""
    assert desk("run", "--until-idle").code == 0
    return desk
