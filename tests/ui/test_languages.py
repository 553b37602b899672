"""Every page and dialog in every language and size: nothing stays behind in another language, nothing is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.exceptions import TimeoutError as LateError
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.filing import FileState, FolderSeen
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.files.nothing import Nothing
from desktop_invoicer.ui.files.order_choice import OrderChoice
from desktop_invoicer.ui.files.panel import FilePanel
from desktop_invoicer.ui.jobs.split import Split
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Theme
from tests.builders import a_key
from tests.ui import scenes
from tests.ui.acting.conftest import counter
from tests.ui.acting.counter import Counter
from tests.ui.conftest import PATIENCE
from tests.ui.files.clerk import Clerk
from tests.ui.settings.desk import CONFIG
from tests.ui.wording import cut, foreign

__all__ = ["counter"]

pytestmark = pytest.mark.slow

LOOKS = ((Density.COMPACT, 100), (Density.TOUCH, 150))
STORIES = ("delivery", "store-return", "pickup-with-cpf", "company-buyer", "marketplace-order", "masked-buyer")
ASKING = (Command.ATTACH, Command.SUBMIT, Command.DISMISS, Command.SHOW_RAW, Command.ADD_ORDER)
PLACES = [name for name in scenes.SCENES if name.startswith(("settings", "assistant"))]
OTHERS = (
    "returns: cancellation",
    "returns: goods",
    "day",
    "day: pending",
    "day: send",
    "day: close",
    "found",
    "odd",
    "choose job",
    "brought",
    "help",
    "diagnosis",
    "trouble",
)
LATEST, HURRIED = PATIENCE, 1_500
"""Milliseconds until everything has been said anew and laid out; and once something was not."""

States = Iterator[tuple[str, QWidget]]
"""What is in view one after another, each with its name."""


@pytest.fixture
def home(home: Home) -> Home:
    """Set the desk up, so that the settings have something to show."""
    watched = '[documents]\nwatch = ["/srv/fiscal/xml"]\n'
    home.config_file.write_text(CONFIG.format(origin="http://127.0.0.1:9") + watched, "utf-8")
    return home


def _faults(root: QWidget, language: Language, qtbot: QtBot, latest: int) -> list[str]:
    """Give what is wrong once the window has come to rest."""
    found: list[str] = []

    def is_whole() -> bool:
        found[:] = [*foreign(root, language), *cut(root)]
        return not found

    try:
        qtbot.waitUntil(is_whole, timeout=latest)
    except LateError:
        return found
    return []


def _select(counter: Counter, job: Job) -> None:
    window = counter.application.window
    window.take_scan(job.order_id)
    counter.qtbot.waitUntil(lambda: window.page.details is not None and window.page.details.job.id == job.id)


def _asked(counter: Counter, command: Command) -> Dialog:
    counter.application.window.actions_.of(command).trigger()
    counter.qtbot.waitUntil(lambda: counter.is_asked(Dialog))
    dialog = counter.dialog()
    if isinstance(dialog, AttachDialog):
        dialog.take_scanned(a_key(model=DocumentModel.NFE).text)
        counter.qtbot.waitUntil(dialog.checks.isVisible)
    return dialog


def _walked(counter: Counter, states: Callable[[], States]) -> list[str]:
    """Go through all states in every look, and give what is wrong in any language."""
    application = counter.application
    faults: list[str] = []
    application.window.resize(1366, 768)
    for density, scale in LOOKS:
        application.theme.apply(density=density, scale=scale)
        for state, root in states():
            for language in Language:
                application.speak(language)
                place = f"{state}, {language.value}, {density.value} {scale} %"
                found = _faults(root, language, counter.qtbot, HURRIED if faults else LATEST)
                faults += [f"{place}: {fault}" for fault in found]
            if root is not application.window:
                root.close()
    return faults


def _pages(counter: Counter, jobs: dict[str, Job]) -> States:
    window = counter.application.window
    window.show_page(Command.QUEUE)
    for story, job in jobs.items():
        _select(counter, job)
        yield story, window
    for command in ASKING:
        yield command.value, _asked(counter, command)
    window.show_page(Command.HISTORY)
    yield "history", window
    for name in (*PLACES, *OTHERS):
        yield name, scenes.SCENES[name](counter)


def _empty_lists(clerk: Clerk) -> States:
    """Look for files where there are none: no folder is watched, or none of its files is in that state."""
    clerk.open()
    yield "no folder", clerk.window
    nothing = clerk.page.findChild(Nothing)
    assert isinstance(nothing, Nothing)
    for state in FileState:
        nothing.tell(state, watches=True)
        yield f"nothing {state.value}", clerk.window


def _fill(clerk: Clerk) -> None:
    """Give every state a file, and every folder a reason to be told of."""
    first, second = clerk.counter.job("pickup-with-cpf"), clerk.counter.job()
    clerk.drop(attached=clerk.counter.xml(first))
    clerk.drop(aside=clerk.nameless(second, value=2))
    clerk.open(FileState.UNMATCHED)
    clerk.can(Command.DISMISS)
    clerk.window.actions_.of(Command.DISMISS).trigger()
    clerk.lists()
    clerk.drop(till=clerk.nameless(second, value=1))
    clerk.drop(one=clerk.nameless(second), other=clerk.nameless(second))
    clerk.drop_unreadable("cut.xml", Problem(ProblemCode.FILE_UNREADABLE, {"reason": "line 1"}))
    problem = Problem(ProblemCode.FOLDER_EMPTIED, {"folder": "/srv/old", "files": 9})
    clerk.tell([FolderSeen("/srv/xml", 2), FolderSeen("/srv/old", problem=problem)])


def _split(clerk: Clerk) -> Split:
    split = clerk.page.findChild(Split)
    assert isinstance(split, Split)
    return split


def _files(clerk: Clerk) -> States:
    """Look at the files of each state, and at one of them."""
    panel, split = clerk.page.findChild(FilePanel), _split(clerk)
    assert isinstance(panel, FilePanel)

    def shows(state: FileState) -> bool:
        return panel.details is not None and panel.details.file.state is state

    for state in FileState:
        clerk.open(state)
        clerk.qtbot.waitUntil(partial(shows, state))
        if split.is_narrow:
            split.show_list()
            yield f"{state.value} files", clerk.window
        split.show_panel()
        yield f"{state.value} file", clerk.window


def _told(job: Job, key: str, counter: Counter) -> QWidget:
    """Ask for the document of a job with a key about which something is said."""
    counter.acting.attach(job)
    dialog = counter.dialog()
    assert isinstance(dialog, AttachDialog)
    dialog.take_scanned(key)
    counter.qtbot.waitUntil(dialog.notice.isVisible)
    return dialog


def _other_order(clerk: Clerk, _counter: Counter) -> QWidget:
    """Look for the order of a document in vain."""
    _split(clerk).show_panel()
    clerk.press("other_order")
    dialog = clerk.counter.dialog()
    assert isinstance(dialog, OrderChoice)
    clerk.qtbot.waitUntil(lambda: dialog.list.count() > 0)
    dialog.take_scanned("v99999999")
    clerk.qtbot.waitUntil(lambda: not dialog.list.count())
    return dialog


def test_every_page_and_dialog_is_whole_in_every_language_and_size(counter: Counter) -> None:
    jobs = {story: counter.job(story) for story in STORIES} | {"documented": counter.documented().job}

    faults = _walked(counter, lambda: _pages(counter, jobs))

    assert not faults, "\n".join(faults)


def test_the_page_of_files_is_whole_in_every_language_and_size(counter: Counter, tmp_path: Path) -> None:
    clerk = Clerk(counter, tmp_path / "xml")

    faults = _walked(counter, lambda: _empty_lists(clerk))
    _fill(clerk)
    faults += _walked(counter, lambda: _files(clerk))

    assert not faults, "\n".join(faults)


def test_what_is_open_for_a_moment_only_is_whole_in_every_language_and_size(counter: Counter, tmp_path: Path) -> None:
    """Nobody changes the language meanwhile, so these need not follow it."""
    application, job = counter.application, counter.job()
    faults: list[str] = []
    clerk = Clerk(counter, tmp_path / "xml")
    clerk.drop(till=clerk.nameless(job, value=1))
    clerk.open(FileState.UNMATCHED)
    of_another_month, mistyped = a_key(aamm="2509").text, counter.key(job).replace("11222333", "11222338")
    openers = (
        scenes.SCENES["palette"],
        partial(_told, job, of_another_month),
        partial(_told, job, mistyped),
        partial(_other_order, clerk),
    )
    for density, scale in LOOKS:
        application.theme.apply(density=density, scale=scale)
        for language in Language:
            application.speak(language)
            faults += _faults(application.window, language, counter.qtbot, HURRIED if faults else LATEST)
            for opened in openers:
                root = opened(counter)
                found = _faults(root, language, counter.qtbot, HURRIED if faults else LATEST)
                faults += [f"{language.value} {scale} %: {fault}" for fault in found]
                root.close()

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", Language)
def test_what_is_whole_in_one_language_is_foreign_in_the_others(language: Language, theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001 (the look)
    activate(language)
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.addWidget(label(_("Try again")))
    row.addWidget(label(_("Nothing found for “{text}”").format(text="blue")))
    window.show()

    assert not list(foreign(window, language))
    assert all(len(list(foreign(window, other))) == 2 for other in Language if other is not language)


def test_words_without_room_are_found(theme: Theme, qtbot: QtBot) -> None:  # noqa: ARG001 (the look)
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    narrow, low, wide = QPushButton("Send the invoice"), label("Several words " * 9, wraps=True), label("Much " * 9)
    narrow.setFixedWidth(40)
    low.setFixedSize(200, 12)
    QHBoxLayout(inner := QWidget()).addWidget(wide)
    inner.setFixedWidth(60)
    wide.setFixedWidth(wide.sizeHint().width())
    for part in (narrow, low, inner):
        row.addWidget(part)
    window.show()

    assert len(list(cut(window))) == 3
