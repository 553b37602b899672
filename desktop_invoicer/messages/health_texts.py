"""The English texts of what is wrong with the program itself, or with the machine it runs on."""

from __future__ import annotations

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.message import Owner, Text

_BUNDLE = "support bundle.zip"

HEALTH_TEXTS = {
    ProblemCode.PART_DIED: Text(
        N_("A part of the program ended by itself ({work}). What is on disk is safe."),
        Owner.US,
        N_("Close the program and open it again. If it happens again, write a support bundle and give it to IT."),
        _BUNDLE,
    ),
    ProblemCode.ENGINE_SLOW: Text(
        N_("The program answers slowly: its work was held up for {seconds} s."),
        Owner.IT,
        N_("See what else keeps this machine busy: a backup, a virus scanner, or too little memory."),
    ),
    ProblemCode.DATABASE_UNUSABLE: Text(
        N_("The database cannot be written now. Nothing that was accepted is lost."),
        Owner.IT,
        N_(
            "Check whether the disk is full or write-protected, and whether another program has the file open."
            " The desk tries again by itself."
        ),
        "doctor",
    ),
    ProblemCode.KEYRING_UNUSABLE: Text(
        N_("The system's keyring cannot be used: credentials and jobs are kept only until the program ends."),
        Owner.IT,
        N_("Open the keyring, or set one up, then close the program and open it again."),
        "doctor",
    ),
    ProblemCode.VTEX_RESTS: Text(
        N_("VTEX gets too many requests from account {account}. It is left alone until {until:moment}."),
        Owner.WAIT,
        N_(
            "Nothing to do: the desk goes on by itself. If it happens often, lower requests_per_minute, or ask who"
            " else uses this account."
        ),
    ),
    ProblemCode.RECEIVER_DEAF: Text(
        N_("VTEX cannot announce anything here: {address} is taken by another program."),
        Owner.IT,
        N_("End the other program, or choose another port in the settings. Until then polling finds every request."),
        "doctor",
    ),
    ProblemCode.POLLING_FAILED: Text(
        N_("The last look for new requests of account {account} did not work. It is tried again by itself."),
        Owner.WAIT,
        N_("Nothing to do at first. If it stays so for an hour, tell IT."),
    ),
    ProblemCode.CLOCK_OFF: Text(
        N_("The clock of this machine is {seconds} seconds off VTEX's."),
        Owner.IT,
        N_("Let the system set its clock from the network. This program never sets it."),
    ),
    ProblemCode.CLOCK_WRONG: Text(
        N_(
            "The clock of this machine is wrong: {seconds} seconds off VTEX's. Invoices get a wrong date, and what may"
            " still be cancelled is told wrong."
        ),
        Owner.IT,
        N_(
            "Let the system set its clock from the network before anything else is sent. This program never changes it."
        ),
    ),
    ProblemCode.CLOCK_JUMPED: Text(
        N_("The clock of this machine jumped by {seconds} seconds, or the machine slept."),
        Owner.WAIT,
        N_("Nothing to do: the desk compares it with VTEX's clock and tells if it is wrong."),
    ),
    ProblemCode.DISK_LOW: Text(
        N_("Only {megabytes} MB are free on the disk of {folder}."),
        Owner.IT,
        N_("Make room before jobs can no longer be kept."),
    ),
    ProblemCode.DISK_FULL: Text(
        N_("The disk of {folder} is full: {megabytes} MB are left. New requests can hardly be kept."),
        Owner.IT,
        N_("Make room now. VTEX holds what could not be kept, and the desk finds it again."),
    ),
    ProblemCode.BACKUP_MISSING: Text(
        N_("No backup was made yet. If this disk breaks, the desk's memory is gone."),
        Owner.MANAGER,
        N_("Choose a folder for backups in the settings, best on another disk."),
    ),
    ProblemCode.BACKUP_OLD: Text(
        N_("The last backup is of {at:moment}."),
        Owner.MANAGER,
        N_("Check whether the folder of the backups is there, and whether its disk has room. Then back up now."),
    ),
    ProblemCode.BACKUP_FAILED: Text(
        N_("Today's backup could not be written: {reason}."),
        Owner.MANAGER,
        N_("Check whether the folder of the backups is there, and whether its disk has room. It is tried every hour."),
    ),
    ProblemCode.DATABASE_DAMAGED: Text(
        N_("The desk's data is damaged: a part of it is not what was written."),
        Owner.IT,
        N_("Stop here and take the last good backup back. Then have the disk of this computer looked at."),
    ),
    ProblemCode.AUDIT_BROKEN: Text(
        N_("The audit trail does not hold together: an entry was changed or taken away."),
        Owner.MANAGER,
        N_("Do not change anything. Make a backup, and let IT find out who had access to this machine."),
        "audit verify",
    ),
}
