"""The dialog for a document, and files from anywhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, Qt, QUrl
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtTest import QTest

from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.files import LARGEST
from tests.builders import CNPJ, a_key
from tests.ui.acting.counter import Counter

SITE = "https://www.nfce.fazenda.rj.gov.br/consulta"
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'


class Question:
    """The dialog as a person meets it."""

    def __init__(self, counter: Counter, job: Job) -> None:
        self._counter = counter
        counter.acting.attach(job)
        dialog = counter.dialog()
        assert isinstance(dialog, AttachDialog)
        self.dialog = dialog

    def type(self, text: str) -> None:
        QTest.keyClicks(self.dialog.form.key, text)

    def leave_the_key(self) -> None:
        QCoreApplication.sendEvent(self.dialog.form.key, QFocusEvent(QFocusEvent.Type.FocusOut))

    def drop(self, *files: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        self.dialog.take(data)

    def fits(self) -> None:
        self._counter.qtbot.waitUntil(self.dialog.attach.isEnabled)

    def told(self, words: str) -> None:
        self._counter.qtbot.waitUntil(lambda: words in self.dialog.notice.text)

    def compared(self) -> str:
        self._counter.qtbot.waitUntil(self.dialog.checks.isVisible)
        return self._counter.texts(self.dialog.checks)


@pytest.fixture
def job(counter: Counter) -> Job:
    return counter.job()


@pytest.fixture
def question(counter: Counter, job: Job) -> Question:
    return Question(counter, job)


def test_a_typed_key_is_compared_at_once_and_attached_by_the_button(
    counter: Counter, job: Job, question: Question
) -> None:
    question.type(counter.key(job))
    question.fits()

    with counter.qtbot.waitSignal(counter.acting.attached):
        question.dialog.attach.click()

    counter.qtbot.waitUntil(lambda: "attached to order" in counter.toast)


def test_a_key_that_is_entered_is_attached_as_soon_as_it_fits(counter: Counter, job: Job, question: Question) -> None:
    question.type(counter.key(job))

    with counter.qtbot.waitSignal(counter.acting.attached):
        QTest.keyClick(question.dialog.form.key, Qt.Key.Key_Return)


def test_a_key_that_does_not_fit_is_not_attached_by_enter(counter: Counter) -> None:
    job = counter.job("delivery")
    question = Question(counter, job)
    question.type(counter.key(job, model="65"))

    QTest.keyClick(question.dialog.form.key, Qt.Key.Key_Return)

    assert "NFC-e, not NF-e" in question.compared()
    assert not counter.acting.is_under_way(job.id)


def test_whoever_is_answered_may_do_the_next_thing_at_once(counter: Counter, job: Job) -> None:
    under_way: list[bool] = []
    counter.acting.attached.connect(lambda job: under_way.append(counter.acting.is_under_way(job.id)))

    counter.acting.attach_xml(job, counter.xml(job))

    counter.qtbot.waitUntil(lambda: under_way == [False])


def test_what_is_chosen_while_the_order_is_being_worked_on_is_told(
    counter: Counter, job: Job, question: Question
) -> None:
    question.type(counter.key(job))
    question.fits()
    counter.acting.retry(job)

    question.dialog.attach.click()

    assert "still being worked on" in counter.toast
    counter.idle(job)


def test_a_scan_while_the_dialog_is_open_is_compared(counter: Counter, job: Job, question: Question) -> None:
    assert question.dialog.take_scanned(counter.key(job))

    question.fits()


def test_a_value_beside_the_key_is_compared(counter: Counter, job: Job, question: Question) -> None:
    question.type(counter.key(job))
    QTest.keyClicks(question.dialog.form.amount, "1,00")

    counter.qtbot.waitUntil(lambda: "R$ 1.00, not" in counter.texts(question.dialog.checks))
    assert not question.dialog.attach.isEnabled()


def test_a_key_that_cannot_become_right_is_told_while_it_is_typed(question: Question) -> None:
    question.type("3" * 44)

    question.told("groups")


def test_a_key_that_is_left_too_short_is_told(question: Question) -> None:
    question.type("3526")
    assert question.dialog.notice.text == ""

    question.leave_the_key()

    question.told("44")


def test_a_wrong_digit_is_marked_where_it_likely_is(counter: Counter, job: Job, question: Question) -> None:
    question.type(counter.key(job).replace("11222333000181", "11222338000181"))

    question.told("group 4, CNPJ of the issuer: “3800” should most likely be “3300”")

    assert "group 4" in question.dialog.form.key.accessibleDescription()


def test_only_the_key_is_asked_for_at_first(counter: Counter, job: Job, question: Question) -> None:
    form = question.dialog.form
    assert not form.amount.isVisible()

    question.type(counter.key(job))

    assert form.amount.isVisible()
    assert not form.day.isVisible()
    assert "NFC-e 10001, series 1  ·  CNPJ 11.222.333/0001-81" in counter.texts(form)


def test_what_an_offline_code_tells_is_not_asked_for(counter: Counter, job: Job, question: Question) -> None:
    question.dialog.take_scanned(f"{SITE}?p={counter.key(job)}|2|2|01|1.00|766f|1|0A1B")

    assert "R$ 1.00, not" in question.compared()
    assert not question.dialog.form.amount.isVisible()
    assert not question.dialog.form.day.isVisible()


def test_the_day_is_asked_for_where_the_key_is_of_another_month(question: Question) -> None:
    form = question.dialog.form
    question.type(a_key(aamm="2509", cnpj=CNPJ).text)
    question.told("does not tell on which day")
    assert form.day.isVisible()

    QTest.keyClicks(form.day, "30")

    question.compared()
    assert form.issued_on == date(2025, 9, 30)


def test_a_day_that_is_none_is_not_compared(question: Question) -> None:
    question.type(a_key(aamm="2509", cnpj=CNPJ).text)
    question.told("does not tell on which day")

    QTest.keyClicks(question.dialog.form.day, "99")

    assert not question.dialog.form.is_complete
    assert not question.dialog.checks.isVisible()


def test_another_key_asks_for_no_day_any_more(counter: Counter, job: Job, question: Question) -> None:
    question.type(a_key(aamm="2509", cnpj=CNPJ).text)
    question.told("does not tell on which day")
    QTest.keyClicks(question.dialog.form.day, "99")

    question.dialog.form.key.selectAll()
    question.type(counter.key(job))

    question.fits()
    assert not question.dialog.form.day.isVisible()


def test_a_day_is_not_taken_over_to_another_key(question: Question) -> None:
    form = question.dialog.form
    question.type(a_key(aamm="2509", cnpj=CNPJ).text)
    question.told("2025-09")
    QTest.keyClicks(form.day, "30")

    form.key.selectAll()
    question.type(a_key(aamm="2508", cnpj=CNPJ).text)

    question.told("2025-08")
    assert form.day.isVisible()
    assert form.day.text() == ""


def test_the_code_of_a_scan_stays_known_while_the_value_is_typed(
    counter: Counter, job: Job, question: Question
) -> None:
    code = f"{SITE}?p={counter.key(job)}|3|2"
    question.dialog.take_scanned(code)
    question.fits()

    QTest.keyClicks(question.dialog.form.amount, "1,00")

    question.compared()
    assert question.dialog.form.text == code


def test_a_scan_of_another_month_opens_the_dialog_for_its_day(counter: Counter, job: Job) -> None:
    counter.scan(job, a_key(aamm="2509", cnpj=CNPJ).text)

    dialog = counter.dialog()
    assert isinstance(dialog, AttachDialog)
    counter.qtbot.waitUntil(dialog.form.day.isVisible)


def test_a_dropped_xml_is_compared_and_attached(counter: Counter, job: Job, question: Question, tmp_path: Path) -> None:
    file = tmp_path / "document.xml"
    file.write_bytes(counter.xml(job))
    question.drop(file)
    question.fits()

    with counter.qtbot.waitSignal(counter.acting.attached) as attached:
        question.dialog.attach.click()

    assert attached.args[0].document.is_authorised


def test_a_pasted_xml_is_compared(counter: Counter, job: Job, question: Question) -> None:
    QGuiApplication.clipboard().setText(counter.xml(job).decode())

    QTest.keyClick(question.dialog.form.key, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    question.fits()
    assert question.dialog.form.key.text() == ""


def test_an_xml_of_another_value_shows_both(counter: Counter, job: Job, question: Question, tmp_path: Path) -> None:
    file = tmp_path / "document.xml"
    file.write_bytes(counter.xml(job, value=100))

    question.drop(file)

    assert "R$ 1.00, not R$" in question.compared()
    assert not question.dialog.attach.isEnabled()


def test_several_files_are_too_many(question: Question, tmp_path: Path) -> None:
    question.drop(tmp_path / "a.xml", tmp_path / "b.xml")

    question.told("several files")


def test_a_hostile_xml_is_refused(question: Question, tmp_path: Path) -> None:
    file = tmp_path / "laughs.xml"
    file.write_bytes(LAUGHS)

    question.drop(file)

    question.told("can be read safely")


def test_a_huge_file_is_refused(question: Question, tmp_path: Path) -> None:
    file = tmp_path / "huge.xml"
    with file.open("wb") as stream:
        stream.write(b"<a>")
        stream.truncate(20 * LARGEST)

    question.drop(file)

    question.told("larger than 5 MB")


def test_an_answer_that_comes_late_counts_no_more(counter: Counter, job: Job, question: Question) -> None:
    question.type(counter.key(job))

    question.dialog.form.key.selectAll()
    question.type("1")
    counter.details(job)

    assert not question.dialog.checks.isVisible()
    assert not question.dialog.attach.isEnabled()


def test_the_dialog_closes_when_its_job_ends_meanwhile(counter: Counter, job: Job, question: Question) -> None:
    with counter.qtbot.waitSignal(question.dialog.rejected):
        counter.ask(lambda commands: commands.desk.dismiss(job.id, "Rui", "by another desk"))

    counter.qtbot.waitUntil(lambda: "changed meanwhile" in counter.toast)


def test_a_file_dropped_on_the_job_is_attached_if_it_fits(counter: Counter, job: Job, tmp_path: Path) -> None:
    file = tmp_path / "document.xml"
    file.write_bytes(counter.xml(job))

    with counter.qtbot.waitSignal(counter.acting.attached):
        counter.acting.attach_file(job, file)

    assert counter.details(job).job.stage is Stage.DOCUMENTED


def test_a_file_that_does_not_fit_opens_the_dialog(counter: Counter, job: Job, tmp_path: Path) -> None:
    file = tmp_path / "document.xml"
    file.write_bytes(counter.xml(job, value=100))

    counter.acting.attach_file(job, file)

    counter.qtbot.waitUntil(lambda: counter.is_asked(AttachDialog))
    assert counter.details(job).job.document is None


def test_a_file_that_is_gone_is_told(counter: Counter, job: Job, tmp_path: Path) -> None:
    counter.acting.attach_file(job, tmp_path / "gone.xml")

    counter.qtbot.waitUntil(lambda: "gone.xml" in counter.toast)
