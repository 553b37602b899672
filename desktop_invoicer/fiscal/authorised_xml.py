"""Read the XML of a note (NFC-e, NF-e), or of the event that cancels one, as another program wrote it.

The file may come from anywhere: it is read strictly, nothing in it is ever fetched or expanded, and nothing is guessed
(facts: fiscal, section 6). A protocol in a file is a claim; only a query at SEFAZ proves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote

from lxml import etree

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, KeyPart
from desktop_invoicer.domain.document import (
    Document,
    DocumentContent,
    DocumentKind,
    DocumentSource,
    Paper,
    document_url,
)
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.errors import DocumentRefusedError, NoFiscalDocumentError
from desktop_invoicer.fiscal.elements import chosen, local_name, one, shown, text_of, unreadable
from desktop_invoicer.fiscal.figures import amount, moment, moment_with_offset
from desktop_invoicer.fiscal.genuineness import is_genuine
from desktop_invoicer.fiscal.key_agreement import broken_key, contradicting_keys, contradicting_parts, other_key
from desktop_invoicer.fiscal.note_content import read_content
from desktop_invoicer.fiscal.wrapping import FoundEvent, FoundNote, unwrap

AUTHORISED = frozenset({"100", "120", "150"})
"""cStat of an authorised note: plainly, with an alert, late."""

SUBSTITUTING = "110112"
"""tpEvento of a cancellation by substitution."""

CANCELLING = frozenset({"110111", SUBSTITUTING})
"""tpEvento of the events that cancel a note."""

REGISTERED = frozenset({"135", "136", "155"})
"""cStat of a registered event: linked to its note, not (yet) linked, late."""

_PROTOCOL = re.compile(r"[0-9]{1,17}")
_QR_KEY = re.compile(r"(?<![0-9A-Z])[0-9]{6}[0-9A-Z]{12}[0-9]{26}(?![0-9A-Z])")
_ENVIRONMENTS = {"1": Environment.PRODUCTION, "2": Environment.HOMOLOGATION}
_DIRECTIONS = {"0": True, "1": False}


def read_paper(xml: bytes) -> Paper:
    """Read the one note or cancellation event in ``xml``, in any usual wrapper and encoding; the bytes are kept.

    A note counts as authorised only when the file holds its protocol with a cStat of ``AUTHORISED``; an event only when
    it holds the registration with a cStat of ``REGISTERED``.

    Raises:
        UnreadableDocumentError: it cannot be read safely as one note or one cancellation.
        NoFiscalDocumentError: it can, and is neither: another event, a request to SEFAZ, the manifest of a transport.
        DocumentRefusedError: it is one, and its key is wrong or contradicts the content; every problem is told.

    """
    found = unwrap(xml)
    if isinstance(found, FoundNote):
        return Paper(_note(found), xml, read_content(found.note, _told(found.answer, "digVal")))
    genuine = None if found.asked is None else is_genuine(found.asked)
    return Paper(_cancellation(found), xml, DocumentContent(is_genuine=genuine))


def _note(found: FoundNote) -> Document:
    note, answer = found.note, found.answer
    ide = one(note, "ide")
    key = AccessKey(_identity(note).removeprefix("NFe"))
    qr_url = _told(note.getparent(), "infNFeSupl/qrCode")
    environment = chosen(ide, "tpAmb", _ENVIRONMENTS)
    is_authorised = _is_granted(answer, AUTHORISED, environment)
    document = Document(
        kind=DocumentKind.NOTE,
        source=DocumentSource.XML,
        key=key,
        issued_at=moment(text_of(ide, "dEmi", required=False) or text_of(ide, "dhEmi")),
        value=amount(note, "total/ICMSTot/vNF"),
        url=document_url(key, qr_url),
        protocol=_protocol(answer),
        is_entry=chosen(ide, "tpNF", _DIRECTIONS),
        is_authorised=is_authorised,
        environment=environment,
        authorised_at=moment_with_offset(_told(answer, "dhRecbto")) if is_authorised else None,
    )
    others = {"protocol": "" if answer is None else text_of(answer, "chNFe"), "qr_code": _other_key(qr_url, key)}
    _refuse(
        *broken_key(key.text),
        *contradicting_parts(key.text, _key_parts(note, document.issued_at)),
        *contradicting_keys(key.text, others),
    )
    return document


def _key_parts(note: etree._Element, issued_at: datetime) -> dict[KeyPart, str]:
    """Tell again what the key tells, out of the content; empty where it does not say."""
    ide = one(note, "ide")
    return {
        KeyPart.CUF: text_of(ide, "cUF", required=False),
        KeyPart.AAMM: f"{issued_at:%y%m}",
        KeyPart.CNPJ: text_of(note, "emit/CNPJ"),
        KeyPart.MODEL: text_of(ide, "mod"),
        KeyPart.SERIE: text_of(ide, "serie").zfill(3),
        KeyPart.NNF: text_of(ide, "nNF").zfill(9),
        KeyPart.TP_EMIS: text_of(ide, "tpEmis", required=False),
        KeyPart.CNF: text_of(ide, "cNF", required=False),
    }


def _cancellation(found: FoundEvent) -> Document:
    asked, answer = found.asked, found.answer
    told = [part for part in (answer, asked) if part is not None]
    types = [kind for part in told if (kind := text_of(part, "tpEvento", required=False))]
    _check_type(types)
    keys = [key for part in told if (key := text_of(part, "chNFe", required=False))]
    if not keys:
        unreadable("chNFe is missing")
    environment = chosen(told[-1], "tpAmb", _ENVIRONMENTS)
    document = Document(
        kind=DocumentKind.CANCELLATION,
        source=DocumentSource.XML,
        key=AccessKey(keys[0]),
        issued_at=moment(_told(answer, "dhRegEvento") or _told(asked, "dhEvento")),
        url=document_url(AccessKey(keys[0]), ""),
        protocol=_protocol(answer),
        is_authorised=_is_granted(answer, REGISTERED, environment),
        environment=environment,
        substitute=_substitute(asked, keys[0]) if SUBSTITUTING in types and asked is not None else "",
    )
    _refuse(
        *broken_key(keys[0]),
        *contradicting_keys(keys[0], {"event": keys[-1]}),
        *(() if asked is None else _event_problems(keys[0], asked)),
    )
    return document


def _check_type(types: list[str]) -> None:
    """Let cancellations pass; an event that two parts of the file name differently is none that can be told apart."""
    if not CANCELLING.intersection(types):
        raise NoFiscalDocumentError(f"event {shown(' '.join(dict.fromkeys(types)))}".strip())
    if not CANCELLING.issuperset(types):
        unreadable(f"an event of type {shown(' and '.join(types))} is no cancellation")


def _substitute(asked: etree._Element, cancelled: str) -> str:
    """Give the key of the note that took the place of the cancelled one; SEFAZ's answer alone does not name it."""
    substitute = other_key(asked, "detEvento/chNFeRef")
    if substitute == cancelled:
        unreadable("chNFeRef is the cancelled note itself")
    return substitute


