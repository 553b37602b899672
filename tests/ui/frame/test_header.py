"""The header drops words where it is narrow, never what they say."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.people import Operator, OperatorId, Role
from desktop_invoicer.ui.frame.header import Header
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.theme.theme import Theme
from tests.builders import NOW


@pytest.fixture
def header(qtbot: QtBot, theme: Theme) -> Header:  # noqa: ARG001 (the look)
    made = Header("Ana")
    qtbot.addWidget(made)
    made.connections.show_accounts([AccountName("lojafarmgavea")])
    made.show_store("Loja Gávea")
    made.show_badge(Button("Demo", "demo"))
    made.show_unsent(38, 100)
    made.show()
    return made


def unsent(header: Header) -> QPushButton:
    return header.findChildren(QPushButton, "unsent")[0]


def test_a_wide_header_says_everything(header: Header) -> None:
    header.resize(1300, 70)

    assert unsent(header).text() == "38 not sent"


def test_a_narrow_header_keeps_the_number_and_its_name(theme: Theme, header: Header) -> None:
    theme.apply(scale=200)

    header.resize(560, 90)

    assert (unsent(header).text(), unsent(header).accessibleName()) == ("38", "38 not sent")


@pytest.mark.parametrize("width", [900, 1100, 1300])
def test_the_scan_field_has_room_at_every_size_of_text(theme: Theme, header: Header, width: int) -> None:
    header.show_person(Operator(OperatorId(1), "Maria Aparecida de Albuquerque Figueiredo", Role.RETURNS, NOW))
    for scale in (100, 150, 200):
        theme.apply(scale=scale)
        header.resize(width, 90)
        assert header.scan_field.width() >= min(theme.metrics.text(300), 420), scale
