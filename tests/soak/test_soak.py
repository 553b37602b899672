"""The program stays as light as it was, with and without a window; what leaks on purpose is found.

Some dozens of notifications find gross leaks only; ``make soak`` finds those of some bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.soak.judging import judge
from tests.soak.store_life import Plan, faults_of, live

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="what a process takes is read from /proc"),
]


@pytest.mark.parametrize("has_window", [False, True], ids=["run", "window"])
def test_days_at_the_counter_leave_nothing_behind(tmp_path: Path, *, has_window: bool) -> None:
    outcome = live(Plan(days=3, a_day=16, has_window=has_window), tmp_path)

    assert list(faults_of(outcome)) == []
    assert all(sample.connections for sample in outcome.samples)
    assert [judged for judged in judge(outcome.samples) if not judged.is_flat] == []


def test_a_program_that_leaks_is_found_out(tmp_path: Path) -> None:
    outcome = live(Plan(days=3, a_day=16, leak="all"), tmp_path)

    growing = {judged.limit.name for judged in judge(outcome.samples) if not judged.is_flat}
    assert growing == {"memory", "handles", "threads"}
