"""The till of the demo in the header: issues the document of the job in view and gets it in, as the clerk would do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QUrl
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

Issue = Callable[["JobDetails"], IssuedDocument | None]
Take = Callable[[IssuedDocument], None]

SCAN_KEY, FOLDER_KEY, DROP_KEY = "F12", "Shift+F12", "Ctrl+F12"


class Till(ActionButton):
    """Says that this is the demo, and does what needs a fiscal program otherwise; its menu has three ways to do it."""

    def __init__(self, companion: Companion, window: MainWindow) -> None:
        """Serve the job that is in view in ``window``."""
        scan = QAction(window)
        super().__init__(scan, "demo", "chip")
        self._window = window
        self.say(scan.setText, N_("Demo: till"))
        self.say(
            self.setAccessibleDescription,
            N_("Plays the store's fiscal program: issues the document of the job in view and scans its key."),
        )
        self.say(
            scan.setToolTip,
            N_("Issues the document and scans its key. Shift+F12 leaves its XML in the folder, Ctrl+F12 drops it."),
        )
        folder, drop = QAction(window), QAction(window)
        self.say(folder.setText, N_("Leave the XML in the watched folder"))
        self.say(drop.setText, N_("Drop the XML on the job"))
        self._offer(scan, SCAN_KEY, companion.issue, self._scan)
        self._offer(folder, FOLDER_KEY, companion.drop, self._leave)
        self._offer(drop, DROP_KEY, companion.issue, self._drop)
        self.addActions([scan, folder, drop])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _offer(self, action: QAction, key: str, issue: Issue, take: Take) -> None:
        action.setObjectName(f"issue {key}")
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(partial(self._serve, issue, take))
        self._window.addAction(action)

    def _serve(self, issue: Issue, take: Take) -> None:
        details = self._window.page.details
        if details is None:
            self._window.toasts.show_notice(_("Select the job that a document is issued for."))
            return
        self._window.workplace.tasks.run(self, partial(issue, details), partial(self._take, details, take))

    def _take(self, details: JobDetails, take: Take, issued: IssuedDocument | None) -> None:
        if issued is None:
            told = _("The till can issue no document for order {order}.").format(order=details.job.order_id)
            self._window.toasts.show_notice(told, Tone.WARNING)
        else:
            take(issued)

    def _scan(self, issued: IssuedDocument) -> None:
        """Scan what has a code to be scanned; the event that cancels a note has none."""
        if issued.key:
            self._window.take_scan(issued.key)
        else:
            self._drop(issued)

    def _leave(self, issued: IssuedDocument) -> None:
        told = _("The fiscal program has left {file} in its folder.").format(file=issued.xml.name)
        self._window.toasts.show_notice(told)

    def _drop(self, issued: IssuedDocument) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(issued.xml))])
        self._window.furniture.drops.take(data)

    @override
    def adapt(self) -> None:
        """Follow the text of the action, which follows the language."""
        self._on_changed()
