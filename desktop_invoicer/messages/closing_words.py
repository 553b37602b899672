"""The words for what closes a day: its figures, what is to become of a job, how far sending got."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from desktop_invoicer.domain.closing import DayState
from desktop_invoicer.domain.day import Dimension, Figure
from desktop_invoicer.domain.finding import Fix
from desktop_invoicer.domain.prospect import Prospect
from desktop_invoicer.domain.submission import LineResult, SubmissionEnd
from desktop_invoicer.messages.catalogue import N_

CLOSING_WORDS: Mapping[type[Enum], Mapping[Enum, str]] = {
    Figure: {
        Figure.ASKED: N_("asked for"),
        Figure.INVOICED: N_("invoiced"),
        Figure.RETURNED: N_("returned"),
        Figure.CANCELLED: N_("cancelled in the store"),
        Figure.GIVEN_UP: N_("given up"),
        Figure.UNSENT: N_("not sent"),
    },
    Dimension: {
        Dimension.OPERATION: N_("operation"),
        Dimension.MODEL: N_("document"),
        Dimension.CHANNEL: N_("channel"),
        Dimension.OPERATOR: N_("who confirmed"),
        Dimension.DESK: N_("desk"),
        Dimension.HOUR: N_("hour"),
    },
    DayState: {
        DayState.OPEN: N_("not closed"),
        DayState.CLOSED: N_("closed"),
        DayState.REOPENED: N_("changed since it was closed"),
    },
    Prospect: {
        Prospect.SEND: N_("ready to be sent"),
        Prospect.GOES_ON: N_("goes on by itself"),
        Prospect.CONFIRM: N_("needs its own confirmation"),
        Prospect.DOCUMENT: N_("document missing"),
        Prospect.PERSON: N_("somebody has to act"),
        Prospect.ACCOUNT: N_("VTEX account paused"),
        Prospect.OVER: N_("settled by now"),
    },
    LineResult: {
        LineResult.NOT_BEGUN: N_("not begun"),
        LineResult.UNDER_WAY: N_("being sent"),
        LineResult.SENT: N_("sent"),
        LineResult.GOES_ON: N_("no answer yet, tried again"),
        LineResult.FAILED: N_("not sent, see why"),
    },
    SubmissionEnd: {
        SubmissionEnd.DONE: N_("finished"),
        SubmissionEnd.CANCELLED: N_("stopped by a person"),
        SubmissionEnd.ACCOUNT_PAUSED: N_("stopped: VTEX account paused"),
    },
    Fix: {
        Fix.ATTACH: N_("Attach document"),
        Fix.SUBMIT: N_("Send to VTEX"),
        Fix.RETRY: N_("Try once more"),
        Fix.ASK_VTEX: N_("Fetch from VTEX"),
        Fix.OPEN_JOB: N_("Open job"),
        Fix.OPEN_FILE: N_("Open file"),
        Fix.OPEN_IN_VTEX: N_("Open in VTEX"),
        Fix.DIAGNOSE: N_("Why not invoiced?"),
        Fix.COMPARE: N_("Compare again"),
        Fix.NOTE: N_("Note what it is"),
    },
}
