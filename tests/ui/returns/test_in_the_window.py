"""How people come to the returns desk, on a real desk that works on a simulated account."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.rail import Rail, RailButton
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.main_window import MainWindow
from tests.ui.acting.conftest import counter
from tests.ui.acting.counter import Counter

__all__ = ["counter"]


def _is_at_returns(window: MainWindow) -> bool:
    return window.page is window.furniture.pages[Command.RETURNS]


def test_an_open_return_comes_into_view_at_the_returns_desk(counter: Counter) -> None:
    window, job = counter.application.window, counter.job("return")

    window.show_job(job)

    counter.qtbot.waitUntil(lambda: window.page.details is not None and window.page.details.job.id == job.id)
    assert _is_at_returns(window)


def test_a_sale_stays_in_the_queue(counter: Counter) -> None:
    window, job = counter.application.window, counter.job()

    window.show_job(job)

    assert window.page is window.furniture.pages[Command.QUEUE]


def test_a_return_in_the_queue_leads_to_the_returns_desk(counter: Counter) -> None:
    window = counter.application.window
    counter.job("return")
    (link,) = (button for button in window.page.findChildren(CommandButton) if button.command is Command.RETURNS)
    counter.qtbot.waitUntil(link.isVisible)

    link.click()

    counter.qtbot.waitUntil(lambda: _is_at_returns(window) and window.page.details is not None)


def test_a_return_that_needs_somebody_is_counted_on_every_page(counter: Counter) -> None:
    counter.job("return")

    (rail,) = counter.application.window.findChildren(Rail)
    buttons = rail.findChildren(RailButton)
    counter.qtbot.waitUntil(lambda: any(button.accessibleName() == "Returns, 1 needs a person" for button in buttons))


def test_what_is_scanned_at_the_returns_desk_is_found_there(counter: Counter) -> None:
    window, job = counter.application.window, counter.job("return")
    window.show_page(Command.RETURNS)

    window.take_scan(job.order_id)

    counter.qtbot.waitUntil(lambda: window.page.details is not None and window.page.details.job.id == job.id)
    assert _is_at_returns(window)


def test_the_scan_field_says_what_it_is_good_for_on_each_page(counter: Counter) -> None:
    window = counter.application.window

    window.show_page(Command.RETURNS)
    at_returns = window.header.scan_field.placeholderText()
    window.show_page(Command.QUEUE)

    assert "CPF" in at_returns
    assert window.header.scan_field.placeholderText() != at_returns


def test_a_sold_order_without_a_request_can_be_looked_at(counter: Counter) -> None:
    window, details = counter.application.window, counter.documented()
    counter.ask(lambda commands: commands.desk.submit(details.job.id, "Ana", confirmed=True))
    counter.settled(details.job)
    window.show_page(Command.RETURNS)

    window.take_scan(details.job.order_id)

    def can_look_again() -> bool:
        button = window.page.findChild(QPushButton, "look_again")
        return isinstance(button, QPushButton) and button.isVisible() and button.isEnabled()

    counter.qtbot.waitUntil(can_look_again)
