"""Keys that are wrong, or contradict what their document says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.problem import Problem, ProblemCode
from tests.builders import CNPJ, a_key
from tests.unit.fiscal.notes import KEY, OTHER_KEY, a_note, a_protocol, an_authorised_note
from tests.unit.fiscal.reading import read, refused


@pytest.mark.parametrize(
    ("note", "part", "in_key", "in_content"),
    [
        (a_note().replace("<cUF>33", "<cUF>35"), "cuf", "33", "35"),
        (a_note(emitted="<dhEmi>2026-12-01T00:10:00-03:00</dhEmi>"), "aamm", "2611", "2612"),
        (a_note(key=KEY, cnpj="99999999000191"), "cnpj", CNPJ, "99999999000191"),
        (a_note(key=KEY, mod="55"), "model", "65", "55"),
        (a_note(key=KEY, serie="2"), "serie", "001", "002"),
        (a_note(key=KEY, nnf="43"), "nnf", "000000042", "000000043"),
        (a_note().replace("<tpEmis>1", "<tpEmis>9"), "tp_emis", "1", "9"),
        (a_note().replace("<cNF>12345678", "<cNF>87654321"), "cnf", "12345678", "87654321"),
        (a_note(qr_url=f"https://qr/?p={OTHER_KEY}|3|1"), "qr_code", KEY, OTHER_KEY),
        (a_note(qr_url=f"https://qr/?chNFe={OTHER_KEY}&nVersao=100"), "qr_code", KEY, OTHER_KEY),
        (a_note(qr_url=f"https://qr/?p=%33{OTHER_KEY[1:]}%7C3%7C1"), "qr_code", KEY, OTHER_KEY),
        (a_note(qr_url=f"https://qr/{OTHER_KEY}?p={KEY}|3|1"), "qr_code", KEY, OTHER_KEY),
    ],
    ids=[
        "cuf",
        "aamm",
        "cnpj",
        "model",
        "serie",
        "nnf",
        "tp_emis",
        "cnf",
        "qr_code",
        "old_qr_code",
        "encoded",
        "beside",
    ],
)
def test_a_key_that_contradicts_the_content_is_refused_with_both_values(
    note: str, part: str, in_key: str, in_content: str
) -> None:
    problems = refused(an_authorised_note(note))

    facts = {"part": part, "key": in_key, "content": in_content}
    assert problems == [Problem(ProblemCode.KEY_CONTRADICTS_CONTENT, facts)]


def test_parts_that_the_content_does_not_tell_are_not_compared() -> None:
    bare = re.sub("<(cUF|tpEmis|cNF)>.*?</\\1>", "", a_note())

    assert read(an_authorised_note(bare)) == read(an_authorised_note())


def test_the_protocol_of_another_note_is_refused() -> None:
    problems = refused(an_authorised_note(protocol=a_protocol(key=OTHER_KEY)))

    facts = {"part": "protocol", "key": KEY, "content": OTHER_KEY}
    assert problems == [Problem(ProblemCode.KEY_CONTRADICTS_CONTENT, facts)]


def test_letters_that_the_check_digit_cannot_tell_apart_are_noticed_by_the_content() -> None:
    key = "35260712ABCO4501DE35650010000000421123456780"  # a 3 became an O: the digit stays right
    note = a_note(key=key, cnpj="12ABC34501DE35", emitted="<dhEmi>2026-07-31T12:00:00-03:00</dhEmi>")
    note = note.replace("<cUF>33</cUF>", "<cUF>35</cUF>")

    problems = refused(an_authorised_note(note, a_protocol(key=key)))

    assert problems[-1].facts == {"part": "cnpj", "key": "12ABCO4501DE35", "content": "12ABC34501DE35"}


def test_the_numeric_key_of_another_company_does_not_pass_for_an_issuer_with_letters() -> None:
    problems = refused(an_authorised_note(a_note(key=KEY, cnpj="XT9CDVWJ000172")))

    assert [problem.facts for problem in problems] == [{"part": "cnpj", "key": CNPJ, "content": "XT9CDVWJ000172"}]


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong_digit = KEY[:-1] + ("0" if KEY[-1] != "0" else "1")
    note = a_note(key=wrong_digit, serie="7", nnf="43")

    problems = refused(an_authorised_note(note))

    assert [(problem.code, problem.facts.get("part")) for problem in problems] == [
        (ProblemCode.KEY_CHECK_DIGIT, None),
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "serie"),
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "nnf"),
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "protocol"),
    ]


@pytest.mark.parametrize(
    ("identity", "code"),
    [
        (f"NFe{KEY[:-1]}", ProblemCode.KEY_LENGTH),
        (f"NFe{KEY[:-1]}X", ProblemCode.KEY_CHARACTERS),
        (f"NFe {KEY}", ProblemCode.KEY_CHARACTERS),
        ("NFe", ProblemCode.KEY_LENGTH),
    ],
    ids=["short", "letter", "space", "nothing"],
)
def test_a_broken_key_is_named_by_what_is_wrong_with_it(identity: str, code: ProblemCode) -> None:
    problems = refused(a_note(identity=identity).encode())

    assert problems[0].code is code


def test_a_key_in_lower_case_is_no_key_of_an_xml() -> None:
    key = "35260712abc34501de35650010000000421123456780"

    problems = refused(a_note(key=key, cnpj="12ABC34501DE35").encode())

    assert problems[0] == Problem(ProblemCode.KEY_CHARACTERS, {"key": key})


def test_a_model_that_is_neither_nfe_nor_nfce_is_refused() -> None:
    key = a_key(model="01").text

    problems = refused(an_authorised_note(a_note(mod="01"), a_protocol(key=key)))

    assert problems == [Problem(ProblemCode.MODEL_UNKNOWN, {"model": "01"})]


@given(st.integers(0, 2**40), st.integers(0, 2**40))
def test_whatever_digits_a_key_has_the_content_decides(serie: int, nnf: int) -> None:
    note = a_note(serie=str(serie % 1000), nnf=str(nnf % 10**9))
    key = a_key(serie=serie % 1000, nnf=nnf % 10**9)

    assert read(an_authorised_note(note, a_protocol(key=key.text))).key == key
