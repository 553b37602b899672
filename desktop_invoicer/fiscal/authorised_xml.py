"""Read the XML of a note (NFC-e, NF-e), or of the event that cancels one, as another program wrote it.

The file may come from anywhere: it is read strictly, nothing in it is ever fetched or expanded, and nothing is guessed
(facts: fiscal, section 6). A protocol in a file is a claim; only a query at SEFAZ proves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from lxml import etree

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, AccessKeyProblem, read_access_key
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import KEY_PROBLEMS, Document, DocumentKind, DocumentSource, Paper, document_url
from desktop_invoicer.domain.money import Cents, cents_from_brl
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.errors import DocumentRefusedError
from desktop_invoicer.fiscal.strict_xml import at_most_one, chosen, one, parsed, shown, text_of, unreadable

AUTHORISED = frozenset({"100", "120", "150"})
"""cStat of an authorised note: plainly, with an alert, late."""

CANCELLING = frozenset({"110111", "110112"})
"""tpEvento of a cancellation, and of a cancellation by substitution."""

REGISTERED = frozenset({"135", "136", "155"})
"""cStat of a registered event: linked to its note, not (yet) linked, late."""

_KEY_PARTS = {
    "cuf": slice(0, 2),
    "aamm": slice(2, 6),
    "cnpj": slice(6, 20),
    "model": slice(20, 22),
    "serie": slice(22, 25),
    "nnf": slice(25, 34),
    "tp_emis": slice(34, 35),
    "cnf": slice(35, 43),
}
_PROTOCOL = re.compile(r"[0-9]{1,17}")
_AMOUNT = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,10})?")
_MOMENT = re.compile(
    r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
_WEB_ADDRESS = re.compile(r"https?://[!-~]{1,2000}")
_QR_KEY = re.compile(r"[?&](?:p|chNFe)=([0-9A-Za-z]{44})(?![0-9A-Za-z])", re.IGNORECASE)
_ENVIRONMENTS = {"1": Environment.PRODUCTION, "2": Environment.HOMOLOGATION}
_DIRECTIONS = {"0": True, "1": False}


def read_paper(xml: bytes) -> Paper:
    """Read a document and what its XML says beyond it; raises as ``read_document`` does."""
    return Paper(read_document(xml), xml)


def read_document(content: bytes) -> Document:
    """Read the one note or cancellation event in ``content``, in any usual wrapper and encoding.

    A note counts as authorised only when the file holds its protocol with a cStat of ``AUTHORISED``; an event only when
    it holds the registration with a cStat of ``REGISTERED``.

    Raises:
        UnreadableDocumentError: it cannot be read safely as one note or one cancellation.
        DocumentRefusedError: it can, and its key is wrong or contradicts the content; every problem is told.

    """
    root = parsed(content)
    notes, asked, answers = (list(root.iter(name)) for name in ("{*}infNFe", "{*}evento", "{*}retEvento"))
    events = max(len(asked), len(answers))
    if len(notes) > 1 or events > 1:
        unreadable(f"{len(notes)} notes and {events} events in one file, where one is expected")
    if notes and events:
        unreadable("a note and an event in one file, where one of them is expected")
    if notes:
        return _note(root, notes[0])
    if not events:
        unreadable(f"<{shown(etree.QName(root).localname)}> holds neither a note nor an event")
    return _cancellation(
        one(asked[0], "infEvento") if asked else None,
        one(answers[0], "infEvento") if answers else None,
    )


def _note(root: etree._Element, note: etree._Element) -> Document:
    ide = one(note, "ide")
    answer = at_most_one(list(root.iter("{*}infProt")), "infProt")
    key_text = _identity(note).removeprefix("NFe")
    qr_url = _qr_url(note)
    environment = chosen(ide, "tpAmb", _ENVIRONMENTS)
    document = Document(
        kind=DocumentKind.NOTE,
        source=DocumentSource.XML,
        key=AccessKey(key_text),
        issued_at=_moment(text_of(ide, "dEmi", required=False) or text_of(ide, "dhEmi")),
        value=_amount(text_of(note, "total/ICMSTot/vNF")),
        url=document_url(AccessKey(key_text), qr_url),
        protocol=_protocol(answer),
        is_entry=chosen(ide, "tpNF", _DIRECTIONS),
        is_authorised=_is_granted(answer, AUTHORISED, environment),
        environment=environment,
    )
    parts = {
        "cuf": text_of(ide, "cUF", required=False),
        "aamm": f"{document.issued_at:%y%m}",
        "cnpj": text_of(note, "emit/CNPJ"),
        "model": text_of(ide, "mod"),
        "serie": text_of(ide, "serie").zfill(3),
        "nnf": text_of(ide, "nNF").zfill(9),
        "tp_emis": text_of(ide, "tpEmis", required=False),
        "cnf": text_of(ide, "cNF", required=False),
    }
    keys = {"protocol": "" if answer is None else text_of(answer, "chNFe"), "qr_code": _key_in(qr_url)}
    _refuse(
        *_key_problems(key_text),
        *_contradicting_parts(key_text, parts),
        *_contradicting_keys(key_text, keys),
    )
    return document


def _cancellation(asked: etree._Element | None, answer: etree._Element | None) -> Document:
    """Read an event: ``asked`` is the infEvento that the program sent, ``answer`` the one that SEFAZ gave back."""
    told = [part for part in (answer, asked) if part is not None]
    types = [text_of(part, "tpEvento", required=False) for part in told]
    if not any(types) or not CANCELLING.issuperset(filter(None, types)):
        unreadable(f"an event of type {shown(' and '.join(filter(None, types))) or 'unknown'} is no cancellation")
    keys = [key for part in told if (key := text_of(part, "chNFe", required=False))]
    if not keys:
        unreadable("chNFe is missing")
    environment = chosen(told[0], "tpAmb", _ENVIRONMENTS)
    registered_at = "" if answer is None else text_of(answer, "dhRegEvento", required=False)
    asked_at = "" if asked is None else text_of(asked, "dhEvento", required=False)
    document = Document(
        kind=DocumentKind.CANCELLATION,
        source=DocumentSource.XML,
        key=AccessKey(keys[0]),
        issued_at=_moment(registered_at or asked_at),
        url=document_url(AccessKey(keys[0]), ""),
        protocol=_protocol(answer),
        is_authorised=_is_granted(answer, REGISTERED, environment),
        environment=environment,
    )
    _refuse(
        *_key_problems(keys[0]),
        *_contradicting_keys(keys[0], {"event": keys[-1]}),
        *(() if asked is None else _event_problems(keys[0], asked)),
    )
    return document


def _event_problems(key_text: str, asked: etree._Element) -> Iterator[Problem]:
    in_identity = _identity(asked).removeprefix("ID")[6 : 6 + LENGTH]  # after the type of the event
    yield from _contradicting_parts(key_text, {"cnpj": text_of(asked, "CNPJ", required=False)})
    yield from _contradicting_keys(key_text, {"event_id": in_identity})


def _refuse(*problems: Problem) -> None:
    if problems:
        raise DocumentRefusedError(problems)


def _key_problems(text: str) -> Iterator[Problem]:
    """Check the key as it stands: in XML neither a mask nor lower case is right."""
    found = read_access_key(text)
    if isinstance(found, AccessKeyProblem):
        yield Problem(KEY_PROBLEMS[found], {"key": shown(text)})
    elif found.text != text:
        yield Problem(ProblemCode.KEY_CHARACTERS, {"key": shown(text)})
    model = AccessKey(text).model
    if len(text) == LENGTH and all(model != known.value for known in DocumentModel):
        yield Problem(ProblemCode.MODEL_UNKNOWN, {"model": model})


def _contradicting_parts(key_text: str, content: Mapping[str, str]) -> Iterator[Problem]:
    """Compare the parts of the key with what the content says, where it says something; the digit does not see all."""
    if len(key_text) != LENGTH:
        return
    for part, told in content.items():
        in_key = key_text[_KEY_PARTS[part]]
        if told and told != in_key:
            yield _contradiction(part, in_key, told)


def _contradicting_keys(key_text: str, content: Mapping[str, str]) -> Iterator[Problem]:
    """Find other keys where the document's own should stand."""
    for part, told in content.items():
        if told and told != key_text:
            yield _contradiction(part, key_text, told)


