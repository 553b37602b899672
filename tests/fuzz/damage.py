"""Ways in which a good XML is damaged, cut or tampered with on its way to the desk."""

from __future__ import annotations

import re

from hypothesis import strategies as st

_ELEMENT = re.compile(r"<([A-Za-z]+)\b[^<>]*>[^<>]*</\1>")
"""A leaf: text, and nothing else, in an element."""
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-7", "cp037")
_NASTY = (
    "<!DOCTYPE a>",
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    "<!-- -->",
    "<?a b?>",
    "<![CDATA[9]]>",
    "]]>",
    "&x;",
    "&amp;",
    "&#57;",
    "&#0;",
    "\0",
    "\ufeff",
    "\u0669",
    "<a/>",
    "<NFe>",
    '<infNFe Id="NFe"/>',
    ' xmlns="urn:x"',
    ' xmlns:x="x"',
    "9" * 400,
)

texts = st.text(max_size=12) | st.sampled_from(_NASTY) | st.from_regex(r"\A[0-9]{1,9}(\.[0-9]{2})?\Z")


@st.composite
def damaged(draw: st.DrawFn, whole: str) -> bytes:
    """Give the bytes of a text after one to three accidents, the last of them perhaps in its bytes."""
    for accident in draw(st.lists(st.sampled_from(_ACCIDENTS), max_size=2)):
        whole = accident(draw, whole)
    content = whole.encode(draw(st.just("utf-8") | st.sampled_from(_ENCODINGS)), "xmlcharrefreplace")
    for accident_of_bytes in draw(st.lists(st.sampled_from(_ACCIDENTS_OF_BYTES), max_size=1)):
        content = accident_of_bytes(draw, content)
    return content


def _change_text(draw: st.DrawFn, whole: str) -> str:
    found = _pick(draw, _ELEMENT, whole)
    if found is None:
        return whole
    opening = found[0].index(">") + 1
    closing = found[0].rindex("</")
    return whole[: found.start() + opening] + draw(texts) + whole[found.start() + closing :]


def _drop_element(draw: st.DrawFn, whole: str) -> str:
    found = _pick(draw, _ELEMENT, whole)
    return whole if found is None else whole[: found.start()] + whole[found.end() :]


def _double_element(draw: st.DrawFn, whole: str) -> str:
    found = _pick(draw, _ELEMENT, whole)
    return whole if found is None else whole[: found.end()] + found[0] + whole[found.end() :]


def _move_element(draw: st.DrawFn, whole: str) -> str:
    found, place = _pick(draw, _ELEMENT, whole), _pick(draw, _TAG, whole)
    if found is None or place is None or found.start() <= place.start() < found.end():
        return whole
    if place.start() < found.start():
        return whole[: place.start()] + found[0] + whole[place.start() : found.start()] + whole[found.end() :]
    return whole[: found.start()] + whole[found.end() : place.start()] + found[0] + whole[place.start() :]


def _change_tag(draw: st.DrawFn, whole: str) -> str:
    found = _pick(draw, _TAG, whole)
    return whole if found is None else whole[: found.start()] + draw(texts) + whole[found.end() :]


def _insert(draw: st.DrawFn, whole: str) -> str:
    place = draw(st.integers(0, len(whole)))
    return whole[:place] + draw(texts) + whole[place:]


def _declare(draw: st.DrawFn, whole: str) -> str:
    declaration = f'<?xml version="1.0" encoding="{draw(st.sampled_from(_ENCODINGS))}"?>'
    return declaration + whole.removeprefix('<?xml version="1.0" encoding="UTF-8"?>')


def _flip_bit(draw: st.DrawFn, content: bytes) -> bytes:
    if not content:
        return content
    place = draw(st.integers(0, len(content) - 1))
    return content[:place] + bytes([content[place] ^ 1 << draw(st.integers(0, 7))]) + content[place + 1 :]


def _cut(draw: st.DrawFn, content: bytes) -> bytes:
    start = draw(st.integers(0, len(content)))
    return content[:start] + content[draw(st.integers(start, len(content))) :]


def _repeat(draw: st.DrawFn, content: bytes) -> bytes:
    start = draw(st.integers(0, len(content)))
    end = draw(st.integers(start, len(content)))
    return content[:end] + content[start:]


def _overwrite(draw: st.DrawFn, content: bytes) -> bytes:
    place = draw(st.integers(0, len(content)))
    patch = draw(st.binary(max_size=8))
    return content[:place] + patch + content[place + len(patch) :]


_ACCIDENTS = (_change_text, _drop_element, _double_element, _move_element, _change_tag, _insert, _declare)
_ACCIDENTS_OF_BYTES = (_flip_bit, _cut, _repeat, _overwrite)


def _pick(draw: st.DrawFn, pattern: re.Pattern[str], whole: str) -> re.Match[str] | None:
    found = list(pattern.finditer(whole))
    return draw(st.sampled_from(found)) if found else None
