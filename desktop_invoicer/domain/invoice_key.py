"""What is wrong with a text that stands as the access key of an invoice in VTEX (facts: VTEX, section 7)."""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import cycle

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, AccessKeyProblem, KeyPart, read_access_key, strip_key
from desktop_invoicer.domain.choices import DocumentModel

_CFE = "59"
_SLIP = re.compile(r"[0-9]{3}9[0-9]{40}")
"""Bank, currency (9 is the real), check digit, and what is paid to whom."""


class KeyDefect(StrEnum):
    """Why a text is no access key of an NF-e or NFC-e."""

    LENGTH = "length"
    CHARACTERS = "characters"
    CHECK_DIGIT = "check_digit"
    IMPOSSIBLE = "impossible"
    """The digit is right, but no issuer, state or month is named."""
    BANK_SLIP = "bank_slip"
    """The digits below the bars of a bank slip (boleto): 44, too."""
    CFE = "cfe"
    """The key of a CF-e SAT."""
    MODEL = "model"
    """The key of another kind of document."""


_DEFECTS = {
    AccessKeyProblem.LENGTH: KeyDefect.LENGTH,
    AccessKeyProblem.CHARACTERS: KeyDefect.CHARACTERS,
    AccessKeyProblem.CHECK_DIGIT: KeyDefect.CHECK_DIGIT,
    AccessKeyProblem.IMPOSSIBLE: KeyDefect.IMPOSSIBLE,
}


def find_defect(text: str) -> KeyDefect | None:
    """Tell why a text is no key of an NF-e or NFC-e; ``None`` when it is one, in whichever writing."""
    key = read_access_key(text)
    bare = strip_key(text)
    if isinstance(key, AccessKey):
        if DocumentModel.of(key.model) is not None:
            return None
        return KeyDefect.CFE if key.model == _CFE else KeyDefect.MODEL
    if _is_slip(bare):
        return KeyDefect.BANK_SLIP
    if len(bare) == LENGTH and bare[KeyPart.MODEL.place] == _CFE:
        return KeyDefect.CFE
    return _DEFECTS[key]


def _is_slip(text: str) -> bool:
    """Check the digit of a bank slip: modulo 11 of the other 43, weights 2 to 9 from the right, and never 0."""
    if not _SLIP.fullmatch(text):
        return False
    rest = text[:4] + text[5:]
    remainder = (
        sum(int(digit) * weight for digit, weight in zip(reversed(rest), cycle(range(2, 10)), strict=False)) % 11
    )
    return text[4] == str(1 if remainder in {0, 1} else 11 - remainder)
