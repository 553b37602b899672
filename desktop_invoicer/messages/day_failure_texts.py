"""The English texts of what can fail about a day: sending it, closing it, and writing its report."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer import errors
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import SHOW
from desktop_invoicer.messages.message import Owner, Text

DAY_FAILURE_TEXTS: Mapping[type[Exception], Text] = {
    errors.UnknownReportFormatError: Text(
        N_("A report is written as .pdf, .xlsx or .csv, not as “{path}”. Nothing was written."),
        Owner.CLERK,
        N_("Give the file a name that ends in .pdf, .xlsx or .csv."),
    ),
    errors.UnknownTrailFormatError: Text(
        N_("The audit trail is written as .jsonl or .csv, not as “{path}”. Nothing was written."),
        Owner.CLERK,
        N_("Give the file a name that ends in .jsonl or .csv."),
    ),
    errors.ReportUnwritableError: Text(
        N_("The report could not be saved as {path}: {reason}. Nothing was changed."),
        Owner.CLERK,
        N_("If the file is open in another program, close it there. Else choose another folder, then save again."),
    ),
    errors.SendingAlreadyError: Text(
        N_("Everything that was ready is being sent already."),
        Owner.CLERK,
        N_("Wait until that is done, or cancel it."),
    ),
    errors.NothingReadyError: Text(
        N_("Nothing is ready to be sent. Nothing was changed."),
        Owner.CLERK,
        N_("Look at what is not sent: each order says what it waits for."),
    ),
    errors.NotReadyError: Text(
        N_("Job {job} cannot be sent together with others. Nothing was sent."),
        Owner.CLERK,
        N_("Open the job: it says what is missing. Returns are confirmed one by one."),
        SHOW,
    ),
    errors.FutureDayError: Text(
        N_("{day:day} has not begun yet. Nothing was changed."),
        Owner.MANAGER,
        N_("Choose today or an earlier day."),
    ),
    errors.DayChangedError: Text(
        N_("The figures of {day:day} are not those any more that you saw. The day was not closed."),
        Owner.MANAGER,
        N_("Look at the figures again, then close the day."),
    ),
    errors.UnknownFindingError: Text(
        N_("This difference was not found by the last comparison. Nothing was noted."),
        Owner.MANAGER,
        N_("Compare the day again, then look at what it found."),
    ),
    errors.ReasonMissingError: Text(
        N_("Orders of {day:day} that are not sent: {pending}. The day was not closed."),
        Owner.MANAGER,
        N_("Read which ones they are, then write down why the day is closed all the same."),
    ),
}
