"""Commands with a real Secret Service: what one process keeps, the next one has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ACCOUNT, settings

ROOT = Path(__file__).parents[2]
MISSING = [program for program in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(program) is None]

pytestmark = [
    pytest.mark.keyring,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

SCRIPT = f"""
printf 'of tests' | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1
di() {{ "$0" -m desktop_invoicer "$@" 2>&1; echo "exit $?"; }}
printf 'app-key=K3Y-of-tests\\napp-token=T0KEN-of-tests\\n' | di credentials set {ACCOUNT} --stdin
di jobs
di credentials check {ACCOUNT}
di credentials clear {ACCOUNT}
di credentials check {ACCOUNT}
"""


def test_credentials_and_the_database_outlive_the_command(tmp_path: Path) -> None:
    home = tmp_path / "desk"
    home.mkdir()
    (home / "config.toml").write_text(settings("http://127.0.0.1:9"), "utf-8")
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
    own = {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "DESKTOP_INVOICER_HOME": str(home)}

    done = subprocess.run(  # noqa: S603 (our own words only)
        ["dbus-run-session", "--", "sh", "-c", SCRIPT, sys.executable],  # noqa: S607
        cwd=ROOT,
        env={**kept, **own, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    told = done.stdout.splitlines()
    assert told[:4] == [f"Kept for {ACCOUNT}: app-key, app-token", "exit 0", "No jobs.", "exit 0"]
    assert told[4:].count(f"Kept for {ACCOUNT}: app-key, app-token") == 1  # by the check, which cannot reach VTEX
    assert f"Nothing is kept for {ACCOUNT} any more." in told
    assert (home / "data" / "invoicer.db").stat().st_size > 0
    assert "-of-tests" not in done.stdout + done.stderr + (home / "logs" / "desktop-invoicer.log").read_text("utf-8")