def _event_problems(key_text: str, asked: etree._Element) -> Iterator[Problem]:
    in_identity = _identity(asked).removeprefix("ID")[6 : 6 + LENGTH]  # after the type of the event
    yield from contradicting_parts(key_text, {KeyPart.CNPJ: _told(asked, "CNPJ")})
    yield from contradicting_keys(key_text, {"event_id": in_identity})


def _refuse(*problems: Problem) -> None:
    if problems:
        raise DocumentRefusedError(problems)


def _is_granted(answer: etree._Element | None, granting: frozenset[str], environment: Environment) -> bool:
    """Tell whether SEFAZ's answer grants what was asked, in the document's own environment."""
    told = _ENVIRONMENTS.get(_told(answer, "tpAmb"), environment)
    return bool(_protocol(answer)) and _told(answer, "cStat") in granting and told is environment


def _told(part: etree._Element | None, path: str) -> str:
    """Give what an optional part of the file says; empty where it or its word is missing."""
    return "" if part is None else text_of(part, path, required=False)


def _protocol(answer: etree._Element | None) -> str:
    number = _told(answer, "nProt")
    if number and not _PROTOCOL.fullmatch(number):
        unreadable(f"nProt {shown(number)!r} is no protocol number")
    return number


def _other_key(qr_url: str, key: AccessKey) -> str:
    """Give the key of another document to which the address leads, however it is written; empty for none."""
    named = _QR_KEY.findall(unquote(qr_url).upper())
    return next((other for other in named if other != key.text), "")


def _identity(element: etree._Element) -> str:
    identity = str(element.get("Id", "")).strip()
    if not identity:
        unreadable(f"{local_name(element)} has no Id")
    return identity
