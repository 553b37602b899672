"""The fiscal document: an NFC-e (65), an NF-e (55), or the event that cancels one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from urllib.parse import quote

from desktop_invoicer.domain.access_key import AccessKey, AccessKeyProblem
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import ProblemCode

NFE_PORTAL = (
    "https://www.nfe.fazenda.gov.br/portal/consultaRecaptcha.aspx?tipoConsulta=resumo&tipoConteudo=7PhJ+gAVw2g="
)

_OFFICIAL = re.compile(r"(?i:https?://(?:[a-z0-9-]+\.)+gov\.br)(?::[0-9]{1,5})?(?:[/?#][!-~]{0,2000})?")
"""Every authority that gives out notes answers under ``gov.br``."""
_LEGAL = "%:/?#@!$&'()*+,;=-._~"

KEY_PROBLEMS = {
    AccessKeyProblem.LENGTH: ProblemCode.KEY_LENGTH,
    AccessKeyProblem.CHARACTERS: ProblemCode.KEY_CHARACTERS,
    AccessKeyProblem.CHECK_DIGIT: ProblemCode.KEY_CHECK_DIGIT,
    AccessKeyProblem.IMPOSSIBLE: ProblemCode.KEY_IMPOSSIBLE,
}


class DocumentKind(Enum):
    """A note, or the registered event that cancels a note."""

    NOTE = "note"
    CANCELLATION = "cancellation"


class DocumentSource(Enum):
    """How the document came in: the authorised XML, or its key scanned or typed."""

    XML = "xml"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Document:
    """A fiscal document as attached. What only the XML tells is ``None`` when just the key is known.

    ``value`` in cents (a cancellation event has none); ``issued_at`` with its offset.
    """

    kind: DocumentKind
    source: DocumentSource
    key: AccessKey
    issued_at: datetime
    value: Cents | None = None
    url: str = ""
    protocol: str = ""
    is_entry: bool | None = None
    is_authorised: bool | None = None
    environment: Environment | None = None
    authorised_at: datetime | None = None
    """When SEFAZ authorised a note: from then on the time to cancel it runs."""
    substitute: str = ""
    """Of a cancellation by substitution (110112): the key of the note that took the place of the cancelled one."""

    @property
    def model(self) -> DocumentModel | None:
        """NF-e or NFC-e; ``None`` for any other model."""
        return DocumentModel.of(self.key.model)

    @property
    def number(self) -> str:
        """What identifies it as an invoice: nNF of a note, the protocol of a cancellation event."""
        return self.protocol if self.kind is DocumentKind.CANCELLATION else str(self.key.nnf)


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """One ``det`` of a note. ``quantity`` as the note counts it (``qCom``); ``value`` in cents, all of the row's goods.

    ``order_text`` is ``xPed``, where a fiscal program names the order of a row. ``number`` is ``nItem``; a row that
    takes goods back may name those of the original: its key and item number (``DFeReferenciado``, NT 2025.002).
    """

    code: str
    gtin: str
    quantity: Decimal
    value: Cents
    order_text: str = ""
    number: int = 0
    original: str = ""
    original_number: int = 0


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """What only the XML of a document says, and what comparing it with a job needs.

    ``buyer`` is a bare CPF or CNPJ, empty for nobody or a foreigner. ``order_texts`` are the places where an order may
    be named (``xPed``, ``infCpl``, ``obsCont``). ``purpose`` is finNFe; ``references`` are the keys of other documents.
    ``is_genuine`` tells whether the content has the digest that was signed and authorised; ``None`` without either.
    """

    buyer: str = ""
    items: tuple[DocumentItem, ...] = ()
    order_texts: tuple[str, ...] = ()
    purpose: str = ""
    references: tuple[str, ...] = ()
    is_genuine: bool | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was brought: with its very bytes and what they say beyond it, where there is an XML."""

    document: Document
    xml: bytes | None = None
    content: DocumentContent | None = None


def document_url(key: AccessKey, qr_url: str) -> str:
    """Give the address where a buyer can look at the document: the QR address of an NFC-e, else the NF-e portal."""
    if (official := official_url(qr_url)) or key.model != DocumentModel.NFE.value:
        return official
    return f"{NFE_PORTAL}&chNFe={key}"


def official_url(text: str) -> str:
    """Give an address of the tax authorities as browsers and VTEX take it; empty for any other address or text.

    What was scanned or read is passed on to the buyer, so it may lead nowhere else. The ``|`` between the parameters
    of a QR code is not legal in an address (RFC 3986) and is encoded.
    """
    url = quote(text.strip(), safe=_LEGAL, errors="backslashreplace")  # half a character comes from some terminals
    return url if _OFFICIAL.fullmatch(url) else ""
