"""How the program is as a whole, and what of it is news."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_invoicer.domain.health import Condition, Health, Part, PartHealth, QueueHealth
from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import NOW

WELL = PartHealth(Part.DISK, Condition.WELL)
LOW = PartHealth(Part.DISK, Condition.WARNING, problem=Problem(ProblemCode.DISK_LOW))
DEAF = PartHealth(Part.RECEIVER, Condition.TROUBLE, problem=Problem(ProblemCode.RECEIVER_DEAF))
OFF = PartHealth(Part.POLLING, Condition.OFF)


def health(*parts: PartHealth, queue: QueueHealth | None = None) -> Health:
    return Health(NOW, NOW, "1", parts, queue or QueueHealth())


@pytest.mark.parametrize(
    ("parts", "condition"),
    [
        ((), Condition.WELL),
        ((OFF, WELL), Condition.WELL),
        ((WELL, LOW, OFF), Condition.WARNING),
        ((LOW, DEAF, WELL), Condition.TROUBLE),
    ],
)
def test_the_program_is_as_its_worst_part(parts: tuple[PartHealth, ...], condition: Condition) -> None:
    assert health(*parts).condition is condition


def test_parts_are_found_by_kind() -> None:
    assert health(WELL, DEAF, LOW).of(Part.DISK) == (WELL, LOW)


def test_another_figure_or_moment_is_no_news() -> None:
    later = replace(health(replace(WELL, last_success=NOW, facts={"free_bytes": 7})), at=NOW + timedelta(seconds=1))

    assert not health(WELL).differs(later)


@pytest.mark.parametrize(
    "other",
    [
        health(LOW),
        health(replace(WELL, subject="/srv")),
        health(WELL, OFF),
        health(replace(WELL, problem=Problem(ProblemCode.DISK_FULL))),
        health(WELL, queue=QueueHealth(open=1)),
    ],
)
def test_another_condition_problem_or_queue_is_news(other: Health) -> None:
    assert health(WELL).differs(other)
