"""``doctor`` beside a running program: what that says of itself, in words and for programs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import load_config
from desktop_invoicer.domain.health import Condition, Part, PartHealth
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.commands import Commands
from tests.cli.conftest import CommandLine


@pytest.fixture
def holder(loaded: CommandLine) -> Iterator[Program]:
    """Give a program that runs."""
    with Program(loaded.home, load_config(loaded.home), loaded.vault, Parts()) as program:
        yield program


def add(program: Program, part: PartHealth) -> None:
    """Let the program say something more of itself."""

    async def watch(commands: Commands) -> None:
        commands.health_desk.watch(part.part, lambda: [part])

    program.begin(watch).result(timeout=60)


def test_programs_read_how_the_running_one_is(loaded: CommandLine, holder: Program) -> None:
    done = loaded("doctor", "--json")

    health = done.json["health"]
    assert (done.code, done.json["running"], health["condition"]) == (0, True, "well")
    assert {part["part"] for part in health["parts"]} >= {"engine", "database", "vtex", "clock", "disk", "audit"}
    assert health["queue"]["open"] == 3
    assert holder.answer("health", {})["result"]["since"] == health["since"]


def test_a_part_that_does_not_work_fails_the_doctor(loaded: CommandLine, holder: Program) -> None:
    problem = Problem(ProblemCode.PART_DIED, {"work": "sending"})
    add(holder, PartHealth(Part.ENGINE, Condition.TROUBLE, problem=problem))

    done = loaded("doctor")

    assert done.code == 1
    assert "A part of the program ended by itself (sending)." in done.said
    assert "support bundle.zip" in done.said
    assert loaded("doctor", "--json").json["ok"] is False


def test_a_part_to_look_at_is_told_and_fails_nothing(loaded: CommandLine, holder: Program) -> None:
    add(holder, PartHealth(Part.BACKUP, Condition.WARNING, problem=Problem(ProblemCode.BACKUP_MISSING)))

    done = loaded("doctor")

    assert done.code == 0
    assert "No backup was made yet." in done.said


def test_what_several_parts_suffer_from_is_told_once(loaded: CommandLine, holder: Program) -> None:
    problem = Problem(ProblemCode.CREDENTIALS, {"account": "lojafarmgavea", "reason": "none"})
    for part in (Part.VTEX, Part.POLLING):
        add(holder, PartHealth(part, Condition.TROUBLE, "lojafarmgavea", problem))

    topics = [finding["topic"] for finding in loaded("doctor", "--json").json["findings"]]

    assert [topic for topic in topics if topic in {"vtex", "polling"}] == ["vtex"]


def test_what_is_looked_at_from_here_is_not_told_twice(loaded: CommandLine, holder: Program) -> None:
    problem = Problem(ProblemCode.DISK_FULL, {"folder": "/srv", "megabytes": 3})
    add(holder, PartHealth(Part.DISK, Condition.TROUBLE, problem=problem))

    topics = [finding["topic"] for finding in loaded("doctor", "--json").json["findings"]]

    assert topics.count("disk") == 1
