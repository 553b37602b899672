# ruff: noqa: INP001 (a script, no package)
"""Draws the pictures of the window in ``docs/images`` (``make screenshots``): every page, light and dark.

The real window on a busy simulated account, offscreen: ``--language es --folder …`` draws others elsewhere.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_invoicer.bootstrap import Parts, Program, Tempo
from desktop_invoicer.config import Home, load_config, set_values
from desktop_invoicer.credentials import MemoryVault, Secret, write_credentials
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.engine import Listener
from desktop_invoicer.language import Language
from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.demo import ACCOUNT, STORE
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.till import issue
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application, make_qt
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance

IMAGES = Path(__file__).parent / "images"
SIZE = QSize(1440, 900)
PACE = 1 / 50
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

    def __init__(self, home: Home) -> None:
        """Prepare one order of each story."""
        self.home = home
        self.simulator = Simulator(ACCOUNT, seed=3, pace=PACE)
        self.simulator.add_stories(ORDERS)
        self.origin = ""

    def write_settings(self, language: Language) -> None:
        """Set the desk up, as the assistant would."""
        store = STORE.model_dump(mode="json")
        account = {"myvtex_origin": self.origin, "oms_origin": self.origin}
        changes = {
            "language": language.value,
            **{f"store.{key}": value for key, value in store.items()},
            **{f"accounts.{ACCOUNT}.{key}": value for key, value in account.items()},
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


class Painter:
    """Goes through the window as a clerk would, and draws what it shows."""

    def __init__(self, application: Application, day: Day, folder: Path) -> None:
        """Draw into ``folder``."""
        self._application = application
        self._day = day
        self._folder = folder
        self._window = application.window

    def draw(self) -> None:
        """Draw every page and dialog."""
        self._until(lambda: self._window.unsent >= ENOUGH)
        self._select("delivery")
        self._in_both("queue")
        self._select("rupture-in-three-parts")
        self._in_both("partial")
        self._select("store-return")
        self._in_both("return")
        self._select("pickup-with-cpf")
        self._with_dialog(Command.ATTACH, "attach")
        self._attach()
        self._in_both("documented")
        self._with_dialog(Command.SUBMIT, "submit")
        self._send()
        self._do(Command.QUEUE)
        for command in (Command.PALETTE, Command.HELP, Command.DOCTOR, Command.SETUP):
            self._with_dialog(command, command.value)
        for command in (Command.HISTORY, Command.SETTINGS):
            self._do(command)
            self._in_both(command.value)
        self._do(Command.QUEUE)
        self._application.theme.apply(density=Density.COMPACT)
        self._in_both("compact")

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
            self._draw(name, appearance)

    def _draw(self, name: str, appearance: Appearance, dialog: QWidget | None = None) -> None:
        drawn = self._window.grab()
        if dialog is not None:
            _lay_over(drawn, dialog)
        _save(drawn, self._folder / f"window-{name}-{appearance}.png")

    def _settle(self) -> None:
        """Let the engine answer and the window paint."""
        loop = QEventLoop()
        QTimer.singleShot(PAUSE, loop.quit)
        loop.exec()

    def _until(self, reached: Callable[[], bool]) -> None:
        deadline = QDeadlineTimer(LONGEST)
        while not reached() and not deadline.hasExpired():
            self._settle()


def main() -> None:
    """Open the window offscreen, draw, and close it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", default=Language.PT_BR, type=Language)
    parser.add_argument("--folder", default=IMAGES, type=Path)
    parser.add_argument("--size", default=SIZE, type=_size, help="points, such as 1366x768")
    parser.add_argument("--scale", default=100, type=int, help="text scale in per cent")
    wish = parser.parse_args()
    wish.folder.mkdir(parents=True, exist_ok=True)
    wish.folder = wish.folder.resolve()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    qt = make_qt()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        day = Day(Home(*map(Path, ("settings", "data", "documents", "logs"))))  # no path of this machine is shown
        day.home.create()
        with day.simulator.serve() as server:
            day.origin = server.origin
            day.write_settings(wish.language)
            application = Application(qt, day.home, "Ana", day.launch)
            application.window.resize(wish.size)
            application.theme.apply(scale=wish.scale)
            painter = Painter(application, day, wish.folder)
            application.link.started.connect(lambda: QTimer.singleShot(PAUSE, lambda: _drawn(painter, application)))
            application.open()
            qt.exec()


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
