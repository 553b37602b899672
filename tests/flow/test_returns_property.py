"""Any sequence of sales, returns, crashes and repeats never gives back more than was invoiced, nor without a word.

``--hypothesis-profile=fuzz`` looks for minutes.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.flow.returns_machine import Returns, happened

PART = 3
"""A run looks at one in so many of the examples that its profile allows: each is a day at the counter."""


def test_no_sequence_gives_back_more_than_was_invoiced() -> None:
    happened.clear()
    examples = max(settings().max_examples // PART, 1)

    run_state_machine_as_test(
        Returns,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert min(happened[name] for name in ("Input here", "Output here", "Input elsewhere", "crash")) > 0, happened
