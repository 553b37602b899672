"""Every page and dialog in every language and size: nothing stays behind in another language, nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from pytestqt.exceptions import TimeoutError as LateError
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Theme
from tests.builders import a_key
from tests.ui import scenes
from tests.ui.acting.conftest import counter
from tests.ui.acting.counter import Counter
from tests.ui.settings.desk import CONFIG
from tests.ui.wording import cut, foreign

__all__ = ["counter"]

LOOKS = ((Density.TOUCH, 100), (Density.TOUCH, 150), (Density.COMPACT, 150))
STORIES = ("delivery", "store-return", "pickup-with-cpf", "company-buyer", "marketplace-order", "masked-buyer")
ASKING = (Command.ATTACH, Command.SUBMIT, Command.DISMISS, Command.SHOW_RAW, Command.ADD_ORDER)
PLACES = [name for name in scenes.SCENES if name.startswith(("settings", "assistant"))]
OTHERS = ("files", "found", "odd", "choose job", "brought", "palette", "help", "diagnosis", "trouble")
LATEST = 1_500
"""Milliseconds until everything has been said anew and laid out."""


@pytest.fixture
def home(home: Home) -> Home:
    """Set the desk up, so that the settings have something to show."""
    home.config_file.write_text(CONFIG.format(origin="http://127.0.0.1:9"), "utf-8")
    return home


def _faults(root: QWidget, language: Language, qtbot: QtBot) -> list[str]:
    """Give what is wrong once the window has come to rest."""
    found: list[str] = []

    def is_whole() -> bool:
        found[:] = [*foreign(root, language), *cut(root)]
        return not found

    try:
        qtbot.waitUntil(is_whole, timeout=LATEST)
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


def _states(counter: Counter, jobs: dict[str, Job]) -> Iterator[tuple[str, QWidget]]:
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


def test_every_page_and_dialog_is_whole_in_every_language_and_size(counter: Counter) -> None:
    application, faults = counter.application, []
    application.window.resize(1366, 768)
    jobs = {story: counter.job(story) for story in STORIES} | {"documented": counter.documented().job}
    for density, scale in LOOKS:
        application.theme.apply(density=density, scale=scale)
        for state, root in _states(counter, jobs):
            for language in Language:
                application.speak(language)
                place = f"{state}, {language.value}, {density.value} {scale} %"
                faults += [f"{place}: {fault}" for fault in _faults(root, language, counter.qtbot)]
            if root is not application.window:
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
