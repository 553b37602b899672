"""The page on a real desk: requests arrive, are found, and are worked off one after the other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.listing import JobFilter
from desktop_invoicer.domain.workflow import HoldKind, Job
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.jobs.chips import Chip
from desktop_invoicer.ui.jobs.model import JobModel
from desktop_invoicer.ui.jobs.page import JobsPage
from desktop_invoicer.ui.jobs.split import Split
from desktop_invoicer.ui.jobs.table import JobTable
from tests.builders import a_key

GTIN = "7891000315507"
STORIES = ("anonymous-pickup", "pickup-with-cpf", "delivery")


class Queue:
    """The queue as a person sees and drives it."""

    def __init__(self, application: Application, simulator: Simulator, qtbot: QtBot) -> None:
        self._window = application.window
        self._simulator = simulator
        self._qtbot = qtbot
        page = self._window.page
        assert isinstance(page, JobsPage)
        self.page = page
        table = page.findChild(JobTable)
        assert isinstance(table, JobTable)
        self.table = table
        self.judged: list[tuple[bool, str]] = []
        page.scan_judged.connect(lambda good, words: self.judged.append((good, words)))

    @property
    def selected(self) -> Job | None:
        return self.table.selected

    @property
    def orders(self) -> list[str]:
        model = self.table.model()
        return [str(model.index(row, 2).data()) for row in range(model.rowCount())]

    def receive(self, *stories: str) -> list[str]:
        """Let these and all orders prepared before arrive and be loaded; give them as they were made."""
        self._simulator.add_stories(stories)
        self._simulator.request_all()
        orders = list(self._simulator.stories)
        self._qtbot.waitUntil(lambda: set(orders) <= set(self.orders) and self._all_wait(), timeout=15_000)
        return orders

    def select(self, order: str) -> None:
        self.table.select_row(self.orders.index(order))

    def scan(self, text: str) -> tuple[bool, str]:
        """Scan something, and wait for what comes of it."""
        self._window.take_scan(text)
        self._qtbot.waitUntil(lambda: bool(self.judged))
        return self.judged[-1]

    def _all_wait(self) -> bool:
        model = self.table.model()
        assert isinstance(model, JobModel)
        jobs = [model.job_at(row) for row in range(model.rowCount())]
        return all(job.hold is not None and job.hold.kind is HoldKind.WAITING_FOR_DOCUMENT for job in jobs)


@pytest.fixture
def queue(application: Application, simulator: Simulator, qtbot: QtBot) -> Queue:
    return Queue(application, simulator, qtbot)


def test_the_first_request_that_arrives_is_selected(queue: Queue, qtbot: QtBot) -> None:
    orders = queue.receive("anonymous-pickup")

    selected = queue.selected
    assert selected is not None
    assert selected.order_id == orders[0]
    qtbot.waitUntil(lambda: queue.page.details is not None)


def test_what_is_searched_for_is_listed_alone(queue: Queue, qtbot: QtBot) -> None:
    orders = queue.receive(*STORIES)

    queue.page.search(orders[1])

    qtbot.waitUntil(lambda: queue.orders == [orders[1]])


def test_a_scanned_order_is_selected_where_it_stands(queue: Queue) -> None:
    orders = queue.receive(*STORIES)

    assert queue.scan(orders[2]) == (True, "")

    assert queue.selected is not None
    assert queue.selected.order_id == orders[2]
    assert len(queue.orders) == len(STORIES)


def test_an_order_that_a_filter_hides_is_found_nevertheless(queue: Queue, qtbot: QtBot) -> None:
    orders = queue.receive("anonymous-pickup", "delivery")
    chip = queue.page.findChild(Chip, f"chip_{JobFilter.PICKUP.value}")
    assert isinstance(chip, Chip)
    chip.click()
    qtbot.waitUntil(lambda: queue.orders == [orders[0]])

    queue.scan(orders[1])

    qtbot.waitUntil(lambda: queue.selected is not None and queue.selected.order_id == orders[1])


def test_an_order_that_is_not_there_is_said_not_to_be(queue: Queue, qtbot: QtBot) -> None:
    queue.receive("anonymous-pickup")

    assert queue.scan("v99999999tst-01") == (False, "Order v99999999tst-01 is not in this list.")

    qtbot.waitUntil(lambda: queue.orders == [])


def test_a_scanned_product_lists_the_orders_that_ask_for_it(queue: Queue, simulator: Simulator, qtbot: QtBot) -> None:
    stories = simulator.add_stories(STORIES)
    for story in stories[:2]:
        story.order["items"][0]["ean"] = GTIN
    orders = queue.receive()

    good, _ = queue.scan(GTIN)

    assert good
    qtbot.waitUntil(lambda: sorted(queue.orders) == orders[:2])


def test_a_product_that_one_order_asks_for_selects_it(queue: Queue, simulator: Simulator) -> None:
    stories = simulator.add_stories(STORIES)
    stories[1].order["items"][0]["ean"] = GTIN
    orders = queue.receive()

    queue.scan(GTIN)

    assert queue.selected is not None
    assert queue.selected.order_id == orders[1]


def test_a_broken_key_is_refused_with_the_reason(queue: Queue) -> None:
    broken = a_key().text[:-1] + ("1" if a_key().text[-1] != "1" else "2")

    good, words = queue.scan(broken)

    assert not good
    assert words


def test_a_key_without_a_job_says_what_to_do_first(queue: Queue) -> None:
    good, words = queue.scan(a_key().text)

    assert not good
    assert words.startswith("Choose the order first")


def test_the_keys_go_from_job_to_job(queue: Queue) -> None:
    queue.receive(*STORIES)
    queue.select(queue.orders[0])

    queue.page.perform(Command.NEXT_JOB)
    queue.page.perform(Command.NEXT_JOB)
    queue.page.perform(Command.PREVIOUS_JOB)

    assert queue.selected is not None
    assert queue.selected.order_id == queue.orders[1]


def test_nothing_is_possible_in_an_empty_list_but_asking_vtex(queue: Queue) -> None:
    assert queue.page.possible == {Command.ADD_ORDER}


def test_the_panel_takes_the_place_of_the_list_where_there_is_no_room(queue: Queue) -> None:
    queue.receive("anonymous-pickup")
    queue.page.window().resize(960, 600)
    split = queue.page.findChild(Split)
    assert isinstance(split, Split)

    QTest.keyClick(queue.table, Qt.Key.Key_Return)
    assert split.covers_list
    QTest.keyClick(queue.page, Qt.Key.Key_Escape)

    assert not split.covers_list


def test_after_an_invoice_went_out_the_next_job_is_selected_and_the_scan_field_waits(
    queue: Queue, application: Application
) -> None:
    queue.receive(*STORIES)
    queue.select(queue.orders[1])
    acting = queue.page.findChild(Acting)
    assert isinstance(acting, Acting)

    acting.submitted.emit(queue.selected)

    assert queue.selected is not None
    assert queue.selected.order_id == queue.orders[2]
    assert application.window.focusWidget() is application.window.header.scan_field


def test_when_nothing_is_left_of_a_search_work_goes_on_beyond_it(queue: Queue, qtbot: QtBot) -> None:
    queue.receive(*STORIES)
    first = queue.orders[0]
    queue.page.search(first)
    qtbot.waitUntil(lambda: queue.orders == [first])
    acting = queue.page.findChild(Acting)
    assert isinstance(acting, Acting)

    acting.submitted.emit(queue.selected)

    qtbot.waitUntil(lambda: len(queue.orders) == len(STORIES))
    assert queue.selected is not None
    assert queue.selected.order_id == queue.orders[1]
