"""Why there are no files in the list, and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.vacancy import Vacancy


class Nothing(Vacancy):
    """Tells what a list is for; where no folder is watched, what that would be good for."""

    def __init__(self, view: QWidget) -> None:
        """Say that the desk starts."""
        self.choose = Button(N_("Choose the folders"), "settings", "primary")
        super().__init__(view, self.choose)
        self._state: FileState | None = None
        self._watches = True
        self.adapt()

    def tell(self, state: FileState | None, *, watches: bool) -> None:
        """Say that no file is in ``state``; that nothing is known yet when there is none."""
        self._state, self._watches = state, watches
        self.adapt()

    def adapt(self) -> None:
        """Say it in the language and draw it in the colours in use."""
        if self._state is not None and not self._watches:
            more = _(
                "When the fiscal program drops its authorised XML into a folder that the desk watches, each document "
                "finds its order by itself. What finds none is listed here."
            )
            self.say_why("folder-watched", _("No folder is watched yet"), more, offers=True)
        else:
            self.say_why(*_told(self._state))


def _told(state: FileState | None) -> tuple[str, str, str]:
    match state:
        case FileState.PROPOSED:
            return "done", _("No document needs you"), _("What fits an order beyond doubt is attached by itself.")
        case FileState.UNREADABLE:
            return "done", _("Every file can be read"), ""
        case FileState.UNMATCHED:
            return "done", _("Every document found its order"), ""
        case FileState.ATTACHED:
            return "documented", _("No document of these folders is attached yet"), ""
        case FileState.SET_ASIDE:
            return "dismissed", _("Nothing is set aside"), ""
        case None:
            return "loaded", _("Starting…"), ""
