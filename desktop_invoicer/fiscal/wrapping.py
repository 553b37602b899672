"""Find the one note or cancellation in a file: bare, with its protocol, in a batch, in SEFAZ's distribution."""

from __future__ import annotations

import zlib
from base64 import b64decode
from binascii import Error as Base64Error
from dataclasses import dataclass

from lxml import etree

from desktop_invoicer.errors import NoFiscalDocumentError
from desktop_invoicer.fiscal.elements import at_most_one, leaf_text, local_name, one, shown, unreadable
from desktop_invoicer.fiscal.strict_xml import MAX_BYTES, parsed

_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class FoundNote:
    """An ``infNFe``, and the ``infProt`` with which SEFAZ answered."""

    note: etree._Element
    answer: etree._Element | None


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event: ``asked`` is the ``infEvento`` that the program sent, ``answer`` the one that SEFAZ gave back."""

    asked: etree._Element | None
    answer: etree._Element | None


def unwrap(xml: bytes) -> FoundNote | FoundEvent:
    """Find the document in ``xml``.

    Raises:
        UnreadableDocumentError: the file cannot be read safely, or holds more than one document.
        NoFiscalDocumentError: it can, and holds neither a note nor an event.

    """
    root = parsed(xml)
    parts = _parts(root)
    if parts["docZip"]:
        root = parsed(_unzipped(leaf_text(parts["docZip"][0])))
        parts = _parts(root)
    if parts["infNFe"]:
        return FoundNote(parts["infNFe"][0], at_most_one(list(root.iter("{*}infProt")), "infProt"))
    if not parts["evento"] and not parts["retEvento"]:
        raise NoFiscalDocumentError(shown(local_name(root)))
    asked, answers = ([one(event, "infEvento") for event in parts[name]] for name in ("evento", "retEvento"))
    return FoundEvent(at_most_one(asked, "evento"), at_most_one(answers, "retEvento"))


def _parts(root: etree._Element) -> dict[str, list[etree._Element]]:
    """Find the parts of the one document that a file holds; an event and its answer are one."""
    found: dict[str, list[etree._Element]] = {"infNFe": [], "evento": [], "retEvento": [], "docZip": []}
    for element in root.iter(*(f"{{*}}{name}" for name in found)):
        if not _is_mention(element):
            found[local_name(element)].append(element)
    count = len(found["infNFe"]) + max(len(found["evento"]), len(found["retEvento"])) + len(found["docZip"])
    if count > 1:
        unreadable(f"{count} documents in one file, where one is expected")
    return found


def _is_mention(element: etree._Element) -> bool:
    """Tell whether an ``infNFe`` only names a note, as in the manifest of a transport."""
    parent = element.getparent()
    return local_name(element) == "infNFe" and parent is not None and local_name(parent) != "NFe"


def _unzipped(text: str) -> bytes:
    """Unpack what SEFAZ packs in a distribution: gzip in base64, and never more than a document may have."""
    unpacking = zlib.decompressobj(_GZIP)
    try:
        content = unpacking.decompress(b64decode("".join(text.split()), validate=True), MAX_BYTES + 1)
    except (Base64Error, ValueError, zlib.error) as exc:
        unreadable("docZip holds no gzip in base64", exc)
    if len(content) <= MAX_BYTES and not unpacking.eof:
        unreadable("docZip is cut")
    return content
