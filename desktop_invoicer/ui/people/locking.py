"""When the window is locked, and what that takes: pages, keys, scans, drops, notices and dialogs are out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desktop_invoicer.domain.listing import MOST_COUNTED
from desktop_invoicer.domain.people import LEAST, Action
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.people.curtain import Curtain
from desktop_invoicer.ui.people.door import Door
from desktop_invoicer.ui.people.idle import Idle
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop_invoicer.ui.main_window import MainWindow
    from desktop_invoicer.ui.people.lock_screen import LockScreen

A_MINUTE = 60
GUARDED = {
    Command.DISMISS: Action.DISMISS,
    Command.SHOW_RAW: Action.SHOW_RAW,
    Command.CLOSE_DAY: Action.CLOSE_DAY,
    Command.DAY_REPORT: Action.EXPORT,
    Command.SETUP: Action.CHANGE_SETTINGS,
}
"""What takes the same right wherever it is done. What else is refused is asked for when it is."""


class Locking(QObject):
    """Locks the window at the start, on Ctrl+L, after a while without anybody, and after a sale where that is wished.

    An open question does not keep it from that: it goes out of sight and comes back, as it was, for the same person.
    """

    def __init__(self, window: MainWindow) -> None:
        """Lock ``window`` as soon as the desk tells that people sign in."""
        super().__init__(window)
        self._window = window
        self._presence, self._link = window.workplace.presence, window.workplace.link
        self.door = Door(self._link, self._presence, self)
        self.idle = Idle(self)
        self._curtain = Curtain(window)
        self._screen: LockScreen | None = None
        self._is_locked = False
        self._before: QWidget | None = None
        self._last = ""
        self._is_change = False
        self._warning = ""
        self._connect()
        self._follow()

    @property
    def screen(self) -> LockScreen:
        """Give the lock screen, which nobody sees where nobody signs in."""
        if self._screen is None:
            from desktop_invoicer.ui.people.lock_screen import LockScreen

            self._screen = LockScreen(self._window.workplace, self.door)
            self._screen.again.connect(self._on_again)
        return self._screen

    @Slot()
    def lock(self) -> None:
        """Let nobody see anything until the same person, or another one, signs in."""
        self.door.sign_out()

    @Slot()
    def change(self) -> None:
        """Let somebody else take over: nobody is chosen on the lock screen."""
        self._is_change = True
        self.door.sign_out()

    @Slot()
    def _on_again(self) -> None:
        """Start the desk; one that is there and answers nobody makes room for it first."""
        if self._link.is_resting:
            self._link.start()
        else:
            self._link.restart()

    def _connect(self) -> None:
        actions = self._window.actions_
        actions.of(Command.LOCK).triggered.connect(self.lock)
        actions.of(Command.CHANGE_OPERATOR).triggered.connect(self.change)
        self._presence.changed.connect(self._follow)
        self._presence.sale_sent.connect(self._on_sale_sent)
        self._window.unsent_changed.connect(self._on_unsent_changed)
        self._window.scan_refused.connect(self._on_scan_refused)
        self._link.started.connect(self._watch)
        self.idle.nearing.connect(self._on_nearing)
        self.idle.stayed.connect(self._on_stayed)
        self.idle.ended.connect(self.lock)

    @Slot()
    def _follow(self) -> None:
        """Lock or unlock, as people come and go."""
        presence = self._presence
        for command in (Command.LOCK, Command.CHANGE_OPERATOR, Command.MY_PIN):
            self._window.actions_.of(command).setEnabled(presence.uses_pins)
        self._window.header.show_person(presence.operator)
        guards = {command: LEAST[action].value for command, action in GUARDED.items() if not presence.may(action)}
        self._window.actions_.show_guards(guards)
        if presence.is_locked is self._is_locked:
            return
        self._is_locked = presence.is_locked
        if self._is_locked:
            self._shut()
        else:
            self._open()
        self._watch()

    def _shut(self) -> None:
        self._before, self._last = QApplication.focusWidget(), self._presence.name
        is_in_front = QApplication.activeWindow() is not None
        self._curtain.draw()
        self._window.show_lock(self.screen)
        if is_in_front:  # what was hidden had the keys
            self._window.activateWindow()
        self._on_unsent_changed()
        self.screen.begin("" if self._is_change else self._presence.name)
        self._is_change = False

    def _open(self) -> None:
        """Go on where the same person left off; somebody else begins afresh."""
        is_same = self._presence.name == self._last
        self._window.show_work()
        self._curtain.lift(restores=is_same)
        before, self._before = self._before, None
        if is_same and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus()
        elif QApplication.activeModalWidget() is None:
            self._window.header.scan_field.setFocus()

    @Slot()
    def _watch(self) -> None:
        """Count the time without anybody while somebody is signed in."""
        running = self._link.running
        if self._presence.operator is None or running is None:
            self.idle.rest()
        else:
            self.idle.watch(running.settings.people.lock_after * A_MINUTE)

    @Slot()
    def _on_sale_sent(self) -> None:
        running = self._link.running
        if running is not None and running.settings.people.lock_after_sale:
            QTimer.singleShot(0, self, self.lock)  # after whoever sent it has put the dialog away

    @Slot()
    def _on_unsent_changed(self) -> None:
        if self._screen is not None:
            self._screen.show_unsent(self._window.unsent, MOST_COUNTED)

    @Slot()
    def _on_scan_refused(self) -> None:
        self.screen.refuse_scan()

    @Slot()
    def _on_nearing(self) -> None:
        self._warning = _("The window locks in 30 seconds. Any key or touch keeps it open.")
        self._window.toasts.show_notice(self._warning, Tone.WARNING)

    @Slot()
    def _on_stayed(self) -> None:
        if self._window.toasts.text == self._warning:
            self._window.toasts.leave()
