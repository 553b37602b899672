"""Personal numbers inside a text that somebody wrote: CPF, CNPJ, and the number of a card.

Logs and records may not hold them (design.md, promise 7; PCI DSS, 3.4), and a slip or a tired hand may bring them.
"""

from __future__ import annotations

import re

from desktop_invoicer.domain.tax_id import bare, is_cnpj, is_cpf, masked

_MASKED_TAX_ID = re.compile(
    r"(?<![0-9A-Z])(?:[0-9]{3}\.[0-9]{3}\.[0-9]{3}[-/][0-9]{2}|[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}/[0-9A-Z]{4}-[0-9]{2})"
    r"(?![0-9])",
    re.IGNORECASE,
)
_ORDER_SUFFIX = r"(?!-[0-9]{2}(?![0-9]))"
_BARE_TAX_ID = re.compile(
    rf"(?<![0-9A-Za-z])(?:[0-9]{{9}}-?[0-9]{{2}}|[0-9A-Z]{{12}}[0-9]{{2}})(?![0-9A-Za-z]){_ORDER_SUFFIX}"
)
_MARKETPLACE_PREFIX = re.compile(r"(?<![0-9A-Za-z])(?!CPF)[A-Z]{3}-$")
_CARD = re.compile(
    r"(?<![0-9A-Za-z])(?:[2-6][0-9]{12,18}|[2-6][0-9]{3}(?:[ .-][0-9]{4}){3}|3[47][0-9]{2}[ .-][0-9]{6}[ .-][0-9]{5})"
    r"(?![0-9A-Za-z])"
)
"""In one piece, or in the groups in which cards show it; the first digit of every card in Brazil is one of these."""
_SHOWN_DIGITS = 4


def without_tax_ids(text: str) -> str:
    """Mask every CPF and CNPJ; another number, or the id of an order, stays."""
    text = _MASKED_TAX_ID.sub(lambda match: masked(bare(match[0])), text)
    return _BARE_TAX_ID.sub(_without_person, text)


def without_personal_numbers(text: str) -> str:
    """Mask every CPF and CNPJ, and of the number of a card all but its last four digits."""
    return without_tax_ids(_CARD.sub(_without_card, text))


def _without_person(match: re.Match[str]) -> str:
    """Mask a CPF or CNPJ; another number, or the id of a marketplace's order, stays."""
    number = bare(match[0])
    if not (is_cpf(number) or is_cnpj(number)) or _MARKETPLACE_PREFIX.search(match.string[: match.start()][-5:]):
        return match[0]
    return masked(number)


def _without_card(match: re.Match[str]) -> str:
    digits = bare(match[0])
    return f"•••• {digits[-_SHOWN_DIGITS:]}" if _is_luhn(digits) else match[0]


def _is_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
