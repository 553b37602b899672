"""Packs of data of every kind: what ships, what takes its place, and what is wrong with a file that cannot."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer.assets import asset
from desktop_invoicer.fiscal.marketplace_pack import load_marketplaces, read_marketplaces, shipped_marketplaces
from desktop_invoicer.fiscal.pack_file import LARGEST
from desktop_invoicer.fiscal.pack_format import PackInUse
from desktop_invoicer.fiscal.rule_pack import load_rules, read_rules, shipped_rules


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of packs, and a file of it as it would lie beside the settings."""

    load: Callable[[Path], PackInUse[Any, Any]]
    shipped: Callable[[], Any]
    read: Callable[[Path, bytes], Any]
    file: Path

    def write(self, day: date) -> None:
        """Write what ships as of another day."""
        text = asset("rules", self.file.name).read_text("utf-8")
        since = min(day, self.shipped().as_of)
        text = re.sub(r"checked_on = [\d-]+", f"checked_on = {since}", text)
        self.file.write_text(re.sub(r"\ndate = [\d-]+", f"\ndate = {day}", text, count=1), "utf-8")

    @property
    def told(self) -> str:
        """Say what is wrong with the file, while what ships counts."""
        in_use = self.load(self.file)
        assert (in_use.pack, in_use.file) == (self.shipped(), None)
        assert in_use.problem is not None
        assert in_use.problem.path == self.file
        [problem] = in_use.problem.problems
        assert isinstance(problem, str)
        return problem


@pytest.fixture(params=["rules", "marketplaces"])
def kind(request: pytest.FixtureRequest, tmp_path: Path) -> Kind:
    file = tmp_path / f"{request.param}.toml"
    if request.param == "rules":
        return Kind(load_rules, shipped_rules, read_rules, file)
    return Kind(load_marketplaces, shipped_marketplaces, read_marketplaces, file)


def test_without_a_file_what_ships_counts(kind: Kind) -> None:
    assert kind.load(kind.file) == PackInUse(kind.shipped())


def test_a_newer_file_takes_the_place_of_what_ships(kind: Kind) -> None:
    kind.write(date(2027, 1, 2))

    in_use = kind.load(kind.file)

    assert (in_use.pack.as_of, in_use.file, in_use.problem) == (date(2027, 1, 2), kind.file, None)


@pytest.mark.parametrize("days", [0, 1], ids=["as_old", "older"])
def test_a_file_that_is_no_newer_is_ignored(kind: Kind, days: int) -> None:
    kind.write(kind.shipped().as_of - timedelta(days))

    assert kind.load(kind.file) == PackInUse(kind.shipped())


def test_a_file_that_cannot_be_opened_is_told(kind: Kind) -> None:
    kind.file.mkdir()

    assert "cannot be read" in kind.told


@pytest.mark.skipif(sys.platform == "win32", reason="has no such pipes")
def test_a_pipe_is_not_waited_for(kind: Kind) -> None:
    os.mkfifo(kind.file)

    assert "no file" in kind.told


def test_a_file_that_is_too_large_is_told(kind: Kind) -> None:
    kind.file.write_bytes(b"#" * (LARGEST + 1))

    assert kind.told == "is larger than 256 KB"


@pytest.mark.parametrize("content", [b"a=" + b"[" * 100_000, b"a=" + b"9" * 5000, b"a=9999-99-99", b"[["])
def test_a_file_made_to_exhaust_is_told(kind: Kind, content: bytes) -> None:
    kind.file.write_bytes(content)

    assert kind.told.startswith("is no TOML: ")


def test_what_is_no_text_is_told(kind: Kind) -> None:
    kind.file.write_bytes(b"\xff\xfe")

    assert kind.told == "must be written in UTF-8"


def test_an_empty_file_is_told(kind: Kind) -> None:
    kind.file.touch()

    assert "schema: is missing" in getattr(kind.load(kind.file).problem, "problems", ())


def test_a_mark_that_some_editors_put_in_front_does_not_matter(kind: Kind) -> None:
    text = asset("rules", kind.file.name).read_bytes()

    assert kind.read(kind.file, b"\xef\xbb\xbf" + text) == kind.shipped()