def _contradiction(part: str, key: str, content: str) -> Problem:
    facts = {"part": part, "key": shown(key), "content": shown(content)}
    return Problem(ProblemCode.KEY_CONTRADICTS_CONTENT, facts)


def _is_granted(answer: etree._Element | None, granting: frozenset[str], environment: Environment) -> bool:
    """Tell whether SEFAZ's answer grants what was asked, in the document's own environment."""
    if answer is None or not _protocol(answer):
        return False
    told = text_of(answer, "tpAmb", required=False)
    return text_of(answer, "cStat", required=False) in granting and _ENVIRONMENTS.get(told, environment) is environment


def _protocol(answer: etree._Element | None) -> str:
    number = "" if answer is None else text_of(answer, "nProt", required=False)
    if number and not _PROTOCOL.fullmatch(number):
        unreadable(f"nProt {shown(number)!r} is no protocol number")
    return number


def _qr_url(note: etree._Element) -> str:
    """Give the address in the QR code; empty when there is none, or none that a browser may be sent to."""
    parent = note.getparent()
    url = "" if parent is None else text_of(parent, "infNFeSupl/qrCode", required=False)
    return url if _WEB_ADDRESS.fullmatch(url) else ""


def _key_in(qr_url: str) -> str:
    found = _QR_KEY.search(qr_url)
    return found[1] if found else ""


def _amount(text: str) -> Cents:
    if not _AMOUNT.fullmatch(text):
        unreadable(f"vNF {shown(text)!r} is no amount")
    try:
        return cents_from_brl(Decimal(text))
    except ValueError as exc:
        unreadable(f"vNF {text} has a fraction of a cent", exc)


def _moment(text: str) -> datetime:
    """Read a moment with its offset, or a day (layout 2.00): that one begins at midnight in Brasília."""
    whole = f"{text}T00:00:00-03:00" if _DAY.fullmatch(text) else text
    if not _MOMENT.fullmatch(whole):
        unreadable(f"{shown(text)!r} is no moment with its offset")
    try:
        return datetime.fromisoformat(whole)
    except ValueError as exc:
        unreadable(f"{shown(text)!r} is no moment", exc)


def _identity(element: etree._Element) -> str:
    identity = str(element.get("Id", "")).strip()
    if not identity:
        unreadable(f"{etree.QName(element).localname} has no Id")
    return identity
