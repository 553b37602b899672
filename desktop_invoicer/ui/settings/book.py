"""``config.toml`` as the window changes it: in the background, one change after the other, and the desk follows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop_invoicer.config.home import Home
from desktop_invoicer.domain.people import Action
from desktop_invoicer.errors import ConfigError, InvoicerError, NotRunningError
from desktop_invoicer.language import Language
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the settings bring pydantic, which the window does not wait for
    from desktop_invoicer.config import Settings
    from desktop_invoicer.config.file import Value
    from desktop_invoicer.engine.commands import Commands

RESTART_PAUSE = 1200
"""Milliseconds after the last change before the desk takes the settings up: one restart for several changes."""

LANGUAGE = "language"
"""The one key that the desk need not start again for."""


@dataclass(frozen=True, slots=True)
class _Change:
    owner: QObject
    values: Mapping[str, Value]
    on_kept: Callable[[], object]
    on_refused: Callable[[InvoicerError], object]


class SettingsBook(QObject):
    """Holds what the file says. A file that cannot be read is never written to."""

    loaded = Signal(object)
    """The ``Settings`` as they are now, after reading and after each change."""
    unreadable = Signal(object)
    """The ``ConfigError`` that tells what is wrong with the file."""
    restarting = Signal(bool)
    """Whether the desk is about to take up what was changed."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Read nothing yet; see ``load``."""
        super().__init__(parent)
        self._workplace = workplace
        self.settings: Settings | None = None
        self._changes: deque[_Change] = deque()
        self._readings = 0
        self._is_writing = False
        self._is_waiting = False
        self._has_failed = False
        self._failed_by_file = False
        self._pause = QTimer(self, singleShot=True, interval=RESTART_PAUSE)
        self._pause.timeout.connect(self.restart)
        workplace.link.started.connect(self._on_started)
        workplace.link.start_failed.connect(self._on_start_failed)

    @property
    def home(self) -> Home:
        """Tell where the file lies."""
        return self._workplace.home

    def load(self) -> None:
        """Read the file; ``loaded`` or ``unreadable`` tells what it says. Of several readings the last one counts."""
        self._readings += 1
        number = self._readings
        on_read, on_refused = partial(self._on_read, number), partial(self._on_unread, number)
        self._workplace.tasks.run(self, partial(_load, self.home), on_read, on_refused)

    def keep(
        self,
        owner: QObject,
        values: Mapping[str, Value],
        on_kept: Callable[[], object],
        on_refused: Callable[[InvoicerError], object],
    ) -> None:
        """Write values by key, ``None`` to take one out; the answer goes to ``owner`` while it lives."""
        self._changes.append(_Change(owner, values, on_kept, on_refused))
        self._write_next()

    @Slot()
    def restart(self) -> None:
        """Have the desk take up the settings now; one that is starting or stopping does so once it can."""
        self._pause.stop()
        self.restarting.emit(True)
        self._is_waiting = self._workplace.link.running is None and not self._has_failed
        if not self._is_waiting:
            self._has_failed = False
            self._workplace.link.restart()

    def _on_read(self, number: int, settings: Settings) -> None:
        if number == self._readings:
            self._take(settings)

    def _on_unread(self, number: int, error: InvoicerError) -> None:
        if number == self._readings:
            self.unreadable.emit(error)

    def _write_next(self) -> None:
        if self._is_writing or not self._changes:
            return
        self._is_writing = True
        change = self._changes.popleft()
        presence, who, subject = self._workplace.presence, self._workplace.operator, ", ".join(sorted(change.values))
        demand: Callable[[Commands], None] = partial(_demand, who=who, subject=subject)
        on_permitted, on_refused = partial(self._on_permitted, change), partial(self._on_demand_refused, change)
        if not presence.uses_pins:
            self._on_permitted(change)
        else:
            self._workplace.link.ask(self, demand, on_permitted, on_refused)

    def _on_demand_refused(self, change: _Change, error: InvoicerError) -> None:
        if isinstance(error, NotRunningError) and self._workplace.presence.may(Action.CHANGE_SETTINGS):
            self._on_permitted(change)  # the desk is about to start: there is nobody to be asked
        else:
            self._on_refused(change, error)

    def _on_permitted(self, change: _Change, _answer: object = None) -> None:
        self._workplace.tasks.run(
            self,
            partial(_write, self.home, change.values),
            partial(self._on_written, change),
            partial(self._on_refused, change),
        )

    def _on_written(self, change: _Change, settings: Settings) -> None:
        self._is_writing = False
        self._take(settings)
        note: Callable[[Commands], None] = partial(_note, who=self._workplace.operator, settings=settings)
        self._workplace.link.ask(self, note, _on_noted)
        if LANGUAGE in change.values:
            self._workplace.speak(Language(settings.language))
        if set(change.values) - {LANGUAGE}:
            self._pause.start()
        if shiboken6.isValid(change.owner):
            change.on_kept()
        self._write_next()

    def _on_refused(self, change: _Change, error: InvoicerError) -> None:
        self._is_writing = False
        if shiboken6.isValid(change.owner):
            change.on_refused(error)
        self._write_next()

    def _take(self, settings: Settings) -> None:
        self.settings = settings
        self.loaded.emit(settings)
        if self._failed_by_file:  # the file was put right by hand
            self._failed_by_file = False
            self.restart()

    @Slot()
    def _on_started(self) -> None:
        self._has_failed = False
        self._on_settled()

    @Slot(object)
    def _on_start_failed(self, error: InvoicerError) -> None:
        self._has_failed = True
        self._failed_by_file = isinstance(error, ConfigError)
        self._on_settled()

    def _on_settled(self) -> None:
        if self._is_waiting:
            self.restart()
        else:
            self.restarting.emit(False)


def _demand(commands: Commands, who: str, subject: str) -> None:
    commands.people.demand(who, Action.CHANGE_SETTINGS, subject)


def _note(commands: Commands, who: str, settings: Settings) -> None:
    from desktop_invoicer.config.told import told_settings

    commands.auditing.note_settings(who, told_settings(settings))


def _on_noted(_answer: object) -> None:
    """Nothing follows: where no desk runs, it notices the change when it starts."""


def _load(home: Home) -> Settings:
    from desktop_invoicer.config import load_config

    return load_config(home)


def _write(home: Home, values: Mapping[str, Value]) -> Settings:
    from desktop_invoicer.config import set_values

    return set_values(home, values)
