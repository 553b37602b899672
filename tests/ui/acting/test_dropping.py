"""Documents that are dropped or pasted where no job is meant find theirs, or ask."""

from __future__ import annotations

import json
from pathlib import Path, PosixPath

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QWidget
from typing_extensions import override

from desktop_invoicer.domain.filing import FileRead, Stamp
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.brought_dialog import BroughtDialog
from desktop_invoicer.ui.acting.job_dialog import JobDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.frame.placer import Placer
from desktop_invoicer.ui.frame.sorting import Sorting
from tests.builders import a_key
from tests.ui.acting.counter import Counter

COPY, BUTTON, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Hand:
    """Somebody who holds files over the window."""

    def __init__(self, counter: Counter, folder: Path) -> None:
        self._counter = counter
        self._folder = folder
        self.window = counter.application.window
        self.data = QMimeData()

    def file(self, name: str, content: bytes) -> Path:
        path = self._folder / name
        path.write_bytes(content)
        return path

    def hold(self, *paths: Path, text: str = "", over: QWidget | None = None) -> bool:
        """Tell whether what is held would be taken."""
        self.data = QMimeData()
        if paths:
            self.data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        if text:
            self.data.setText(text)
        event = QDragEnterEvent(QPoint(9, 9), COPY, self.data, BUTTON, NONE)
        event.ignore()
        QApplication.sendEvent(over or self.window, event)
        return event.isAccepted()

    def drop(self, *paths: Path) -> None:
        self.hold(*paths)
        QApplication.sendEvent(self.window, QDropEvent(QPointF(9, 9), COPY, self.data, BUTTON, NONE))

    @property
    def hint(self) -> QFrame:
        hint = self.window.findChild(QFrame, "drop_hint")
        assert isinstance(hint, QFrame)
        return hint

    def is_documented(self, job: Job) -> bool:
        return self._counter.details(job).job.stage is Stage.DOCUMENTED

    def is_in_view(self, job: Job) -> bool:
        details = self.window.page.details
        return details is not None and details.job.id == job.id

    def wait_for(self, job: Job) -> None:
        self._counter.qtbot.waitUntil(lambda: self.is_documented(job))


@pytest.fixture
def hand(counter: Counter, tmp_path: Path) -> Hand:
    return Hand(counter, tmp_path)


def naming(counter: Counter, job: Job, text: str, value: int | None = None) -> bytes:
    """Have the till issue the document of a job, but name other orders than its own."""
    content = counter.details(job).content
    assert content is not None
    items = [{"itemIndex": line.item_index, "quantity": line.units} for line in content.draft.lines]
    order = {**json.loads(content.raw_order), "orderId": text}
    total = content.draft.value if value is None else value
    return counter.simulator.fiscal_program.issue(order, items, total, content.decision.model.value, reference=None)


def both(counter: Counter, value: int | None = None) -> tuple[bytes, Job, Job]:
    """Give a document that names two orders of the same value, and the jobs of these."""
    job, other = counter.job(), counter.job()
    return naming(counter, job, f"{job.order_id} {other.order_id}", value), job, other


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    button.click()


def test_a_dropped_document_finds_its_order_and_brings_it_into_view(counter: Counter, hand: Hand) -> None:
    job, other = counter.job(), counter.job("pickup-with-cpf")
    hand.window.show_page(Command.SETTINGS)

    hand.drop(hand.file("nota.xml", counter.xml(job)))

    hand.wait_for(job)
    counter.qtbot.waitUntil(lambda: hand.is_in_view(job))
    counter.qtbot.waitUntil(lambda: "attached to order" in counter.toast)
    assert not hand.is_documented(other)


def test_the_timeline_tells_the_file_that_was_dropped(counter: Counter, hand: Hand) -> None:
    job = counter.job()

    hand.drop(hand.file("nota.xml", counter.xml(job)))

    hand.wait_for(job)
    assert "nota.xml" in [entry.facts.get("file") for entry in counter.details(job).timeline]


def test_a_document_with_something_odd_is_shown_before_it_is_attached(counter: Counter, hand: Hand) -> None:
    job = counter.job("delivery")

    hand.drop(hand.file("nota.xml", counter.xml(job, model="65")))

    counter.qtbot.waitUntil(lambda: counter.is_asked(AttachDialog))
    counter.qtbot.waitUntil(lambda: "NFC-e, not NF-e" in counter.texts(counter.dialog()))
    assert not hand.is_documented(job)


def test_a_document_that_no_order_waits_for_is_told_with_what_to_do(counter: Counter, hand: Hand) -> None:
    job, other = counter.job(), counter.job("pickup-with-cpf")
    xml = naming(counter, job, "nobody", value=77)
    counter.ask(lambda commands: commands.desk.dismiss(job.id, "Ana", "not needed"))

    hand.drop(hand.file("nota.xml", xml))

    counter.qtbot.waitUntil(lambda: "No order waits for NFC-e" in counter.toast)
    assert "choose that in the queue" in counter.toast
    assert not hand.is_documented(other)


