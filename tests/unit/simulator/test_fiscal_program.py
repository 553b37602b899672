"""Documents of the simulated fiscal program are read back part by part."""

from __future__ import annotations

import base64
import copy
import hashlib
import random
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from lxml import etree

from desktop_invoicer.domain.access_key import AccessKey, read_access_key
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.simulator.fiscal_program import FiscalProgram
from desktop_invoicer.simulator.keys import FIRST_NUMBER, Issuer
from desktop_invoicer.simulator.records import JsonObject
from desktop_invoicer.simulator.stories import STORIES
from desktop_invoicer.simulator.story import Setting, Story

CNPJ = "11222333000181"
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SALE_KEY = "35261112ABC34501DE35550010000000421015786179"
DSIG = "{http://www.w3.org/2000/09/xmldsig#}"


@pytest.fixture
def program() -> FiscalProgram:
    return FiscalProgram(CNPJ, "RJ", clock=lambda: AT)


def told(name: str) -> Story:
    return STORIES[name](Setting("lojafarmgavea", Issuer(CNPJ, "RJ"), 1, random.Random(1), AT))  # noqa: S311


def asked(story: Story, press: int = 0) -> list[dict[str, int]]:
    return [{"itemIndex": index, "quantity": units} for index, units in story.presses[press].items]


def issue(program: FiscalProgram, name: str, model: str | None = None, value: int | None = None) -> etree._Element:
    story = told(name)
    worth = story.presses[0].expected_value if value is None else value
    return etree.fromstring(program.issue(story.order, asked(story), worth, model or story.model, AT))


def text(root: etree._Element, path: str) -> str:
    found = root.findtext(f".//{{*}}{path}")
    assert found is not None
    return found


def cents(root: etree._Element, tag: str) -> int:
    return sum(int(Decimal(element.text or "0") * 100) for element in root.iterfind(f".//{{*}}det//{{*}}{tag}"))


CLOSED = [name for name in STORIES if told(name).outcome == "closed"]


@pytest.mark.parametrize("name", CLOSED)
def test_every_total_is_the_value_asked_for_to_the_cent(program: FiscalProgram, name: str) -> None:
    story = told(name)
    for number, press in enumerate(story.presses):
        document = program.issue(story.order, asked(story, number), press.expected_value, story.model, AT)
        root = etree.fromstring(document)

        parts = cents(root, "vProd") - cents(root, "vDesc") + cents(root, "vFrete")
        assert int(Decimal(text(root, "vNF")) * 100) == parts == press.expected_value
        assert text(root, "vPag") == text(root, "vNF")


@pytest.mark.parametrize("name", CLOSED)
def test_each_row_is_its_price_times_its_quantity(program: FiscalProgram, name: str) -> None:
    for row in issue(program, name).iterfind(".//{*}prod"):
        worth = Decimal(text(row, "qCom")) * Decimal(text(row, "vUnCom"))
        assert abs(worth - Decimal(text(row, "vProd"))) < Decimal("0.005")


@pytest.mark.parametrize(("name", "model"), [("pickup-with-cpf", "65"), ("delivery", "55")])
def test_the_key_agrees_with_the_document(program: FiscalProgram, name: str, model: str) -> None:
    root = issue(program, name)
    key = read_access_key(text(root, "chNFe"))

    assert isinstance(key, AccessKey)
    assert (key.cuf, key.aamm, key.cnpj, key.model) == ("33", "2611", CNPJ, model)
    assert (str(key.serie), str(key.nnf), key.cnf) == (text(root, "serie"), text(root, "nNF"), text(root, "cNF"))
    assert next(root.iterfind(".//{*}infNFe")).get("Id") == f"NFe{key}"
    assert text(root, "mod") == model
    assert text(root, "tpAmb") == "2"
    assert text(root, "cStat") == "100"


