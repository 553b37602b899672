"""What people asked for and cannot be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_invoicer.errors.families import InvoicerError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class StaleJobError(InvoicerError):
    """Somebody changed the job since it was read; nothing was written."""

    def __init__(self, job: str) -> None:
        """Name the job."""
        super().__init__(f"job {job} was changed meanwhile")
        self.job = job


class CommandError(InvoicerError):
    """A person asked for something that cannot be done now; nothing was changed."""


class UnknownJobError(CommandError):
    """No job answers to the given number or order, or several do."""

    def __init__(self, reference: str, candidates: Sequence[str] = ()) -> None:
        """Keep what was asked for, and the jobs it might mean."""
        super().__init__(
            f"no single job answers to {reference!r}" + (f": {', '.join(candidates)}" if candidates else "")
        )
        self.reference = reference
        self.candidates = tuple(candidates)


class UnknownOrderError(CommandError):
    """VTEX knows no order of that id, in any account that was asked."""

    def __init__(self, order: str) -> None:
        """Name the order that was asked for."""
        super().__init__(f"VTEX knows no order {order!r}")
        self.order = order


class UnknownAccountError(CommandError):
    """The settings know no VTEX account of that name."""

    def __init__(self, account: str) -> None:
        """Name the account that was asked for."""
        super().__init__(f"no account {account!r} in the settings")
        self.account = account


class OnlyReceivingError(CommandError):
    """The program that holds this home only receives notifications; it takes no job on its way."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the program that holds this home only receives")


class NoWindowError(CommandError):
    """The program that holds this home runs without a window, so there is none to raise."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the program that holds this home has no window")


class ServiceStoppedError(CommandError):
    """The program is ending, and takes or finishes no more commands."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the program has ended, or is ending")


class NotRunningError(ServiceStoppedError):
    """No desk runs in this window, yet or any more; nothing was begun."""

    def __init__(self) -> None:
        """Say so."""
        CommandError.__init__(self, "no desk runs in this window")


class NotAllowedNowError(CommandError):
    """The job's stage does not allow what was asked."""

    def __init__(self, job: str, stage: str, wish: str) -> None:
        """Name the job, its stage and the wish."""
        super().__init__(f"job {job} is {stage}: cannot {wish}")
        self.job = job
        self.stage = stage
        self.wish = wish


class ConfirmationMissingError(CommandError):
    """Money would move without a person's word."""

    def __init__(self, job: str) -> None:
        """Name the job."""
        super().__init__(f"job {job} needs an explicit confirmation")
        self.job = job


class UnsettledError(CommandError):
    """A return needs words of people before its money goes out; ``problems`` holds one for each."""

    def __init__(self, problems: Sequence[object]) -> None:
        """Take what has to be settled (``Problem`` values of the domain)."""
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


class NotAManagerError(CommandError):
    """Only a manager may say it, and the name given is none of a manager."""

    def __init__(self, name: str) -> None:
        """Name who tried."""
        self.name = name
        super().__init__(name)


class NothingSaidError(CommandError):
    """Nobody's name was given, or a reason that says nothing."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("a name or a reason is missing")


class ImpossibleMomentError(CommandError):
    """What is written down cannot have been at such a moment."""

    def __init__(self, moment: str) -> None:
        """Keep the moment."""
        super().__init__(f"it cannot have been at {moment}")
        self.moment = moment


class UnknownReportFormatError(CommandError):
    """A report is to be written as something else than PDF, XLSX or CSV."""

    def __init__(self, path: Path) -> None:
        """Keep the name that was asked for."""
        super().__init__(f"no report is written as {path.name!r}")
        self.path = path


class UnknownTrailFormatError(CommandError):
    """The audit trail is to be written as something else than JSON lines or CSV."""

    def __init__(self, path: Path) -> None:
        """Keep the name that was asked for."""
        super().__init__(f"no audit trail is written as {path.name!r}")
        self.path = path


class ReportUnwritableError(CommandError):
    """A report cannot be written where it was asked for; what was there before is still there."""

    def __init__(self, path: Path, reason: str) -> None:
        """Keep the file and what the system said."""
        super().__init__(f"{path} cannot be written: {reason}")
        self.path = path
        self.reason = reason


class SendingAlreadyError(CommandError):
    """What is ready is being sent already; one press at a time."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("what is ready is being sent already")


class NothingReadyError(CommandError):
    """Nothing was chosen to be sent, or nothing is left of what was interrupted."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("nothing is ready to be sent")


class NotReadyError(CommandError):
    """A job cannot go out together with others: something is missing, or money goes back to a buyer."""

    def __init__(self, job: str) -> None:
        """Name the job."""
        super().__init__(f"job {job} is not ready to be sent with others")
        self.job = job


class FutureDayError(CommandError):
    """A day that has not begun cannot be closed."""

    def __init__(self, day: str) -> None:
        """Keep the day."""
        super().__init__(f"{day} has not begun")
        self.day = day


class DayChangedError(CommandError):
    """A day is not what the manager saw any more."""

    def __init__(self, day: str) -> None:
        """Keep the day."""
        super().__init__(f"{day} has changed since it was shown")
        self.day = day


class ReasonMissingError(CommandError):
    """A day with work that is not sent is closed for a reason only."""

    def __init__(self, day: str, pending: int) -> None:
        """Keep the day, and how many jobs are not sent."""
        super().__init__(f"{day} has {pending} jobs that are not sent, and no reason is given")
        self.day = day
        self.pending = pending


class UnknownFindingError(CommandError):
    """No comparison since the program runs found what was named."""

    def __init__(self) -> None:
        """Say so; what was named may be anything."""
        super().__init__("no comparison found that")


class FileChangedError(CommandError):
    """A file of a watched folder is gone, or not what it was when it was found."""

    def __init__(self, path: str) -> None:
        """Remember the file."""
        super().__init__(f"{path} is gone or was changed")
        self.path = path


class DocumentRefusedError(CommandError):
    """The document does not fit the job; every problem is kept, the job is unchanged."""

    def __init__(self, problems: Sequence[object]) -> None:
        """Keep the problems (``domain.problem.Problem``)."""
        super().__init__("the document does not fit: " + "; ".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class DocumentUsedError(CommandError):
    """The document serves another job; nothing was written."""

    def __init__(self, job: str) -> None:
        """Name the job that holds the document."""
        super().__init__(f"the document serves job {job}")
        self.job = job


class UnreadableDocumentError(CommandError):
    """The file is no fiscal document that can be read safely."""

    def __init__(self, reason: str) -> None:
        """Keep why, in technical words."""
        super().__init__(f"not a readable fiscal document: {reason}")
        self.reason = reason


class NoFiscalDocumentError(UnreadableDocumentError):
    """The file can be read, and holds neither a note nor the cancellation of one."""

    def __init__(self, what: str) -> None:
        """Keep what it is instead: the name of its first element, or the type of its event."""
        super().__init__(f"{what} is neither a note nor the cancellation of one")
        self.what = what
