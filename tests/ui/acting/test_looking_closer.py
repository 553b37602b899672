"""What VTEX sent, and asking it about an order."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QPushButton

from desktop_invoicer.config import Account
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.ui.acting.order_dialog import OrderDialog
from desktop_invoicer.ui.acting.raw_dialog import RawDialog
from desktop_invoicer.ui.link import DeskLink
from tests.ui.acting.counter import Counter
from tests.ui.browser import Browser


@pytest.fixture
def job(counter: Counter) -> Job:
    return counter.job()


@pytest.fixture
def raw(counter: Counter, job: Job) -> RawDialog:
    counter.acting.show_raw(job)
    counter.qtbot.waitUntil(lambda: counter.is_asked(RawDialog))
    dialog = cast(RawDialog, counter.dialog())
    counter.qtbot.waitUntil(lambda: dialog.tabs.count() == 2)
    return dialog


def press(dialog: RawDialog, name: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.accessibleName() == name).click()


def test_the_texts_are_laid_out_for_reading(counter: Counter, job: Job, raw: RawDialog) -> None:
    content = counter.details(job).content
    assert content is not None

    assert json.loads(raw.text) == json.loads(content.raw_notification)
    assert raw.text.count("\n") > 5


def test_the_text_in_view_is_searched_from_the_beginning_and_around(raw: RawDialog) -> None:
    QTest.keyClicks(raw.search, "quantity")
    page = raw.tabs.currentWidget()
    assert isinstance(page, QPlainTextEdit)
    first = page.textCursor().position()

    raw.search.returnPressed.emit()

    assert page.textCursor().selectedText() == "quantity"
    assert page.textCursor().position() == first


def test_the_text_in_view_is_copied(raw: RawDialog) -> None:
    press(raw, "Copy")

    assert QGuiApplication.clipboard().text() == raw.text


def test_the_text_in_view_is_saved(counter: Counter, raw: RawDialog, tmp_path: Path) -> None:
    file = tmp_path / "request.json"
    press(raw, "Save to a file")

    raw.findChildren(QFileDialog)[0].fileSelected.emit(str(file))

    counter.qtbot.waitUntil(lambda: "Saved" in counter.texts(raw))
    assert file.read_text("utf-8") == raw.text


def test_a_text_that_cannot_be_saved_is_told(counter: Counter, raw: RawDialog, tmp_path: Path) -> None:
    press(raw, "Save to a file")

    raw.findChildren(QFileDialog)[0].fileSelected.emit(str(tmp_path))

    counter.qtbot.waitUntil(lambda: "Not saved" in counter.texts(raw))


def asked(counter: Counter, order: str) -> OrderDialog:
    counter.acting.ask_vtex(order)
    dialog = counter.dialog()
    assert isinstance(dialog, OrderDialog)
    return dialog


def test_an_order_that_vtex_asks_for_nothing_of_is_told(counter: Counter) -> None:
    dialog = asked(counter, "v70009999gvea-01")

    dialog.ask.click()

    counter.qtbot.waitUntil(dialog.ask.isEnabled)
    assert "v70009999gvea-01" in dialog.notice.text


def test_the_requests_of_an_order_are_brought(counter: Counter) -> None:
    counter.simulator.notify_url = None
    (notification,) = counter.simulator.request_invoice(story="anonymous-pickup")
    dialog = asked(counter, f"https://loja.myvtex.com/admin/orders/{notification.order_id}")

    with counter.qtbot.waitSignal(dialog.accepted):
        dialog.ask.click()

    assert "1 request found" in counter.toast
    assert counter.waiting(notification.order_id).order_id == notification.order_id


def test_nothing_is_asked_without_a_number(counter: Counter) -> None:
    assert not asked(counter, " ").ask.isEnabled()


def test_a_single_account_is_not_asked_for(counter: Counter) -> None:
    dialog = asked(counter, "")

    assert not dialog.account.isVisible()
    assert "Account" not in [name.text() for name in dialog.findChildren(QLabel) if name.isVisible()]


def test_the_account_is_chosen_among_several(counter: Counter) -> None:
    accounts = (Account(name=AccountName("one")), Account(name=AccountName("two")))
    running = SimpleNamespace(settings=SimpleNamespace(accounts=accounts))
    workplace = replace(counter.application.window.workplace, link=cast(DeskLink, SimpleNamespace(running=running)))
    dialog = OrderDialog(workplace, "", counter.application.window)

    dialog.open()

    assert dialog.account.isVisible()
    assert [dialog.account.itemText(index) for index in range(dialog.account.count())] == ["one", "two"]


def test_the_order_is_opened_in_the_browser(counter: Counter, job: Job) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("http", browser, "open")  # type: ignore[arg-type]  # the stub is wrong

    counter.acting.open_in_vtex(job)

    counter.qtbot.waitUntil(lambda: bool(browser.opened))
    QDesktopServices.unsetUrlHandler("http")
    assert browser.opened[0].endswith(f"/admin/orders/{job.order_id}")
