"""Commands with a real Secret Service: what one process keeps, the next one has."""

from __future__ import annotations

from pathlib import Path

from tests.cli.computer import Computer, needs_computer
from tests.cli.conftest import ACCOUNT, settings

SCRIPT = f"""
printf 'app-key=K3Y-of-tests\\napp-token=T0KEN-of-tests\\n' | di credentials set {ACCOUNT} --stdin
di jobs
di credentials check {ACCOUNT}
di credentials clear {ACCOUNT}
di credentials check {ACCOUNT}
"""

pytestmark = needs_computer


def test_credentials_and_the_database_outlive_the_command(tmp_path: Path) -> None:
    mine = Computer(tmp_path / "mine")
    (mine.home / "config.toml").write_text(settings("http://127.0.0.1:9"), "utf-8")

    told = mine.does(SCRIPT)

    lines, log = told.splitlines(), mine.home / "logs" / "desktop-invoicer.log"
    assert lines[:4] == [f"Kept for {ACCOUNT}: app-key, app-token", "exit 0", "No jobs.", "exit 0"]
    assert lines[4:].count(f"Kept for {ACCOUNT}: app-key, app-token") == 1  # by the check, which cannot reach VTEX
    assert f"Nothing is kept for {ACCOUNT} any more." in lines
    assert (mine.home / "data" / "invoicer.db").stat().st_size > 0
    assert "-of-tests" not in told + log.read_text("utf-8")
