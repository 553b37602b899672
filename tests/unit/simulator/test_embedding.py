"""Whose XML comes along with an invoice, and what a connector stumbles over."""

from __future__ import annotations

import pytest

from desktop_invoicer.simulator.embedding import XML_CONNECTOR, breaches, whose
from desktop_invoicer.simulator.records import InvoiceRequest, JsonObject

KEY = "33261111222333000181650010000000421123456785"
NOTE = f'<nfeProc xmlns="http://www.portalfiscal.inf.br/nfe"><NFe><infNFe Id="NFe{KEY}"/></NFe></nfeProc>'
EVENT = f"<procEventoNFe><evento><infEvento><chNFe>{KEY}</chNFe></infEvento></evento></procEventoNFe>"
ANY: JsonObject = {"customData": None}
WANTS_XML: JsonObject = {"customData": {"customApps": [{"id": XML_CONNECTOR, "fields": {}}]}}


def a_request(embedded: str | None, key: str | None = KEY) -> InvoiceRequest:
    return InvoiceRequest("Output", "42", 9990, "2026-11-20", key, None, None, None, None, embedded, ())


@pytest.mark.parametrize(
    ("embedded", "told"),
    [
        (None, "none"),
        (NOTE, "own"),
        (f'<?xml version="1.0" encoding="UTF-8"?>{NOTE}', "own"),
        (EVENT, "own"),
        (NOTE.replace("65001", "65002"), "other"),
        (NOTE[:-3], "other"),
        ("", "other"),
    ],
)
def test_an_xml_is_the_invoices_own_where_it_is_of_the_same_key(embedded: str | None, told: str) -> None:
    assert whose(a_request(embedded)) == told


def test_an_invoice_without_a_key_has_no_xml_of_its_own() -> None:
    assert whose(a_request(NOTE, key=None)) == "other"


@pytest.mark.parametrize(
    ("embedded", "order", "words"),
    [
        (None, WANTS_XML, "needs the XML"),
        (NOTE[:-3], ANY, "no well-formed"),
        (NOTE.replace("65001", "65002"), ANY, "another document"),
        (f'<?xml version="1.0" encoding="ISO-8859-1"?>{NOTE}', ANY, "ISO-8859-1"),
    ],
)
def test_what_a_connector_stumbles_over_is_a_breach(embedded: str | None, order: JsonObject, words: str) -> None:
    (found,) = breaches(a_request(embedded), order)

    assert words in found


@pytest.mark.parametrize(("embedded", "order"), [(None, ANY), (None, {}), (NOTE, ANY), (NOTE, WANTS_XML)])
def test_what_a_connector_can_use_breaches_nothing(embedded: str | None, order: JsonObject) -> None:
    assert not list(breaches(a_request(embedded), order))