def test_a_document_that_an_order_has_already_leads_there(counter: Counter, hand: Hand) -> None:
    job = counter.job()
    file = hand.file("nota.xml", counter.xml(job))
    hand.drop(file)
    hand.wait_for(job)
    counter.job("pickup-with-cpf")

    hand.drop(file)

    counter.qtbot.waitUntil(lambda: "already" in counter.toast)
    counter.qtbot.waitUntil(lambda: hand.is_in_view(job))


def test_of_several_orders_the_person_chooses_with_a_digit(counter: Counter, hand: Hand) -> None:
    xml, job, other = both(counter)
    hand.drop(hand.file("nota.xml", xml))
    counter.qtbot.waitUntil(lambda: counter.is_asked(JobDialog))

    counter.press_key(Qt.Key.Key_2)

    counter.qtbot.waitUntil(lambda: hand.is_documented(job) or hand.is_documented(other))
    counter.qtbot.waitUntil(lambda: not counter.is_asked(JobDialog))


def test_an_order_that_the_document_does_not_fit_cannot_be_chosen(counter: Counter, hand: Hand) -> None:
    xml, *_ = both(counter, value=77)
    hand.drop(hand.file("nota.xml", xml))
    counter.qtbot.waitUntil(lambda: counter.is_asked(JobDialog))

    counter.press_key(Qt.Key.Key_1)

    assert counter.is_asked(JobDialog)
    assert "not fit" in counter.texts(counter.dialog())


def test_enter_chooses_no_order(counter: Counter, hand: Hand) -> None:
    xml, job, other = both(counter)
    hand.drop(hand.file("nota.xml", xml))
    counter.qtbot.waitUntil(lambda: counter.is_asked(JobDialog))

    counter.press_key(Qt.Key.Key_Return)

    assert counter.is_asked(JobDialog)
    assert not hand.is_documented(job)
    assert not hand.is_documented(other)


def test_several_files_go_each_to_its_order_without_a_question(counter: Counter, hand: Hand) -> None:
    jobs = [counter.job(), counter.job("pickup-with-cpf")]

    hand.drop(*(hand.file(f"{job.id}.xml", counter.xml(job)) for job in jobs))

    for job in jobs:
        hand.wait_for(job)
    counter.qtbot.waitUntil(lambda: counter.toast == "2 attached")


def test_of_several_files_what_is_left_is_told_once(counter: Counter, hand: Hand) -> None:
    job, odd = counter.job(), counter.job("delivery")
    good, odd_file = hand.file("a.xml", counter.xml(job)), hand.file("b.xml", counter.xml(odd, model="65"))

    hand.drop(hand.file("c.xml", b"<nothing/>"), good, odd_file, hand.file("d.pdf", b"%PDF-1.7"))

    counter.qtbot.waitUntil(lambda: counter.is_asked(BroughtDialog))
    told = counter.texts(counter.dialog())
    assert "1 attached, 1 needs you, 2 unreadable" in told
    assert "The DANFE as PDF is not enough" in told
    assert told.index("b.xml") < told.index("c.xml") < told.index("a.xml")
    assert hand.is_documented(job)
    assert not hand.is_documented(odd)


def test_what_is_left_of_several_files_is_settled_from_the_list(counter: Counter, hand: Hand) -> None:
    odd = counter.job("delivery")
    hand.drop(hand.file("b.xml", counter.xml(odd, model="65")), hand.file("c.xml", b"<nothing/>"))
    counter.qtbot.waitUntil(lambda: counter.is_asked(BroughtDialog))
    (summary,) = hand.window.findChildren(BroughtDialog)

    press(summary, "look_0")
    (question,) = summary.findChildren(JobDialog)
    press(question, "choose_1")

    hand.wait_for(odd)
    counter.qtbot.waitUntil(lambda: "1 attached, 1 unreadable" in counter.texts(summary))


def left_over(counter: Counter, hand: Hand, odd: Job) -> BroughtDialog:
    """Drop several files, and come to the list with the one whose order has to be looked at."""
    hand.drop(hand.file("b.xml", counter.xml(odd, model="65")), hand.file("c.xml", b"<nothing/>"))
    counter.qtbot.waitUntil(lambda: counter.is_asked(BroughtDialog))
    return hand.window.findChildren(BroughtDialog)[0]


def choose_and_close(summary: BroughtDialog) -> None:
    """Choose the order of the first file, and close the list before the desk has said anything."""
    press(summary, "look_0")
    (question,) = summary.findChildren(JobDialog)
    press(question, "choose_1")
    summary.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_came_of_a_choice_is_told_though_the_list_was_closed(counter: Counter, hand: Hand) -> None:
    odd = counter.job("delivery")
    summary = left_over(counter, hand, odd)

    choose_and_close(summary)

    counter.qtbot.waitUntil(lambda: f"attached to order {odd.order_id}" in counter.toast)


