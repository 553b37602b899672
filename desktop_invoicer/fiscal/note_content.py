"""Read what a note says beyond the document itself: who buys what, for which order, instead of which documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from desktop_invoicer.domain.document import DocumentContent, DocumentItem
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.fiscal.elements import at, children, leaf_text, one, shown, text_of, unreadable
from desktop_invoicer.fiscal.figures import amount, quantity
from desktop_invoicer.fiscal.genuineness import is_genuine
from desktop_invoicer.fiscal.key_agreement import other_key

_TAX_ID = re.compile(r"[0-9]{11}|[0-9A-Z]{12}[0-9]{2}")
_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
"""Else ``cEAN`` says that there is none, in several ways."""
_ITEM_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_MOST_ITEMS = 990
_PURPOSES = frozenset({"", "1", "2", "3", "4", "5", "6"})


def read_content(note: etree._Element, authorised_digest: str) -> DocumentContent:
    """Read an ``infNFe``; ``authorised_digest`` is the digVal of its protocol.

    Raises:
        UnreadableDocumentError: something is missing, is there twice, or is not of its form.

    """
    rows = list(children(note, "det"))
    if not rows:
        unreadable("det is missing")
    purpose = text_of(note, "ide/finNFe", required=False)
    if purpose not in _PURPOSES:
        unreadable(f"finNFe is {shown(purpose)!r}")
    items = tuple(map(_item, rows))
    return DocumentContent(
        buyer=_buyer(note),
        items=items,
        order_texts=tuple(dict.fromkeys(filter(None, _texts(note, rows)))),
        purpose=purpose,
        references=tuple(dict.fromkeys(_references(note, items))),
        is_genuine=is_genuine(note, authorised_digest),
    )


def _buyer(note: etree._Element) -> str:
    tax_ids = [text_of(note, f"dest/{name}", required=False) for name in ("CNPJ", "CPF")]
    told = [tax_id for tax_id in tax_ids if tax_id]
    if len(told) > 1 or not all(map(_TAX_ID.fullmatch, told)):
        unreadable("dest names not one CPF or CNPJ")  # which ones no log may tell
    return told[0] if told else ""


def _item(row: etree._Element) -> DocumentItem:
    """Read a ``det``: its value is that of the goods less their discount, without freight and other charges."""
    product, original = one(row, "prod"), at(row, "DFeReferenciado")
    discount = Cents(0) if at(product, "vDesc") is None else amount(product, "vDesc")
    gtins = [text_of(product, name, required=False) for name in ("cEAN", "cEANTrib")]
    return DocumentItem(
        code=text_of(product, "cProd"),
        gtin=next(filter(_GTIN.fullmatch, gtins), ""),
        quantity=quantity(product, "qCom"),
        value=Cents(amount(product, "vProd") - discount),
        order_text=text_of(product, "xPed", required=False),
        number=_item_number(str(row.get("nItem", ""))),
        original="" if original is None else other_key(original, "chaveAcesso"),
        original_number=0 if original is None else _item_number(text_of(original, "nItem", required=False)),
    )


def _item_number(text: str) -> int:
    """Read an ``nItem``; 0 where it is not told."""
    if text and (not _ITEM_NUMBER.fullmatch(text) or int(text) > _MOST_ITEMS):
        unreadable(f"nItem {shown(text)!r} is no item number")
    return int(text or 0)


def _texts(note: etree._Element, rows: list[etree._Element]) -> Iterator[str]:
    """Give the texts where a program may name the order, besides the ``xPed`` of an item."""
    yield text_of(note, "compra/xPed", required=False)
    additional = at(note, "infAdic")
    if additional is not None:
        yield text_of(additional, "infCpl", required=False)
        yield text_of(additional, "infAdFisco", required=False)
        for told in children(additional, "obsCont"):
            yield text_of(told, "xTexto", required=False)
    for row in rows:
        yield text_of(row, "infAdProd", required=False)


def _references(note: etree._Element, items: Iterable[DocumentItem]) -> Iterator[str]:
    """Give the keys of other documents, in the head (until November 2026) or with each item (facts: fiscal, 7.1)."""
    for referred in children(one(note, "ide"), "NFref"):
        yield from map(leaf_text, children(referred, "refNFe"))
    yield from (item.original for item in items if item.original)
