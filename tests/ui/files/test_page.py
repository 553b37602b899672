"""The page of documents on a real desk, worked by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from desktop_invoicer.domain.filing import FileGone, FileId, FileState, FolderSeen
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.files.acting import FileActing
from desktop_invoicer.ui.files.folder_bar import FolderBar
from desktop_invoicer.ui.files.nothing import Nothing
from desktop_invoicer.ui.files.order_choice import OrderChoice
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.settings.place import Place
from tests.ui.files.clerk import Clerk

UNREADABLE = Problem(ProblemCode.FILE_UNREADABLE, {"reason": "Premature end of data"})


def test_a_file_that_comes_while_the_page_is_in_view_is_listed_and_selected(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.open()

    clerk.drop(note=clerk.nameless(job))

    clerk.lists("note.xml")
    clerk.sees("One order may be meant, but not beyond doubt.", job.order_id, "The same: value, items")


def test_the_keys_are_in_the_list_as_soon_as_the_page_comes_into_view(clerk: Clerk) -> None:
    clerk.window.activateWindow()

    clerk.window.show_page(Command.FILES)

    clerk.qtbot.waitUntil(clerk.table.hasFocus)


def test_one_of_two_documents_for_an_order_is_attached_by_keyboard(clerk: Clerk) -> None:
    job = clerk.counter.job("pickup-with-cpf")
    first, second = clerk.counter.xml(job), clerk.counter.xml(job)
    names = [document_name(read_paper(xml).document) for xml in (first, second)]
    clerk.drop(first=first, second=second)
    clerk.open()
    clerk.lists("second.xml", "first.xml")
    clerk.sees(f"Several files may be for one order. Another one is: {names[0]}")

    QTest.keyClick(clerk.table, Qt.Key.Key_Down)
    clerk.sees(f"Another one is: {names[1]}", "Everything that can be compared fits")
    QTest.keyClick(clerk.table, Qt.Key.Key_Return)
    clerk.key(Qt.Key.Key_Return)

    clerk.qtbot.waitUntil(lambda: clerk.document_of(job) == read_paper(first).document.key.text)
    clerk.lists()
    assert clerk.table.hasFocus()


def test_a_document_that_is_not_beyond_doubt_is_shown_with_its_checks_before_it_is_attached(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(note=clerk.nameless(job))
    clerk.open()
    clerk.can(Command.ATTACH)

    clerk.window.actions_.of(Command.ATTACH).trigger()

    clerk.qtbot.waitUntil(lambda: clerk.counter.is_asked(AttachDialog))
    dialog = clerk.counter.dialog()
    assert "How it fits" in clerk.counter.texts(dialog)
    assert not clerk.document_of(job)
    clerk.counter.press_key(Qt.Key.Key_F6)
    clerk.lists()
    assert clerk.document_of(job)


def test_a_document_that_does_not_fit_cannot_be_attached(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(altered=clerk.nameless(job).replace(b"<infAdic>", b"<infAdic> ", 1))
    clerk.open()

    clerk.sees(job.order_id, "The content of this XML is not what was signed")

    assert Command.ATTACH not in clerk.page.possible


def test_a_file_is_set_aside_and_put_back(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(note=clerk.nameless(job))
    clerk.open()
    clerk.can(Command.DISMISS)

    clerk.window.actions_.of(Command.DISMISS).trigger()

    clerk.lists()
    clerk.choose(FileState.SET_ASIDE)
    clerk.lists("note.xml")
    clerk.can(Command.RETRY)
    clerk.window.actions_.of(Command.RETRY).trigger()
    clerk.lists()
    clerk.choose(FileState.PROPOSED)
    clerk.lists("note.xml")


def test_after_one_file_is_settled_the_next_is_selected(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(one=clerk.nameless(job), two=clerk.nameless(job), three=clerk.nameless(job))
    clerk.open()
    clerk.lists("three.xml", "two.xml", "one.xml")
    QTest.keyClick(clerk.table, Qt.Key.Key_Down)
    clerk.can(Command.DISMISS)

    clerk.window.actions_.of(Command.DISMISS).trigger()

    clerk.lists("three.xml", "one.xml")
    assert clerk.table.currentIndex().row() == 1


def test_a_file_that_somebody_else_settles_stays_in_view(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(one=clerk.nameless(job), two=clerk.nameless(job))
    clerk.open()
    clerk.lists("two.xml", "one.xml")
    clerk.can(Command.DISMISS)
    selected = clerk.table.selected

    clerk.counter.ask(lambda commands: commands.filing.set_aside(selected, "Bia"))

    clerk.lists("one.xml")
    clerk.sees("Somebody set this file aside")
    assert clerk.table.selected == selected
    assert not clerk.table.currentIndex().isValid()


def test_a_newer_file_leaves_the_selected_one_selected(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(old=clerk.nameless(job))
    clerk.open()
    clerk.lists("old.xml")
    clerk.can(Command.DISMISS)
    selected = clerk.table.selected

    clerk.drop(new=clerk.nameless(job))

    clerk.lists("new.xml", "old.xml")
    assert clerk.table.selected == selected
    assert clerk.table.currentIndex().row() == 1


def test_an_unreadable_file_says_why_and_what_to_do(clerk: Clerk) -> None:
    clerk.drop_unreadable("cut.xml", UNREADABLE)
    clerk.open(FileState.UNREADABLE)

    clerk.sees("is cut or damaged", "Settled by: clerk", "Have the fiscal program write the XML again")
    assert "Premature end of data" in clerk.text
    assert not clerk.page.possible & {Command.ATTACH, Command.DISMISS, Command.RETRY}


def test_a_document_whose_order_is_not_here_may_be_given_to_another_one(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(note=clerk.nameless(job, value=1))
    clerk.open(FileState.UNMATCHED)
    clerk.sees("No order that waits for a document fits.")

    clerk.press("other_order")
    dialog = clerk.counter.dialog()
    assert isinstance(dialog, OrderChoice)
    dialog.take_scanned(job.order_id)
    clerk.qtbot.waitUntil(dialog.compare.isEnabled)
    QTest.keyClick(dialog.order, Qt.Key.Key_Return)

    clerk.qtbot.waitUntil(lambda: clerk.counter.is_asked(AttachDialog))
    clerk.qtbot.waitUntil(lambda: "R$ 0.01" in clerk.counter.texts(clerk.counter.dialog()))


def test_an_order_that_waits_for_nothing_is_not_among_those_to_choose_from(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(note=clerk.nameless(job, value=1))
    clerk.open(FileState.UNMATCHED)
    clerk.press("other_order")
    dialog = clerk.counter.dialog()
    assert isinstance(dialog, OrderChoice)
    clerk.qtbot.waitUntil(dialog.compare.isEnabled)

    QTest.keyClicks(dialog.order, "v99999999")

    clerk.qtbot.waitUntil(lambda: "No order that waits" in clerk.counter.texts(dialog) and not dialog.list.count())
    assert not dialog.compare.isEnabled()


def test_an_attached_document_leads_to_its_order(clerk: Clerk) -> None:
    job = clerk.counter.job("pickup-with-cpf")
    clerk.drop(note=clerk.counter.xml(job))
    clerk.open(FileState.ATTACHED)
    clerk.sees(f"Attached to order {job.order_id}")

    clerk.press("show_order")

    window = clerk.window
    clerk.qtbot.waitUntil(lambda: window.page is window.furniture.pages[Command.QUEUE])
    clerk.qtbot.waitUntil(lambda: window.page.details is not None and window.page.details.job.id == job.id)


def test_the_path_of_a_file_is_copied_whole(clerk: Clerk) -> None:
    clerk.drop_unreadable("cut.xml", UNREADABLE)
    clerk.open(FileState.UNREADABLE)
    clerk.sees("Settled by")

    button = clerk.page.findChild(QToolButton, "copy_path")
    assert isinstance(button, QToolButton)
    button.click()

    assert QGuiApplication.clipboard().text() == str(clerk.folder / "cut.xml")


class FolderOpener(QObject):
    """Takes the place of the program that shows folders."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def test_the_folder_of_a_file_is_shown(clerk: Clerk) -> None:
    clerk.drop_unreadable("cut.xml", UNREADABLE)
    clerk.open(FileState.UNREADABLE)
    clerk.sees("Settled by")
    opener = FolderOpener()
    QDesktopServices.setUrlHandler("file", opener, "open")  # type: ignore[arg-type]  # the stub is wrong

    clerk.press("show_folder")

    QDesktopServices.unsetUrlHandler("file")
    assert opener.opened == [str(clerk.folder)]