def test_a_choice_that_was_refused_is_told_though_the_list_was_closed(counter: Counter, hand: Hand) -> None:
    odd = counter.job("delivery")
    summary = left_over(counter, hand, odd)
    counter.ask(lambda commands: commands.desk.dismiss(odd.id, "Ana", "not needed"))

    choose_and_close(summary)

    counter.qtbot.waitUntil(lambda: counter.toast.startswith("b.xml: "))


class BrokenPath(PosixPath):
    """Breaks whoever looks at it."""

    @override
    def is_dir(self) -> bool:
        msg = "a defect"
        raise RuntimeError(msg)


def test_a_defect_at_one_of_several_files_keeps_no_other_from_its_order(counter: Counter, hand: Hand) -> None:
    job = counter.job()

    Sorting(hand.window, Placer(hand.window), [BrokenPath("broken.xml"), hand.file("a.xml", counter.xml(job))])

    hand.wait_for(job)
    counter.qtbot.waitUntil(lambda: counter.is_asked(BroughtDialog))
    assert "1 attached, 1 unreadable" in counter.texts(hand.window.findChildren(BroughtDialog)[0])


def test_a_document_that_names_no_order_is_shown_before_it_is_attached(counter: Counter, hand: Hand) -> None:
    job = counter.job()

    hand.drop(hand.file("nota.xml", naming(counter, job, "nobody")))

    counter.qtbot.waitUntil(lambda: counter.is_asked(AttachDialog))
    counter.qtbot.waitUntil(lambda: "does not name its order" in counter.toast)
    counter.qtbot.waitUntil(lambda: hand.is_in_view(job))
    assert not hand.is_documented(job)


def test_a_file_that_is_no_document_is_told(counter: Counter, hand: Hand) -> None:
    hand.drop(hand.file("nota.xml", b"<nothing/>"))

    counter.qtbot.waitUntil(lambda: "XML" in counter.toast)


def test_a_pasted_xml_finds_its_order_on_any_page(counter: Counter, hand: Hand) -> None:
    job = counter.job()
    hand.window.show_page(Command.SETTINGS)
    QGuiApplication.clipboard().setText(counter.xml(job).decode())

    QTest.keyClick(hand.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    hand.wait_for(job)
    QGuiApplication.clipboard().clear()


def test_what_is_held_over_the_window_is_told_where_it_goes(hand: Hand, tmp_path: Path) -> None:
    assert hand.hold(tmp_path / "a.xml", over=hand.window.header.scan_field)
    assert hand.hint.isVisibleTo(hand.window)

    QApplication.sendEvent(hand.window, QDragLeaveEvent())

    assert not hand.hint.isVisibleTo(hand.window)


def test_a_key_is_welcome_and_other_text_is_not(hand: Hand) -> None:
    assert hand.hold(text=a_key().text)
    QApplication.sendEvent(hand.window, QDragLeaveEvent())

    assert not hand.hold(text="hello")
    assert not hand.hint.isVisibleTo(hand.window)


def test_a_document_for_an_order_that_is_being_worked_on_is_not_lost_silently(counter: Counter) -> None:
    job = counter.job()
    xml = counter.xml(job)

    counter.acting.attach_xml(job, xml)
    counter.acting.attach_xml(job, xml)

    assert "still being worked on" in counter.toast
    counter.idle(job)


def test_a_document_that_needs_a_look_while_something_else_is_asked_is_told(counter: Counter) -> None:
    job = counter.job("delivery")
    xml = counter.xml(job, model="65")
    counter.acting.ask_vtex()

    counter.acting.attach_xml(job, xml)

    counter.qtbot.waitUntil(lambda: f"not attached to order {job.order_id}" in counter.toast)
    assert "One thing to look at" in counter.toast
    assert not counter.is_asked(AttachDialog)
    counter.idle(job)


def test_nothing_is_taken_while_a_dialog_is_open(counter: Counter, hand: Hand, tmp_path: Path) -> None:
    counter.acting.attach(counter.job())

    assert not hand.hold(tmp_path / "a.xml")


def watched(counter: Counter, path: Path) -> None:
    """Let a watched folder bring a file."""
    stamp = Stamp(path.stat().st_size, path.stat().st_mtime_ns)
    news = FileRead(str(path), stamp, read_paper(path.read_bytes()))
    counter.ask(lambda commands: commands.filing.take([news]))


def test_a_file_of_a_watched_folder_is_looked_at_and_used_by_keys(counter: Counter, hand: Hand) -> None:
    job = counter.job("delivery")
    hand.window.show_job(job)
    watched(counter, hand.file("nfce.xml", counter.xml(job, model="65")))
    counter.qtbot.waitUntil(lambda: Command.USE_FOUND in hand.window.page.possible)

    hand.window.actions_.of(Command.USE_FOUND).trigger()
    counter.qtbot.waitUntil(lambda: counter.is_asked(AttachDialog))
    counter.qtbot.waitUntil(lambda: "NFC-e, not NF-e" in counter.texts(counter.dialog()))
    counter.press_key(Qt.Key.Key_F6)

    hand.wait_for(job)
    assert "nfce.xml" in [entry.facts.get("file") for entry in counter.details(job).timeline]
