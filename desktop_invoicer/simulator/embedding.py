"""The XML that may come along with an invoice, for the connectors that pass it on to their marketplace."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from desktop_invoicer.simulator.records import Embedded, InvoiceRequest, JsonObject

XML_CONNECTOR = "mercado-exemplo-integration"
"""A connector whose marketplace wants the XML, as Mercado Livre does."""


def whose(request: InvoiceRequest) -> Embedded:
    """Tell whether an XML came, and whether it is that of the document whose key the invoice has."""
    if request.embedded is None:
        return "none"
    root = _parsed(request.embedded)
    return "own" if root is not None and request.key in _keys(root) else "other"


def breaches(request: InvoiceRequest, order: JsonObject) -> Iterator[str]:
    """Give what a connector would stumble over, a sentence each."""
    if request.embedded is None:
        if XML_CONNECTOR in _connectors(order):
            yield "the connector of the marketplace needs the XML and the invoice has no embeddedInvoice"
        return
    root = _parsed(request.embedded)
    if root is None:
        yield "embeddedInvoice is no well-formed XML"
    elif request.key not in _keys(root):
        yield "embeddedInvoice is the XML of another document"
    elif (encoding := root.getroottree().docinfo.encoding) not in {None, "UTF-8"}:
        yield f"embeddedInvoice declares {encoding}, but JSON is UTF-8"


def _parsed(text: str) -> etree._Element | None:
    """Read the XML as a connector does, which takes it out of the JSON and writes it as UTF-8."""
    try:
        return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _keys(root: etree._Element) -> set[str]:
    """Give the key of the note that is in it, or of the one that an event is about."""
    notes = (str(note.get("Id", "")).removeprefix("NFe") for note in root.iter("{*}infNFe"))
    events = (event.findtext("{*}chNFe", "") for event in root.iter("{*}infEvento"))
    return {*notes, *events}


def _connectors(order: JsonObject) -> list[object]:
    return [app.get("id") for app in (order.get("customData") or {}).get("customApps") or ()]
