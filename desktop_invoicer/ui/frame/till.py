"""The till of the demo in the header: issues the document of the job in view and scans it, as the clerk would do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QKeySequence
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.companion import Companion, IssuedDocument
from desktop_invoicer.ui.parts.buttons import ActionButton
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop_invoicer.engine.desk import JobDetails
    from desktop_invoicer.ui.main_window import MainWindow

KEY = "F12"


class Till(ActionButton):
    """Says that this is the demo, and does what needs a fiscal program otherwise."""

    def __init__(self, companion: Companion, window: MainWindow) -> None:
        """Serve the job that is in view in ``window``."""
        action = QAction(window)
        action.setObjectName("issue")
        action.setShortcut(QKeySequence(KEY))
        window.addAction(action)
        super().__init__(action, "demo", "chip")
        self._companion = companion
        self._window = window
        self.say(action.setText, N_("Demo: till"))
        self.say(
            self.setAccessibleDescription,
            N_("Plays the store's fiscal program: issues the document of the job in view and scans its key."),
        )
        self.say(action.setToolTip, N_("Plays the store's fiscal program: issues the document and scans its key"))
        action.triggered.connect(self._on_wanted)

    @Slot()
    def _on_wanted(self) -> None:
        details = self._window.page.details
        if details is None:
            self._window.toasts.show_notice(_("Select the job that a document is issued for."))
            return
        self._window.workplace.tasks.run(self, partial(self._companion.issue, details), partial(self._take, details))

    def _take(self, details: JobDetails, issued: IssuedDocument | None) -> None:
        if issued is None:
            told = _("The till can issue no document for order {order}.").format(order=details.job.order_id)
            self._window.toasts.show_notice(told, Tone.WARNING)
        else:
            self._window.take_scan(issued.key)

    @override
    def adapt(self) -> None:
        """Follow the text of the action, which follows the language."""
        self._on_changed()
