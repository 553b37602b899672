"""A user's account on a computer, with a home and a real Secret Service of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[2]
MISSING = [program for program in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(program) is None]

OPENING = """
printf 'of tests' | gnome-keyring-daemon --unlock --components=secrets > /dev/null 2>&1
di() { "$0" -m desktop_invoicer "$@" 2>&1; echo "exit $?"; }
"""
"""Unlocks the keyring; ``di`` is the program, which tells its exit code in a line of its own."""

needs_computer = [
    pytest.mark.keyring,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


class Computer:
    """Keeps what one command leaves for the next one."""

    def __init__(self, folder: Path) -> None:
        """Give the user ``folder`` as theirs, with a home of the program in it."""
        self.folder = folder
        self.home = folder / "desk"
        self.home.mkdir(parents=True)

    def does(self, script: str) -> str:
        """Run commands, and give what they print."""
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LANG"}}
        own = {
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "DESKTOP_INVOICER_HOME": str(self.home),
        }
        done = subprocess.run(  # noqa: S603 (our own words only)
            ["dbus-run-session", "--", "sh", "-c", OPENING + script, sys.executable],  # noqa: S607
            cwd=ROOT,
            env={**kept, **own, "PYTHONPATH": str(ROOT), "LANGUAGE": "en", "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        return done.stdout + done.stderr
