"""The audit trail as a file."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_invoicer.domain.audit import NO_HEAD, TrailHead
from desktop_invoicer.errors import ReportUnwritableError, UnknownTrailFormatError
from desktop_invoicer.reports.trail_file import write_trail
from tests.trail_lines import chain

HEAD = TrailHead(9, "ab")


def test_json_lines_hold_everything_and_end_with_the_head(tmp_path: Path) -> None:
    lines, file = chain(3), tmp_path / "trail.jsonl"

    assert write_trail([lines[:2], lines[2:]], file, HEAD) == 3

    *told, head = map(json.loads, file.read_text("utf-8").splitlines())
    assert [line["hash"] for line in told] == [line.hash for line in lines]
    assert told[0]["facts"] == {"value": 100, "reason": "não é nosso"}
    assert head == {"head": "ab", "number": 9}


def test_a_cell_that_a_spreadsheet_would_compute_is_defused(tmp_path: Path) -> None:
    hostile = replace(chain(1)[0], who="=HYPERLINK(1)", subject="@sum", deed="-1+1", facts="\uff1d1")
    file = tmp_path / "TRAIL.CSV"

    write_trail([[hostile]], file, HEAD)

    _headings, row = csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";")
    assert row[2:6] == ["'=HYPERLINK(1)", "'-1+1", "'@sum", "'\uff1d1"]


def test_an_empty_trail_is_a_file_with_its_head_alone(tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"

    assert write_trail([], file, NO_HEAD) == 0
    assert json.loads(file.read_text("utf-8")) == {"head": "", "number": 0}


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownTrailFormatError):
        write_trail([], tmp_path / "trail.xlsx", NO_HEAD)

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportUnwritableError):
        write_trail([], tmp_path / "nowhere" / "trail.csv", NO_HEAD)
