"""SIGKILL while the trail is written and its head is kept outside: the check finds nothing wrong, every time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tests.counter import new_database
from tests.flow.trail_process import FileAnchor
from tests.harmed_trail import verify
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX systems")]

KILLS = 5
LONGEST = 0.05
"""Seconds that the program lives on after its head moved."""
REPOSITORY = Path(__file__).parents[2]


def killed_at_random(folder: Path, random: Random) -> None:
    """Let the program run until it has moved the head a few times, then kill it wherever it is."""
    before = FileAnchor(folder).read().head.number
    deadline = time.monotonic() + PATIENCE
    command = [sys.executable, "-m", "tests.flow.trail_process", str(folder)]
    with subprocess.Popen(command, cwd=REPOSITORY) as process:  # noqa: S603 (this repository's own)
        while FileAnchor(folder).read().head.number < before + 5:
            assert time.monotonic() < deadline
            assert process.poll() is None
        time.sleep(random.uniform(0, LONGEST))
        process.send_signal(signal.SIGKILL)


def test_a_killed_program_never_leaves_a_trail_that_looks_harmed(tmp_path: Path) -> None:
    new_database(tmp_path).close()
    random = Random(7)  # noqa: S311 (repeatable, not secret)

    for _ in range(KILLS):
        killed_at_random(tmp_path, random)
        anchor = FileAnchor(tmp_path).read()

        verdict = verify(tmp_path, anchor)

        assert verdict.is_sound, verdict.findings
        assert verdict.head.number >= anchor.head.number > 0
