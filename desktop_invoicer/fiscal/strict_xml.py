"""Read XML that anybody may have written: strictly, without fetching, expanding or repairing anything.

The rules are those of facts: fiscal, section 6. No error of lxml leaves this module.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeVar

from lxml import etree

from desktop_invoicer.errors import UnreadableDocumentError

T = TypeVar("T")

MAX_BYTES = 5 * 1024 * 1024
"""A note of 990 items, the most there may be, stays below this."""

_ENCODING_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARED_ENCODING = re.compile(rb"\s*<\?xml\s[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_EIGHT_BIT = {
    "utf-8": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-8",  # what Windows programs declare that write a text they composed in memory
    "iso8859-1": "latin-1",
    "iso8859-15": "iso8859-15",
    "cp1252": "cp1252",
}


def parsed(content: bytes) -> etree._Element:
    """Give the root element of ``content``.

    Raises:
        UnreadableDocumentError: it is too large, no well-formed XML, or has a document type.

    """
    text = decoded(content).rstrip()
    # Without comments and processing instructions no text is cut in two: what is read is what was signed.
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.LxmlError as exc:
        unreadable(f"no well-formed XML: {str(exc).strip()[:200]}", exc)
    docinfo = root.getroottree().docinfo
    if docinfo.internalDTD is not None or docinfo.externalDTD is not None:
        unreadable("a document type, which no fiscal document has")
    return root


def one(parent: etree._Element, path: str) -> etree._Element:
    """Give the element at ``path``, by local names; there must be exactly one."""
    found = _at(parent, path)
    if found is None:
        unreadable(f"{path} is missing")
    return found


def _at(parent: etree._Element, path: str) -> etree._Element | None:
    return at_most_one(parent.findall("/".join(f"{{*}}{step}" for step in path.split("/"))), path)


def at_most_one(found: Sequence[etree._Element], name: str) -> etree._Element | None:
    """Give the only element found, if there is any: two of what is told once are a contradiction."""
    if len(found) > 1:
        unreadable(f"{name} is there {len(found)} times")
    return found[0] if found else None


def text_of(parent: etree._Element, path: str, *, required: bool = True) -> str:
    """Give the text of a leaf, stripped; empty only where the leaf is not required."""
    leaf = _at(parent, path)
    if leaf is not None and len(leaf):
        unreadable(f"{path} holds more than text")
    text = "" if leaf is None else (leaf.text or "").strip()
    if required and not text:
        unreadable(f"{path} is missing")
    return text


def chosen(parent: etree._Element, path: str, choices: Mapping[str, T]) -> T:
    """Give what the text of a leaf stands for; there is no other choice."""
    text = text_of(parent, path)
    if text not in choices:
        unreadable(f"{path} is {shown(text)!r}")
    return choices[text]


def decoded(content: bytes) -> str:
    """Turn the bytes into text by ourselves, so that one look sees a DTD in every encoding.

    Raises:
        UnreadableDocumentError: it is too large, in no encoding that is known, or has a document type.

    """
    if len(content) > MAX_BYTES:
        unreadable(f"larger than {MAX_BYTES // 1024**2} MB")
    encoding = next((encoding for mark, encoding in _ENCODING_MARKS if content.startswith(mark)), None)
    try:
        text = content.decode(encoding or _eight_bit_encoding(content))
    except UnicodeDecodeError as exc:
        unreadable(f"byte {exc.start} is no {exc.encoding}", exc)
    text = text.removeprefix("\ufeff").lstrip()
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        unreadable("a document type or entities, which no fiscal document has")
    return text


def _eight_bit_encoding(content: bytes) -> str:
    declared = _DECLARED_ENCODING.match(content)
    name = declared[1].decode("ascii") if declared else "utf-8"
    try:
        return _EIGHT_BIT[codecs.lookup(name).name]
    except LookupError as exc:
        unreadable(f"encoding {name} is not supported", exc)


def shown(text: str) -> str:
    """Cut a foreign text to what fits a message."""
    return text[:80]


def unreadable(reason: str, cause: Exception | None = None) -> NoReturn:
    """Give up on the document and say why, in technical words."""
    raise UnreadableDocumentError(reason) from cause
