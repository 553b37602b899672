"""The families of errors by which the engine decides what to do."""

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


class OrderChangingError(TransientError):
    """VTEX is at work on a Change of the order: more than the order is worth would be taken now (KI 1348894)."""

    def __init__(self, order_id: str) -> None:
        """Name the order."""
        super().__init__(f"a change of order {order_id} is under way in VTEX")
        self.order_id = order_id


class AlikeRequestError(TransientError):
    """A document fits two open requests of an order: they are answered one after the other, and it is not our turn."""

    def __init__(self, request: str, retry_after: float | None = None) -> None:
        """Name the other request; ``retry_after`` says how many seconds it may take, where only time is waited for."""
        super().__init__(f"the document fits request {request} of the order, too")
        self.request = request
        self.retry_after = retry_after


class InvoiceNotShownError(TransientError):
    """VTEX took an invoice, and does not show it in its order yet."""

    def __init__(self, order_id: str) -> None:
        """Name the order."""
        super().__init__(f"the invoice does not show in order {order_id} yet")
        self.order_id = order_id


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


class UnsafeConnectionError(SetupError):
    """Whoever answers at VTEX's address cannot prove to be VTEX; nothing was said there."""

    def __init__(self, account: str, host: str, reason: str) -> None:
        """Name the account and the host, and keep what is wrong with the proof, in technical words."""
        super().__init__(f"no safe connection to {host} for account {account}: {reason}")
        self.account = account
        self.host = host
        self.reason = reason


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
