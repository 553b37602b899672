"""The real Secret Service: gnome-keyring on a message bus of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_invoicer.credentials import open_vault

PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [program for program in PROGRAMS if shutil.which(program) is None]
ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.keyring,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

UNLOCKED = "printf 'of tests' | gnome-keyring-daemon --unlock --components=secrets"
LOCKED = "gnome-keyring-daemon --start --components=secrets"

ROUND_TRIP = """
import json
from desktop_invoicer.credentials import *
from desktop_invoicer.credentials import Secret
vault = open_vault(10)
write_credentials(vault, "loja", {Secret.APP_KEY: "k", Secret.APP_TOKEN: "t"})
key = make_database_key(vault)
again = open_vault(10)
before = read_credentials(again, "loja")
clear_credentials(again, "loja")
print(json.dumps({
    "is_kept": vault.is_kept,
    "reason": vault.reason,
    "values": before.values,
    "same_key": read_database_key(again) == key,
    "cleared": read_credentials(vault, "loja").values,
}))
"""
OPEN = """
import json
from desktop_invoicer.credentials import open_vault
vault = open_vault(1)
print(json.dumps({"is_kept": vault.is_kept, "reason": vault.reason}))
"""


def on_a_bus(tmp_path: Path, daemon: str, script: str) -> dict[str, object]:
    """Run a script of ours beside a keyring daemon; both end with the bus."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG", "PYTHONPATH"}}
    environment = {**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = f'{daemon} > /dev/null 2>&1; exec "$0" -c "$1"'
    done = subprocess.run(  # noqa: S603 (our own words only)
        ["dbus-run-session", "--", "sh", "-c", command, sys.executable, script],  # noqa: S607
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_secrets_are_kept_in_an_unlocked_secret_service(tmp_path: Path) -> None:
    assert on_a_bus(tmp_path, UNLOCKED, ROUND_TRIP) == {
        "is_kept": True,
        "reason": "",
        "values": ["k", "t"],
        "same_key": True,
        "cleared": [],
    }


def test_a_locked_secret_service_is_picked_but_not_trusted(tmp_path: Path) -> None:
    answer = on_a_bus(tmp_path, LOCKED, OPEN)

    assert answer["is_kept"] is False
    assert "SecretService" in str(answer["reason"])


def test_without_a_bus_secrets_stay_in_memory_and_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")

    vault = open_vault(5)

    assert not vault.is_kept
    assert "SecretService" in vault.reason
