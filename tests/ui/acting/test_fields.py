"""The fields for a key and for an amount."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.acting.amount_field import AmountField, read_amount
from desktop_invoicer.ui.acting.key_field import KeyField, can_become_key
from desktop_invoicer.ui.theme.theme import Theme
from tests.builders import a_key

KEY = a_key(cnpj="12ABC34501DE35").text


@pytest.fixture
def key(theme: Theme, qtbot: QtBot) -> KeyField:  # noqa: ARG001 (its look)
    field = KeyField()
    qtbot.addWidget(field)
    return field


def test_a_key_is_grouped_as_it_is_typed(key: KeyField) -> None:
    QTest.keyClicks(key, "352611112")

    assert key.text() == "3526 1111 2"
    assert key.bare == "352611112"


def test_the_cursor_stays_where_something_is_put_in(key: KeyField) -> None:
    QTest.keyClicks(key, "35261111")
    key.setCursorPosition(2)

    QTest.keyClicks(key, "99")

    assert key.text() == "3599 2611 11"
    assert key.cursorPosition() == 4


def test_an_address_with_a_key_is_left_as_it_is_and_read(key: KeyField) -> None:
    address = f"https://www.fazenda.rj.gov.br/nfce/qrcode?p={KEY}|2|1|1|ABC"

    key.show_key(address)

    assert key.text() == address
    assert key.bare == KEY
    assert key.is_key


@pytest.mark.parametrize("text", ["", "N", "NFe", "NFe35", "352611AB", KEY, KEY.lower(), "https://www.sefaz.rs"])
def test_what_may_still_become_a_key_is_not_wrong(text: str) -> None:
    assert can_become_key(text)


@pytest.mark.parametrize("text", ["3A", "X", KEY[:-1] + str(9 - int(KEY[-1])), KEY + "1", "35_"])
def test_what_cannot_become_a_key_is_wrong(text: str) -> None:
    assert not can_become_key(text)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1.234,56", 123456),
        ("1,234.56", 123456),
        ("R$ 98", 9800),
        ("98,5", 9850),
        ("98.50", 9850),
        ("1.234", 123400),
        ("1.234.567,89", 123456789),
        ("0,01", 1),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, cents: int) -> None:
    assert read_amount(text) == cents


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "12.34.56", "-1", "1,234,5678", "٣"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.usefixtures("theme")
def test_a_wrong_amount_is_marked(qtbot: QtBot) -> None:
    field = AmountField()
    qtbot.addWidget(field)

    field.setText("12,x")

    assert field.is_wrong
    assert field.property("wrong") == "true"
