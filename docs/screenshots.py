# ruff: noqa: INP001 (a script, no package)
"""Draws the pictures of the window in ``docs/images`` (``make screenshots``): every page, light and dark.

The real window on a busy simulated account, offscreen: ``--language es --folder …`` draws others elsewhere.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_invoicer.bootstrap import Parts, Program, Tempo
from desktop_invoicer.config import Home, load_config, set_values
from desktop_invoicer.credentials import MemoryVault, Secret, write_credentials
from desktop_invoicer.domain.filing import FileRead, FolderNews, FolderSeen, Stamp
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.engine import Listener
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.language import Language
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.demo import ACCOUNT, STORE
from desktop_invoicer.simulator.drop_folder import key_of
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.story import Story
from desktop_invoicer.simulator.till import issue
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application, make_qt
from desktop_invoicer.ui.files.table import FileTable
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance

IMAGES = Path(__file__).parent / "images"
SIZE = QSize(1440, 900)
PACE = 1 / 50
WATCHED = "/srv/pdv/xml"
"""The folder that the fiscal program is said to drop its XML into; nothing of this machine is read."""
EXACT = ("weight-item", "gift", "bundle-service", "two-hundred-lines", "prices-59-60-60")
"""Stories whose documents leave no doubt."""
TWICE = "anonymous-pickup"
"""The story for which two documents are there."""
ODD = "company-buyer"
"""The story for which there is a document of another value."""
ORDERS = 34
ENOUGH = 30
"""Jobs that are there when the drawing begins; the account tells some late."""
LONGEST = 20_000
"""Milliseconds that anything may take."""
PAUSE = 400
"""Milliseconds until everything that was asked for is painted."""
SHADE = QColor(0, 0, 0, 110)
ROUND = 12
"""Points of the corners that a desktop gives its windows."""
BOTH = (Appearance.DARK, Appearance.LIGHT)
COLORS = 256
ALIKE = 0xFFE0E0E0
"""Colours that are the same in these bits are of one kind: the rare kinds count, too."""
EDGE = QColor(128, 128, 128, 110)
OVER_WINDOW = ("palette",)
"""What is no window of its own."""


class KeptVault(MemoryVault):
    """Keeps the secrets of this run, without a warning that it is only this one."""

    is_kept = True


class Day:
    """A busy account, and the desk that works on it."""

    stories: Sequence[str] | int = ORDERS

    def __init__(self, home: Home) -> None:
        """Prepare one order of each story."""
        self.home = home
        self.simulator = Simulator(ACCOUNT, seed=3, pace=PACE)
        self.simulator.add_stories(self.stories)
        self.origin = ""

    def write_settings(self, language: Language) -> None:
        """Set the desk up, as the assistant would."""
        store = STORE.model_dump(mode="json")
        account = {"myvtex_origin": self.origin, "oms_origin": self.origin}
        changes = {
            "language": language.value,
            **{f"store.{key}": value for key, value in store.items()},
            **{f"accounts.{ACCOUNT}.{key}": value for key, value in account.items()},
            "documents.watch": [WATCHED],
            "receiver.enabled": False,
            "polling.requests_per_minute": 6000,
        }
        set_values(self.home, changes)

    def launch(self, listener: Listener) -> Program:
        """Start the desk, and let every order arrive."""
        vault = KeptVault("")
        write_credentials(vault, ACCOUNT, {Secret.APP_KEY: APP_KEY, Secret.APP_TOKEN: APP_TOKEN})
        tempo = Tempo(patience=Patience().hurried(PACE), rest=60 * PACE)
        program = Program(
            self.home, load_config(self.home), vault, Parts(polls=True, listens=False), tempo, listeners=[listener]
        )
        program.start()
        self.simulator.request_all()
        return program

    def order_of(self, story: str) -> str:
        """Give the order that a story is about."""
        return next(order for order, told in self.simulator.stories.items() if told.name == story)

    def drop(self, commands: Commands) -> Awaitable[object] | object:
        """Tell the desk of the files that the fiscal program left in its folder."""
        stories = {story.name: story for story in self.simulator.stories.values()}
        news: list[FolderNews] = [self._file(stories[name]) for name in EXACT]
        news += [self._file(stories[ODD], more=1000), self._file(stories[EXACT[0]], more=2500, names_order=False)]
        news += [self._file(stories[TWICE]) for _ in range(2)]
        news += [FileRead(f"{WATCHED}/nota.xml", _stamp(), problem=Problem(ProblemCode.FILE_UNREADABLE))]
        return commands.filing.take([*news, FolderSeen(WATCHED, len(news))])

    def _file(self, story: Story, *, more: int = 0, names_order: bool = True) -> FileRead:
        """Issue a document, ``more`` cents too high, and leave it in the folder."""
        press = story.presses[0]
        items = [{"itemIndex": index, "quantity": units} for index, units in press.items]
        value = press.expected_value + more
        xml = self.simulator.fiscal_program.issue(story.order, items, value, story.model, names_order=names_order)
        return FileRead(f"{WATCHED}/{key_of(xml)}-procNFe.xml", _stamp(), read_paper(xml))


class Painter:
    """Goes through the window as a clerk would, and draws what it shows."""

    prefix = "window"
    """What the names of the pictures begin with."""

    def __init__(self, application: Application, day: Day, folder: Path) -> None:
        """Draw into ``folder``."""
        self._application = application
        self._day = day
        self._folder = folder
        self._window = application.window

    def draw(self) -> None:
        """Draw every page and dialog."""
        self._until(lambda: self._window.unsent >= ENOUGH)
        self._drop()
        self._select("delivery")
        self._in_both("queue")
        self._select(TWICE)
        self._in_both("found")
        self._select("rupture-in-three-parts")
        self._in_both("partial")
        self._select("pickup-with-cpf")
        self._with_dialog(Command.ATTACH, "attach")
        self._attach()
        self._in_both("documented")
        self._with_dialog(Command.SUBMIT, "submit")
        self._send()
        self._do(Command.QUEUE)
        for command in (Command.PALETTE, Command.HELP, Command.DOCTOR, Command.SETUP):
            self._with_dialog(command, command.value)
        self._do(Command.FILES)
        self._look_at_first_file()
        self._in_both("files")
        for command in (Command.HISTORY, Command.STATUS, Command.SETTINGS):
            self._do(command)
            self._in_both(command.value)
        self._do(Command.QUEUE)
        self._application.theme.apply(density=Density.COMPACT)
        self._in_both("compact")

    def _drop(self) -> None:
        """Let the watched folder tell what the fiscal program left there."""
        taken: list[object] = []
        self._application.link.ask(self._window, self._day.drop, taken.append)
        self._until(lambda: bool(taken))

    def _look_at_first_file(self) -> None:
        for table in self._window.page.findChildren(FileTable):
            table.select_row(0)
        self._settle()

    def _select(self, story: str) -> None:
        self._do(Command.QUEUE)
        self._window.take_scan(self._day.order_of(story))
        self._settle()

    def _attach(self) -> None:
        """Let the till issue the document of the job in view, and scan it."""
        details = self._window.page.details
        if details is not None:
            xml = issue(self._day.simulator, details)
            self._window.take_scan(xml.partition(b'Id="NFe')[2][:44].decode())
            self._settle()

    def _send(self) -> None:
        """Confirm what is ready, and look at everything again."""
        unsent = self._window.unsent
        self._do(Command.SUBMIT)
        QTest.keyClick(self._opened("submit"), Qt.Key.Key_F8)
        self._until(lambda: self._window.unsent < unsent)
        self._window.header.scan_field.setFocus()
        QTest.keyClick(self._window.header.scan_field, Qt.Key.Key_Escape)
        self._settle()

    def _do(self, command: Command) -> None:
        self._window.actions_.of(command).trigger()
        self._settle()

    def _with_dialog(self, command: Command, name: str) -> None:
        for appearance in BOTH:
            self._application.theme.apply(appearance)
            self._do(command)
            dialog = self._opened(name)
            self._draw(name, appearance, None if dialog is self._over(name) else dialog)
            dialog.close()
            self._settle()

    def _opened(self, name: str) -> QWidget:
        dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        over = self._over(name)
        if over is not None and over.isVisible():
            return over
        if not dialogs:
            raise LookupError(name)
        return dialogs[-1]

    def _over(self, name: str) -> QWidget | None:
        """Give what opens inside of the window."""
        return self._window.findChild(QWidget, name) if name in OVER_WINDOW else None

    def _in_both(self, name: str) -> None:
        for appearance in BOTH:
            self._application.theme.apply(appearance)
            self._settle()
            self._window.toasts.hide()
            self._draw(name, appearance)

    def _in_light(self, name: str) -> None:
        self._application.theme.apply(Appearance.LIGHT)
        self._settle()
        self._window.toasts.hide()
        self._draw(name, Appearance.LIGHT)

    def _draw(self, name: str, appearance: Appearance, dialog: QWidget | None = None) -> None:
        drawn = self._window.grab()
        if dialog is not None:
            _lay_over(drawn, dialog)
        _save(drawn, self._folder / f"{self.prefix}-{name}-{appearance}.png")

    def _settle(self) -> None:
        """Let the engine answer and the window paint."""
        loop = QEventLoop()
        QTimer.singleShot(PAUSE, loop.quit)
        loop.exec()

    def _until(self, reached: Callable[[], bool]) -> None:
        deadline = QDeadlineTimer(LONGEST)
        while not reached() and not deadline.hasExpired():
            self._settle()


def main(day_type: type[Day] = Day, painter_type: type[Painter] = Painter, usual: Language = Language.PT_BR) -> None:
    """Open the window offscreen, draw, and close it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", default=usual, type=Language)
    parser.add_argument("--folder", default=IMAGES, type=Path)
    parser.add_argument("--size", default=SIZE, type=_size, help="points, such as 1366x768")
    parser.add_argument("--scale", default=100, type=int, help="text scale in per cent")
    wish = parser.parse_args()
    wish.folder.mkdir(parents=True, exist_ok=True)
    wish.folder = wish.folder.resolve()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qt = make_qt()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        day = day_type(Home(*map(Path, ("settings", "data", "documents", "logs"))))  # no path of this machine is shown
        day.home.create()
        with day.simulator.serve() as server:
            day.origin = server.origin
            day.write_settings(wish.language)
            application = Application(qt, day.home, "Ana", day.launch)
            application.window.resize(wish.size)
            application.theme.apply(scale=wish.scale)
            painter = painter_type(application, day, wish.folder)
            application.link.started.connect(lambda: QTimer.singleShot(PAUSE, lambda: _drawn(painter, application)))
            application.open()
            qt.exec()


