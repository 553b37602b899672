"""CPF and CNPJ: who buys and who sells, as text; a CNPJ may hold letters since July 2026 (NT Conjunta 2025.001)."""

from __future__ import annotations

import re
from itertools import cycle

_CPF = re.compile(r"[0-9]{11}")
_CNPJ = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_SEPARATORS = re.compile(r"[\s./-]")


def modulo_11(body: str) -> str:
    """Give the check digit of ``body``: weights 2 to 9 from the right, a character is worth its ASCII code minus 48."""
    values = (ord(char) - ord("0") for char in reversed(body))
    remainder = sum(value * weight for value, weight in zip(values, cycle(range(2, 10)), strict=False)) % 11
    return "0" if remainder < 2 else str(11 - remainder)  # noqa: PLR2004 (the rule's own number)


def bare(text: str) -> str:
    """Strip the mask (dots, slash, hyphen, spaces) and write letters in upper case."""
    return _SEPARATORS.sub("", text).upper()


def is_cpf(text: str) -> bool:
    """Tell whether ``text`` (bare) is a CPF with right check digits."""
    if not _CPF.fullmatch(text) or len(set(text)) == 1:
        return False
    return all(_cpf_digit(text[:length]) == text[length] for length in (9, 10))


def is_cnpj(text: str) -> bool:
    """Tell whether ``text`` (bare, upper case) is a CNPJ, numeric or alphanumeric, with right check digits."""
    if not _CNPJ.fullmatch(text) or len(set(text)) == 1:
        return False
    return all(modulo_11(text[:length]) == text[length] for length in (12, 13))


def masked(text: str) -> str:
    """Show a CPF or CNPJ without naming the person: only the last two characters stay readable."""
    return "•" * max(len(text) - 2, 0) + text[-2:]


def _cpf_digit(body: str) -> str:
    weighted = sum(int(char) * weight for char, weight in zip(reversed(body), range(2, 12), strict=False))
    remainder = weighted % 11
    return "0" if remainder < 2 else str(11 - remainder)  # noqa: PLR2004 (the rule's own number)