def test_the_digest_is_true(program: FiscalProgram) -> None:
    root = issue(program, "delivery")
    body = next(root.iterfind(".//{*}infNFe"))
    digest = hashlib.sha1(etree.tostring(copy.deepcopy(body), method="c14n"), usedforsecurity=False).digest()

    assert root.findtext(f".//{DSIG}DigestValue") == text(root, "digVal") == base64.b64encode(digest).decode()


def test_numbers_run_per_model(program: FiscalProgram) -> None:
    numbers = [text(issue(program, name), "nNF") for name in ("pickup-with-cpf", "delivery", "pickup-with-cpf")]

    assert numbers == [str(FIRST_NUMBER), str(FIRST_NUMBER), str(FIRST_NUMBER + 1)]


def test_a_reserved_number_is_used_once(program: FiscalProgram) -> None:
    program.reserve(told("delivery").order_id, 900001)

    assert [text(issue(program, "delivery"), "nNF") for _ in range(2)] == ["900001", str(FIRST_NUMBER)]


def test_an_nfce_has_a_qr_code_of_version_3_and_an_nfe_none(program: FiscalProgram) -> None:
    nfce, nfe = issue(program, "anonymous-pickup"), issue(program, "delivery")

    assert text(nfce, "qrCode").endswith(f"?p={text(nfce, 'chNFe')}|3|2")
    assert nfe.find(".//{*}infNFeSupl") is None


@pytest.mark.parametrize(
    ("name", "tag", "identity"),
    [("pickup-with-cpf", "CPF", "00000000191"), ("company-buyer", "CNPJ", "99999999000191")],
)
def test_the_buyer_is_named_by_document(program: FiscalProgram, name: str, tag: str, identity: str) -> None:
    assert text(issue(program, name), f"dest/{{*}}{tag}") == identity


@pytest.mark.parametrize("name", ["anonymous-pickup", "masked-buyer"])
def test_without_a_readable_document_an_nfce_names_nobody(program: FiscalProgram, name: str) -> None:
    assert issue(program, name).find(".//{*}dest") is None


def test_an_nfe_needs_a_buyer(program: FiscalProgram) -> None:
    with pytest.raises(ValueError, match="needs a buyer"):
        issue(program, "anonymous-pickup", model="55")


def test_a_row_carries_the_sku_the_quantity_and_the_ncm(program: FiscalProgram) -> None:
    root = issue(program, "prices-59-60-60")

    assert text(root, "cProd") == told("prices-59-60-60").order["items"][0]["id"]
    assert (text(root, "uCom"), text(root, "qCom"), text(root, "NCM")) == ("KG", "0.9000", "09023000")


def test_lines_with_the_same_sku_stay_two_rows(program: FiscalProgram) -> None:
    rows = issue(program, "same-sku-on-two-lines").findall(".//{*}prod")

    assert len({text(row, "cProd") for row in rows}) == 1
    assert len(rows) == 2


@pytest.mark.parametrize("value", [1, 17279, 17281, 30000])
def test_any_value_is_met_exactly(program: FiscalProgram, value: int) -> None:
    assert int(Decimal(text(issue(program, "delivery", value=value), "vNF")) * 100) == value


def test_the_order_stands_in_the_notes(program: FiscalProgram) -> None:
    assert told("delivery").order_id in text(issue(program, "delivery"), "infCpl")


def test_a_return_is_an_nfe_of_entry_that_names_the_sale_on_every_row(program: FiscalProgram) -> None:
    story = told("return")
    root = etree.fromstring(program.issue(story.order, asked(story), 4990, "55", AT, reference=SALE_KEY))

    assert (text(root, "tpNF"), text(root, "finNFe"), text(root, "CFOP"), text(root, "tPag")) == (
        "0",
        "4",
        "1202",
        "90",
    )
    assert text(root, "chaveAcesso") == SALE_KEY
    assert text(root, "vPag") == "0.00"


def referred(root: etree._Element) -> list[tuple[str | None, str | None]]:
    rows = root.findall(".//{*}DFeReferenciado")
    return [(row.findtext("{*}chaveAcesso"), row.findtext("{*}nItem")) for row in rows]


