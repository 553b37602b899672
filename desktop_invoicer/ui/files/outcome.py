"""Why a file is where it is, and what somebody can do about it, in words."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.messages import explain, ngettext
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.ui.files.columns import document_words
from desktop_invoicer.ui.files.details import FileDetails
from desktop_invoicer.ui.job.banner import owner_words

MOST_NAMED = 3
"""Other documents for the same order that are named."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A sentence, who settles it, what to do, and what the reader of the file said, as far as there is any of it."""

    sentence: str
    owner: str = ""
    step: str = ""
    detail: str = ""


def outcome_of(details: FileDetails) -> Outcome:
    """Say what became of a file."""
    file = details.file
    if file.problem is not None:
        return _unreadable(file.problem)
    match file.state:
        case FileState.ATTACHED:
            return Outcome(_("Attached to order {order}").format(order=shown(file.order_id)))
        case FileState.SET_ASIDE:
            step = _("Put it back on the list if an order needs it after all.")
            return Outcome(_("Somebody set this file aside: no order needs it."), step=step)
        case FileState.PROPOSED if details.matches:
            return _proposed(details)
    if file.document is not None and file.document.kind is DocumentKind.CANCELLATION:
        step = _(
            "The desk remembers that the document is cancelled. An order that is cancelled takes the event itself."
        )
        return Outcome(_("This event cancels a document."), step=step)
    step = _("It is attached by itself as soon as its order waits for it. A sale that is not in VTEX needs no order.")
    return Outcome(_("No order that waits for a document fits."), step=step)


def _unreadable(problem: Problem) -> Outcome:
    told = explain(problem)
    return Outcome(told.sentence, owner_words(told), told.step, shown(told.detail))


def _proposed(details: FileDetails) -> Outcome:
    """Say why the document was not attached by itself."""
    count = len(details.matches)
    if count == 1 and details.rivals:
        names = ", ".join(map(document_words, details.rivals[:MOST_NAMED]))
        sentence = _("Several files may be for one order. Another one is: {names}").format(names=names)
        step = _("Attach the right one, and set the others aside.")
        return Outcome(sentence, step=step)
    sentence = ngettext("One order may be meant, but not beyond doubt.", "{count} orders may be meant.", count)
    step = _("See what speaks for and against each, then attach the document to the one it was issued for.")
    return Outcome(sentence.format(count=count), step=step)
