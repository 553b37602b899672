"""What the store decides for itself, as the rules need it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop_invoicer.domain.notification import AccountName


class Environment(Enum):
    """SEFAZ environment of a document (tpAmb)."""

    PRODUCTION = "production"
    HOMOLOGATION = "homologation"


@dataclass(frozen=True, slots=True)
class StorePolicy:
    """The store at this counter; ``cnpj`` bare and possibly empty when not configured yet."""

    account: AccountName
    cnpj: str = ""
    uf: str = ""
    environment: Environment = Environment.PRODUCTION
