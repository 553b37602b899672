"""The access key (chave de acesso): 44 characters that name one fiscal document.

Layout: cUF 2, AAMM 4, CNPJ 14 (letters allowed in its first twelve), mod 2, serie 3, nNF 9, tpEmis 1, cNF 8, cDV 1
(Manual de Orientação do Contribuinte; letters by Nota Técnica Conjunta 2025.001).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from desktop_invoicer.domain.tax_id import modulo_11

LENGTH = 44
_LAYOUT = re.compile(r"[0-9]{6}[0-9A-Z]{12}[0-9]{26}")
_PREFIX = re.compile(r"^(?:NFE|CFE)(?=[0-9])")
_SEPARATORS = re.compile(r"[\s.\-/]")
_QR_PARAMETER = re.compile(r"[?&](?:p|chNFe)=(?P<key>[0-9A-Za-z]{44})(?![0-9A-Za-z])", re.IGNORECASE)


class AccessKeyProblem(Enum):
    """Why a text is not an access key."""

    LENGTH = "length"
    CHARACTERS = "characters"
    CHECK_DIGIT = "check_digit"


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key with the right layout and check digit. The digit does not see every error: compare its parts too."""

    text: str

    @property
    def cuf(self) -> str:
        """IBGE code of the issuing state, two digits."""
        return self.text[:2]

    @property
    def aamm(self) -> str:
        """Year and month of issue, ``"2611"`` for November 2026."""
        return self.text[2:6]

    @property
    def cnpj(self) -> str:
        """CNPJ of the issuer, fourteen characters."""
        return self.text[6:20]

    @property
    def model(self) -> str:
        """Document model as written: ``"55"`` is NF-e, ``"65"`` NFC-e, ``"59"`` CF-e SAT."""
        return self.text[20:22]

    @property
    def serie(self) -> int:
        """Series of the numbering."""
        return int(self.text[22:25])

    @property
    def nnf(self) -> int:
        """Number of the document in its series."""
        return int(self.text[25:34])

    @property
    def tp_emis(self) -> str:
        """Form of emission: ``"1"`` normal, ``"9"`` offline contingency."""
        return self.text[34]

    @property
    def cnf(self) -> str:
        """Random code of the document, eight digits."""
        return self.text[35:43]

    def __str__(self) -> str:
        """Give the 44 characters."""
        return self.text


def strip_key(text: str) -> str:
    """Take the key's characters out of what a person types or a scanner reads.

    Understands spaces, dots and hyphens, the ``NFe``/``CFe`` prefixes, lower case, and the QR URL of an NFC-e.
    """
    if in_url := _QR_PARAMETER.search(text):
        return in_url["key"].upper()
    return _PREFIX.sub("", _SEPARATORS.sub("", text).upper())


def read_access_key(text: str) -> AccessKey | AccessKeyProblem:
    """Read an access key in any usual writing; a text that is none gives the problem, never an exception."""
    key = strip_key(text)
    if len(key) != LENGTH:
        return AccessKeyProblem.LENGTH
    if not _LAYOUT.fullmatch(key):
        return AccessKeyProblem.CHARACTERS
    if check_digit(key[:-1]) != key[-1]:
        return AccessKeyProblem.CHECK_DIGIT
    return AccessKey(key)


def check_digit(body: str) -> str:
    """Give cDV for the first 43 characters: modulo 11, 0 when the remainder is 0 or 1."""
    return modulo_11(body)
