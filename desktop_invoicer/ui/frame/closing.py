"""Closing with work pending: it is said, nothing is lost, and the safe answer is the default."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from desktop_invoicer.domain.listing import JobPage, JobQuery
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.ui.jobs.state import state_words
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.people.curtain import STAYS

MOST_NAMED = 5
"""Jobs that are named in the question."""


class Closing(QObject):
    """Asks whether to close although jobs are not sent yet. Nobody waits: ``confirmed`` comes, or nothing."""

    confirmed = Signal()

    def __init__(self, window: QWidget, link: DeskLink) -> None:
        """Ask for ``window``, when it is time."""
        super().__init__(window)
        self._window = window
        self._link = link
        self._box: QMessageBox | None = None
        self._leave: QAbstractButton | None = None

    def ask(self, unsent: int | None) -> None:
        """Ask, even where nobody knows yet how much is not sent; what is asked already is brought to the front."""
        if self._box is None:
            self._box = self._made(unsent)
            self._box.open()
            self._link.ask(self, lambda commands: commands.desk.page(JobQuery(), 0, MOST_NAMED), self._on_told)
        self._box.raise_()

    def _made(self, unsent: int | None) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setObjectName("closing")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setProperty(STAYS, True)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(_("Close the program"))
        box.setText(_unsent_words(unsent))
        box.setInformativeText(_kept())
        stay = box.addButton(_("Keep it open"), QMessageBox.ButtonRole.RejectRole)
        self._leave = box.addButton(_("Close"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.buttonClicked.connect(self._on_clicked)
        box.finished.connect(self._on_finished)
        return box

    def _on_told(self, page: JobPage) -> None:
        """Name the oldest of them."""
        if self._box is not None and page.jobs:
            lines = [f"{job.order_id}   {state_words(job)}" for job in page.jobs]
            self._box.setInformativeText("\n".join((*lines, "…" if page.has_more else "", _kept())))

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        if button is self._leave:
            self.confirmed.emit()

    @Slot()
    def _on_finished(self) -> None:
        self._box = None


def _unsent_words(count: int | None) -> str:
    if count is None:
        return _("The desk is starting. Whether all is sent is not known yet.")
    return ngettext("{count} job is not sent yet.", "{count} jobs are not sent yet.", count).format(count=count)


def _kept() -> str:
    return _("They are kept, and go on when the program is opened again. Until then VTEX cannot reach this desk.")
