"""The error tree. A family equals what the engine does about it (design.md, section 3; style.md, section 5).

InvoicerError
├── TransientError              wait and try again: nothing happened outside
│   ├── VtexUnavailableError        not reached, or VTEX asked us to come back later
│   ├── VtexBusyError               too many requests (429, or our own budget): the whole account rests
│   ├── VtexGarbledError            an answer that is no JSON: cut on its way, or written wrong for good
│   ├── NotificationNotReadyError   404 of details: VTEX stores them only after our answer
│   └── StorageBusyError            another program holds the database for a moment
├── OutcomeUnknownError         something may have happened: read the truth before anything is repeated
│   └── VtexSilentError             cut, timed out, 5xx or unreadable after the request was sent
├── RejectedError               VTEX or a rule said no: a person must look
│   ├── VtexRefusedError            4xx with VTEX's own words
│   └── FeedMissingError            the account has no feed of this desk's own
├── InvalidOrderError           what VTEX sent cannot be invoiced
├── SetupError                  settings, credentials or the machine: the account or the program pauses
│   ├── CredentialsRefusedError     401 or 403
│   ├── CredentialsMissingError     no credentials stored
│   ├── UntrustedOriginError        an address that is not the account's own
│   ├── ConfigError                 config.toml cannot be used
│   ├── RulesUnreadableError        rules.toml cannot be used; the rules that ship count instead
│   ├── MarketplacesUnreadableError marketplaces.toml cannot be used; the one that ships counts instead
│   ├── KeyringError                the keyring is there but refuses
│   ├── HomeHeldError               another program holds this home
│   ├── PortTakenError              the receiver cannot listen where its settings say
│   └── StorageError                the database cannot be used
│       ├── WrongKeyError               encrypted with another key, or not a database
│       ├── FutureDatabaseError         written by a newer program
│       ├── StorageFullError            no space left
│       └── StorageReadOnlyError        the folder or file cannot be written
├── StaleJobError               somebody changed the job meanwhile: read it again
└── CommandError                a person asked for something that cannot be done now
    ├── UnknownJobError             no such job, or more than one
    ├── UnknownOrderError           VTEX knows no such order
    ├── UnknownAccountError         no such VTEX account in the settings
    ├── OnlyReceivingError          the program that holds the home only receives
    ├── NoWindowError               the program that holds the home has no window
    ├── ServiceStoppedError         the program is ending
    ├── NotAllowedNowError          the job's stage does not allow it
    ├── ConfirmationMissingError    money would move without a person's word
    ├── UnsettledError              a return needs words of people first; carries what is missing
    ├── NotAManagerError            only a manager may say it
    ├── NothingSaidError            a name or a reason is empty
    ├── ImpossibleMomentError       it cannot have been then
    ├── UnknownReportFormatError    a report is not written in that format
    ├── ReportUnwritableError       a report cannot be written there
    ├── SendingAlreadyError         what is ready is being sent already
    ├── NothingReadyError           nothing is ready to be sent
    ├── NotReadyError               a job cannot go out together with others
    ├── FutureDayError              a day that has not begun cannot be closed
    ├── DayChangedError             a day is not what the manager saw any more
    ├── ReasonMissingError          work is not sent, and nobody says why the day is closed
    ├── FileChangedError            a file of a watched folder is not what it was
    ├── DocumentRefusedError        the document does not fit; carries every problem found
    ├── DocumentUsedError           the document serves another job
    └── UnreadableDocumentError     the file is no fiscal document that can be read safely
        └── NoFiscalDocumentError       it can be read, and is something else
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class InvoicerError(Exception):
    """Base of every error of this program. The text is for the log; people read ``messages``."""


class TransientError(InvoicerError):
    """Nothing happened outside; waiting and trying again is right."""

    retry_after: float | None = None
    """Seconds that the other side asked us to wait, when it said so."""


class VtexUnavailableError(TransientError):
    """VTEX was not reached, or said that it cannot answer now; nothing was done."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        """Keep the reason, and the seconds VTEX asked for."""
        super().__init__(f"VTEX is not available: {reason}")
        self.reason = reason
        self.retry_after = retry_after


class VtexBusyError(TransientError):
    """The account sent as many requests as it may (VTEX answered 429, or our own budget is used up) and rests."""

    def __init__(self, retry_after: float | None = None) -> None:
        """Keep the seconds VTEX asked for."""
        super().__init__("the account sent as many requests as it may and rests")
        self.retry_after = retry_after


class VtexGarbledError(TransientError):
    """An answer is no JSON: cut on its way, which waiting heals, or written wrong, which it does not."""

    def __init__(self, reason: str) -> None:
        """Keep where reading it failed."""
        super().__init__(f"VTEX's answer cannot be read: {reason}")
        self.reason = reason


class NotificationNotReadyError(TransientError):
    """VTEX does not know the notification (yet): it stores it only after our answer."""

    def __init__(self, order_id: str, notification_id: str) -> None:
        """Name the notification."""
        super().__init__(f"VTEX does not know notification {notification_id} of order {order_id} (yet)")
        self.order_id = order_id
        self.notification_id = notification_id


class StorageBusyError(TransientError):
    """Another program holds the database for a moment."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the database is held by another program")