def test_a_folder_that_does_not_answer_is_told_with_the_next_step(clerk: Clerk) -> None:
    clerk.open()
    clerk.tell([FolderSeen("/srv/xml", 3)])
    bar = clerk.page.findChild(FolderBar)
    assert isinstance(bar, FolderBar)
    clerk.qtbot.waitUntil(lambda: bar.words == ["/srv/xml: watched, 3 files"])

    clerk.tell([FolderSeen("/srv/xml", problem=Problem(ProblemCode.FOLDER_UNREACHABLE, {"folder": "/srv/xml"}))])

    clerk.sees("The watched folder /srv/xml does not answer.", "The desk goes on trying by itself. Settled by: IT.")


def test_where_no_folder_is_watched_the_page_leads_to_the_settings(clerk: Clerk) -> None:
    clerk.open()
    nothing = clerk.page.findChild(Nothing)
    assert isinstance(nothing, Nothing)
    clerk.qtbot.waitUntil(lambda: nothing.words == "No folder is watched yet")

    nothing.choose.click()

    page = clerk.window.page
    assert isinstance(page, SettingsPage)
    assert page.list.currentRow() == list(Place).index(Place.DOCUMENTS)


def test_what_comes_while_another_page_is_in_view_is_told_once_and_counted(clerk: Clerk) -> None:
    job = clerk.counter.job()
    one, two = clerk.nameless(job), clerk.nameless(job)

    clerk.drop(one=one, two=two)

    def told() -> bool:
        if clerk.counter.toast.startswith("2 documents need you"):
            return True
        clerk.window.toasts.leave()  # a new order may be told first
        return False

    clerk.qtbot.waitUntil(told)
    names = [button.accessibleName() for button in clerk.window.findChildren(QToolButton)]
    assert "Documents, 2 need a person" in names


