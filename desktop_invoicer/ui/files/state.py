"""What became of a file, as an icon, a tone and few words."""

from __future__ import annotations

from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.jobs.state import State
from desktop_invoicer.ui.theme.tokens import Tone

STATES: dict[FileState, State] = {
    FileState.PROPOSED: State("person", Tone.WARNING, N_("Needs a person")),
    FileState.UNREADABLE: State("error", Tone.ERROR, N_("Unreadable")),
    FileState.UNMATCHED: State("search", Tone.NEUTRAL, N_("Found no job")),
    FileState.ATTACHED: State("documented", Tone.SUCCESS, N_("Attached")),
    FileState.SET_ASIDE: State("dismissed", Tone.NEUTRAL, N_("Set aside")),
}
"""In the order in which people look at them: what they have to settle first."""

PRESSING = (FileState.PROPOSED, FileState.UNREADABLE)
"""What waits for a person."""
