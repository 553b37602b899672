"""Pictures of the questions by which money goes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.order import Payment
from desktop_invoicer.domain.settlement import Matter, Settlement, Settlements, allowed
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.refund import Refund
from desktop_invoicer.ui.acting.refund_dialog import RefundDialog
from desktop_invoicer.ui.acting.reversal_dialog import ReversalDialog
from desktop_invoicer.ui.link import Running
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from desktop_invoicer.ui.workplace import Workplace
from tests.builders import (
    NOW,
    a_cancellation,
    a_content,
    a_line,
    a_notification,
    an_earlier_invoice,
    an_order,
    everything_of,
    some_details,
)
from tests.ui.painting import compared
from tests.ui.workplaces import a_workplace

pytestmark = pytest.mark.usefixtures("in_rio")

LOOKS = (Appearance.LIGHT, Appearance.DARK)
VALUE = Cents(9800)


@pytest.fixture(params=LOOKS)
def workplace(
    qapp: QApplication, theme: Theme, qtbot: QtBot, home: Home, request: pytest.FixtureRequest
) -> Iterator[Workplace]:
    """Give an empty window in one of the looks, with a caret that does not blink."""
    blinking = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    theme.apply(request.param, Density.TOUCH, 100)
    window = QMainWindow()
    window.resize(1280, 800)
    qtbot.addWidget(window)
    window.show()
    workplace = a_workplace(home, window, _never)
    yield workplace
    workplace.tasks.close()
    qapp.setCursorFlashTime(blinking)


def _never(_listener: object) -> Running:
    raise AssertionError


def cancellation() -> JobDetails:
    """Cancel an order of one shirt that a card paid."""
    sold = an_earlier_invoice(value=VALUE)
    order = replace(
        an_order(lines=[a_line(0, name="Camiseta básica", goods=VALUE)], invoices=[sold]),
        status="invoiced",
        payments=(Payment("Visa", VALUE, last_digits="4242"),),
    )
    asked = a_notification(units=everything_of(order), observation="inStore", type_=InvoiceType.INPUT)
    return some_details(a_content(order, asked), stage=Stage.DOCUMENTED, document=a_cancellation())


def refund() -> Refund:
    details = cancellation()
    assert details.content is not None
    facts: dict[str, str | int] = {"value": VALUE, "authorisation": "NSU 774411", "reversed_at": NOW.isoformat()}
    reversal = Settlement(Matter.REVERSAL, "Ana", NOW, facts)
    approval = Settlement(
        Matter.APPROVAL, "Rui Lima", NOW + timedelta(minutes=2), allowed(details.content.draft, VALUE)
    )
    assert details.job.document is not None
    return Refund(details.job, details.job.document, details.content, (), Settlements((reversal, approval)))


def painted(dialog: Dialog, qtbot: QtBot) -> QImage:
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QApplication.processEvents()
    image = dialog.grab().toImage()
    dialog.close()
    return image


def look() -> str:
    return "dark" if Theme.current().tokens.is_dark else "light"


def test_the_question_of_a_refund_looks_as_it_did(workplace: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    window = workplace.toasts.window()
    dialog = RefundDialog(refund(), workplace.preferences, QKeySequence("F8"), window)

    assert not compared(painted(dialog, qtbot), f"refund-{look()}-en", tmp_path)


def test_the_form_of_a_reversal_looks_as_it_did(workplace: Workplace, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ReversalDialog(workplace, cancellation(), workplace.toasts.window())
    dialog.at.selectAll()
    QTest.keyClicks(dialog.at, "2026-01-02 14:31")
    QTest.keyClicks(dialog.authorisation, "NSU 774411")

    assert not compared(painted(dialog, qtbot), f"reversal-{look()}-en", tmp_path)
