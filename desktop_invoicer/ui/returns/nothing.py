"""Why no return is listed, and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.vacancy import Vacancy


class Nothing(Vacancy):
    """Tells that no return waits; where somebody stands with goods, how to begin."""

    def __init__(self, view: QWidget) -> None:
        """Say that the desk starts."""
        self.begin = Button(N_("Find an order"), "search")
        super().__init__(view, self.begin)
        self._is_loaded = False
        self.adapt()

    def tell(self, *, is_loaded: bool) -> None:
        """Say that none waits, once that is known."""
        self._is_loaded = is_loaded
        self.adapt()

    def adapt(self) -> None:
        """Say it in the language and draw it in the colours in use."""
        if not self._is_loaded:
            self.say_why("loaded", _("Starting…"))
            return
        more = _("Somebody brings goods back? Find the order: by its number, the receipt, or the buyer's CPF.")
        self.say_why("returns", _("No return waits"), more, offers=True)
