"""Makes access keys for documents that never existed at any tax authority."""

from __future__ import annotations

import random
import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from desktop_invoicer.domain.access_key import STATE_CODES, check_digit

FIRST_NUMBER = 10001


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


class Numbering:
    """Which number comes next in the books of a store, by model. Safe from any thread."""

    def __init__(self, serie: int = 1) -> None:
        self._serie = serie
        self._next: defaultdict[str, int] = defaultdict(lambda: FIRST_NUMBER)
        self._lock = threading.Lock()

    def take(self, model: str) -> Number:
        """Give the next number of a model."""
        with self._lock:
            taken = self._next[model]
            self._next[model] += 1
        return Number(model, self._serie, taken)

    def skip(self, model: str, count: int) -> None:
        """Let numbers go that no document will ever have."""
        with self._lock:
            self._next[model] += count


def access_key(issuer: Issuer, number: Number, issued: datetime, rng: random.Random) -> str:
    """Build a key of normal emission with a random cNF that is not the number itself."""
    cnf = rng.randrange(10**7, 10**8 - 1)
    cnf += cnf == number.nnf
    body = (
        f"{STATE_CODES[issuer.uf]}{issued:%y%m}{issuer.cnpj}{number.model}{number.serie:03d}{number.nnf:09d}1{cnf:08d}"
    )
    return body + check_digit(body)
