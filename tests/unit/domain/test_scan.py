"""What a scanned or typed text is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.access_key import AccessKey, check_digit, read_access_key
from desktop_invoicer.domain.scan import Scan, ScanKind, read_scan

KEY = "35260712ABC34501DE35650010000000421123456780"
QR = "https://www.nfce.fazenda.sp.gov.br/qrcode"


def kinds(*texts: str) -> set[ScanKind]:
    return {read_scan(text).kind for text in texts}


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        f"NFe{KEY}",
        KEY.lower(),
        f" {KEY}\r\n",
        f"{QR}?p={KEY}|3|2",
        f"{QR}?p={KEY}|2|1|1|0A1B2C",
        f"http://nfce.fazenda.mg.gov.br/?chNFe={KEY}&nVersao=100&tpAmb=1",
        f"{QR}?p={KEY}%7C3%7C2%7C17%7C129.80%7C2%7C00000000191%7Cc2ln%2FbmF0%3D%3D",
        f"{QR}?p={KEY}|2|1|17|129.80|{'7a' * 28}|1|{'0A' * 20}".swapcase(),
        f"httpsÇ;;www.nfce.fazenda.sp.gov.br;qrcode:p={KEY}}}3}}1",
        f"CFe{KEY}",
        f"Chave de acesso: {KEY}",
        "35-2607-12.ABC.345/01DE-35-65-001-000.000.042-1-12345678-0",
    ],
)
def test_an_access_key_is_known_in_every_usual_writing(text: str) -> None:
    assert read_scan(text) == Scan(ScanKind.ACCESS_KEY, text.strip(), KEY)


@pytest.mark.parametrize(
    "text", [f"{QR}?p={KEY[:-1]}|3|1", KEY[:-1], f"{KEY}1", KEY[:-1] + "1", f"NFe{KEY[:-1]}1", "1" * 44]
)
def test_what_was_meant_as_a_key_and_is_none_is_told_apart(text: str) -> None:
    assert read_scan(text).kind is ScanKind.BROKEN_KEY


@given(st.from_regex(r"[0-9]{43}", fullmatch=True))
def test_the_barcode_of_a_bank_slip_is_no_key_even_with_a_right_check_digit(body: str) -> None:
    slip = "3419" + body[4:]  # a bank's number, and no state

    assert read_scan(slip + check_digit(slip)).kind is ScanKind.BROKEN_KEY


@pytest.mark.parametrize(
    "order",
    [
        "v70530116str-01",
        "V70530116STR-01",
        "1080883513398-01",
        "GCB-1080883513398-01",
        "SLR-v70530116str-02",
        "LJV-701-1080883513398-01",
        "00-v70530116str-01",
    ],
)
def test_an_order_is_known_in_every_shape_that_vtex_gives_it(order: str) -> None:
    assert read_scan(f" {order}\n") == Scan(ScanKind.ORDER, order, order)


@pytest.mark.parametrize("rest", ["", "/", "?tab=items", "#top"])
def test_the_page_of_an_order_names_the_order(rest: str) -> None:
    page = f"https://lojafarmgavea.myvtex.com/admin/orders/v70530116str-01{rest}"

    assert read_scan(page) == Scan(ScanKind.ORDER, page, "v70530116str-01")


@pytest.mark.parametrize("gtin", ["96385074", "036000291452", "7891000315507", "17891000315504"])
def test_a_gtin_has_one_of_four_lengths_and_its_check_digit(gtin: str) -> None:
    assert read_scan(gtin) == Scan(ScanKind.GTIN, gtin, gtin)
    assert read_scan(gtin[:-1] + str((int(gtin[-1]) + 1) % 10)).kind is ScanKind.OTHER


def test_anything_else_is_searched_for_as_it_came() -> None:
    assert read_scan(" Vestido midi ") == Scan(ScanKind.OTHER, "Vestido midi", "Vestido midi")
    assert kinds(
        "", "123.456.789-09", "123456789-09", "R$ 129,90", "42", "2026-11-20", f"{QR}?p=abc", "https://x/orders/new"
    ) == {ScanKind.OTHER}


@given(st.text(max_size=120))
def test_no_text_ever_raises_and_only_valid_keys_are_keys(text: str) -> None:
    scan = read_scan(text)

    assert (scan.kind is ScanKind.ACCESS_KEY) == isinstance(read_access_key(text), AccessKey)
    assert scan.value in scan.text or scan.kind in {ScanKind.ACCESS_KEY, ScanKind.BROKEN_KEY}


@given(st.from_regex(r"[0-9]{7,13}", fullmatch=True))
def test_every_body_of_a_gtin_has_exactly_one_check_digit(body: str) -> None:
    found = [digit for digit in "0123456789" if read_scan(body + digit).kind is ScanKind.GTIN]

    assert len(found) == (len(body) + 1 in {8, 12, 13, 14})


@pytest.mark.parametrize("text", ["1" * 100_000, "AB-" * 50_000, "http://x/" + "orders/" * 20_000])
def test_a_text_without_end_is_taken_for_nothing_at_once(text: str) -> None:
    assert read_scan(text).kind is ScanKind.OTHER
