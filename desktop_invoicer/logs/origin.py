"""Where a failure came from: classes and places in code, without a word of what it was about."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Iterator

MOST = 60
"""Classes and places that are told of one failure."""

_ROOTS = ("site-packages/", "desktop_invoicer/")


def origin(failure: BaseException) -> list[str]:
    """Name the failure and what caused it, each with the places that it went through, the innermost last."""
    return [step for one in _causes(failure) for step in _steps(one)][:MOST]


def fingerprint(steps: list[str]) -> str:
    """Give the id of a failure: the same for the same failure from the same place, whatever it was about."""
    return hashlib.sha256("\n".join(steps).encode()).hexdigest()[:8]


def _causes(failure: BaseException | None) -> Iterator[BaseException]:
    known: set[int] = set()
    while failure is not None and id(failure) not in known:
        known.add(id(failure))
        yield failure
        failure = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)


def _steps(failure: BaseException) -> Iterator[str]:
    yield type(failure).__qualname__
    for frame in traceback.StackSummary.extract(traceback.walk_tb(failure.__traceback__), lookup_lines=False):
        yield f"{_inside(frame.filename)}:{frame.lineno} {frame.name}"


def _inside(file: str) -> str:
    """Name a file from the folder of its package on: above it stand folders that may bear a person's name."""
    path = file.replace("\\", "/")
    for root in _ROOTS:
        if root in path:
            return path[path.rindex(root) :].removeprefix("site-packages/")
    return path.rpartition("/")[2]
