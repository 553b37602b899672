"""The step before the refund: the document that undoes the sale, and how it fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from desktop_invoicer.domain.acts import Act, acts_on
from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.draft import DraftLine
from desktop_invoicer.domain.original import Original
from desktop_invoicer.domain.route import RouteKind
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.job.check_list import CheckList
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.pieces import Facts, holding, with_icon
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.returns.step_card import StepCard, add_left, later
from desktop_invoicer.ui.returns.steps import Standing, Step
from desktop_invoicer.ui.returns.words import note_name
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails
    from desktop_invoicer.engine.returning import ReturnCase


_NEEDS = {
    RouteKind.CANCEL: N_("The XML of the event that cancels {note}."),
    RouteKind.SUBSTITUTE: N_("The XML of the event by which another note takes the place of {note}."),
    RouteKind.ENTRY: N_("An NF-e de entrada of {value}. Each of its items names the item of the sale:"),
}


_PARTS = ("primary", "")


class DocumentStep(StepCard):
    """Which document is needed and what it has to name, or the one that is there."""

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet."""
        super().__init__(Step.DOCUMENT, N_("Document"), actions)
        self.watches = False
        """Whether documents come by themselves out of watched folders."""
        self._urged: CommandButton | None = None

    @override
    def offer(self, possible: frozenset[Command]) -> None:
        super().offer(possible)
        self._stand_back()

    @override
    def facts(self, details: JobDetails) -> object:
        if details.case is None and details.job.document is None:
            return None
        best = None if details.case is None else details.case.routes.best
        way = None if best is None else (best.kind, best.original)
        return details.job.document, details.checks, way, self.watches, acts_on(details.job)

    @override
    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        self._urged = None
        if details.job.document is not None:
            self._build_document(details, details.job.document, body)
        elif details.case is None or self.standing is Standing.LATER:
            body.addWidget(later(_("Its XML is brought here.")))
        else:
            self._build_need(details, details.case, body)

    def _build_need(self, details: JobDetails, case: ReturnCase, body: QVBoxLayout) -> None:
        kind = case.routes.best.kind
        body.addWidget(label(_need(details, case), wraps=True, selectable=True))
        if kind is RouteKind.ENTRY:
            facts = Facts()
            for original in case.originals:
                _tell_original(facts, original, {line.item_index for line in _lines(details)})
            body.addLayout(facts)
        is_entry = kind is RouteKind.ENTRY
        commands = (Command.ATTACH, Command.CHOOSE_FILE) if is_entry else (Command.CHOOSE_FILE, Command.ATTACH)
        buttons = Flow(8)
        self._urged, other = (self.button(command, part=part) for command, part in zip(commands, _PARTS, strict=True))
        buttons.addWidget(self._urged)
        buttons.addWidget(other)
        body.addWidget(label(self._hint(), "drop", wraps=True))
        body.addWidget(holding(buttons))
        self._stand_back()

    def _stand_back(self) -> None:
        """Let a document that was found stand out instead, as the foot of the job panel does."""
        if self._urged is not None:
            self._urged.setHidden(Command.USE_FOUND in self._possible)

    def _hint(self) -> str:
        text = _("Drop or paste its XML here.")
        if not self.watches:
            return text
        return " ".join((_("Its XML shows up here by itself once the fiscal program has issued it."), text))

    def _build_document(self, details: JobDetails, document: Document, body: QVBoxLayout) -> None:
        value = "" if document.value is None else money(document.value)
        below = "  ·  ".join(filter(None, (value, moment(document.issued_at))))
        name = capital(document_name(document))
        body.addWidget(with_icon("documented", name, Role.SUCCESS, "strong", below=below))
        if details.checks:
            checks = CheckList(details.job.id, folds=True)
            checks.show_checks(details.checks, document_name(document))
            body.addWidget(checks)
        if details.checks and Act.ATTACH in acts_on(details.job):
            add_left(self.button(Command.ATTACH, _("Replace it…"), "inline"), body)


def _need(details: JobDetails, case: ReturnCase) -> str:
    """Say which document is needed."""
    best = case.routes.best
    note = _("the note of the sale") if best.original is None else note_name(best.original)
    return _(_NEEDS[best.kind]).format(note=note, value=money(details.job.value or 0))


def _tell_original(facts: Facts, original: Original, taken: set[int]) -> None:
    """Tell what the NF-e has to name of one note of the sale: its items, as far as they are known."""
    numbers = sorted({number for index in taken for number in original.items.get(index, ())})
    if original.items and not numbers:
        return
    names = ", ".join(map(str, numbers))
    items = ngettext("item {numbers}", "items {numbers}", len(numbers)).format(numbers=names) if numbers else ""
    issuer = "" if original.key is None else f"CNPJ {tax_id_text(original.key.cnpj, revealed=True)}"
    facts.tell(note_name(original), "  ·  ".join(filter(None, (items, issuer))) or _("items not known"))


def _lines(details: JobDetails) -> tuple[DraftLine, ...]:
    return () if details.content is None else details.content.draft.lines
