"""Anything that a scanner, a hand or a clipboard may bring for an access key or a QR code."""

from __future__ import annotations

from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.access_key import LENGTH, AccessKey, check_digit, read_access_key
from desktop_invoicer.domain.document import document_url
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.qr_code import read_qr
from desktop_invoicer.domain.scan import ScanKind, read_scan
from desktop_invoicer.domain.tax_id import modulo_11
from tests.builders import a_key
from tests.fuzz.prompt import prompt

ROOTS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=12).filter(
    lambda root: len(set(root)) > 1
)
SIGNS = st.text("0123456789ABCDEFGHKLNOPQRSTUVXYZabcdefnps |/?&=%.:;-çÇ\t\n\u0663\uff21ß", max_size=90)
ADDRESSES = st.lists(
    st.sampled_from(
        ["https://", "http://", "//", "www", ".gov.br", "gov.br", "evil.example", ":80", "p=", "%00", "%2e"]
    )
    | st.sampled_from("/\\@#?:.|% \t\n\u3002\u017f\udcff"),
    max_size=9,
).map("".join)
"""What may mislead: about where a host begins and ends."""
PAGE = "https://www.nfce.fazenda.rj.gov.br/consulta?p="


def cnpj_of(root: str) -> str:
    first = modulo_11(root)
    return root + first + modulo_11(root + first)


KEYS = st.builds(
    lambda root, model, serie, nnf: a_key(cnpj=cnpj_of(root), model=model, serie=serie, nnf=nnf),
    ROOTS,
    st.sampled_from(["55", "65"]),
    st.integers(0, 999),
    st.integers(1, 999_999_999),
)


def is_right(key: AccessKey) -> bool:
    text = key.text
    return len(text) == LENGTH and text.isascii() and text.isalnum() and check_digit(text[:-1]) == text[-1]


@prompt
@given(SIGNS | st.text())
def test_whatever_is_taken_for_a_key_has_its_form_and_digit(text: str) -> None:
    found = read_access_key(text)

    assert not isinstance(found, AccessKey) or is_right(found)


@prompt
@given(SIGNS | st.text() | st.text("0123456789", min_size=1000, max_size=3000))
def test_whatever_is_scanned_is_something(text: str) -> None:
    scan = read_scan(text)

    assert scan.text == text.strip()
    assert (scan.kind is ScanKind.ACCESS_KEY) == isinstance(read_access_key(text.strip()), AccessKey)


@prompt
@given(st.sampled_from(["1", "v"]))
def test_all_the_words_of_a_document_are_taken_for_something_promptly(start: str) -> None:
    words = (f"{start}{number:0499}" for number in range(3000))

    assert {read_scan(word).kind for word in words} == {ScanKind.OTHER}


@prompt
@given(KEYS, st.data())
def test_a_key_is_read_in_any_usual_writing(key: AccessKey, data: st.DataObject) -> None:
    groups = [key.text[place : place + 4] for place in range(0, LENGTH, 4)]
    writing = data.draw(st.sampled_from(["{}", "NFe{}", " {}\n", f"{PAGE}{{}}|3|1", f"{PAGE}{{}}%7C3%7C1"]))
    text = writing.format(data.draw(st.sampled_from([key.text, key.text.lower()])))
    grouped = data.draw(st.sampled_from([" ", ".", "-", "  "])).join(groups)

    assert read_access_key(text) == read_access_key(grouped) == key


@prompt
@given(KEYS, st.integers(0, LENGTH - 1), st.sampled_from("0123456789"))
def test_one_wrong_digit_never_makes_another_key(key: AccessKey, place: int, digit: str) -> None:
    wrong = key.text[:place] + digit + key.text[place + 1 :]

    found = read_access_key(wrong)

    # Remainders 0 and 1 share a digit, and letters may share a remainder: the content tells those.
    if key.text[place].isdigit() and key.text[-1] != "0" and wrong != key.text:
        assert not isinstance(found, AccessKey)


@prompt
@given(KEYS, SIGNS, SIGNS)
def test_a_key_among_other_signs_is_none_or_a_right_one(key: AccessKey, before: str, after: str) -> None:
    found = read_access_key(f"{before}{key}{after}")

    assert not isinstance(found, AccessKey) or is_right(found)


@prompt
@given(SIGNS | st.text())
def test_whatever_is_taken_for_a_qr_code_names_a_right_key(text: str) -> None:
    found = read_qr(text)

    assert found is None or is_right(found.key)


@prompt
@given(KEYS, SIGNS)
def test_a_qr_code_with_anything_behind_its_key_still_names_it(key: AccessKey, behind: str) -> None:
    found = read_qr(f"{PAGE}{key}|{behind}")

    assert found is None or found.key == key
    assert found is None or found.value is None or found.value >= 0


@prompt
@given(KEYS, st.integers(0, 10**15 - 1))
def test_an_offline_qr_code_tells_its_value_to_the_cent(key: AccessKey, cents: int) -> None:
    found = read_qr(f"{PAGE}{key}|2|1|20|{cents // 100}.{cents % 100:02}|{'ab' * 28}|1|{'CD' * 20}")

    assert found is not None
    assert found.value == Cents(cents)


@prompt
@given(KEYS, ADDRESSES | SIGNS | st.text(max_size=300))
def test_no_text_becomes_an_address_outside_the_tax_authorities(key: AccessKey, url: str) -> None:
    told = document_url(key, url)
    parts = urlsplit(told)

    assert told.isascii()
    assert told.isprintable()
    if told:
        assert parts.scheme in {"http", "https"}
        assert (parts.username, (parts.hostname or "")[-7:]) == (None, ".gov.br")
