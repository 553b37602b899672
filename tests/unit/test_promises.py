"""Every promise names what keeps it and tests that try to break it; they exist, and those of the threat model do."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
THREATS = ROOT / "docs" / "threat-model.md"
PROMISES = 10

_HEADING = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(\.\./([\w/.-]+)\)")
_NODE = re.compile(r"`(tests/[\w/]+\.py)::(\w+(?:::\w+)?)`")


@dataclass(frozen=True, slots=True)
class Promise:
    """A section of the page."""

    number: int
    title: str
    text: str

    @property
    def modules(self) -> list[str]:
        """Give the files that it links to."""
        return _LINK.findall(self.text)

    @property
    def nodes(self) -> list[tuple[str, str]]:
        """Give the tests that it names: file and function."""
        return _NODE.findall(self.text)


def promises(page: str) -> list[Promise]:
    """Read the sections of the page."""
    parts = _HEADING.split(page)[1:]
    return [Promise(int(number), title, text) for number, title, text in zip(*[iter(parts)] * 3, strict=True)]


def faults_of(page: str) -> list[str]:
    """Tell what is wrong with the page."""
    found = promises(page)
    faults = [] if [one.number for one in found] == list(range(1, PROMISES + 1)) else ["the promises are not 1 to 10"]
    for promise in found:
        where = f"{promise.number}. {promise.title}"
        faults += [] if promise.modules else [f"{where}: nothing keeps it"]
        faults += [] if promise.nodes else [f"{where}: nothing tries to break it"]
    return faults + missing_in(page)


def missing_in(page: str) -> list[str]:
    """Name the files and tests of a page that are not there."""
    modules = [module for module in _LINK.findall(page) if not (ROOT / module).exists()]
    tests = [f"{file}::{name}" for file, name in _NODE.findall(page) if not is_test(file, name)]
    return [f"{missing} is not there" for missing in (*modules, *tests)]


def is_test(file: str, name: str) -> bool:
    """Tell whether a test is there, without running any of its module."""
    return (ROOT / file).exists() and name in names_in(ROOT / file)


@cache
def names_in(file: Path) -> frozenset[str]:
    """Name the tests of a file: functions, and machines of hypothesis that became a test by assignment."""
    body = ast.parse(file.read_text("utf-8")).body
    functions = [node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assigned = [
        target.id
        for node in body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    return frozenset(name for name in [*functions, *assigned] if name.startswith(("test_", "Test")))


def test_every_promise_has_what_keeps_it_and_tests_that_try_to_break_it() -> None:
    assert faults_of(PAGE.read_text("utf-8")) == []


def test_what_the_threat_model_says_of_a_defence_is_there() -> None:
    page = THREATS.read_text("utf-8")

    assert len(_NODE.findall(page)) > 30
    assert missing_in(page) == []


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (r"## 10\. ", "### 10. "),
        (r"`tests/flow/test_kill\.py::\w+`", "`tests/flow/test_kill.py::test_that_is_gone`"),
        (r"`tests/flow/test_kill\.py::", "`tests/flow/test_gone.py::"),
        (r"\]\(\.\./desktop_invoicer/receiver/app\.py\)", "](../desktop_invoicer/receiver/gone.py)"),
        (r"`tests/", "`elsewhere/"),
        (r"\]\(\.\./", "](/"),
    ],
)
def test_a_promise_that_is_left_alone_would_be_noticed(now: str, then: str) -> None:
    page = PAGE.read_text("utf-8")
    assert re.search(now, page)

    assert faults_of(re.sub(now, then, page)) != []
