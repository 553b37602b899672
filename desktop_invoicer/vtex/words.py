"""VTEX's own words out of an error answer, short and without secrets or people's documents (facts: VTEX, 4.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from desktop_invoicer.domain.tax_id import bare, is_cnpj, masked
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.vtex.parsing import read_json

LENGTH = 200
_DEPTH = 4
_SHORTEST_SECRET = 4
_KEYS = ("code", "title", "message", "detail", "error", "errors", "exception", "error_description")
_HTML = re.compile(r"\s*<(?:!doctype|html|\?xml)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)
_CPF = r"[0-9]{3}\.?[0-9]{3}\.?[0-9]{3}[-/. ]?[0-9]{2}"
_CNPJ = r"[0-9]{2}\.?[0-9]{3}\.?[0-9]{3}/?[0-9]{4}-?[0-9]{2}"
_TAX_ID = re.compile(rf"(?<![0-9])(?:{_CPF}|{_CNPJ})(?![0-9])")
_ALPHANUMERIC = re.compile(r"\b[0-9A-Z]{2}\.?[0-9A-Z]{3}\.?[0-9A-Z]{3}/?[0-9A-Z]{4}-?[0-9]{2}\b")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f-\x9f]+")


def is_html(text: str) -> bool:
    """Tell whether an answer is a page, not data."""
    return bool(_HTML.match(text))


def words(text: str, secrets: Iterable[str] = ()) -> str:
    """Give what VTEX said, from any shape of error body, in at most 200 characters."""
    if is_html(text):
        title = _TITLE.search(text)
        said = f"a page: {title[1]}" if title else "a page"
    else:
        try:
            said = " ".join(dict.fromkeys(_said(read_json(text), _DEPTH)))
        except InvoicerError:  # whatever is wrong with it as data, it is still text
            said = text
    return clean(said or "no words", secrets)


def clean(text: str, secrets: Iterable[str] = ()) -> str:
    """Take secrets, CPFs and CNPJs out of a text and cut it to one short line that can be stored."""
    text = text.encode(errors="replace").decode()  # a lone surrogate is no text
    for secret in secrets:
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "•••")
    text = _TAX_ID.sub(lambda match: masked(bare(match[0])), text)
    text = _ALPHANUMERIC.sub(lambda match: masked(bare(match[0])) if is_cnpj(bare(match[0])) else match[0], text)
    return _UNPRINTABLE.sub(" ", text).strip()[:LENGTH]


def _said(content: object, depth: int) -> Iterator[str]:
    match content:
        case bool() | None:
            return
        case str() | int() if str(content).strip():
            yield str(content).strip()
        case dict() if depth:
            named = {str(key).casefold(): value for key, value in content.items()}
            for value in [named[key] for key in _KEYS if key in named] or list(named.values()):
                yield from _said(value, depth - 1)
        case list() if depth:
            for value in content[:5]:
                yield from _said(value, depth - 1)
        case _:
            return