def _stamp() -> Stamp:
    return Stamp(1, time.time_ns())


def _size(text: str) -> QSize:
    return QSize(*map(int, text.split("x")))


def _drawn(painter: Painter, application: Application) -> None:
    try:
        painter.draw()
    finally:
        application.window.close_unasked()


def _lay_over(drawn: QPixmap, dialog: QWidget) -> None:
    """Draw a dialog over the shaded window, with the corners of a desktop's windows."""
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(drawn.rect(), SHADE)
    place = QRectF(dialog.rect())
    place.moveCenter(QPointF(drawn.rect().center()))
    edge = QPainterPath()
    edge.addRoundedRect(place, ROUND, ROUND)
    painter.setClipPath(edge)
    painter.drawPixmap(place.topLeft(), dialog.grab())
    painter.setPen(EDGE)
    painter.drawPath(edge)
    painter.end()


def _save(drawn: QPixmap, path: Path) -> None:
    """Write a picture with few colours: no eye sees the difference, and it is a third as large."""
    whole = drawn.toImage().convertToFormat(QImage.Format.Format_RGB32)
    colors = Counter(memoryview(whole.constBits()).cast("I"))
    common = [color for color, _count in colors.most_common()]
    kinds = {color & ALIKE: color for color in reversed(common)}
    table = list(dict.fromkeys([*common[: COLORS // 2], *kinds.values()]))[:COLORS]
    whole.convertToFormat(QImage.Format.Format_Indexed8, table).save(str(path), quality=0)


if __name__ == "__main__":
    main()
