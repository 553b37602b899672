"""The application: Qt, the window, and the desk behind it, put together."""

from __future__ import annotations

import sys
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from desktop_invoicer.assets import asset
from desktop_invoicer.config.home import Home
from desktop_invoicer.config.peek import peek_language
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.ui.companion import Companion
from desktop_invoicer.ui.first_paint import FirstPaint
from desktop_invoicer.ui.garbage import GarbageCollector
from desktop_invoicer.ui.link import DeskLink, Launch
from desktop_invoicer.ui.main_window import MainWindow
from desktop_invoicer.ui.preferences import Preferences
from desktop_invoicer.ui.screen import told_without_screen
from desktop_invoicer.ui.signals import EndSignals
from desktop_invoicer.ui.tasks import Tasks
from desktop_invoicer.ui.theme.theme import Theme

NAME = "desktop-invoicer"
TURN = 0.0005
"""Seconds after which a busy thread lets another one go on: a tenth of Python's own, so that the window never waits for
the engine. The worst pause while 500 sales run falls from some 80 ms to below 50."""


def make_qt() -> QApplication:
    """Make Qt's own application, before anything else of Qt."""
    QCoreApplication.setApplicationName(NAME)
    QCoreApplication.setOrganizationName(NAME)
    with told_without_screen():
        app = QApplication([NAME])
    app.setDesktopFileName(NAME)
    app.setWindowIcon(_window_icon())
    return app


class Application(QObject):
    """One run of the program: the window first, then the desk in the background."""

    furnished = Signal()
    """The window holds everything; the desk is about to start."""
    ending = Signal()
    """The desk has stopped, and nothing is left to do."""

    def __init__(
        self, qt: QApplication, home: Home, operator: str, launch: Launch, companion: Companion | None = None
    ) -> None:
        """Put everything together; ``open`` shows the window. In the demo, ``companion`` plays the till."""
        super().__init__(qt)
        self._qt = qt
        sys.setswitchinterval(TURN)
        self._garbage = GarbageCollector(self)
        self._is_ending = False
        self._companion = companion
        self.preferences = Preferences(home, self)
        self.theme = Theme(qt)
        self.theme.apply(self.preferences.appearance, self.preferences.density, self.preferences.scale)
        self.speak(peek_language(home))
        self.tasks = Tasks(self)
        self.link = DeskLink(launch, self.tasks, self)
        self.window = MainWindow(home, operator, self.preferences, self.link, self.speak)
        self.window.closed.connect(self._on_closed)
        self.link.started.connect(self._on_started)
        self.link.stopped.connect(self._on_stopped)
        self.link.published.connect(self._garbage.wait)

    def open(self) -> None:
        """Show the window; once it is seen, furnish it and start the desk, which both have much to load."""
        FirstPaint(self.window).painted.connect(self._on_seen)
        self.window.show()

    def speak(self, language: Language) -> None:
        """Speak another language from now on, in every window."""
        speak(self._qt, language)

    @Slot()
    def _on_seen(self) -> None:
        from desktop_invoicer.ui.furnishing import furnish

        furnish(self.window, self._companion)
        self.furnished.emit()
        self.link.start()

    @Slot()
    def _on_started(self) -> None:
        self._garbage.spare_what_is_there()

    @Slot()
    def _on_closed(self) -> None:
        if not self._is_ending:
            self._is_ending = True
            self.window.hide()
            self.preferences.sync()
            self.link.stop()

    @Slot()
    def _on_stopped(self) -> None:
        self._garbage.stop()
        self.ending.emit()
        self.tasks.close()
        self._qt.quit()


def speak(qt: QApplication, language: Language) -> None:
    """Speak another language from now on, Qt's own dialogs included; every widget is told."""
    activate(language)
    QLocale.setDefault(QLocale(language.replace("-", "_")))
    for translator in qt.findChildren(QTranslator):
        qt.removeTranslator(translator)
        translator.deleteLater()
    translator = QTranslator(qt)
    translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if not qt.installTranslator(translator):  # English has none, and then Qt tells nobody
        qt.sendEvent(qt, QEvent(QEvent.Type.LanguageChange))


def run(home: Home, operator: str, launch: Launch, companion: Companion | None = None) -> int:
    """Open the window and stay until it is closed; give the exit code."""
    qt = make_qt()
    qt.setQuitOnLastWindowClosed(False)
    application = Application(qt, home, operator, launch, companion)
    application.furnished.connect(partial(_watch_for_trouble, application, home))
    EndSignals(application).wanted.connect(application.window.close_unasked)
    application.open()
    return qt.exec()


def _watch_for_trouble(application: Application, home: Home) -> None:
    from desktop_invoicer.ui.frame.trouble import Trouble

    trouble = Trouble(application.tasks, home.log_file, application.window)
    application.ending.connect(trouble.close)


def _window_icon() -> QIcon:
    return QIcon(str(asset("icons", "app", "desktop-invoicer-256.png")))
