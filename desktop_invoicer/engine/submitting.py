"""Sending everything that is ready: job by job, by the one way on which anything is posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_invoicer.domain.submission import Progress, Submission, SubmissionId
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.events import Event
from desktop_invoicer.engine.ports import DayBook


@dataclass(slots=True)
class Submissions:
    """Confirms what was chosen, a few jobs at a time; the engine posts them. Runs on the engine's loop."""

    desk: Desk
    day_desk: DayDesk
    book: DayBook

    @property
    def is_running(self) -> bool:
        """Tell whether something is being sent."""
        raise NotImplementedError

    def begin(self, when: date, operator: str, jobs: Sequence[Job]) -> Submission:
        """Send the jobs, as they were shown; what is another by now does not go out.

        Raises:
            NotReadyError: one of them is not ready: only sales that wait for nothing but a word are.
            NothingReadyError: no jobs are given.
            SendingAlreadyError: something is being sent.
            NothingSaidError: nobody's name is given.

        """
        raise NotImplementedError

    def resume(self, operator: str, also: Sequence[Job] = ()) -> Submission:
        """Go on with what was interrupted, without repeating anything, and send ``also`` what became ready.

        Raises:
            NothingReadyError: nothing was interrupted.
            SendingAlreadyError, NotReadyError, NothingSaidError: as for ``begin``.

        """
        raise NotImplementedError

    def cancel(self) -> None:
        """Send nothing more; what is under way ends."""
        raise NotImplementedError

    def progress(self, submission: SubmissionId | None = None) -> Progress | None:
        """Tell how far a submission is, the newest without its number; open and not running: it was interrupted."""
        raise NotImplementedError

    def listen(self, event: Event) -> None:
        """Note how the chosen jobs get on."""
        raise NotImplementedError

    async def run(self) -> None:
        """Send what is asked for, until cancelled."""
        raise NotImplementedError

    async def wait(self, seconds: float) -> None:
        """Wait until nothing is being sent, at most so long."""
        raise NotImplementedError
