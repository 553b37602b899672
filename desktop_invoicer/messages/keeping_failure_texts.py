"""The English texts of what keeps a backup from being written or taken back."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer import errors
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.message import Owner, Text

KEEPING_FAILURE_TEXTS: Mapping[type[Exception], Text] = {
    errors.BackupError: Text(
        N_("The backup {path} cannot be used. Nothing was changed."), Owner.IT, N_("Take another backup.")
    ),
    errors.BackupUnwritableError: Text(
        N_("The backup could not be written as {path}. Nothing was left there."),
        Owner.IT,
        N_("Choose another folder, or give this user the right to write there. Then do it again."),
    ),
    errors.BackupTooLargeError: Text(
        N_("There is not enough room on the disk for the backup {path}. Nothing was left there."),
        Owner.IT,
        N_("Make room, or choose a folder on another disk. Then do it again."),
    ),
    errors.BackupUnreadableError: Text(
        N_("The file {path} cannot be read. Nothing was changed."),
        Owner.IT,
        N_("See whether the name is right and the disk is connected, then do it again."),
    ),
    errors.NoBackupError: Text(
        N_("The file {path} is no backup of this program. Nothing was changed."),
        Owner.IT,
        N_("Choose a file that `desktop-invoicer backup` wrote."),
    ),
    errors.BackupDamagedError: Text(
        N_("The backup {path} is damaged, or a part of it is missing. Nothing was changed."),
        Owner.IT,
        N_("Copy it again from where it was kept, or take another backup."),
    ),
    errors.BackupOfOtherDeskError: Text(
        N_("The backup {path} can only be opened on the computer where it was made. Nothing was changed."),
        Owner.IT,
        N_("For another computer, make a backup with --portable there and take that one."),
    ),
    errors.PassphraseWrongError: Text(
        N_("This is not the passphrase of the backup {path}. Nothing was changed."),
        Owner.IT,
        N_("Type it again exactly as it was, with capitals and blanks. Without it nobody can open the backup."),
    ),
    errors.PassphraseNeededError: Text(
        N_("The backup {path} opens with a passphrase. Nothing was changed."),
        Owner.IT,
        N_("Do it again at a terminal, or give the passphrase with --stdin."),
    ),
    errors.FutureBackupError: Text(
        N_("The backup {path} was made by a newer version of this program. Nothing was changed."),
        Owner.IT,
        N_("Install the newest version here, then do it again."),
    ),
    errors.BackupOfOtherStoreError: Text(
        N_("The backup {path} is of another store. Nothing was changed."),
        Owner.MANAGER,
        N_("Take the backup of this store. If this desk is to become that store, add --other-store --settings."),
    ),
    errors.PassphraseTooShortError: Text(
        N_("The passphrase is too short: it takes {least} characters or more. Nothing was written."),
        Owner.MANAGER,
        N_("Choose a longer one, such as four words that do not belong together."),
    ),
}
