"""The QR code of an NFC-e, or of an NF-e printed as one: an address with the key and, in part, the document's figures.

Versions 2 and 3 join their parameters by ``|``: key, version, tpAmb; where a document was issued offline day, vNF and
the buyer or the digest follow. Version 1 names each (facts: fiscal, section 8). The signs may come in any encoding, and
as a scanner types them that is set to another keyboard: only letters, digits and dots are relied upon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import unquote

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.domain.document import official_url
from desktop_invoicer.domain.money import Cents, cents_from_brl
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.tax_id import is_cnpj, is_cpf, masked

_NAMED = 1
_ORDERED = frozenset({"2", "3"})
_WITH_BUYER = 3
_OFFLINE = 7
"""Parameters behind the key of a document issued offline."""
_ENVIRONMENTS = {"1": Environment.PRODUCTION, "2": Environment.HOMOLOGATION}
_BUYERS = {"1": is_cnpj, "2": is_cpf}
"""tp_idDest of version 3: a foreigner (3) has no document here."""
_YEARS = range(2000, 2100)
"""What a key has room for."""
_AMOUNT = re.compile(r"[0-9]{1,13}\.[0-9]{2}")
_ABNT2 = str.maketrans("Çç:;}", ":;?/|")
"""What a Brazilian keyboard writes where a scanner set to a US one presses ``: ; ? / |``."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """What a QR code tells; what it does not, or not readably, is ``None`` or empty.

    ``value`` in cents; ``issued_at`` with its offset where the moment is told, ``day`` where the day is; ``buyer`` is a
    bare CPF or CNPJ; ``url`` is its address at the tax authority.
    """

    key: AccessKey
    version: int
    environment: Environment | None = None
    value: Cents | None = None
    issued_at: datetime | None = None
    day: date | None = None
    buyer: str = ""
    url: str = ""


def read_qr(text: str) -> QrCode | None:
    """Read what a scanner brings; ``None`` when it is no QR code of a document, or its key is none."""
    key = read_access_key(text)
    plain = unquote(text).upper()
    if not isinstance(key, AccessKey) or key.text not in plain:
        return None
    if "NVERSAO" in plain:
        return _named(key, plain, qr_url(text))
    behind = plain.partition(key.text)[2].strip()
    version, *told = behind[1:].split(behind[0]) if behind else [""]
    return _ordered(key, int(version), told, qr_url(text)) if version in _ORDERED else None


def shown_url(url: str) -> str:
    """Give the address of a document as it may be shown: without the CPF or CNPJ of its buyer."""
    code = read_qr(url)
    if code is None or not code.buyer:
        return url
    around = (part.replace(code.buyer, masked(code.buyer)) for part in url.split(code.key.text))
    return code.key.text.join(around)


def qr_url(text: str) -> str:
    """Give the address in a scanned text as the document has it; empty where that cannot be told for certain."""
    text = text.strip()
    if text.startswith("HTTP"):  # caps lock turns every letter around; of capitals alone nothing can be told
        text = "" if text.isupper() else text.swapcase()
    return official_url(text) or official_url(text.translate(_ABNT2))


def _ordered(key: AccessKey, version: int, told: list[str], url: str) -> QrCode:
    """Read versions 2 and 3: ``told`` stands behind the version."""
    environment = _ENVIRONMENTS.get(told[0]) if told else None
    if len(told) + 1 < _OFFLINE:
        return QrCode(key, version, environment, url=url)
    day, value, kind, buyer = told[1:5]
    is_buyer = _BUYERS.get(kind) if version == _WITH_BUYER else None
    return QrCode(
        key,
        version,
        environment,
        value=_cents(value),
        day=_day_of(key, day),
        buyer=buyer if is_buyer and is_buyer(buyer) else "",
        url=url,
    )


def _named(key: AccessKey, text: str, url: str) -> QrCode:
    """Read version 1."""
    buyer = _parameter(text, "CDEST")
    return QrCode(
        key,
        _NAMED,
        _ENVIRONMENTS.get(_parameter(text, "TPAMB")),
        value=_cents(_parameter(text, "VNF")),
        issued_at=_moment(_parameter(text, "DHEMI")),
        buyer=buyer if is_cnpj(buyer) or is_cpf(buyer) else "",
        url=url,
    )


def _parameter(text: str, name: str) -> str:
    found = re.search(rf"[^0-9A-Z]{name}[^0-9A-Z](?P<told>[0-9A-Z.]+)", text)
    return found["told"] if found else ""


def _cents(text: str) -> Cents | None:
    return cents_from_brl(Decimal(text)) if _AMOUNT.fullmatch(text) else None


def _day_of(key: AccessKey, day: str) -> date | None:
    """Give a day of the month that the key names."""
    try:
        return date.fromisoformat(f"20{key.aamm[:2]}-{key.aamm[2:]}-{day}")
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """Read dhEmi of version 1: the hexadecimal digits of its text."""
    try:
        moment = datetime.fromisoformat(bytes.fromhex(text).decode("ascii"))
    except ValueError:
        return None
    return moment if moment.tzinfo and moment.year in _YEARS else None
