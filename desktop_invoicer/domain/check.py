"""A comparison of a document with what a job needs, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from desktop_invoicer.domain.problem import Problem


class CheckName(StrEnum):
    """What is compared."""

    ORDER = "order"
    """The order can be invoiced at all."""
    KEY = "key"
    ISSUER = "issuer"
    AUTHORISED = "authorised"
    DIGEST = "digest"
    """The content is what was signed and what SEFAZ authorised."""
    ENVIRONMENT = "environment"
    MODEL = "model"
    DIRECTION = "direction"
    VALUE = "value"
    BUYER = "buyer"
    ITEMS = "items"
    DATE = "date"
    ORIGINAL = "original"
    """What is cancelled or comes back was sold with this order."""
    ITEM_REFERENCES = "item_references"
    """Each row of a return names the row of the original that comes back."""
    PURPOSE = "purpose"
    """A return says that it is one (finNFe 4)."""
    UNCANCELLED = "uncancelled"
    """No event is known that cancels the document."""
    UNUSED = "unused"
    """The document serves nothing else."""
    XML = "xml"
    """The XML is there where the account sends it along."""


class Verdict(StrEnum):
    """How a comparison ends."""

    OK = "ok"
    UNKNOWN = "unknown"
    """There is nothing to compare, such as the value when only the key is known."""
    WARNING = "warning"
    """A person should look; the document may be attached."""
    BLOCKING = "blocking"
    """The document may not be attached."""


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison. ``problem`` tells what is wrong; ``expected`` and ``found`` are the two sides, if there are two.

    Values are in cents, a model is its label, environment and direction are their enums' values, a date is ISO text.
    """

    name: CheckName
    verdict: Verdict
    problem: Problem | None = None
    expected: str | int | None = None
    found: str | int | None = None


WORST_FIRST = (Verdict.BLOCKING, Verdict.WARNING, Verdict.UNKNOWN, Verdict.OK)


def worst_first(checks: Iterable[Check]) -> tuple[Check, ...]:
    """Put what has to be done something about before everything else; what is alike stays in its order."""
    return tuple(sorted(checks, key=lambda check: WORST_FIRST.index(check.verdict)))
