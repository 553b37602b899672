"""Several files that were brought at once: each goes to its order in turn, and what came of them is told at the end."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop_invoicer.domain.filing import Match
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.acting.brought_dialog import BroughtDialog, Fate, Handled, counted
from desktop_invoicer.ui.acting.job_dialog import JobDialog
from desktop_invoicer.ui.acting.placing import Placing, attached_words, known_words, nobodys_words, question
from desktop_invoicer.ui.frame.placer import Placer
from desktop_invoicer.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from desktop_invoicer.ui.main_window import MainWindow


class Sorting(QObject):
    """One pass through the files of one drop. What nobody has to look at is attached without a word."""

    def __init__(self, window: MainWindow, placer: Placer, paths: Sequence[Path]) -> None:
        """Begin with the first file."""
        super().__init__(window)
        self._window = window
        self._placer = placer
        self._waiting = deque(paths)
        self._handled: list[Handled] = []
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting:
            path = self._waiting.popleft()
            self._placer.look_into(path, self._on_placed, partial(self._put_words, shown(path.name), Fate.UNREADABLE))
        else:
            self._sum_up()

    def _on_placed(self, placing: Placing) -> None:
        if placing.owner is not None:
            self._put(placing, Fate.KNOWN, known_words(placing, placing.owner))
        elif not placing.matches:
            self._put(placing, Fate.NOBODYS, nobodys_words(placing))
        elif placing.meant is not None and placing.is_sure:
            on_attached = partial(self._on_attached, placing)
            on_refused = partial(self._put, placing, Fate.TO_LOOK_AT)
            self._placer.attach(placing, placing.meant, on_attached, on_refused)
        else:
            self._put(placing, Fate.TO_LOOK_AT, question(placing))

    def _on_attached(self, placing: Placing, job: Job) -> None:
        self._put(placing, Fate.ATTACHED, attached_words(placing, job))

    def _put(self, placing: Placing, fate: Fate, words: str) -> None:
        self._handled.append(Handled(shown(placing.file), fate, words, placing))
        self._go_on()

    def _put_words(self, file: str, fate: Fate, words: str) -> None:
        self._handled.append(Handled(file, fate, words))
        self._go_on()

    def _sum_up(self) -> None:
        if all(one.fate is Fate.ATTACHED for one in self._handled):
            self._window.toasts.show_notice(counted(self._handled), Tone.SUCCESS)
            self.deleteLater()
            return
        dialog = BroughtDialog(self._handled, self._window)
        dialog.looked_at.connect(partial(self._on_looked_at, dialog))
        dialog.finished.connect(self.deleteLater)
        dialog.open()

    def _on_looked_at(self, summary: BroughtDialog, at: int) -> None:
        placing = summary.of(at).placing
        if placing is not None:
            dialog = JobDialog(placing.document, placing.matches, summary)
            dialog.chosen.connect(partial(self._on_chosen, summary, at, placing))
            dialog.open()

    def _on_chosen(self, summary: BroughtDialog, at: int, placing: Placing, match: Match) -> None:
        """Attach where the person said, who saw how it fits, and tell what came of it."""
        file = shown(placing.file)

        def attached(job: Job) -> None:
            self._tell(summary, at, Handled(file, Fate.ATTACHED, attached_words(placing, job), placing))

        def refused(words: str) -> None:
            self._tell(summary, at, Handled(file, Fate.TO_LOOK_AT, words, placing))

        self._placer.attach(placing, match, attached, refused)

    def _tell(self, summary: BroughtDialog, at: int, handled: Handled) -> None:
        """List what came of a file; where the person closed the list meanwhile, the window tells it."""
        if isValid(summary) and summary.isVisible():
            summary.put(at, handled)
        elif handled.fate is Fate.ATTACHED:
            self._window.toasts.show_notice(handled.words, Tone.SUCCESS)
        else:
            self._window.toasts.show_notice(f"{handled.file}: {handled.words}", Tone.ERROR)
