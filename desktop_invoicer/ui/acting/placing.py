"""The job of a document that was brought without saying for which: looked for on the engine's loop, told in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.filing import Match
from desktop_invoicer.domain.fit import is_plain
from desktop_invoicer.domain.matching import meant_match
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.ui.acting.comparing import Candidate
from desktop_invoicer.ui.acting.telling import document_name

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands


@dataclass(frozen=True, slots=True)
class Placing:
    """A document, the job that has it already, and the waiting jobs it may be for, the most likely first."""

    paper: Paper
    file: str
    matches: tuple[Match, ...]
    owner: Job | None = None

    @property
    def document(self) -> Document:
        """Give the document."""
        return self.paper.document

    @property
    def meant(self) -> Match | None:
        """Give the one job that it can only be meant for."""
        return meant_match(self.matches)

    @property
    def is_sure(self) -> bool:
        """Tell whether it may be attached without a look: it names its order or buyer, and nothing is odd."""
        meant = self.meant
        return meant is not None and (meant.names_order or meant.is_exact) and is_plain(meant.checks)

    def candidate(self, match: Match) -> Candidate:
        """Give the document as something to attach to one of the jobs."""
        return Candidate(self.paper, match.checks, file=self.file)


async def place(commands: Commands, content: bytes, file: str) -> Placing:
    """Look for the jobs of an XML.

    Raises:
        UnreadableDocumentError: it is no fiscal document that can be read safely.

    """
    import asyncio

    paper = await asyncio.to_thread(commands.read_paper, content)
    owner = commands.desk.context.journal.document_owner(paper.document)
    return Placing(paper, file, () if owner else commands.filing.jobs_of(paper), owner)


def attached_words(placing: Placing, job: Job) -> str:
    """Say where a document is attached now."""
    return _("{document} attached to order {order}.").format(document=_name(placing), order=job.order_id)


def known_words(placing: Placing, owner: Job) -> str:
    """Say where a document was attached before."""
    told = _("{document} is attached to order {order} already.")
    return told.format(document=_name(placing), order=owner.order_id)


def nobodys_words(placing: Placing) -> str:
    """Say that no order waits for a document, and what can be done with it."""
    told = _(
        "No order waits for {document}{value}. Nothing was attached. "
        "If you know its order, choose that in the queue and drop the document onto its panel."
    )
    value = placing.document.value
    return told.format(document=_name(placing), value="" if value is None else f", {money(value)}")


def question(placing: Placing) -> str:
    """Say what a person has to tell of a document."""
    meant = placing.meant
    if meant is None:
        return _("{document} may be for several orders.").format(document=_name(placing))
    if meant.names_order or meant.is_exact:
        told = _("{document} is for order {order}. Look at how it fits.")
    else:
        told = _("{document} does not name its order; it may be order {order}. Check whether it is.")
    return told.format(document=_name(placing), order=meant.job.order_id)


def _name(placing: Placing) -> str:
    return document_name(placing.document)
