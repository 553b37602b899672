"""Figures as the panel writes them."""

from __future__ import annotations

import re

from desktop_invoicer.domain.tax_id import is_cnpj, is_cpf, masked

_GROUP = 4
_KEY = re.compile(r"[0-9A-Z]{44}")


def grouped(key: str, groups: int = 6) -> str:
    """Write an access key in groups of four, as the DANFE does, so many in a line."""
    width = groups * _GROUP
    lines = (key[start : start + width] for start in range(0, len(key), width))
    return "\n".join(" ".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP)) for text in lines)


def breakable(text: str) -> str:
    """Write the access keys in a text in groups of four, so that a line can end within one."""
    return _KEY.sub(lambda key: " ".join(re.findall("." * _GROUP, key[0])), text)


def ncm_text(code: str) -> str:
    """Write an NCM with its dots: ``6109.10.00``."""
    return f"{code[:4]}.{code[4:6]}.{code[6:]}"


def tax_id_text(text: str, *, revealed: bool) -> str:
    """Write a CPF or CNPJ with its signs, or without naming the person."""
    if not revealed:
        return masked(text)
    if is_cnpj(text):
        return f"{text[:2]}.{text[2:5]}.{text[5:8]}/{text[8:12]}-{text[12:]}"
    if is_cpf(text):
        return f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}"
    return text
