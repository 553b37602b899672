"""A document that was brought without saying for which order: it finds its own, or the person is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from desktop_invoicer.domain.filing import Match
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.ui.acting.comparing import attach
from desktop_invoicer.ui.acting.files import FileProblem, read_file
from desktop_invoicer.ui.acting.job_dialog import JobDialog
from desktop_invoicer.ui.acting.placing import Placing, attached_words, known_words, nobodys_words, place, question
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands
    from desktop_invoicer.ui.main_window import MainWindow

Unreadable = Callable[[str], object]
"""Takes the words for what keeps a file from being read."""


class Placer(QObject):
    """Brings single documents to the jobs of a window, and each job into view."""

    def __init__(self, window: MainWindow) -> None:
        """Work for ``window``."""
        super().__init__(window)
        self._window = window
        self._workplace = window.workplace

    def take_file(self, path: Path) -> None:
        """Find out for which job a file is."""
        self.look_into(path, self._on_placed, self._on_unreadable)

    def take_xml(self, content: bytes) -> None:
        """Find out for which job an XML is."""
        self._place(content, "", self._on_placed, self._on_unreadable)

    def look_into(self, path: Path, on_placed: Callable[[Placing], object], on_unreadable: Unreadable) -> None:
        """Read a file and look for its jobs; nothing is attached. One of the two is told, whatever happens."""
        on_read = partial(self._on_read, path, on_placed, on_unreadable)
        self._workplace.tasks.run(self, partial(read_file, path), on_read, _told_in_words(on_unreadable))

    def attach(
        self, placing: Placing, match: Match, on_attached: Callable[[Job], object], on_refused: Unreadable
    ) -> None:
        """Attach a document to one of its jobs; one of the two is told, whatever was closed meanwhile."""
        candidate, operator = placing.candidate(match), self._workplace.operator
        work: Callable[[Commands], Awaitable[Job]] = partial(
            attach, job=match.job, candidate=candidate, operator=operator
        )
        self._ask(work, on_attached, on_refused)

    def _on_read(
        self,
        path: Path,
        on_placed: Callable[[Placing], object],
        on_unreadable: Unreadable,
        content: bytes | FileProblem,
    ) -> None:
        if isinstance(content, FileProblem):
            on_unreadable(content.sentence(path))
        else:
            self._place(content, path.name, on_placed, on_unreadable)

    def _place(
        self, content: bytes, file: str, on_placed: Callable[[Placing], object], on_unreadable: Unreadable
    ) -> None:
        work: Callable[[Commands], Awaitable[Placing]] = partial(place, content=content, file=file)
        self._ask(work, on_placed, on_unreadable)

    def _ask(
        self, work: Callable[[Commands], Awaitable[Any]], on_done: Callable[[Any], object], on_refused: Unreadable
    ) -> None:
        self._workplace.link.ask(self, work, on_done, _told_in_words(on_refused))

    def _on_placed(self, placing: Placing) -> None:
        if placing.owner is not None:
            self._window.show_job(placing.owner)
            self._tell(known_words(placing, placing.owner), Tone.INFO)
        elif not placing.matches:
            self._tell(nobodys_words(placing), Tone.WARNING)
        elif placing.meant is None:
            dialog = JobDialog(placing.document, placing.matches, self._window)
            dialog.chosen.connect(partial(self._on_chosen, placing))
            dialog.open()
        else:
            self._settle(placing, placing.meant)

    def _settle(self, placing: Placing, meant: Match) -> None:
        """Bring the order into view, and the document to it."""
        self._window.show_job(meant.job)
        if not placing.is_sure:
            self._tell(question(placing), Tone.WARNING)
        self._window.page.take_document(meant.job, placing.candidate(meant), is_sure=placing.is_sure)

    def _on_chosen(self, placing: Placing, match: Match) -> None:
        """Attach where the person said, who saw how it fits."""
        self._window.show_job(match.job)
        self.attach(placing, match, partial(self._on_attached, placing), self._on_unreadable)

    def _on_attached(self, placing: Placing, job: Job) -> None:
        self._tell(attached_words(placing, job), Tone.SUCCESS)

    def _on_unreadable(self, words: str) -> None:
        self._tell(words, Tone.ERROR)

    def _tell(self, words: str, tone: Tone) -> None:
        self._workplace.toasts.show_notice(words, tone)


def _told_in_words(on_refused: Unreadable) -> Callable[[InvoicerError], object]:
    return lambda error: on_refused(refusal(error))
