"""The QR code of a document, in every version and as scanners bring it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.document import NFE_PORTAL
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.qr_code import QrCode, read_qr, shown_url
from desktop_invoicer.domain.tax_id import masked
from tests.builders import BRASILIA, CPF

SAMPLES = Path(__file__).parents[4] / "shared" / "fiscal" / "samples"
KEY = "35260712ABC34501DE35650010000000421123456780"
SITE = "https://www.nfce.fazenda.sp.gov.br/qrcode"
HASH = "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"
DIGEST = "766f636564657363616e7361717569"
MOMENT = b"2026-07-11T10:20:30-03:00".hex()
VERSION_1 = (
    f"http://www4.fazenda.rj.gov.br/consultaNFCe/QRCode?chNFe={KEY}&nVersao=100&tpAmb=1&cDest={CPF}&dhEmi={MOMENT}"
    f"&vNF=129.80&vICMS=0.00&digVal={DIGEST}&cIdToken=000001&cHashQRCode={HASH}"
)
OFFLINE_2 = f"{SITE}?p={KEY}|2|2|17|129.80|{DIGEST}|1|{HASH}"
OFFLINE_3 = f"{SITE}?p={KEY}|3|1|17|129.80|1|12ABC34501DE35|c2ln/bmF0+dXJl=="


def read(text: str) -> QrCode:
    found = read_qr(text)
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "version"), [(f"{SITE}?p={KEY}|2|1|1|{HASH}", 2), (f"{SITE}?p={KEY}|3|1", 3)])
def test_a_code_of_a_document_issued_online_tells_its_environment_alone(text: str, version: int) -> None:
    assert read(text) == QrCode(AccessKey(KEY), version, Environment.PRODUCTION, url=text.replace("|", "%7C"))


def test_version_2_of_a_document_issued_offline_tells_day_and_value() -> None:
    found = read(OFFLINE_2)

    assert (found.version, found.environment) == (2, Environment.HOMOLOGATION)
    assert (found.day, found.value, found.buyer) == (date(2026, 7, 17), 12980, "")


def test_version_3_of_a_document_issued_offline_tells_the_buyer_too() -> None:
    found = read(OFFLINE_3)

    assert (found.day, found.value, found.buyer) == (date(2026, 7, 17), 12980, "12ABC34501DE35")


@pytest.mark.parametrize(("kind", "buyer", "told"), [("2", CPF, CPF), ("3", "", ""), ("", "", ""), ("2", "123", "")])
def test_only_a_cpf_or_cnpj_is_told_as_buyer(kind: str, buyer: str, told: str) -> None:
    assert read(f"{SITE}?p={KEY}|3|1|17|129.80|{kind}|{buyer}|c2ln").buyer == told


def test_version_1_tells_moment_value_and_buyer() -> None:
    found = read(VERSION_1)

    assert (found.version, found.environment, found.url) == (1, Environment.PRODUCTION, VERSION_1)
    assert (found.value, found.buyer) == (12980, CPF)
    assert found.issued_at == datetime(2026, 7, 11, 10, 20, 30, tzinfo=BRASILIA)


@pytest.mark.parametrize("url", [VERSION_1, OFFLINE_3, f"{SITE}?cDest={CPF}&nVersao=100&chNFe={KEY}"])
def test_an_address_that_is_shown_names_no_buyer(url: str) -> None:
    code = read_qr(url)
    assert code is not None
    shown = shown_url(url)

    assert code.buyer
    assert code.buyer not in shown.replace(KEY, "")
    assert shown.replace(masked(code.buyer), code.buyer) == url


@pytest.mark.parametrize("url", ["", SITE, OFFLINE_2, f"{NFE_PORTAL}&chNFe={KEY}"])
def test_an_address_without_a_buyer_is_shown_as_it_is(url: str) -> None:
    assert shown_url(url) == url


def test_version_1_may_name_its_parameters_in_any_order() -> None:
    found = read(f"http://nfce.fazenda.mg.gov.br/?nVersao=100&tpAmb=2&vNF=1.00&chNFe={KEY}")

    assert (found.environment, found.value, found.issued_at, found.buyer) == (Environment.HOMOLOGATION, 100, None, "")


@pytest.mark.parametrize(
    "text",
    [
        OFFLINE_3.replace("|", "%7C"),
        OFFLINE_3.replace("|", "%7c"),
        f"  {OFFLINE_3}\r\n",
        OFFLINE_3.swapcase(),
        OFFLINE_3.translate(str.maketrans(":/?|", "Ç;:}")),
        OFFLINE_3.swapcase().translate(str.maketrans(":/?|", "ç;:}")),
    ],
    ids=["percent", "percent_lower", "spaces", "caps_lock", "abnt2", "abnt2_caps_lock"],
)
def test_a_code_is_the_same_in_every_writing_of_scanners(text: str) -> None:
    expected = read(OFFLINE_3)

    found = read(text)

    assert replace(found, url=found.url.replace("%7c", "%7C")) == expected


@pytest.mark.parametrize("separator", ["}", "*", "Ç", "º"])
def test_figures_are_read_whatever_became_of_the_signs(separator: str) -> None:
    found = read(f"https-&&www.nfce.fazenda.sp.gov.br&qrcode_p`{KEY}" + OFFLINE_2.split(KEY)[1].replace("|", separator))

    assert (found.day, found.value, found.url) == (date(2026, 7, 17), 12980, "")


def test_of_capitals_alone_the_address_cannot_be_told() -> None:
    found = read(OFFLINE_2.upper())

    assert (found.value, found.url) == (12980, "")


@pytest.mark.parametrize(
    ("day", "value", "told"),
    [
        ("32", "129.80", (None, 12980)),
        ("1", "129.80", (None, 12980)),
        ("17", "129,80", (date(2026, 7, 17), None)),
        ("17", "129.801", (date(2026, 7, 17), None)),
        ("", "", (None, None)),
    ],
)
def test_what_is_unreadable_is_not_told(day: str, value: str, told: tuple[date | None, int | None]) -> None:
    found = read(f"{SITE}?p={KEY}|2|1|{day}|{value}|{DIGEST}|1|{HASH}")

    assert (found.day, found.value) == told


@pytest.mark.parametrize(
    "moment",
    ["zz", "2026", *(text.encode().hex() for text in ("2026-07-11T10:20:30", "0001-01-01T00:00:00+14:00", "é"))],
)
def test_a_moment_without_its_offset_or_sense_is_not_told(moment: str) -> None:
    assert read(VERSION_1.replace(MOMENT, moment)).issued_at is None


@pytest.mark.parametrize("text", [f"{SITE}?p={KEY}|3", f"{SITE}?p={KEY}|3|7"])
def test_an_unknown_environment_is_not_told(text: str) -> None:
    assert read(text).environment is None


def test_a_foreign_address_is_not_told() -> None:
    assert read(f"https://nfce.example/qrcode?p={KEY}|3|1").url == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        KEY,
        f"NFe{KEY}",
        " ".join(KEY),
        f"{SITE}?p={KEY}",
        f"{SITE}?p={KEY}|4|1",
        f"{SITE}?p={KEY[:-1]}1|3|1",
        f"https://www.nfe.fazenda.gov.br/portal/consultaRecaptcha.aspx?tipoConsulta=resumo&chNFe={KEY}",
        f"https://www.nfe.fazenda.gov.br/portal/consultaRecaptcha.aspx?chNFe={KEY}&tipoConsulta=resumo",
    ],
)
def test_what_is_no_qr_code_of_a_document_is_none(text: str) -> None:
    assert read_qr(text) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_around_a_key_ever_raises(before: str, behind: str) -> None:
    found = read_qr(f"{before}{KEY}{behind}")

    assert found is None or found.key.text in f"{before}{KEY}{behind}".upper()


@pytest.mark.shared
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared fiscal samples are not on this machine")
@pytest.mark.parametrize(
    ("sample", "version", "value"),
    [("nfce_sn", 3, None), ("nfe_tipo2", 3, None), ("off_v2", 2, 12980), ("off_v3", 3, 12980)],
)
def test_the_codes_of_the_samples_are_read(sample: str, version: int, value: int | None) -> None:
    xml = (SAMPLES / f"{sample}.xml").read_text("utf-8")
    code = re.search(r"<qrCode>(?:<!\[CDATA\[)?([^<\]]+)", xml)
    issued = re.search(r"<dhEmi>([0-9-]{10})", xml)
    assert code is not None
    assert issued is not None

    found = read(html.unescape(code[1]))

    assert (found.version, found.value, found.environment) == (version, value, Environment.HOMOLOGATION)
    assert found.url
    assert found.day == (None if value is None else date.fromisoformat(issued[1]))
