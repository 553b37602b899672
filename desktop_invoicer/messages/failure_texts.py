"""The English texts of all failures, by class of error; the nearest class in the tree speaks."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer import errors
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import ATTACH, RETRY, SHOW
from desktop_invoicer.messages.day_failure_texts import DAY_FAILURE_TEXTS
from desktop_invoicer.messages.keeping_failure_texts import KEEPING_FAILURE_TEXTS
from desktop_invoicer.messages.message import Owner, Text
from desktop_invoicer.messages.people_failure_texts import PEOPLE_FAILURE_TEXTS

_NOTHING_TO_DO = N_("Nothing to do: the desk tries again by itself.")

TEXTS: Mapping[type[Exception], Text] = {
    errors.InvoicerError: Text(
        N_("Something failed that this program does not know: a defect of ours ({error}). It is not your mistake."),
        Owner.US,
        N_("Try again once. If it happens again, give IT the log of the program."),
    ),
    errors.TransientError: Text(N_("It does not work at the moment. Nothing is lost."), Owner.WAIT, _NOTHING_TO_DO),
    errors.VtexUnavailableError: Text(N_("VTEX is not answering now. Nothing is lost."), Owner.WAIT, _NOTHING_TO_DO),
    errors.VtexBusyError: Text(
        N_("VTEX gets too many requests from this account and asks for a break. Nothing is lost."),
        Owner.WAIT,
        _NOTHING_TO_DO,
    ),
    errors.VtexGarbledError: Text(N_("VTEX's answer arrived damaged. Nothing is lost."), Owner.WAIT, _NOTHING_TO_DO),
    errors.NotificationNotReadyError: Text(
        N_("VTEX does not show the request of order {order_id} yet."), Owner.WAIT, _NOTHING_TO_DO
    ),
    errors.OrderChangingError: Text(
        N_("Order {order_id} is being changed in VTEX at this moment. Nothing is sent before that is done."),
        Owner.WAIT,
        _NOTHING_TO_DO,
    ),
    errors.AlikeRequestError: Text(
        N_("The document also fits request {request} of the same order. They are sent one after the other."),
        Owner.WAIT,
        _NOTHING_TO_DO,
    ),
    errors.InvoiceNotShownError: Text(
        N_("VTEX took the invoice of order {order_id}, and does not show it yet."), Owner.WAIT, _NOTHING_TO_DO
    ),
    errors.StorageBusyError: Text(
        N_("Another program is using the database for a moment. Nothing is lost."), Owner.WAIT, _NOTHING_TO_DO
    ),
    errors.OutcomeUnknownError: Text(
        N_("Nobody knows yet whether it worked."),
        Owner.WAIT,
        N_("Nothing to do: the desk asks VTEX what happened before anything is repeated. Do not send it another way."),
    ),
    errors.VtexSilentError: Text(
        N_("VTEX did not say whether it worked."),
        Owner.WAIT,
        N_("Nothing to do: the desk asks VTEX what happened before anything is repeated. Do not send it another way."),
    ),
    errors.RejectedError: Text(
        N_("It was refused."),
        Owner.MANAGER,
        N_("Look at the order in VTEX. When the cause is gone, try again."),
        RETRY,
    ),
    errors.VtexRefusedError: Text(
        N_("VTEX refused ({status}) and says: “{words}”"),
        Owner.MANAGER,
        N_("Look at the order in VTEX with these words in mind. When the cause is gone, try again."),
        RETRY,
    ),
    errors.FeedMissingError: Text(
        N_("The account has no order feed for this desk. Requests are found without it, only later."),
        Owner.IT,
        N_("Nothing has to be done. For a quicker desk, give its credentials a feed of their own in VTEX."),
    ),
    errors.InvalidOrderError: Text(
        N_("VTEX sent this order in a form that cannot be invoiced safely."),
        Owner.IT,
        N_("Give IT the order number and the technical detail. Try again once it is put right in VTEX."),
        RETRY,
    ),
    errors.SetupError: Text(
        N_("Something in the settings of this desk has to be put right first. Nothing is lost."),
        Owner.IT,
        N_("See what is wrong with the settings."),
        "doctor",
    ),
    errors.CredentialsRefusedError: Text(
        N_("VTEX does not accept the credentials of account {account} ({status}). Nothing is lost."),
        Owner.IT,
        N_("Set valid credentials; they need the rights to see orders and to invoice and refund them."),
        "credentials set {account}",
    ),
    errors.CredentialsMissingError: Text(
        N_("This desk has no credentials for account {account}."),
        Owner.IT,
        N_("Set the credentials of the account."),
        "credentials set {account}",
    ),
    errors.UnsafeConnectionError: Text(
        N_(
            "The connection to VTEX is not safe: whoever answers at {host} cannot prove to be VTEX. Nothing was sent"
            " there, and nothing is lost."
        ),
        Owner.IT,
        N_(
            "Check the date and time of this computer. Then let proxy, firewall and antivirus leave the connections to"
            " VTEX alone. The desk tries again by itself."
        ),
        "doctor",
    ),
    errors.UntrustedOriginError: Text(
        N_("This address is not of account {account}: {address}. Nothing was sent there."),
        Owner.IT,
        N_("Check the addresses of the account in config.toml, and the Invoice Notifier in VTEX."),
        "doctor",
    ),
    errors.ConfigError: Text(
        N_("The settings cannot be used: {problems} ({path})"),
        Owner.IT,
        N_("Correct the file and start again."),
        "doctor",
    ),
    errors.RulesUnreadableError: Text(
        N_("The newer fiscal rules cannot be used, the rules that come with the program count: {problems} ({path})"),
        Owner.IT,
        N_("Get the file again from whoever made it, or delete it. Then start the program again."),
        "doctor",
    ),
    errors.MarketplacesUnreadableError: Text(
        N_(
            "The newer list of marketplaces cannot be used, the one that comes with the program counts: {problems}"
            " ({path})"
        ),
        Owner.IT,
        N_("Get the file again from whoever made it, or delete it. Then start the program again."),
        "doctor",
    ),
    errors.KeyringError: Text(
        N_("The keyring of this computer does not open, so the desk has no keys."),
        Owner.IT,
        N_("Unlock the keyring (log in to the computer with its password), then start again."),
        "doctor",
    ),
    errors.HomeHeldError: Text(
        N_("desktop-invoicer is already running on this computer with the same data."),
        Owner.CLERK,
        N_("Use the window that is open. If there is none, close the other program first."),
    ),
    errors.PortTakenError: Text(
        N_("VTEX cannot reach this desk: the receiver cannot listen on {host}, port {port}."),
        Owner.IT,
        N_("Close the other program that uses the port, or set another port under [receiver] in config.toml."),
        "doctor",
    ),
    errors.StorageError: Text(
        N_("The database of this desk cannot be used: {path}"),
        Owner.IT,
        N_("Do not delete anything. Check the disk, or restore a backup."),
        "doctor",
    ),
    errors.WrongKeyError: Text(
        N_("The database does not open with the key of this computer: {path}"),
        Owner.IT,
        N_("Do not delete anything. Start with the user and keyring that made it, or restore a backup."),
        "doctor",
    ),
    errors.FutureDatabaseError: Text(
        N_("The database was written by a newer version of this program."),
        Owner.IT,
        N_("Install the newest version of desktop-invoicer. Do not delete anything."),
    ),
    errors.StorageFullError: Text(
        N_("The disk is full, so nothing new can be kept: {path}"),
        Owner.IT,
        N_("Make room on the disk; the desk goes on by itself."),
    ),
    errors.StorageReadOnlyError: Text(
        N_("The desk may not write its data: {path}"),
        Owner.IT,
        N_("Give this user the right to write the folder and its files."),
        "doctor",
    ),
    errors.StaleJobError: Text(
        N_("Somebody changed job {job} in the meantime. Your change was not made."),
        Owner.CLERK,
        N_("Look at the job as it is now, then do it again if it is still needed."),
        "jobs show {job}",
    ),
    errors.CommandError: Text(
        N_("That cannot be done now. Nothing was changed."),
        Owner.CLERK,
        N_("Look at the job as it is now."),
        SHOW,
    ),
    errors.UnknownJobError: Text(
        N_("There is no job “{reference}” on this desk."),
        Owner.CLERK,
        N_("Look for it in the list of jobs, or ask VTEX for the order."),
        "jobs add ORDER",
    ),
    errors.UnknownOrderError: Text(
        N_("VTEX knows no order “{order}”."),
        Owner.CLERK,
        N_("Compare the number with the receipt, or look for the buyer by CPF or by the key of the note."),
    ),
    errors.UnknownAccountError: Text(
        N_("The settings of this desk know no account “{account}”."),
        Owner.CLERK,
        N_("Check how the account is spelled. If it is new, IT adds it to config.toml."),
        "doctor",
    ),
    errors.NotAllowedNowError: Text(
        N_("Job {job} is at “{stage_word}”: {wish_word} is not possible now. Nothing was changed."),
        Owner.CLERK,
        N_("Look at the job as it is now."),
        "jobs show {job}",
    ),
    errors.OnlyReceivingError: Text(
        N_("The running program only receives requests; it sends nothing. Nothing was changed."),
        Owner.IT,
        N_("End it and start the whole desk, then give the command again."),
        "run",
    ),
    errors.NoWindowError: Text(
        N_("desktop-invoicer is already running on this computer with the same data, without a window."),
        Owner.IT,
        N_("End that program first, then open the window."),
    ),
    errors.ServiceStoppedError: Text(
        N_("The desk stopped before it was finished."),
        Owner.CLERK,
        N_("Once it runs again, look at it as it is then."),
    ),
    errors.NotRunningError: Text(
        N_("The desk is not running yet. Nothing was done."),
        Owner.CLERK,
        N_("Try again in a moment. Should it not start, the window says why."),
    ),
    errors.ConfirmationMissingError: Text(
        N_("Job {job} moves money: as soon as it is sent, VTEX refunds the buyer. Nothing was sent."),
        Owner.RETURNS_DESK,
        N_("Check the goods and the amount, then confirm."),
        "submit {job} --yes",
    ),
    errors.UnsettledError: Text(
        N_("Before this money goes out, somebody has to say something. Nothing was sent."),
        Owner.RETURNS_DESK,
        N_("Look at the job: it says what is missing."),
        SHOW,
    ),
    errors.NotAManagerError: Text(
        N_("“{name}” is not among the managers of this store. Nothing was changed."),
        Owner.MANAGER,
        N_("Let a manager do it. Who is one stands in the settings."),
    ),
    errors.DocumentRefusedError: Text(
        N_("The document does not fit this job. Nothing was changed."),
        Owner.CLERK,
        N_("Attach the right document."),
        ATTACH,
    ),
    errors.DocumentUsedError: Text(
        N_("This document is already used by job {job}."),
        Owner.CLERK,
        N_("Attach another document. If job {job} has it by mistake, attach the right one there first."),
        "jobs show {job}",
    ),
    errors.NothingSaidError: Text(
        N_("A name or a reason is missing. Nothing was changed."),
        Owner.CLERK,
        N_("Write it down in letters or digits, then do it again."),
    ),
    errors.ImpossibleMomentError: Text(
        N_("The time is in the future, or more than a year ago. Nothing was changed."),
        Owner.CLERK,
        N_("Write down the day and the time that the slip of the card terminal shows."),
    ),
    errors.FileChangedError: Text(
        N_("The file is not there any more, or it was changed: {path}"),
        Owner.CLERK,
        N_("Look at the list of files again; what the folder holds now is read by itself."),
    ),
    errors.UnreadableDocumentError: Text(
        N_("This file is no NF-e, NFC-e or cancellation that can be read safely."),
        Owner.CLERK,
        N_("Get the authorised XML from the fiscal program again and attach that."),
        ATTACH,
    ),
    errors.NoFiscalDocumentError: Text(
        N_("This file holds something else ({what}): neither an NF-e or NFC-e, nor the cancellation of one."),
        Owner.CLERK,
        N_("Attach the authorised XML of the note, or of its cancellation."),
        ATTACH,
    ),
    **DAY_FAILURE_TEXTS,
    **PEOPLE_FAILURE_TEXTS,
    **KEEPING_FAILURE_TEXTS,
}

SEVERAL_JOBS = Text(
    N_("Several jobs answer to “{reference}”: {candidates}."), Owner.CLERK, N_("Name one of them by its number.")
)

WISHES: Mapping[str, str] = {
    "attach a document": N_("attaching a document"),
    "submit": N_("sending"),
    "retry": N_("trying again"),
    "dismiss": N_("dismissing"),
    "settle": N_("settling something about a return"),
    "send a key": N_("sending a key again"),
    "go on by itself": N_("going on by itself"),
}
