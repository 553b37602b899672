"""A fiscal document as text within JSON, for accounts that get the XML with the invoice."""

from __future__ import annotations

import re

from desktop_invoicer.fiscal.strict_xml import decoded

_OTHER_ENCODING = re.compile(r"\A(<\?xml\s[^>]*?encoding\s*=\s*[\"'])(?!utf-8[\"'])[^\"']+", re.IGNORECASE)


def embeddable(content: bytes) -> str:
    """Give the very document, character by character; only a declared encoding becomes UTF-8, that of JSON.

    Raises:
        UnreadableDocumentError: it is no text in an encoding that a fiscal document may have.

    """
    return _OTHER_ENCODING.sub(r"\1UTF-8", decoded(content))
