"""Sending everything that is ready, from the window: begun, followed, stopped, gone on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from desktop_invoicer.domain.submission import LineResult, Progress, SubmissionEnd, SubmissionId, SubmissionLine
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.events import Event, SubmissionAdvanced
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


class Sending(QObject):
    """Knows how far the newest submission is. Events bring it on; what the desk says at a look counts."""

    changed = Signal()
    """How far it is."""
    advanced = Signal(object)
    """The ``SubmissionLine`` of each job that got further."""
    news_wanted = Signal()
    """It began or ended: the day is to be read anew."""
    ended = Signal()
    """What was under way has come to its end."""
    refused = Signal(str)
    """Why the desk does not do it, in words."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Know of nothing yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._progress: Progress | None = None
        self._lines: dict[JobId, SubmissionLine] = {}
        self.counts: Counter[LineResult] = Counter()
        workplace.link.published.connect(self._on_published)

    @property
    def submission(self) -> SubmissionId | None:
        """Give the number of the newest submission."""
        return None if self._progress is None else self._progress.submission.id

    @property
    def is_running(self) -> bool:
        """Tell whether something is being sent."""
        return self._progress is not None and self._progress.is_running

    @property
    def is_interrupted(self) -> bool:
        """Tell whether something was begun and is not gone on with."""
        return self._progress is not None and not self._progress.is_running and self.end is None

    @property
    def end(self) -> SubmissionEnd | None:
        """Tell how the newest submission ended; ``None`` as well while there is none."""
        return None if self._progress is None else self._progress.submission.end

    @property
    def total(self) -> int:
        """Count what was chosen."""
        return len(self._lines)

    @property
    def done(self) -> int:
        """Count what is through, one way or the other."""
        return self.total - self.counts[LineResult.NOT_BEGUN] - self.counts[LineResult.UNDER_WAY]

    @property
    def sent_value(self) -> int:
        """Add up what was sent, in cents."""
        return sum(line.job.value or 0 for line in self._lines.values() if line.result is LineResult.SENT)

    def show(self, progress: Progress | None) -> None:
        """Take over what the desk says."""
        self._progress = progress
        self._lines = {} if progress is None else {line.job.id: line for line in progress.lines}
        self.counts = Counter(line.result for line in self._lines.values())
        self.changed.emit()

    def begin(self, when: date, jobs: Sequence[Job]) -> None:
        """Have jobs sent, as they were shown."""
        operator = self._workplace.operator
        self._ask(lambda commands: commands.submissions.begin(when, operator, jobs))

    def resume(self) -> None:
        """Go on with what was interrupted."""
        operator = self._workplace.operator
        self._ask(lambda commands: commands.submissions.resume(operator))

    def cancel(self) -> None:
        """Send nothing more; what is under way ends."""
        self._ask(lambda commands: commands.submissions.cancel())

    def _ask(self, work: Callable[[Commands], Any]) -> None:
        self._workplace.link.ask(self, work, self._on_done, self._on_refused)

    def _on_done(self, _: object) -> None:
        self.news_wanted.emit()

    def _on_refused(self, error: InvoicerError) -> None:
        self.refused.emit(refusal(error))
        self.news_wanted.emit()

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        news = [event for event in events if isinstance(event, SubmissionAdvanced)]
        lines = [event.line for event in news if event.line is not None and self._is_in_view(event)]
        if lines:
            self._take(lines)
        if any(event.line is None or not self._is_in_view(event) for event in news):
            self._workplace.link.ask(self, lambda commands: commands.submissions.progress(), self._on_progress)

    def _on_progress(self, progress: Progress | None) -> None:
        """Take over a beginning or an end, whoever looks."""
        was, was_running = self.submission, self.is_running
        self.show(progress)
        if (was, was_running) != (self.submission, self.is_running):
            self.news_wanted.emit()
        if was_running and not self.is_running:
            self.ended.emit()

    def _is_in_view(self, event: SubmissionAdvanced) -> bool:
        return self.submission == event.submission

    def _take(self, lines: Iterable[SubmissionLine]) -> None:
        """Go on from what is known; what comes late changes nothing."""
        newer = [line for line in lines if self._is_newer(line)]
        for line in newer:
            self.counts[self._lines[line.job.id].result] -= 1
            self.counts[line.result] += 1
            self._lines[line.job.id] = line
        self.changed.emit()
        self.advanced.emit(tuple(newer))

    def _is_newer(self, line: SubmissionLine) -> bool:
        known = self._lines.get(line.job.id)
        return known is not None and line.job.version >= known.job.version and line != known
