"""Where a mistyped access key is likely wrong.

The check digit alone never tells: nearly every place has a character that would make it right. But most of a key is
known before it is read: the store's state and CNPJ, about the month, one of two models. What is not as it should be
singles out a place; else only series, number, form of emission and code are left, which nobody can know.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from desktop_invoicer.domain.access_key import (
    LENGTH,
    STATE_CODES,
    AccessKey,
    KeyPart,
    check_digit,
    is_possible,
    read_access_key,
)
from desktop_invoicer.domain.decision import DocumentModel

_GROUP = 4
_MODELS = frozenset(model.value for model in DocumentModel)
_FORMS = frozenset("12345679")
_UNKNOWABLE = slice(KeyPart.SERIE.place.start, LENGTH)
_LETTERS = range(KeyPart.CNPJ.place.start, KeyPart.CNPJ.place.stop - 2)
_RECENT = 3
"""Months: a document that is older is rarer than a slip of the hand."""
_SIMILAR = 2
"""A CNPJ with so many other characters at most was meant to be the store's; another one is another company's."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a key should say; nothing that is empty. ``cnpj`` bare; ``today`` in Brasília."""

    cnpj: str = ""
    uf: str = ""
    today: date | None = None


@dataclass(frozen=True, slots=True)
class KeyDoubt:
    """The characters from ``start`` to ``end`` of a bare text are likely wrong, and might be ``expected``.

    ``part`` is the one they belong to; ``None`` where they belong to several.
    """

    text: str
    start: int
    end: int
    part: KeyPart | None
    expected: str | None = None

    @property
    def groups(self) -> range:
        """Give the printed groups of four in question, counted from 1."""
        last = max(self.start, self.end - 1)
        return range(self.start // _GROUP + 1, min(last, LENGTH - 1) // _GROUP + 2)

    @property
    def found(self) -> str:
        """Give these groups as they are written."""
        return self._printed(self.text)

    @property
    def proposed(self) -> str:
        """Give these groups as they should be; empty where that cannot be told."""
        if self.expected is None:
            return ""
        return self._printed(self.text[: self.start] + self.expected + self.text[self.end :])

    @property
    def facts(self) -> dict[str, str | int]:
        """Give what a problem tells of it; ``first`` and ``last`` are printed groups."""
        return {
            "start": self.start,
            "end": self.end,
            "part": self.part or "",
            "first": self.groups[0],
            "last": self.groups[-1],
            "found": self.found,
            "expected": self.proposed,
        }

    def _printed(self, text: str) -> str:
        return " ".join(text[_GROUP * (group - 1) : _GROUP * group] for group in self.groups)


def find_doubt(text: str, known: Known) -> KeyDoubt | None:
    """Find the place to look at in a bare text that is no key; ``None`` where nothing can be told."""
    if abs(len(text) - LENGTH) > 1 or isinstance(read_access_key(text), AccessKey):
        return None
    if _is_of_another(text, known):
        known = replace(known, cnpj="", uf="")
    wrong = [part for part in KeyPart if not _is_right(part, text[part.place], known)] if len(text) == LENGTH else []
    if len(text) == LENGTH and not wrong:
        return KeyDoubt(text, _UNKNOWABLE.start, _UNKNOWABLE.stop, None) if known.uf else None
    return _of_repairs(text, known) or (_of_part(text, wrong[0]) if wrong else None)


def _of_part(text: str, part: KeyPart) -> KeyDoubt:
    return KeyDoubt(text, part.place.start, part.place.stop, part)


def _of_repairs(text: str, known: Known) -> KeyDoubt | None:
    """Find what the smallest changes that make everything right have in common: their place, or even their outcome."""
    for characters in (string.digits, string.digits + string.ascii_uppercase):
        found = [repair for repair in _repairs(text, known, characters) if _is_key(repair[2], known)]
        if found:
            start, end = min(repair[0] for repair in found), max(repair[1] for repair in found)
            outcomes = {repair[2] for repair in found}
            if len(outcomes) > 1:
                return KeyDoubt(text, start, end, _part_of(start, end))
            return _of_outcome(text, start, end, outcomes.pop())
    return None


def _of_outcome(text: str, start: int, end: int, outcome: str) -> KeyDoubt:
    """Name what differs, no more."""
    if len(text) == LENGTH:
        differing = [at for at in range(LENGTH) if text[at] != outcome[at]]
        start, end = differing[0], differing[-1] + 1
    return KeyDoubt(text, start, end, _part_of(start, end), outcome[start : LENGTH - len(text) + end])


def _repairs(text: str, known: Known, characters: str) -> Iterator[tuple[int, int, str]]:
    """Give what may have been meant: where it differs, and the whole; a slip of the hand, or a part that is known."""
    if len(text) > LENGTH:
        yield from ((at, at + 1, text[:at] + text[at + 1 :]) for at in range(len(text)))
        return
    width = 1 if len(text) == LENGTH else 0
    for at in range(LENGTH):
        allowed = characters if at in _LETTERS else string.digits
        yield from ((at, at + width, text[:at] + char + text[at + width :]) for char in allowed)
    if width:
        swapped = (text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(LENGTH - 1))
        yield from ((at, at + 2, whole) for at, whole in enumerate(swapped))
        for part, told in ((KeyPart.CUF, STATE_CODES.get(known.uf)), (KeyPart.CNPJ, known.cnpj)):
            if told:
                place = part.place
                yield place.start, place.stop, text[: place.start] + told + text[place.stop :]


def _is_key(text: str, known: Known) -> bool:
    """Tell whether this is a key, with all parts as they should be."""
    return check_digit(text[:-1]) == text[-1] and all(_is_right(part, text[part.place], known) for part in KeyPart)


def _is_right(part: KeyPart, text: str, known: Known) -> bool:
    is_written_right = part is KeyPart.CNPJ or (text.isascii() and text.isdigit())
    return is_written_right and is_possible(part, text) and _is_usable(part, text) and _agrees(part, text, known)


def _is_usable(part: KeyPart, text: str) -> bool:
    """Tell whether an NF-e or NFC-e may have this."""
    match part:
        case KeyPart.MODEL:
            return text in _MODELS
        case KeyPart.NNF:
            return int(text) > 0
        case KeyPart.TP_EMIS:
            return text in _FORMS
        case _:
            return True


def _agrees(part: KeyPart, text: str, known: Known) -> bool:
    match part:
        case KeyPart.CUF:
            return not known.uf or text == STATE_CODES[known.uf]
        case KeyPart.AAMM:
            return known.today is None or _is_recent(text, known.today)
        case KeyPart.CNPJ:
            return known.cnpj in {"", text}
        case _:
            return True


def _is_recent(aamm: str, today: date) -> bool:
    """Tell whether a month is this one, or so short ago that its documents are still attached."""
    return 0 <= 12 * (today.year % 100 - int(aamm[:2])) + today.month - int(aamm[2:]) <= _RECENT


def _is_of_another(text: str, known: Known) -> bool:
    """Tell whether the key names another company, rightly written."""
    cnpj = text[KeyPart.CNPJ.place]
    if not known.cnpj or not is_possible(KeyPart.CNPJ, cnpj):
        return False
    return sum(one != other for one, other in zip(cnpj, known.cnpj, strict=True)) > _SIMILAR


def _part_of(start: int, end: int) -> KeyPart | None:
    """Give the part that holds all the characters, if one does."""
    parts = (part for part in KeyPart if part.place.start <= start and max(end, start + 1) <= part.place.stop)
    return next(parts, None)
