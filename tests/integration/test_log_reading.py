"""Reading logs again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop_invoicer.logs.reading import failures, parsed, readable, tail

NEW = json.dumps({"time": "2026-11-20T15:30:00.000Z", "level": "INFO", "logger": "tests", "message": "order 1-01"})
FAILED = json.dumps(
    {"time": "T", "level": "ERROR", "logger": "tests", "message": "x", "exception": "A\nB", "error": "1234abcd"}
)
OLD = "2026-11-20T15:30:00.000Z INFO tests: order 1-01"


def test_a_line_is_shown_as_people_read_it() -> None:
    assert readable(NEW) == OLD
    assert readable(FAILED) == "T ERROR tests: x\n    A\n    B"


@pytest.mark.parametrize("line", [OLD, "", "{", "[]", "1", '{"a": 1}', "null"])
def test_a_line_of_others_stays_as_it_is(line: str) -> None:
    assert readable(line) == line
    assert parsed(line) is None


def test_the_end_of_a_log_begins_with_a_whole_line(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text(f"{OLD}\n{NEW}\n{NEW}\n", "utf-8")

    assert tail(log, len(NEW) * 2) == OLD
    assert tail(log, 10_000) == f"{OLD}\n{OLD}\n{OLD}"


def test_failures_are_found_in_all_logs_and_a_log_that_is_gone_has_none(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text(f"{OLD}\n{FAILED}\n{NEW}\n", "utf-8")

    assert [found["error"] for found in failures([tmp_path / "gone.log", log, log])] == ["1234abcd", "1234abcd"]
