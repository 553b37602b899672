"""Where a job stands, as an icon, a tone and few words: the same in the table, beside it, and in the palette."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import HoldKind, Job, Stage
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class State:
    """How a job's standing looks. ``words`` are marked, not translated yet, and may hold a ``{time}``."""

    icon: str
    tone: Tone
    words: str


READY = State("submit", Tone.SUCCESS, N_("Ready to send"))

_BY_PROBLEM: dict[ProblemCode, State] = {
    ProblemCode.CONFIRMATION_DUE: READY,
    ProblemCode.RETURN_DOUBLED: State("error", Tone.ERROR, N_("Perhaps refunded twice")),
}
"""Of a hold that says more by its problem than by its kind."""

_BY_HOLD: dict[HoldKind, State] = {
    HoldKind.WAITING_FOR_DOCUMENT: State("document-due", Tone.INFO, N_("Waiting for document")),
    HoldKind.RETRY_AT: State("retry", Tone.NEUTRAL, N_("Retrying at {time}")),
    HoldKind.NEEDS_PERSON: State("person", Tone.WARNING, N_("Needs a person")),
    HoldKind.ACCOUNT_PAUSED: State("paused", Tone.ERROR, N_("Paused")),
}
_BY_STAGE: dict[Stage, State] = {
    Stage.RECEIVED: State("loaded", Tone.NEUTRAL, N_("Loading")),
    Stage.LOADED: State("loaded", Tone.NEUTRAL, N_("Loading")),
    Stage.DOCUMENTED: State("sending", Tone.INFO, N_("Sending")),
    Stage.SUBMITTED: State("sending", Tone.INFO, N_("Finishing")),
    Stage.CLOSED: State("done", Tone.SUCCESS, N_("Done")),
    Stage.WITHDRAWN: State("withdrawn", Tone.NEUTRAL, N_("Withdrawn")),
    Stage.DISMISSED: State("dismissed", Tone.NEUTRAL, N_("Dismissed")),
}


def state_of(job: Job) -> State:
    """Tell where a job stands: its end, else what it waits for, else what happens to it now."""
    if job.hold is None or job.stage.is_end:
        return _BY_STAGE[job.stage]
    return _BY_PROBLEM.get(job.hold.problem.code, _BY_HOLD[job.hold.kind])


def state_words(job: Job) -> str:
    """Say where a job stands in the language in use, with the time at which it is tried again."""
    until = job.hold.until if job.hold is not None else None
    time = "" if until is None else until.astimezone().strftime("%H:%M")
    return _(state_of(job).words).format(time=time)
