"""What the dialogs have in common in which people are added or changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.parts.deliberate_button import DeliberateButton
from desktop_invoicer.ui.people.wait import Wait
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.engine.people import People

WIDTH = 480


class PeopleDialog(Dialog):
    """Asks the desk for one change, and stays while that is refused."""

    def __init__(self, workplace: Workplace, title: str, take: str, icon: str, parent: QWidget) -> None:
        """Make an empty dialog; ``take`` is what the button says, marked as the title is."""
        super().__init__(title, N_("Back"), WIDTH, parent)
        self.workplace = workplace
        self.refused = Wait()
        self.take = DeliberateButton(take, icon, "primary")
        self._is_asking = False
        self.foot.addWidget(self.take)
        self.take.clicked.connect(self.change)

    @property
    def is_complete(self) -> bool:
        """Tell whether everything is said."""
        return True

    def offer(self) -> None:
        """Let it be done once everything is said."""
        self.take.setEnabled(self.is_complete and not self._is_asking)

    def change(self) -> None:
        """Have it done; a subclass calls ``ask``."""
        raise NotImplementedError

    def forget(self) -> None:
        """Forget every PIN that was typed."""

    def ask(self, work: Callable[[People], Awaitable[Any] | None]) -> None:
        """Have ``work`` done by the desk, as long as it is not being done already."""
        if self._is_asking or not self.is_complete:
            return
        self._is_asking = True
        self.offer()
        asked: Callable[[Commands], Any] = partial(_changed, work=work)
        self.workplace.link.ask(self, asked, self._on_done, self._on_refused)

    def _on_done(self, _answer: object) -> None:
        self.forget()
        self.accept()

    def _on_refused(self, error: InvoicerError) -> None:
        self._is_asking = False
        self.forget()
        self.refused.refuse(error)
        self.offer()


def _changed(commands: Commands, work: Callable[[People], Awaitable[Any] | None]) -> Awaitable[Any] | None:
    return work(commands.people)