def test_esc_leads_back_to_the_list(clerk: Clerk) -> None:
    job = clerk.counter.job()
    clerk.drop(note=clerk.nameless(job))
    clerk.open()
    clerk.can(Command.ATTACH)
    QTest.keyClick(clerk.table, Qt.Key.Key_Return)
    assert not clerk.table.hasFocus()

    clerk.key(Qt.Key.Key_Escape)

    assert clerk.table.hasFocus()


def test_the_keys_go_from_file_to_file(clerk: Clerk) -> None:
    for name in ("one.xml", "two.xml"):
        clerk.drop_unreadable(name, UNREADABLE)
    clerk.open(FileState.UNREADABLE)
    clerk.lists("two.xml", "one.xml")
    clerk.can(Command.NEXT_JOB)

    clerk.window.actions_.of(Command.NEXT_JOB).trigger()

    assert clerk.table.currentIndex().row() == 1


def test_a_file_that_is_deleted_is_shown_no_more(clerk: Clerk) -> None:
    clerk.drop_unreadable("cut.xml", UNREADABLE)
    clerk.open(FileState.UNREADABLE)
    clerk.sees("Settled by: clerk")

    clerk.tell([FileGone(str(clerk.folder / "cut.xml"))])

    clerk.sees("No file selected")
    assert clerk.names == []


def test_a_file_that_was_pressed_in_vain_is_not_the_settled_one(clerk: Clerk) -> None:
    job = clerk.counter.job("pickup-with-cpf")
    clerk.drop(first=clerk.counter.xml(job), second=clerk.counter.xml(job))
    matches = clerk.counter.ask(lambda commands: commands.filing.files_for(job.id))
    acting, settled = FileActing(clerk.window.workplace, clerk.page), list[FileId]()
    acting.settled.connect(settled.append)
    first, second = (match.file for match in matches)

    acting.attach(first, matches[0])
    acting.attach(second, matches[1])

    clerk.qtbot.waitUntil(lambda: bool(settled))
    assert settled == [first.id]
    assert clerk.document_of(job) == first.document.key.text
