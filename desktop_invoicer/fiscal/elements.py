"""Read elements by their local names: what is told once stands there once, and nothing is guessed.

Programs write the namespace in different ways, and sometimes wrong; the digest sees to what was signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn, TypeVar

from lxml import etree

from desktop_invoicer.errors import UnreadableDocumentError

T = TypeVar("T")


def local_name(element: etree._Element) -> str:
    """Give the name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the children of a name, in their order."""
    return parent.iterchildren("{*}" + name)


def one(parent: etree._Element, path: str) -> etree._Element:
    """Give the element at ``path``; there must be exactly one, and one of each on the way."""
    found = at(parent, path)
    if found is None:
        unreadable(f"{path} is missing")
    return found


def at(parent: etree._Element, path: str) -> etree._Element | None:
    """Give the only element at ``path``, if there is any."""
    found: etree._Element | None = parent
    for step in path.split("/"):
        if found is None:
            return None
        found = at_most_one(list(children(found, step)), step)
    return found


def at_most_one(found: Sequence[etree._Element], name: str) -> etree._Element | None:
    """Give the only element found, if there is any: two of what is told once are a contradiction."""
    if len(found) > 1:
        unreadable(f"{name} is there {len(found)} times")
    return found[0] if found else None


def text_of(parent: etree._Element, path: str, *, required: bool = True) -> str:
    """Give the text of a leaf, stripped; empty only where the leaf is not required."""
    leaf = at(parent, path)
    text = "" if leaf is None else leaf_text(leaf)
    if required and not text:
        unreadable(f"{path} is missing")
    return text


def leaf_text(leaf: etree._Element) -> str:
    """Give the text of an element that holds nothing else, stripped."""
    if len(leaf):
        unreadable(f"{local_name(leaf)} holds more than text")
    return (leaf.text or "").strip()


def chosen(parent: etree._Element, path: str, choices: Mapping[str, T]) -> T:
    """Give what the text of a leaf stands for; there is no other choice."""
    text = text_of(parent, path)
    if text not in choices:
        unreadable(f"{path} is {shown(text)!r}")
    return choices[text]


def shown(text: str) -> str:
    """Cut a foreign text to what fits a message."""
    return text[:80]


def unreadable(reason: str, cause: Exception | None = None) -> NoReturn:
    """Give up on the document and say why, in technical words."""
    raise UnreadableDocumentError(reason) from cause
