"""What is told about a job that is not sent: the words of its problem, or of what would become of it."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_invoicer.domain.prospect import Forecast, Prospect
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.commands import ATTACH, SHOW
from desktop_invoicer.messages.message import Message, Owner, Text
from desktop_invoicer.messages.problems import explain

TEXTS: Mapping[Prospect, Text] = {
    Prospect.SEND: Text(
        N_("It is ready to be sent."), Owner.CLERK, N_("Send everything that is ready."), "close-day --submit"
    ),
    Prospect.GOES_ON: Text(
        N_("It is on its way."), Owner.WAIT, N_("Nothing to do: the desk goes on with it by itself.")
    ),
    Prospect.CONFIRM: Text(
        N_("Money goes back to the buyer, so it needs a confirmation of its own."),
        Owner.RETURNS_DESK,
        N_("Check the goods and the amount, then confirm."),
        SHOW,
    ),
    Prospect.DOCUMENT: Text(N_("Its document is missing."), Owner.CLERK, N_("Attach the document."), ATTACH),
    Prospect.PERSON: Text(N_("Somebody has to look at it."), Owner.CLERK, N_("Look at the job as it is now."), SHOW),
    Prospect.ACCOUNT: Text(
        N_("Its account is paused."), Owner.IT, N_("See what is wrong with the settings."), "doctor"
    ),
    Prospect.OVER: Text(N_("It is settled by now."), Owner.WAIT, N_("Nothing to do."), SHOW),
}


def explain_forecast(forecast: Forecast) -> Message:
    """Tell why a job is not sent, whose turn it is and what to do."""
    if forecast.problem is not None:
        return explain(forecast.problem, forecast.job.id)
    return TEXTS[forecast.prospect].message({}, forecast.job.id)
