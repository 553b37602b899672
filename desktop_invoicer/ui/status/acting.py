"""What a person does about a part of the program, from the press of a button to what came of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.audit_check import AuditVerdict
from desktop_invoicer.domain.health import PartHealth
from desktop_invoicer.domain.keeping import Backup
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.errors import InvoicerError, NotPermittedError, SignInNeededError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.figures import number, shown
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.status.moves import PLACES, Move
from desktop_invoicer.ui.status.saving import choose_file
from desktop_invoicer.ui.status.trail_dialog import TrailDialog, verdict_words
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


class StatusActing(QObject):
    """Carries out what the status page is told."""

    done = Signal()
    """Something was done: how the program is may be another by now."""
    place_wanted = Signal(object)
    """The ``Place`` in the settings that is to be brought into view."""

    def __init__(self, workplace: Workplace, page: QWidget) -> None:
        """Act for ``page``, over whose window the dialogs open."""
        super().__init__(page)
        self._workplace = workplace
        self._page = page

    @Slot(object, object)
    def carry_out(self, move: Move, part: PartHealth) -> None:
        """Do what was pressed for a part."""
        match move:
            case Move.SETTINGS:
                self.place_wanted.emit(PLACES[part.part])
            case Move.CREDENTIALS:
                self.place_wanted.emit(Place.ACCOUNTS)
            case Move.RETRY:
                self._retry(part)
            case Move.RESTART:
                self._workplace.link.restart()
            case Move.OPEN_FOLDER:
                self._open_folder(part)
            case Move.BACK_UP:
                self._back_up()
            case Move.VERIFY:
                self._ask(lambda commands: commands.auditing.verify(), self._on_verified)
            case Move.SHOW_TRAIL:
                TrailDialog(self._workplace, self._page).open()
            case Move.CHECK:
                self._workplace.actions.of(Command.DOCTOR).trigger()

    def save_bundle(self) -> None:
        """Ask where to write the support bundle, and have it written."""
        self._choose_file(_("Save the support bundle"), _named("support", "zip"), self.write_bundle)

    def open_logs(self) -> None:
        """Open the folder of the logs."""
        self._show_folder(self._workplace.home.logs)

    def back_up_to(self, path: Path) -> None:
        """Have a backup written."""
        operator = self._workplace.operator
        self._tell(_("Backing up…"))
        self._ask(lambda commands: commands.keeping.back_up(path, operator), self._on_backed_up)

    def write_bundle(self, path: Path) -> None:
        """Have the support bundle written; where no desk runs it is needed most."""
        operator = self._workplace.operator

        def facts(commands: Commands) -> Awaitable[Any]:
            return commands.watching.support_facts(operator)

        self._tell(_("Writing the support bundle…"))
        self._workplace.link.ask(self, facts, partial(self._write_bundle, path), partial(self._write_anyway, path))

    def _write_anyway(self, path: Path, error: InvoicerError) -> None:
        """Write it without the facts of a desk that cannot tell them, unless somebody may not have it."""
        if isinstance(error, NotPermittedError | SignInNeededError):
            self._workplace.tasks.refused.emit(error)
        else:
            self._write_bundle(path, {"unreached": type(error).__name__})

    def _write_bundle(self, path: Path, facts: dict[str, Any]) -> None:
        home = self._workplace.home

        def written() -> Path:
            from desktop_invoicer.doctor import write_bundle

            return write_bundle(home, path, facts)

        self._workplace.tasks.run(self, written, self._on_bundle)

    def _retry(self, part: PartHealth) -> None:
        """Let an account try again at once, and ask VTEX whether it takes the credentials."""
        account = AccountName(part.subject)

        async def knock(commands: Commands) -> None:
            commands.desk.resume(account)
            await commands.desk.knock(account)

        self._ask(knock, partial(self._on_reached, account))

    def _open_folder(self, part: PartHealth) -> None:
        self._show_folder(Path(part.subject) if part.subject else self._workplace.home.data)

    def _show_folder(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._tell(_("The folder cannot be opened from here: {folder}").format(folder=folder), Tone.WARNING)

    def _back_up(self) -> None:
        """Back up into the folder of the settings, or ask where to."""
        running = self._workplace.link.running
        folder = "" if running is None else running.settings.keeping.backup_folder
        name = _named("backup", "backup")
        if folder:
            self.back_up_to(Path(folder) / name)
        else:
            self._choose_file(_("Save the backup"), name, self.back_up_to)

    def _choose_file(self, title: str, name: str, on_chosen: Callable[[Path], object]) -> None:
        choose_file(self._page, self._workplace.preferences, title, name, on_chosen)

    def _ask(self, work: Callable[[Commands], Awaitable[Any] | Any], on_done: Callable[[Any], object]) -> None:
        link = self._workplace.link
        link.ask(self, work, on_done, link.tasks.refused.emit)

    def _tell(self, words: str, tone: Tone = Tone.NEUTRAL) -> None:
        self._workplace.toasts.show_notice(words, tone)

    def _on_reached(self, account: AccountName, _answer: object) -> None:
        self._tell(_("VTEX takes the credentials of {account}.").format(account=shown(account)), Tone.SUCCESS)
        self.done.emit()

    def _on_backed_up(self, backup: Backup) -> None:
        told = ngettext("Backed up: {count} job, in {file}", "Backed up: {count} jobs, in {file}", backup.jobs)
        self._tell(told.format(count=number(backup.jobs), file=shown(str(backup.path))), Tone.SUCCESS)
        self.done.emit()

    def _on_verified(self, verdict: AuditVerdict) -> None:
        self._tell(*verdict_words(verdict))
        self.done.emit()

    def _on_bundle(self, path: Path) -> None:
        told = _("Saved as {file}. README.txt in it says what it holds.")
        self._tell(told.format(file=shown(str(path))), Tone.SUCCESS)


def _named(what: str, suffix: str) -> str:
    """Name a file after what it is and the time of today."""
    return f"desktop-invoicer-{what}-{datetime.now(UTC).astimezone():%Y-%m-%d-%H%M}.{suffix}"
