"""The page on a real desk: requests arrive, are found, and are worked off one after the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.listing import JobFilter
from desktop_invoicer.domain.workflow import HoldKind, Job, Stage
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.frame.header import PAUSE
from desktop_invoicer.ui.jobs.model import JobModel
from desktop_invoicer.ui.jobs.page import JobsPage
from desktop_invoicer.ui.jobs.split import Split
from desktop_invoicer.ui.jobs.table import JobTable
from desktop_invoicer.ui.parts.chips import Chip
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
        self._qtbot.waitUntil(lambda: set(orders) <= set(self.orders) and self._all_wait())
        return orders

    def select(self, order: str) -> None:
        self.table.select_row(self.orders.index(order))

    def scan(self, text: str) -> tuple[bool, str]:
        """Scan something, and wait for what comes of it."""
        self._window.take_scan(text)
        self._qtbot.waitUntil(lambda: bool(self.judged))
        return self.judged[-1]

    def xml(self, order: str) -> bytes:
        """Have the till issue the document of a sale."""
        story = self._simulator.stories[order].order
        items = [{"itemIndex": at, "quantity": item["quantity"]} for at, item in enumerate(story["items"])]
        value, model = sum(each["value"] for each in story["totals"]), "65"
        return self._simulator.issue_document(order=order, items=items, value=value, model=model, reference=None)

    def key(self, order: str) -> str:
        return read_paper(self.xml(order)).document.key.text

    def document(self, order: str) -> str:
        """Give the key of the document that a listed job has."""
        document = self.table.model().job_at(self.orders.index(order)).document  # type: ignore[attr-defined]
        return "" if document is None else str(document.key.text)

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


def test_a_key_belongs_to_the_order_that_was_scanned_just_before(
    queue: Queue, application: Application, qtbot: QtBot
) -> None:
    orders = queue.receive("anonymous-pickup", "anonymous-pickup")
    queue.select(orders[0])
    key = queue.key(orders[1])

    application.window.take_scan(orders[1])
    application.window.take_scan(key)

    qtbot.waitUntil(lambda: queue.document(orders[1]) == key)
    assert queue.document(orders[0]) == ""


def test_a_key_belongs_to_the_order_that_was_scanned_just_before_even_where_a_filter_hid_it(
    queue: Queue, application: Application, qtbot: QtBot
) -> None:
    orders = queue.receive("anonymous-pickup", "delivery")
    chip = queue.page.findChild(Chip, f"chip_{JobFilter.DELIVERY.value}")
    assert isinstance(chip, Chip)
    chip.click()
    qtbot.waitUntil(lambda: queue.orders == [orders[1]])
    key = queue.key(orders[0])

    application.window.take_scan(orders[0])
    application.window.take_scan(key)

    qtbot.waitUntil(lambda: orders[0] in queue.orders and queue.document(orders[0]) == key)


def test_a_key_is_for_the_selected_job_as_soon_as_the_desk_has_loaded_it(
    queue: Queue, application: Application, qtbot: QtBot
) -> None:
    (order,) = queue.receive("anonymous-pickup")
    model = queue.table.model()
    assert isinstance(model, JobModel)
    model.put([replace(model.job_at(0), stage=Stage.RECEIVED, version=model.job_at(0).version + 1)])
    key = queue.key(order)

    application.window.take_scan(key)

    qtbot.waitUntil(lambda: bool(queue.judged))
    assert queue.judged[0][0]


def test_every_scan_is_judged_even_while_the_desk_stands_still(
    queue: Queue, application: Application, qtbot: QtBot
) -> None:
    (order,) = queue.receive("anonymous-pickup")
    with qtbot.waitSignal(application.link.stopped):
        application.link.stop()

    application.window.take_scan(order)
    application.window.take_scan(a_key().text)

    qtbot.waitUntil(lambda: len(queue.judged) == 2)
    assert [good for good, _ in queue.judged] == [False, False]


def test_no_scan_waits_behind_one_that_failed(queue: Queue, application: Application, qtbot: QtBot) -> None:
    (order,) = queue.receive("anonymous-pickup")

    application.window.take_scan(order)
    application.tasks.failed.emit(ZeroDivisionError())
    application.window.take_scan(order)

    assert queue.judged == [(False, "")]
    qtbot.waitUntil(lambda: queue.judged[-1] == (True, ""))


def test_after_a_scanned_document_the_list_is_not_searched_for_its_key(
    queue: Queue, application: Application, qtbot: QtBot
) -> None:
    orders = queue.receive("anonymous-pickup", "delivery")
    queue.select(orders[0])
    field = application.window.header.scan_field
    key = queue.key(orders[0])

    QTest.keyClicks(field, "x")  # what the field would search for in a moment
    application.window.take_scan(key)

    qtbot.waitUntil(lambda: queue.document(orders[0]) == key)
    with qtbot.assertNotEmitted(field.typed, wait=PAUSE + 50):
        assert len(queue.orders) == len(orders)


def test_a_key_in_the_field_leaves_its_job_selected(queue: Queue, application: Application, qtbot: QtBot) -> None:
    (order,) = queue.receive("anonymous-pickup")
    field = application.window.header.scan_field
    key = queue.key(order)

    with qtbot.waitSignal(field.typed):
        field.setText(key)
    QTest.keyClick(field, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: queue.document(order) == key)


def test_what_is_searched_for_is_searched_for_on_every_page_and_said_in_the_field(
    queue: Queue, application: Application, qtbot: QtBot
) -> None:
    orders = queue.receive(*STORIES)
    window = application.window
    field = window.header.scan_field
    with qtbot.waitSignal(field.typed):
        field.setText(orders[1])

    window.show_page(Command.HISTORY)
    history = window.page.findChild(JobModel)
    assert isinstance(history, JobModel)
    assert (history.query.search, field.text()) == (orders[1], orders[1])
    QTest.keyClick(field, Qt.Key.Key_Escape)
    window.show_page(Command.QUEUE)

    assert field.text() == ""
    qtbot.waitUntil(lambda: len(queue.orders) == len(STORIES))


def test_the_selected_job_is_not_loaded_before_its_page_is_in_view(
    queue: Queue, application: Application, qtbot: QtBot
) -> None:
    orders = queue.receive("anonymous-pickup", "pickup-with-cpf")
    window, answered, first = application.window, list[int](), queue.selected
    assert first is not None  # as it came: its details are on their way, or there
    (other,) = set(orders) - {first.order_id}
    window.show_page(Command.HISTORY)

    queue.select(other)
    application.link.ask(window, lambda commands: commands.desk.open_count(), answered.append)
    qtbot.waitUntil(lambda: bool(answered))
    shown = queue.page.details
    assert shown is None or shown.job.order_id == first.order_id

    window.show_page(Command.QUEUE)
    qtbot.waitUntil(lambda: queue.page.details is not None and queue.page.details.job.order_id == other)


def test_the_field_says_what_is_listed_when_work_goes_on_beyond_a_search(
    queue: Queue, application: Application, qtbot: QtBot
) -> None:
    queue.receive(*STORIES)
    field = application.window.header.scan_field
    with qtbot.waitSignal(field.typed):
        field.setText(queue.orders[0])
    acting = queue.page.findChild(Acting)
    assert isinstance(acting, Acting)

    acting.submitted.emit(queue.selected)

    assert field.text() == ""


def test_esc_on_the_list_goes_back_to_all_jobs(queue: Queue, application: Application, qtbot: QtBot) -> None:
    orders = queue.receive(*STORIES)
    field = application.window.header.scan_field
    with qtbot.waitSignal(field.typed):
        field.setText(orders[0])
    queue.table.setFocus()

    QTest.keyClick(queue.table, Qt.Key.Key_Escape)

    assert field.text() == ""
    qtbot.waitUntil(lambda: len(queue.orders) == len(STORIES))


def test_of_an_order_with_several_jobs_the_very_one_is_shown(
    queue: Queue, application: Application, simulator: Simulator, qtbot: QtBot
) -> None:
    simulator.add_stories(["anonymous-pickup"])
    order = next(iter(simulator.stories))
    simulator.request_invoice(order=order)
    simulator.request_invoice(order=order)
    qtbot.waitUntil(lambda: queue.orders == [order, order])
    model = queue.table.model()
    assert isinstance(model, JobModel)

    application.window.show_job(model.job_at(1))

    assert queue.selected == model.job_at(1)


@pytest.mark.parametrize("place", ["scan_field", "table", "page"])
def test_an_xml_is_attached_wherever_it_is_pasted(
    queue: Queue, application: Application, qtbot: QtBot, place: str
) -> None:
    (order,) = queue.receive("anonymous-pickup")
    qtbot.waitUntil(lambda: Command.ATTACH in queue.page.possible)
    places = {"scan_field": application.window.header.scan_field, "table": queue.table, "page": queue.page}
    xml = queue.xml(order)
    QGuiApplication.clipboard().setText(xml.decode())

    QTest.keyClick(places[place], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: queue.document(order) == read_paper(xml).document.key.text)
    QGuiApplication.clipboard().clear()
