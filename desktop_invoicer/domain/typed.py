"""A document of which only the key is there, scanned or typed: nobody is asked for what key or QR code tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.domain.brasilia import BRASILIA, fiscal_day
from desktop_invoicer.domain.document import Document, DocumentKind, DocumentSource, document_url
from desktop_invoicer.domain.fit import check_key, misfits
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.policy import StorePolicy
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.qr_code import QrCode, qr_url, read_qr

KEY_YEARS = range(2000, 2100)
"""The years that a key can name; far from them a moment has no other zones."""

_PROTOCOL = re.compile(r"[0-9]{15}|[0-9]{17}")
_BETWEEN = re.compile(r"[\s./-]")


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person brings: the text of a key or QR code, and what they know beside it.

    ``protocol`` is that of the event by which the document was cancelled: many fiscal programs show nothing else of it.
    """

    text: str
    value: Cents | None = None
    issued_at: datetime | None = None
    protocol: str | None = None


def read_typed(typed: Typed, store: StorePolicy, now: datetime) -> Document | tuple[Problem, ...]:
    """Make the document of a key, or tell what is wrong or has to be asked for.

    The day of issue is that of the QR code, else the one given, else today for a key of this month. A ``version`` of 0
    stands for a key without QR code, such as the address of the NF-e portal. An event may be of any day.
    """
    key = read_access_key(typed.text)
    if not isinstance(key, AccessKey):
        return misfits([check_key(typed.text, store, fiscal_day(now))])
    code = read_qr(typed.text) or QrCode(key, version=0, url=qr_url(typed.text))
    if typed.protocol is not None:
        return _cancellation(code, typed.protocol, typed.issued_at or now.astimezone(BRASILIA))
    issued_at = _issued_at(code, typed.issued_at, now)
    if issued_at is None:
        return (Problem(ProblemCode.DATE_NEEDED, {"month": _month(key)}),)
    problems = tuple(problem for problem in (_other_month(key, issued_at), _other_value(code, typed.value)) if problem)
    return problems or Document(
        kind=DocumentKind.NOTE,
        source=DocumentSource.KEY,
        key=key,
        issued_at=issued_at,
        value=typed.value if code.value is None else code.value,
        url=document_url(key, code.url),
        environment=code.environment,
    )


def read_protocol(text: str) -> str:
    """Give a protocol number as it stands in XML: SEFAZ's have 15 digits, or 17; empty when it is none."""
    bare = _BETWEEN.sub("", text)
    return bare if _PROTOCOL.fullmatch(bare) else ""


def moment_on(day: date, now: datetime) -> datetime:
    """Give a moment of a day of which nobody knows the hour: now if it is today, else noon in Brasília."""
    now = now.astimezone(BRASILIA)
    return now if day == now.date() else datetime.combine(day, time(12), BRASILIA)


def _cancellation(code: QrCode, text: str, registered_at: datetime) -> Document | tuple[Problem, ...]:
    protocol = read_protocol(text)
    if not protocol:
        return (Problem(ProblemCode.PROTOCOL_WRONG, {"length": len(_BETWEEN.sub("", text))}),)
    return Document(
        kind=DocumentKind.CANCELLATION,
        source=DocumentSource.KEY,
        key=code.key,
        issued_at=registered_at,
        url=document_url(code.key, code.url),
        protocol=protocol,
        environment=code.environment,
    )


def _issued_at(code: QrCode, given: datetime | None, now: datetime) -> datetime | None:
    if code.day is not None:
        return moment_on(code.day, now)
    now = now.astimezone(BRASILIA)
    return code.issued_at or given or (now if code.key.aamm == f"{now:%y%m}" else None)


def _other_month(key: AccessKey, issued_at: datetime) -> Problem | None:
    told = f"{issued_at:%y%m}"
    if issued_at.year in KEY_YEARS and key.aamm in {told, f"{issued_at.astimezone(BRASILIA):%y%m}"}:
        return None  # it may be written in another zone than the key
    in_words = {"month": _month(key), "day": issued_at.date().isoformat()}
    return Problem(ProblemCode.KEY_CONTRADICTS_CONTENT, {"part": "aamm", "key": key.aamm, "content": told, **in_words})


def _other_value(code: QrCode, given: Cents | None) -> Problem | None:
    if given is None or code.value is None or code.value == given:
        return None
    return Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": code.value, "value": given})


def _month(key: AccessKey) -> str:
    return f"20{key.aamm[:2]}-{key.aamm[2:]}"
