"""The main screens look as they did when somebody last looked and found them good (``UPDATE_PICTURES=1`` renews)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.ui.acting.attach_dialog import AttachDialog
from desktop_invoicer.ui.acting.comparing import Candidate
from desktop_invoicer.ui.acting.submit_dialog import SubmitDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.parts.chips import Chip
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.setup.assistant import PLACE, Assistant
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance
from tests.ui.painting import MOST, PICTURES, UPDATE, compared
from tests.ui.still_desk import CONFIG, DETAILS, MISFIT, StillDesk
from tests.ui.still_returns import UNASKED, some_returns

Opener = Callable[[Language, Appearance, tuple[JobDetails, ...]], Application]

TURNS = 30
LOOKS = (
    (Appearance.LIGHT, Language.PT_BR),
    (Appearance.LIGHT, Language.ES),
    (Appearance.LIGHT, Language.EN),
    (Appearance.DARK, Language.PT_BR),
)


@pytest.fixture
def open_still(qapp: QApplication, qtbot: QtBot, home: Home, in_rio: None) -> Iterator[Opener]:  # noqa: ARG001 (the clock)
    """Open the window on a desk where nothing happens, with a caret that does not blink."""
    blinking = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    with ExitStack() as exits:

        def opened(language: Language, appearance: Appearance, details: tuple[JobDetails, ...]) -> Application:
            home.config_file.write_text(CONFIG.format(language=language), "utf-8")
            application = Application(qapp, home, "Ana", lambda _: StillDesk(home, details))
            application.theme.apply(appearance, Density.TOUCH, 100)
            qtbot.addWidget(application.window)
            application.window.resize(1280, 800)
            with qtbot.waitSignal(application.link.started):
                application.open()
            exits.callback(_close, application, qtbot)
            return application

        yield opened
    qapp.setCursorFlashTime(blinking)
    activate(Language.PT_BR)


def _close(application: Application, qtbot: QtBot) -> None:
    with qtbot.waitSignal(application.link.stopped):
        application.link.stop()
    application.tasks.close()
    application.setParent(None)


def _queue(application: Application, qtbot: QtBot) -> MainWindow:
    window = application.window
    qtbot.waitUntil(lambda: window.page.details is not None)
    _counted(window, qtbot)
    return window


def _empty_queue(application: Application, qtbot: QtBot) -> QWidget:
    _counted(application.window, qtbot)
    return application.window


def _counted(window: MainWindow, qtbot: QtBot) -> None:
    """Wait for the counts of the filters, which come a moment after the list."""
    chips = window.page.findChildren(Chip)
    qtbot.waitUntil(lambda: all(chip.text()[-1].isdigit() for chip in chips))


def _attach(application: Application, qtbot: QtBot) -> QWidget:
    """Bring a document that does not fit."""
    due = DETAILS[1]
    dialog = AttachDialog(application.window.workplace, due.job, _queue(application, qtbot))
    dialog.open()
    running = application.link.running
    assert isinstance(running, StillDesk)
    dialog.show_candidate(Candidate(Paper(MISFIT, b"<xml/>"), running.fit(due.job.id, MISFIT)))
    return dialog


def _submit(application: Application, qtbot: QtBot) -> QWidget:
    job = DETAILS[0].job
    assert job.document is not None
    window = _queue(application, qtbot)
    dialog = SubmitDialog(job, job.document, (), application.window.actions_.of(Command.SUBMIT).shortcut(), window)
    dialog.open()
    qtbot.waitUntil(dialog.send.isEnabled)
    return dialog


def _found(application: Application, qtbot: QtBot) -> QWidget:
    """Select the job for which two documents were found."""
    window = _queue(application, qtbot)
    window.page.show_job(DETAILS[1].job)
    qtbot.waitUntil(lambda: Command.USE_FOUND in window.page.possible)
    return window


def _files(application: Application, qtbot: QtBot) -> QWidget:
    window = application.window
    window.show_page(Command.FILES)
    qtbot.waitUntil(lambda: Command.ATTACH in window.page.possible)
    return window


def _case(at: int, application: Application, qtbot: QtBot) -> QWidget:
    """Bring one of the returns into view."""
    window = application.window
    window.show_page(Command.RETURNS)
    job = some_returns()[at].job
    window.page.show_job(job)
    qtbot.waitUntil(lambda: window.page.details is not None and window.page.details.job.id == job.id)
    return window


def _unasked(application: Application, qtbot: QtBot) -> QWidget:
    """Find an order of which no return is asked for."""
    window = application.window
    window.show_page(Command.RETURNS)
    window.take_scan(UNASKED.order_id)
    qtbot.waitUntil(lambda: window.page.possible >= {Command.OPEN_IN_VTEX, Command.NEXT_JOB})
    qtbot.waitUntil(lambda: not window.header.scan_field.property("hit"))
    return window


def _settings(application: Application, qtbot: QtBot) -> QWidget:
    window = application.window
    window.show_page(Command.SETTINGS)
    page = window.page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.book.settings is not None)
    return window


def _assistant(application: Application, qtbot: QtBot) -> QWidget:
    window = application.window
    application.preferences.keep(PLACE, "store")
    window.actions_.of(Command.SETUP).trigger()
    qtbot.waitUntil(lambda: any(found.isVisible() for found in window.findChildren(Assistant)))
    return next(iter(window.findChildren(Assistant)))


KNOWN: Mapping[str, Callable[[], tuple[JobDetails, ...]]] = {
    "empty-queue": tuple,
    **dict.fromkeys(("cancellation", "partial-return", "other-store", "unasked-return"), some_returns),
}
"""What the desk knows where it is not the ordinary orders."""
SCREENS: Mapping[str, Callable[[Application, QtBot], QWidget]] = {
    "queue": _queue,
    "empty-queue": _empty_queue,
    "found": _found,
    "files": _files,
    "cancellation": partial(_case, 0),
    "partial-return": partial(_case, 1),
    "other-store": partial(_case, 2),
    "unasked-return": _unasked,
    "attach": _attach,
    "submit": _submit,
    "settings": _settings,
    "assistant": _assistant,
}


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_looks_as_it_did(
    screen: str, look: tuple[Appearance, Language], open_still: Opener, qtbot: QtBot, tmp_path: Path
) -> None:
    appearance, language = look
    application = open_still(language, appearance, KNOWN.get(screen, lambda: DETAILS)())
    shown = SCREENS[screen](application, qtbot)
    shown.activateWindow()
    qtbot.waitUntil(shown.isActiveWindow)
    for _ in range(TURNS):  # each card takes its own
        QApplication.processEvents()
    painted = shown.grab().toImage()
    if isinstance(shown, QDialog):
        shown.close()

    assert not compared(painted, f"{screen}-{appearance}-{language}", tmp_path)


def test_a_picture_in_which_more_than_a_few_pixels_changed_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(UPDATE, raising=False)
    name = "empty-queue-light-en"
    painted = QImage(str(PICTURES / f"{name}.png")).convertToFormat(QImage.Format.Format_RGB32)
    side = int((MOST * painted.width() * painted.height()) ** 0.5) + 1
    painter = QPainter(painted)
    painter.fillRect(0, 0, side, side, QColor("magenta"))
    painter.end()

    told = compared(painted, name, tmp_path)

    assert str(side * side) in told
    assert {file.name for file in tmp_path.iterdir()} == {f"{name}.png", f"{name}-difference.png"}