def test_a_return_names_the_row_by_which_its_sale_was_issued(program: FiscalProgram) -> None:
    story = told("rupture-in-three-parts")
    sale = program.issue(story.order, asked(story, 2), story.presses[2].expected_value, "55", AT)
    key = text(etree.fromstring(sale), "chNFe")

    back = program.issue(story.order, [{"itemIndex": 2, "quantity": 1}], 3333, "55", AT, reference=key)

    assert asked(story, 2)[1]["itemIndex"] == 2
    assert referred(etree.fromstring(back)) == [(key, "2")]


def test_each_line_of_a_return_may_have_been_sold_by_another_document(program: FiscalProgram) -> None:
    story, other = told("pickup-with-cpf"), SALE_KEY.replace("1015786179", "1015786170")
    back = program.issue(story.order, asked(story), 18970, "55", AT, reference={0: SALE_KEY, 1: other})

    assert referred(etree.fromstring(back)) == [(SALE_KEY, "1"), (other, "2")]


def test_a_return_without_identified_buyer_goes_to_the_issuer_itself(program: FiscalProgram) -> None:
    story = told("anonymous-pickup")
    value = story.presses[0].expected_value
    root = etree.fromstring(program.issue(story.order, asked(story), value, "55", AT, reference=SALE_KEY))

    assert text(root, "dest/{*}CNPJ") == CNPJ


def test_a_cancellation_names_the_document_and_its_protocol(program: FiscalProgram) -> None:
    root = etree.fromstring(program.write_cancellation(SALE_KEY, "135260000000001", AT))

    assert etree.QName(root).localname == "procEventoNFe"
    assert (text(root, "tpEvento"), text(root, "chNFe"), text(root, "cStat")) == ("110111", SALE_KEY, "135")
    assert text(root, "detEvento/{*}nProt") == "135260000000001"


def test_a_cancellation_has_the_protocol_of_the_sale(program: FiscalProgram) -> None:
    sale = issue(program, "pickup-with-cpf")

    event = etree.fromstring(program.cancel(text(sale, "chNFe")))

    assert text(event, "detEvento/{*}nProt") == text(sale, "nProt")


@pytest.mark.parametrize("write", ["cancel", "issue"])
def test_what_undoes_a_sale_reads_back_as_genuine(program: FiscalProgram, write: str) -> None:
    story = told("return")
    back = program.issue(story.order, asked(story), 4990, "55", AT, reference=SALE_KEY)

    paper = read_paper(program.cancel(SALE_KEY) if write == "cancel" else back)

    assert paper.content is not None
    assert paper.content.is_genuine
    assert paper.document.is_authorised
    assert paper.document.environment is Environment.HOMOLOGATION


def test_a_document_is_cancelled_once(program: FiscalProgram) -> None:
    assert program.cancel(SALE_KEY) == program.cancel(SALE_KEY)


def test_nothing_comes_back_of_a_cancelled_sale(program: FiscalProgram) -> None:
    program.cancel(SALE_KEY)
    story = told("return")

    with pytest.raises(ValueError, match="is cancelled"):
        program.issue(story.order, asked(story), 4990, "55", AT, reference=SALE_KEY)


@pytest.mark.parametrize(
    "wish",
    [
        {"value": 0},
        {"model": "59"},
        {"items": []},
        {"items": [{"itemIndex": 9, "quantity": 1}]},
        {"model": "65", "reference": SALE_KEY},
    ],
)
def test_what_cannot_be_issued_is_told(program: FiscalProgram, wish: JsonObject) -> None:
    story = told("pickup-with-cpf")
    whole: JsonObject = {"items": asked(story), "value": 18970, "model": "65", "reference": None} | wish

    with pytest.raises(ValueError, match=r"\w+ \w+"):
        program.issue(story.order, whole["items"], whole["value"], whole["model"], reference=whole["reference"])


def test_a_cancellation_needs_a_key(program: FiscalProgram) -> None:
    with pytest.raises(ValueError, match="no access key"):
        program.write_cancellation("1", "2")
