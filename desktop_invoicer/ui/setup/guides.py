"""The assistant, which comes by itself where nothing is set up, and the doctor: each over the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.diagnosis.dialog import Diagnosis
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.setup.assistant import Assistant
from desktop_invoicer.ui.workplace import Workplace


class Guides(QObject):
    """Opens one dialog at a time over the window. ``place_wanted`` asks for a part of the settings."""

    place_wanted = Signal(object)

    def __init__(self, workplace: Workplace, book: SettingsBook, owner: QWidget) -> None:
        """Connect the commands, and look at the desk once it runs; ``owner`` stands in the window."""
        super().__init__(owner)
        self._workplace = workplace
        self._book = book
        self._owner = owner
        self._is_offered = False
        self._wants_setup = False
        self.dialog: QDialog | None = None
        workplace.actions.of(Command.SETUP).triggered.connect(self._on_setup)
        workplace.actions.of(Command.DOCTOR).triggered.connect(self._on_doctor)
        workplace.link.started.connect(self._on_started)
        book.loaded.connect(self._on_loaded)
        book.unreadable.connect(self._on_unreadable)

    @Slot()
    def _on_started(self) -> None:
        """Offer the assistant once where no account is set up; the desk itself tells, which in the demo has one."""
        running = self._workplace.link.running
        if running is not None and not self._is_offered:
            self._is_offered = True
            if not running.settings.accounts:
                self._on_setup()

    @Slot()
    def _on_setup(self) -> None:
        """Read the settings first, which the assistant begins with."""
        self._wants_setup = True
        self._book.load()

    @Slot(object)
    def _on_loaded(self, _settings: object) -> None:
        if self._wants_setup:
            self._wants_setup = False
            assistant = Assistant(self._workplace, self._book, self._owner.window())
            assistant.place_wanted.connect(self.place_wanted)
            self._open(assistant)

    @Slot(object)
    def _on_unreadable(self, _error: object) -> None:
        """Lead to the settings, which say what is wrong with the file."""
        if self._wants_setup:
            self._wants_setup = False
            self.place_wanted.emit(Place.STORE)

    @Slot()
    def _on_doctor(self) -> None:
        diagnosis = Diagnosis(self._workplace, self._owner.window())
        diagnosis.place_wanted.connect(self.place_wanted)
        self._open(diagnosis)

    def _open(self, dialog: QDialog) -> None:
        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    @Slot()
    def _on_finished(self) -> None:
        if self.sender() is self.dialog:
            self.dialog = None
