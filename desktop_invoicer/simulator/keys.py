"""Makes access keys for documents that never existed at any tax authority."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from desktop_invoicer.domain.access_key import check_digit

STATE_CODES = {
    "RO": "11", "AC": "12", "AM": "13", "RR": "14", "PA": "15", "AP": "16", "TO": "17", "MA": "21", "PI": "22",
    "CE": "23", "RN": "24", "PB": "25", "PE": "26", "AL": "27", "SE": "28", "BA": "29", "MG": "31", "ES": "32",
    "RJ": "33", "SP": "35", "PR": "41", "SC": "42", "RS": "43", "MS": "50", "MT": "51", "GO": "52", "DF": "53",
}  # fmt: skip
"""IBGE codes of the states, cUF."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """The store that issues."""

    cnpj: str
    uf: str


@dataclass(frozen=True, slots=True)
class Number:
    """A document's place in the store's books."""

    model: str
    serie: int
    nnf: int


def access_key(issuer: Issuer, number: Number, issued: datetime, rng: random.Random) -> str:
    """Build a key of normal emission with a random cNF that is not the number itself."""
    cnf = rng.randrange(10**7, 10**8 - 1)
    cnf += cnf == number.nnf
    body = (
        f"{STATE_CODES[issuer.uf]}{issued:%y%m}{issuer.cnpj}{number.model}{number.serie:03d}{number.nnf:09d}1{cnf:08d}"
    )
    return body + check_digit(body)
