"""Read XML that anybody may have written: strictly, without fetching, expanding or repairing anything.

The rules are those of facts: fiscal, section 6. No error of lxml leaves this module.
"""

from __future__ import annotations

import codecs
import re

from lxml import etree

from desktop_invoicer.fiscal.elements import unreadable

MAX_BYTES = 5 * 1024 * 1024
"""A note of 990 items, the most there may be, stays below this."""

MAX_PREFIXES = 50
LONGEST_PREFIX = 50
LONGEST_NAMESPACE = 300
"""Characters. A canonical form compares these at every element, character by character."""

MAX_ATTRIBUTES = 50
"""Of one element. A fiscal document needs two; a canonical form takes time by the square of these."""

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
_PREFIX = re.compile(r"xmlns:([^\s=]+)")
_LONG_NAME = re.compile(
    rf"xmlns:[^\s=]{{{LONGEST_PREFIX + 1}}}"
    rf"|xmlns(?::[^\s=]+)?\s*=\s*(?:\"[^\"<]{{{LONGEST_NAMESPACE + 1}}}|'[^'<]{{{LONGEST_NAMESPACE + 1}}})"
)
_CROWDED = etree.XPath(f"boolean(//*[@*[{MAX_ATTRIBUTES + 1}]])")
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
        UnreadableDocumentError: it is too large, no well-formed XML, has a document type, or is made to take long.

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
    if len(set(_PREFIX.findall(text))) > MAX_PREFIXES or _LONG_NAME.search(text) or _CROWDED(root):
        unreadable("more or longer namespaces or attributes than any fiscal document has")
    return root


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
