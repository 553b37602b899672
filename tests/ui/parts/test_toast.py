"""A notice can be read whole, and leaves the foot of the page, with its actions, free."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.ui.parts.buttons import IconButton
from desktop_invoicer.ui.parts.toast import News, Toasts
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone

LONG = "The document was issued by another store, and this desk does not take it: look at its CNPJ. " * 2


@pytest.fixture
def toasts(qtbot: QtBot, theme: Theme) -> Toasts:  # noqa: ARG001 (the look)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    return Toasts(window)


@pytest.mark.parametrize("scale", [80, 100, 200])
def test_a_notice_leaves_room_for_the_primary_action_below_it(theme: Theme, toasts: Toasts, scale: int) -> None:
    theme.apply(scale=scale)

    toasts.show_notice(LONG)

    assert toasts.geometry().bottom() < toasts.window().height() - theme.metrics.primary
    assert toasts.window().rect().contains(toasts.geometry())


@pytest.mark.parametrize("scale", [80, 100, 200])
def test_a_long_notice_is_as_high_as_its_text(theme: Theme, toasts: Toasts, scale: int) -> None:
    theme.apply(scale=scale)

    toasts.show_notice(LONG)

    words = next(one for one in toasts.findChildren(QLabel) if one.text())
    assert words.height() >= words.heightForWidth(words.width())


def test_news_waits_until_the_answer_in_view_has_been_read(toasts: Toasts) -> None:
    toasts.show_notice("The invoice was sent")

    toasts.show_news(News.ORDERS, "New order 1", Tone.INFO)

    assert toasts.text == "The invoice was sent"
    expire(toasts)
    assert toasts.text == "New order 1"
    expire(toasts)
    assert toasts.text == ""


def test_news_hides_no_error_before_it_is_closed(toasts: Toasts) -> None:
    toasts.show_notice("The disk is full", Tone.ERROR)
    for number in range(5):
        toasts.show_news(News.ORDERS, f"New order {number}", Tone.INFO)
    toasts.show_news(News.PERSON_NEEDED, "An order needs somebody", Tone.WARNING)
    toasts.show_news(News.ORDERS, "New order 5", Tone.INFO)
    close = toasts.findChild(IconButton)
    assert isinstance(close, IconButton)
    seen = []

    while toasts.text:
        seen.append(toasts.text)
        close.click()

    assert seen == ["The disk is full", "An order needs somebody", "New order 5"]


def test_what_somebody_does_is_answered_at_once(toasts: Toasts) -> None:
    toasts.show_news(News.ORDERS, "New order 1", Tone.INFO)

    toasts.show_notice("The invoice was sent")

    assert toasts.text == "The invoice was sent"


def test_nothing_waits_for_whoever_signs_in_next(toasts: Toasts) -> None:
    toasts.show_notice("The invoice was sent")
    toasts.show_news(News.ORDERS, "New order 1", Tone.INFO)

    toasts.hush(is_hushed=True)
    toasts.show_news(News.ORDERS, "New order 2", Tone.INFO)
    toasts.hush(is_hushed=False)

    assert toasts.text == ""
    toasts.show_notice("Sounds are on")
    expire(toasts)
    assert toasts.text == ""


@pytest.mark.parametrize("is_first", [True, False])
def test_what_has_to_be_known_is_told_once_somebody_is_there_again(toasts: Toasts, is_first: bool) -> None:
    if is_first:
        toasts.show_notice("The refund was refused", Tone.ERROR)
    toasts.hush(is_hushed=True)
    if not is_first:
        toasts.show_notice("The refund was refused", Tone.ERROR)
    assert toasts.text == ""
    toasts.show_notice("The invoice was sent", Tone.SUCCESS)

    toasts.hush(is_hushed=False)

    assert toasts.text == "The refund was refused"


def expire(toasts: Toasts) -> None:
    """Let the time of the notice in view be over."""
    timer = toasts.findChild(QTimer)
    assert isinstance(timer, QTimer)
    timer.timeout.emit()
