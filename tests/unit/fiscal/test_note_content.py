"""What a note says beyond its key: buyer, items, the order it may name, and the documents it refers to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from desktop_invoicer.domain.document import DocumentContent, DocumentItem
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.fiscal.authorised_xml import read_paper
from tests.builders import BUYER_CNPJ, CNPJ, CPF, ORDER_ID, PROTOCOL
from tests.unit.fiscal.notes import (
    KEY,
    OTHER_KEY,
    a_note,
    a_registered_event,
    an_authorised_note,
    an_item,
)
from tests.unit.fiscal.reading import unreadable

GTIN = "7891000315507"


def content_of(note: str) -> DocumentContent:
    content = read_paper(note.encode()).content
    assert content is not None
    return content


def item_of(item: str) -> DocumentItem:
    return content_of(a_note(items=item)).items[0]


def test_the_bytes_are_kept_as_they_came() -> None:
    content = an_authorised_note().decode().encode("utf-16")

    assert read_paper(content).xml == content


def test_a_cancellation_has_neither_buyer_nor_items() -> None:
    assert read_paper(a_registered_event()).content == DocumentContent(is_genuine=True)


@pytest.mark.parametrize(
    ("dest", "buyer"),
    [
        ("", ""),
        (f"<dest><CPF>{CPF}</CPF></dest>", CPF),
        (f"<dest><CNPJ>{BUYER_CNPJ}</CNPJ></dest>", BUYER_CNPJ),
        ("<dest><CNPJ>COMPRAPJ000152</CNPJ></dest>", "COMPRAPJ000152"),
        ("<dest><idEstrangeiro>AB123</idEstrangeiro></dest>", ""),
        (f"<dest><CNPJ/><CPF>{CPF}</CPF></dest>", CPF),
    ],
    ids=["nobody", "person", "company", "letters", "foreigner", "empty_cnpj"],
)
def test_the_buyer_is_a_bare_cpf_or_cnpj(dest: str, buyer: str) -> None:
    assert content_of(a_note(buyer=dest)).buyer == buyer


@pytest.mark.parametrize(
    "dest",
    [
        f"<dest><CPF>{CPF}</CPF><CNPJ>{BUYER_CNPJ}</CNPJ></dest>",
        "<dest><CPF>000.000.001-91</CPF></dest>",
        "<dest><CNPJ>comprapj000152</CNPJ></dest>",
    ],
    ids=["two", "mask", "lower_case"],
)
def test_a_buyer_that_is_neither_is_refused_without_being_named(dest: str) -> None:
    assert unreadable(a_note(buyer=dest).encode()) == "dest names not one CPF or CNPJ"


def test_an_item_tells_code_quantity_and_value() -> None:
    item = item_of(an_item(code="100-P", quantity="1.5000", goods="149.85"))

    assert item == DocumentItem("100-P", "", Decimal("1.5"), Cents(14985), number=1)


def test_the_value_of_an_item_is_that_of_its_goods_less_the_discount() -> None:
    charges = "<vFrete>9.49</vFrete><vSeg>1.00</vSeg><vDesc>3.85</vDesc><vOutro>2.00</vOutro>"

    assert item_of(an_item(goods="99.80", charges=charges)).value == 9595


@pytest.mark.parametrize(
    ("gtin", "traded", "read"),
    [
        (GTIN, GTIN, GTIN),
        ("SEM GTIN", GTIN, GTIN),
        ("", "40170725", "40170725"),
        ("SEM GTIN", "SEM GTIN", ""),
        ("123", "ABCDEFGHIJKLM", ""),
    ],
)
def test_a_gtin_is_given_only_where_there_is_one(gtin: str, traded: str, read: str) -> None:
    assert item_of(an_item(gtin=gtin, traded_gtin=traded)).gtin == read


def test_an_item_may_name_its_order() -> None:
    assert item_of(an_item(order_text=ORDER_ID)).order_text == ORDER_ID


def test_items_keep_their_order() -> None:
    items = "".join(an_item(number, code=str(number)) for number in range(1, 991))

    assert [item.code for item in content_of(a_note(items=items)).items] == [str(number) for number in range(1, 991)]


@pytest.mark.parametrize(
    "additional",
    [
        f"<infAdic><infCpl>{ORDER_ID}</infCpl></infAdic>",
        f"<infAdic><infCpl><![CDATA[{ORDER_ID}]]></infCpl></infAdic>",
        f"<infAdic><infAdFisco>{ORDER_ID}</infAdFisco></infAdic>",
        f'<infAdic><obsCont xCampo="Loja"/><obsCont xCampo="Pedido"><xTexto>{ORDER_ID}</xTexto></obsCont></infAdic>',
        f"<compra><xPed>{ORDER_ID}</xPed></compra>",
    ],
    ids=["infCpl", "cdata", "infAdFisco", "obsCont", "compra"],
)
def test_the_order_is_found_wherever_a_program_writes_it(additional: str) -> None:
    assert content_of(a_note(additional=additional)).order_texts == (ORDER_ID,)


def test_the_additional_text_of_an_item_may_name_the_order() -> None:
    items = an_item(1, after=f"<infAdProd>{ORDER_ID}</infAdProd>") + an_item(2, after="<infAdProd>azul</infAdProd>")

    assert content_of(a_note(items=items)).order_texts == (ORDER_ID, "azul")


def test_a_text_that_every_item_repeats_is_given_once() -> None:
    item = an_item(after=f"<infAdProd>{ORDER_ID}</infAdProd>")

    assert content_of(a_note(items=item * 3)).order_texts == (ORDER_ID,)


def test_a_note_tells_its_purpose() -> None:
    assert content_of(a_note(purpose="4", tp_nf="0")).purpose == "4"


@pytest.mark.parametrize("purpose", ["0", "7", "devolução", "44"])
def test_a_purpose_that_does_not_exist_is_refused(purpose: str) -> None:
    assert f"finNFe is '{purpose}'" in unreadable(a_note(purpose=purpose).encode())


def test_references_in_the_head_are_read() -> None:
    references = (
        f"<NFref><refNFe>{KEY}</refNFe></NFref><NFref><refNF><cUF>33</cUF></refNF></NFref>"
        f"<NFref><refNFe>{OTHER_KEY}</refNFe></NFref>"
    )

    assert content_of(a_note(references=references)).references == (KEY, OTHER_KEY)


def test_references_of_items_are_read_each_once() -> None:
    keys = [KEY, KEY, OTHER_KEY]
    items = "".join(an_item(number, original=key) for number, key in enumerate(keys, 1)) + an_item(4)

    assert content_of(a_note(items=items)).references == (KEY, OTHER_KEY)


def test_an_item_names_the_item_of_the_original_that_comes_back() -> None:
    item = item_of(an_item(7, original=KEY))

    assert (item.number, item.original, item.original_number) == (7, KEY, 7)


def test_an_item_may_name_an_original_without_saying_which_of_its_items() -> None:
    item = item_of(an_item(original=KEY).replace("<nItem>1</nItem>", ""))

    assert (item.original, item.original_number) == (KEY, 0)


def test_an_item_that_names_no_original_has_none() -> None:
    item = item_of(an_item())

    assert (item.number, item.original, item.original_number) == (1, "", 0)


def test_an_item_may_have_no_number() -> None:
    assert item_of(an_item().replace(' nItem="1"', "")).number == 0


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        (f"<chaveAcesso>{KEY}</chaveAcesso>", "", "chaveAcesso is missing"),
        (KEY, KEY[:-1], "is no access key"),
        (KEY, KEY[:-1] + str((int(KEY[-1]) + 1) % 10), "is no access key"),
        (KEY, f"NFe{KEY}", "is no access key"),
        ("<nItem>1", "<nItem>991", "nItem '991' is no item number"),
        ("<nItem>1", "<nItem>0", "nItem '0' is no item number"),
        ("<nItem>1", "<nItem>1.0", "nItem '1.0' is no item number"),
        ('nItem="1"', 'nItem="-1"', "nItem '-1' is no item number"),
        ('nItem="1"', 'nItem="1000"', "nItem '1000' is no item number"),
        ("<DFeReferenciado>", "<DFeReferenciado/><DFeReferenciado>", "DFeReferenciado is there 2 times"),
    ],
)
def test_a_garbled_reference_to_an_item_is_refused(written: str, instead: str, reason: str) -> None:
    item = an_item(original=KEY).replace(written, instead)

    assert reason in unreadable(a_note(items=item).encode())


@pytest.mark.parametrize(
    "groups",
    [
        "<IS><CSTIS>000</CSTIS><vBCIS>1.00</vBCIS><pIS>1.0000</pIS><vIS>0.01</vIS></IS>",
        "<IS><vBCIS>1.00</vBCIS><pIS>1.0000</pIS><pISEspec>1.0000</pISEspec><uTrib>UN</uTrib></IS>",
        "<IBSCBS><CST>000</CST><cClassTrib>000001</cClassTrib><gIBSCBS><vBC>99.90</vBC></gIBSCBS></IBSCBS>",
    ],
    ids=["selective_tax", "selective_tax_of_a_draft", "ibs_cbs"],
)
def test_groups_of_the_tax_reform_change_nothing_of_what_is_read(groups: str) -> None:
    item = an_item().replace("<imposto>", f"<imposto>{groups}")
    note = a_note(items=item).replace("</ICMSTot>", "</ICMSTot><IBSCBSTot><vBCIBSCBS>99.90</vBCIBSCBS></IBSCBSTot>")

    assert content_of(note).items == content_of(a_note()).items


@pytest.mark.parametrize("versao", ["2.00", "3.10", "4.00"])
def test_older_layouts_are_read(versao: str) -> None:
    assert content_of(a_note(versao=versao)).items == content_of(a_note()).items


@pytest.mark.parametrize(
    ("written", "instead", "reason"),
    [
        (' Id="NFe', ' Ident="NFe', "infNFe has no Id"),
        ("<nNF>42</nNF>", "", "nNF is missing"),
        ("<nNF>42</nNF>", "<nNF> </nNF>", "nNF is missing"),
        ("<nNF>42</nNF>", "<nNF>42</nNF><nNF>43</nNF>", "nNF is there 2 times"),
        ("<nNF>42</nNF>", "<nNF>4<b>2</b></nNF>", "nNF holds more than text"),
        ("<mod>65</mod>", "", "mod is missing"),
        ("<serie>1</serie>", "", "serie is missing"),
        ("<dhEmi>2026-11-20T12:29:30-03:00</dhEmi>", "", "dhEmi is missing"),
        ("T12:29:30-03:00</dhEmi>", "T12:29:30</dhEmi>", "no moment with its offset"),
        ("T12:29:30-03:00</dhEmi>", "T25:29:30-03:00</dhEmi>", "is no moment"),
        ("T12:29:30-03:00</dhEmi>", "T12:29:30-99:00</dhEmi>", "no moment with its offset"),
        ("T12:29:30-03:00</dhEmi>", "T12:29:30-00:99</dhEmi>", "no moment with its offset"),
        ("<dhEmi>2026", "<dhEmi>0001", "no moment with its offset"),
        ("<tpNF>1", "<tpNF>2", "tpNF is '2'"),
        ("<tpAmb>1</tpAmb><finNFe>", "<finNFe>", "tpAmb is missing"),
        ("<tpAmb>1</tpAmb><finNFe>", "<tpAmb>0</tpAmb><finNFe>", "tpAmb is '0'"),
        (f"<CNPJ>{CNPJ}</CNPJ>", "", "emit/CNPJ is missing"),
        ("<vNF>99.90</vNF>", "", "vNF is missing"),
        ("<vNF>99.90", "<vNF>99.905", "fraction of a cent"),
        ("<vNF>99.90", "<vNF>99,90", "is no figure"),
        ("<vNF>99.90", "<vNF>-99.90", "is no figure"),
        ("<vNF>99.90", "<vNF>NaN", "is no figure"),
        ("<vNF>99.90", "<vNF>1E9", "is no figure"),
        ("<vNF>99.90", "<vNF>٩٩.٩٠", "is no figure"),
        ("<vNF>99.90", f"<vNF>{'9' * 5000}", "is no figure"),
        (f"<chNFe>{KEY}</chNFe>", "", "chNFe is missing"),
        (f"<nProt>{PROTOCOL}", "<nProt>#1", "no protocol number"),
        ("<ide>", "<ide/><ide>", "ide is there 2 times"),
        ("<prod>", "<prod/><prod>", "prod is there 2 times"),
        ("prod>", "product>", "prod is missing"),
        (an_item(), "", "det is missing"),
        ("<cProd>100</cProd>", "", "cProd is missing"),
        ("<qCom>1.0000</qCom>", "", "qCom is missing"),
        ("<qCom>1.0000", "<qCom>1,0000", "qCom '1,0000' is no figure"),
        ("<vProd>99.90</vProd><cEANTrib>", "<cEANTrib>", "vProd is missing"),
        ("<indTot>", "<vDesc>-1.00</vDesc><indTot>", "vDesc '-1.00' is no figure"),
    ],
)
def test_a_note_that_lacks_or_garbles_something_is_refused_with_its_name(
    written: str, instead: str, reason: str
) -> None:
    content = an_authorised_note().decode().replace(written, instead)

    assert reason in unreadable(content.encode())
