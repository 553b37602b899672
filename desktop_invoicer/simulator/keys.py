"""Makes access keys for documents that never existed at any tax authority."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime

from desktop_invoicer.domain.access_key import STATE_CODES, check_digit


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