class OutcomeUnknownError(InvoicerError):
    """Something may have happened outside: read the truth before anything is repeated."""


class VtexSilentError(OutcomeUnknownError):
    """The request was sent and no usable answer came back."""

    def __init__(self, reason: str) -> None:
        """Keep what was seen instead of an answer."""
        super().__init__(f"VTEX gave no usable answer: {reason}")
        self.reason = reason


class RejectedError(InvoicerError):
    """The other side said no; repeating it will not help."""


class VtexRefusedError(RejectedError):
    """VTEX refused with a 4xx; its own words are kept."""

    def __init__(self, status: int, words: str) -> None:
        """Keep the HTTP status and VTEX's words (cut to what fits a log line)."""
        super().__init__(f"VTEX refused with {status}: {words}")
        self.status = status
        self.words = words


class FeedMissingError(RejectedError):
    """The account has no Orders Feed configured for these credentials."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("VTEX has no feed configured for these credentials")


class InvalidOrderError(InvoicerError):
    """What VTEX sent as an order or a notification cannot be invoiced."""

    raw = ""
    """The text that was refused, for whoever has to look into it."""

    def __init__(self, reason: str) -> None:
        """Keep what is wrong, in technical words."""
        super().__init__(f"cannot be invoiced: {reason}")
        self.reason = reason


class SetupError(InvoicerError):
    """Settings, credentials or the machine: a person must put it right first."""


class CredentialsRefusedError(SetupError):
    """VTEX refused the account's credentials (401), or they lack a right (403)."""

    def __init__(self, account: str, status: int) -> None:
        """Name the account and the status."""
        super().__init__(f"VTEX refused the credentials of account {account} with {status}")
        self.account = account
        self.status = status


class CredentialsMissingError(SetupError):
    """No usable credentials are stored for the account."""

    def __init__(self, account: str) -> None:
        """Name the account."""
        super().__init__(f"no credentials are stored for account {account}")
        self.account = account


class UntrustedOriginError(SetupError):
    """An address is not one of the account's own origins and is never called."""

    def __init__(self, address: str, account: str) -> None:
        """Keep the address and the account."""
        super().__init__(f"{address!r} is no address of account {account}")
        self.address = address
        self.account = account


class ConfigError(SetupError):
    """``config.toml`` cannot be used."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        """Keep the file and one line for each problem."""
        super().__init__(f"{path}: " + "; ".join(problems))
        self.path = path
        self.problems = tuple(problems)


class RulesUnreadableError(SetupError):
    """A file of fiscal rules cannot be used."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        """Keep the file and one line for each problem."""
        super().__init__(f"{path}: " + "; ".join(problems))
        self.path = path
        self.problems = tuple(problems)


class MarketplacesUnreadableError(SetupError):
    """A file of what marketplaces need cannot be used."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        """Keep the file and one line for each problem."""
        super().__init__(f"{path}: " + "; ".join(problems))
        self.path = path
        self.problems = tuple(problems)


class KeyringError(SetupError):
    """The operating system's keyring is there but refuses."""

    def __init__(self, reason: str) -> None:
        """Keep the keyring's words."""
        super().__init__(f"the keyring refuses: {reason}")
        self.reason = reason


class HomeHeldError(SetupError):
    """Another program holds this home."""

    def __init__(self, home: Path) -> None:
        """Name the home."""
        super().__init__(f"another program holds {home}")
        self.home = home


class PortTakenError(SetupError):
    """The receiver cannot listen where its settings say; mostly another program does already."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        """Name the address and what the system said."""
        super().__init__(f"cannot listen on {host} port {port}: {reason}")
        self.host = host
        self.port = port
        self.reason = reason


class StorageError(SetupError):
    """The database cannot be used."""

    def __init__(self, path: Path | str, reason: str) -> None:
        """Name the file and what the database said."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class WrongKeyError(StorageError):
    """The file is encrypted with another key, or is no database at all."""


class FutureDatabaseError(StorageError):
    """The database was written by a newer version of this program."""


class StorageFullError(StorageError):
    """The disk has no space left."""


class StorageReadOnlyError(StorageError):
    """The folder or the file cannot be written."""


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
