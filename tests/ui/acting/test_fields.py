"""The fields for a key and for an amount."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.fit import check_key
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.errors import DocumentRefusedError, InvoicerError, UnreadableDocumentError
from desktop_invoicer.ui.acting.amount_field import AmountField, read_amount
from desktop_invoicer.ui.acting.day_field import DayField, read_day
from desktop_invoicer.ui.acting.key_field import KeyField, can_become_key
from desktop_invoicer.ui.theme.theme import Role, Theme
from tests.builders import a_key, a_store

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


def marked(key: KeyField) -> list[QColor]:
    """Give the pixels within the field's border that are as red as what is wrong."""
    key.resize(900, 48)
    picture = key.grab().toImage()
    error = QColor(Theme.current().color(Role.ERROR))
    inside = (picture.pixelColor(x, y) for x in range(8, picture.width() - 8) for y in range(8, picture.height() - 8))
    return [color for color in inside if color == error]


def refused(text: str) -> DocumentRefusedError:
    problem = check_key(text, a_store(), date(2026, 11, 20)).problem
    return DocumentRefusedError([problem])


def test_groups_in_doubt_are_marked_for_eye_and_ear(key: KeyField) -> None:
    wrong = a_key().text.replace("11222333000181", "11222338000181")
    key.show_key(wrong)
    assert not marked(key)

    key.show_doubt(refused(wrong), "Group 4 is wrong.")

    assert marked(key)
    assert key.accessibleDescription() == "Group 4 is wrong."


def test_the_mark_is_gone_with_the_next_character(key: KeyField) -> None:
    wrong = a_key().text.replace("11222333000181", "11222338000181")
    key.show_key(wrong)
    key.show_doubt(refused(wrong), "Group 4 is wrong.")

    QTest.keyClick(key, Qt.Key.Key_Backspace)

    assert not marked(key)
    assert key.accessibleDescription() == ""


def test_a_wrong_key_in_an_address_is_shown_in_groups_to_be_corrected(key: KeyField) -> None:
    wrong = a_key().text.replace("11222333000181", "11222338000181")
    key.show_key(f"https://www.fazenda.rj.gov.br/nfce/qrcode?p={wrong}|3|1")

    key.show_doubt(refused(wrong), "Group 4 is wrong.")

    assert key.text().startswith("3326 1111 2223 3800")


@pytest.mark.parametrize(
    "error", [UnreadableDocumentError("x"), DocumentRefusedError([Problem(ProblemCode.KEY_LENGTH)])]
)
def test_where_nothing_is_in_doubt_nothing_is_marked(key: KeyField, error: InvoicerError) -> None:
    key.show_key("3526")

    key.show_doubt(error, "Something else.")

    assert key.accessibleDescription() == ""


@pytest.mark.parametrize("text", ["", "N", "NFe", "NFe35", "352611AB", KEY, KEY.lower(), "https://www.sefaz.rs"])
def test_what_may_still_become_a_key_is_not_wrong(text: str) -> None:
    assert can_become_key(text)


@pytest.mark.parametrize(
    "text",
    ["3A", "X", KEY[:-1] + str(9 - int(KEY[-1])), KEY + "1", "35_", f"https://www.sefaz.rs.gov.br/?p={KEY[:-1]}X"],
)
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


@pytest.mark.usefixtures("theme")
def test_an_amount_that_decides_is_asked_for_in_other_words(qtbot: QtBot) -> None:
    field = AmountField()
    qtbot.addWidget(field)
    before = field.placeholderText()

    field.demand(is_due=True)

    assert field.placeholderText() != before


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7", date(2026, 10, 7)),
        (" 17 ", date(2026, 10, 17)),
        ("17/10/2026", date(2026, 10, 17)),
        ("1/9/26", date(2026, 9, 1)),
        ("17-10-2026", date(2026, 10, 17)),
        ("17.10.2026", date(2026, 10, 17)),
        ("17102026", date(2026, 10, 17)),
        ("171026", date(2026, 10, 17)),
        ("2026-10-17", date(2026, 10, 17)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date) -> None:
    assert read_day(text, date(2026, 10, 1)) == day


@pytest.mark.parametrize(
    "text", ["", "0", "32", "31/02/2026", "17/10", "1710", "17/10/20266", "ontem", "0/0/0", "\u0661\u0667"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, date(2026, 10, 1)) is None


@pytest.mark.usefixtures("theme")
def test_a_wrong_day_is_marked(qtbot: QtBot) -> None:
    field = DayField()
    qtbot.addWidget(field)

    field.setText("32")

    assert field.is_wrong
    assert field.property("wrong") == "true"
