# ruff: noqa: INP001 (a script, no package)
"""Draws the pictures of ``docs/people.md`` (``make screenshots``): coming in, a word on the spot, the list of people.

They speak the language of that guide; the one for the README is drawn dark, too.
"""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from screenshots import Day, Painter, main

from desktop_invoicer.domain.people import Role
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.language import Language
from desktop_invoicer.ui.acting.dismiss_dialog import DismissDialog
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.people.sign_in_form import SignInForm
from desktop_invoicer.ui.settings.page import SettingsPage
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.theme.theme import Appearance

ADMINISTRATOR, CLERK = "Rui Lima", "Bia Dias"
STAFF = (
    (ADMINISTRATOR, Role.ADMINISTRATOR, "902105"),
    ("Ana Souza", Role.MANAGER, "258036"),
    (CLERK, Role.CLERK, "731946"),
    ("Caio Reis", Role.RETURNS, "628405"),
)
REASON = "Invoiced by hand in VTEX"
PINS = {name: pin for name, _role, pin in STAFF}


class StaffedDay(Day):
    """A store whose people sign in."""

    stories = ("delivery", "pickup-with-cpf", "company-buyer")

    async def hire(self, commands: Commands) -> None:
        """Put everybody on the list, which locks the window."""
        for name, role, pin in STAFF:
            await commands.people.add(ADMINISTRATOR, name, role, pin)
            commands.people.welcome_back(ADMINISTRATOR)
        commands.people.sign_out(ADMINISTRATOR)


class PeoplePainter(Painter):
    """Goes through a morning with several people."""

    prefix = "people"
    _day: StaffedDay

    def draw(self) -> None:
        """Draw what a clerk meets, then what an administrator sees to."""
        self._until(lambda: self._window.unsent >= len(StaffedDay.stories))
        hired: list[object] = []
        self._application.link.ask(self._window, self._day.hire, hired.append)
        self._until(lambda: self._window.is_locked and self._form.people.count() == len(STAFF))
        self._form.begin(CLERK)
        self._in_both("lock")
        self._come_in(CLERK)
        self._select("delivery")
        self._ask_to_dismiss()
        self._draw("allow", Appearance.LIGHT, self._opened("allow"))
        self._opened("allow").close()
        self._settle()
        self._do(Command.LOCK)
        self._come_in(ADMINISTRATOR)
        self._do(Command.SETTINGS)
        if isinstance(self._window.page, SettingsPage):
            self._window.page.show_place(Place.PEOPLE)
        self._in_light("list")

    def _ask_to_dismiss(self) -> None:
        self._do(Command.DISMISS)
        dialog = self._opened("dismiss")
        for field in dialog.findChildren(QLineEdit):
            field.setText(REASON)
        if isinstance(dialog, DismissDialog):
            dialog.dismiss.click()
        self._settle()

    def _come_in(self, name: str) -> None:
        self._form.begin(name)
        QTest.keyClicks(self._form.pin, PINS[name], delay=60)
        self._form.go.click()
        self._until(lambda: not self._window.is_locked)

    @property
    def _form(self) -> SignInForm:
        return self._window.furniture.locking.screen.form


if __name__ == "__main__":
    main(StaffedDay, PeoplePainter, Language.EN)
