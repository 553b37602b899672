"""The access key (chave de acesso): 44 characters that name one fiscal document.

Layout: cUF 2, AAMM 4, CNPJ 14 (letters allowed in its first twelve), mod 2, serie 3, nNF 9, tpEmis 1, cNF 8, cDV 1
(Manual de Orientação do Contribuinte; letters by Nota Técnica Conjunta 2025.001).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, StrEnum
from urllib.parse import unquote

from desktop_invoicer.domain.tax_id import is_cnpj, is_cpf, modulo_11

LENGTH = 44
STATE_CODES = {
    "RO": "11", "AC": "12", "AM": "13", "RR": "14", "PA": "15", "AP": "16", "TO": "17", "MA": "21", "PI": "22",
    "CE": "23", "RN": "24", "PB": "25", "PE": "26", "AL": "27", "SE": "28", "BA": "29", "MG": "31", "ES": "32",
    "RJ": "33", "SP": "35", "PR": "41", "SC": "42", "RS": "43", "MS": "50", "MT": "51", "GO": "52", "DF": "53",
}  # fmt: skip
"""IBGE codes of the states, cUF."""

_LAYOUT = re.compile(r"[0-9]{6}[0-9A-Z]{12}[0-9]{26}")
_STANDING_OUT = re.compile(r"(?<![0-9A-Z])(?:NFE|CFE)?(?P<key>[0-9]{6}[0-9A-Z]{12}[0-9]{26})(?![0-9A-Z])")
"""A key between other signs, whatever they are: a scanner set to another keyboard changes signs, not the key."""
_QR_PARAMETER = re.compile(r"[^0-9A-Z](?:P|CHNFE)=(?P<key>[0-9A-Z]{1,99})(?![0-9A-Z])")
_PREFIX = re.compile(r"^(?:CHAVE(?:DEACESSO)?|NFE|CFE):?(?=[0-9])")
_SEPARATORS = re.compile("[\\s.\\-/\u200b\u2010-\u2014\ufeff]")
_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))
_CPF_ISSUER = "000"
"""A farmer issues with a CPF, which has three digits less."""


class KeyPart(StrEnum):
    """The parts of a key, in their order."""

    CUF = "cuf"
    AAMM = "aamm"
    CNPJ = "cnpj"
    MODEL = "model"
    SERIE = "serie"
    NNF = "nnf"
    TP_EMIS = "tp_emis"
    CNF = "cnf"
    CDV = "cdv"

    @property
    def place(self) -> slice:
        """Where the part stands in the key."""
        return _PLACES[self]


_PLACES = {
    KeyPart.CUF: slice(0, 2),
    KeyPart.AAMM: slice(2, 6),
    KeyPart.CNPJ: slice(6, 20),
    KeyPart.MODEL: slice(20, 22),
    KeyPart.SERIE: slice(22, 25),
    KeyPart.NNF: slice(25, 34),
    KeyPart.TP_EMIS: slice(34, 35),
    KeyPart.CNF: slice(35, 43),
    KeyPart.CDV: slice(43, 44),
}


class AccessKeyProblem(Enum):
    """Why a text is not an access key."""

    LENGTH = "length"
    CHARACTERS = "characters"
    CHECK_DIGIT = "check_digit"
    IMPOSSIBLE = "impossible"
    """The digit is right, but no issuer, state or month is named: 44 digits of something else."""


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key that a document may have. The check digit does not see every error: compare the parts too."""

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

    Understands spaces, dots and hyphens, the ``NFe``/``CFe`` prefixes, lower case, the address of a QR code or of the
    NF-e portal in any encoding of its signs, and what a scanner makes of it that is set to another keyboard. Of a text
    with two different keys it takes neither.
    """
    text = unquote(text).upper()
    keys = set(_STANDING_OUT.findall(text)) or set(_QR_PARAMETER.findall(text))
    return keys.pop() if len(keys) == 1 else _PREFIX.sub("", _SEPARATORS.sub("", text))


def read_access_key(text: str) -> AccessKey | AccessKeyProblem:
    """Read an access key in any usual writing; a text that is none gives the problem, never an exception."""
    key = strip_key(text)
    if len(key) != LENGTH:
        return AccessKeyProblem.LENGTH
    if not _LAYOUT.fullmatch(key):
        return AccessKeyProblem.CHARACTERS
    if check_digit(key[:-1]) != key[-1]:
        return AccessKeyProblem.CHECK_DIGIT
    if any(not is_possible(part, key[part.place]) for part in KeyPart):
        return AccessKeyProblem.IMPOSSIBLE
    return AccessKey(key)


def is_possible(part: KeyPart, text: str) -> bool:
    """Tell whether a document of whatever issuer and day may have this as a part of its key."""
    match part:
        case KeyPart.CUF:
            return text in STATE_CODES.values()
        case KeyPart.AAMM:
            return text[2:] in _MONTHS
        case KeyPart.CNPJ:
            return is_cnpj(text) or (text.startswith(_CPF_ISSUER) and is_cpf(text.removeprefix(_CPF_ISSUER)))
        case _:
            return True


def check_digit(body: str) -> str:
    """Give cDV for the first 43 characters: modulo 11, 0 when the remainder is 0 or 1."""
    return modulo_11(body)
