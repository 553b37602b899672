"""A value together with the text it was read from, so that the raw text stays available."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sourced(Generic[T]):
    """Something read from outside, and its raw text."""

    value: T
    raw: str
