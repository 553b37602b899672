"""What keeps a backup from being written or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_invoicer.errors.commands import CommandError

if TYPE_CHECKING:
    from pathlib import Path


class BackupError(CommandError):
    """A backup cannot be written, or what was given cannot be taken back; nothing was changed."""

    def __init__(self, path: Path | str, reason: str) -> None:
        """Name the file and what is wrong with it, in technical words."""
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class BackupUnwritableError(BackupError):
    """The folder cannot be written."""


class BackupTooLargeError(BackupError):
    """The disk has no room for it, with something to spare for everything else."""


class BackupUnreadableError(BackupError):
    """There is no such file, or the system does not let it be read."""


class NoBackupError(BackupError):
    """The file is something else."""


class BackupDamagedError(BackupError):
    """It was cut or changed after it was written."""


class BackupOfOtherDeskError(BackupError):
    """It is encrypted with the key of another desk, which this keyring does not hold."""


class PassphraseWrongError(BackupError):
    """The passphrase is not the one with which it was made."""


class PassphraseNeededError(BackupError):
    """It is opened by a passphrase, and none was given."""


class FutureBackupError(BackupError):
    """It was written by a newer version of this program."""


class BackupOfOtherStoreError(BackupError):
    """The settings of this desk name another store."""


class PassphraseTooShortError(CommandError):
    """A passphrase that is guessed too easily for a file that leaves the store."""

    def __init__(self, least: int) -> None:
        """Say how many characters it takes."""
        super().__init__(f"a passphrase takes {least} characters")
        self.least = least
