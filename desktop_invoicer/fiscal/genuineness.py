"""Whether a signed content is still what was signed, and what SEFAZ authorised: its digest tells.

Only the digest is looked at, not whose key signed it; that a document exists only a query at SEFAZ proves.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator

from lxml import etree

from desktop_invoicer.fiscal.elements import at, one, shown, text_of, unreadable

_METHODS = {
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
}


def is_genuine(content: etree._Element, authorised_digest: str = "") -> bool | None:
    """Compare the content with the digest in its signature and with the authorised one, where they are there.

    ``content`` is the ``infNFe`` or ``infEvento``, its signature stands beside it. ``None`` without any digest.

    Raises:
        UnreadableDocumentError: a signature is there twice, or the content has no canonical form.

    """
    parent = content.getparent()
    signature = None if parent is None else at(parent, "Signature")
    reference = None if signature is None else at(signature, "SignedInfo/Reference")
    told = {"".join(authorised_digest.split())}
    method = "sha1"
    if reference is not None:
        if reference.get("URI") != f"#{content.get('Id')}":
            return False
        method = _METHODS.get(str(one(reference, "DigestMethod").get("Algorithm")), "")
        told.add("".join(text_of(reference, "DigestValue").split()))
    told.discard("")
    if not told:
        return None
    return bool(method) and any(told == {digest} for digest in _digests(content, method))


def _digests(content: etree._Element, method: str) -> Iterator[str]:
    for canonical in _canonical_forms(content):
        yield b64encode(hashlib.new(method, canonical, usedforsecurity=False).digest()).decode()


def _canonical_forms(content: etree._Element) -> Iterator[bytes]:
    """Give the bytes that may have been signed, the usual ones first.

    The inclusive form, which all of them declare, takes in every namespace around the content, and wrappers bring their
    own after the signing: so it is tried without any, with those of the element around it, and with all. lxml writes
    the inclusive form of a part wrongly; the exclusive one with a list of prefixes is the same (facts: fiscal, 1.1).
    """
    everywhere = content.nsmap
    parent = content.getparent()
    outside = {} if parent is None or (wrapper := parent.getparent()) is None else wrapper.nsmap
    inside = {prefix: uri for prefix, uri in everywhere.items() if outside.get(prefix) != uri}
    tried: list[list[str]] = []
    for scope in ({}, inside, everywhere):
        prefixes = sorted(filter(None, scope))
        if prefixes not in tried:
            tried.append(prefixes)
            yield _canonical(content, prefixes)


def _canonical(content: etree._Element, prefixes: list[str]) -> bytes:
    try:
        return etree.tostring(
            content, method="c14n", exclusive=True, inclusive_ns_prefixes=prefixes or None, with_tail=False
        )
    except etree.LxmlError as exc:
        unreadable(f"no canonical form: {shown(str(exc))}", exc)
