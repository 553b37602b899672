"""The counter at which the tests of the engine stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.counter import Counter, counter


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """Make a counter."""
    with counter(tmp_path) as made:
        yield made
