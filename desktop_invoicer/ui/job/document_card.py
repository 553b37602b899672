"""Which document is due and why, and the one that is attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout

from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.job.decision_rows import DecisionRows
from desktop_invoicer.ui.job.details_card import DetailsCard
from desktop_invoicer.ui.job.pieces import Facts, Identifier, key_field, line, with_icon
from desktop_invoicer.ui.job.remedies import primary
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails


class DocumentCard(DetailsCard):
    """NF-e or NFC-e, why, and what came in for it."""

    def __init__(self, actions: Actions) -> None:
        """Tell where a document is brought with the key of ``actions``."""
        super().__init__(N_("Fiscal document"))
        self._actions = actions
        self.watches = False
        """Whether documents come by themselves out of watched folders."""
        self._is_open = False

    def subject(self, details: JobDetails) -> object:
        """Depend on the decision and on what is attached."""
        job, content = details.job, details.content
        if content is None and job.document is None:
            return None
        decision = None if content is None else content.decision
        return (job.id, decision, job.operation, job.document, _is_wanted(job), self._hint(job.operation))

    def build(self, details: JobDetails, body: QVBoxLayout) -> None:
        """Put the decision first, the document below it."""
        job, content = details.job, details.content
        if content is not None:
            is_cancellation = content.draft.operation is Operation.CANCELLATION
            rows = DecisionRows(content.decision, is_cancellation=is_cancellation, is_open=self._is_open)
            rows.toggled.connect(self._on_toggled)
            body.addWidget(rows)
        if job.document is not None:
            if content is not None:
                body.addSpacing(4)
                body.addWidget(line())
                body.addSpacing(4)
            self._build_document(job.document, body)
        elif _is_wanted(job):
            body.addSpacing(4)
            body.addWidget(label(self._hint(job.operation), "drop", wraps=True))

    def _hint(self, operation: Operation | None) -> str:
        """Say how the document is brought: of a cancellation the key alone does not tell enough."""
        attach, choose = self._actions.key(Command.ATTACH), self._actions.key(Command.CHOOSE_FILE)
        if operation is Operation.CANCELLATION:
            text = _("Drop its XML here, or choose it ({key})").format(key=choose)
        else:
            text = _("Scan its chave de acesso, type it ({key}), or drop its XML here").format(key=attach)
        if not self.watches:
            return text
        return " ".join((_("Its XML shows up here by itself once the fiscal program has issued it."), text))

    def _build_document(self, document: Document, body: QVBoxLayout) -> None:
        key = document.key
        facts = Facts()
        if document.kind is DocumentKind.CANCELLATION:
            name = _("Cancellation {protocol}").format(protocol=document.number)
        else:
            model = key.model if document.model is None else word(document.model)
            name = _("{model} {number}, series {serie}").format(model=model, number=key.nnf, serie=key.serie)
        body.addWidget(with_icon("documented", name, Role.SUCCESS, "strong"))
        facts.tell_below(_("Chave de acesso"), key_field(key.text, "copy_key"))
        facts.tell(_("Value"), _("Not known") if document.value is None else money(document.value))
        facts.tell(_("Issued"), moment(document.issued_at))
        facts.tell(_("Taken from"), capital(word(document.source)))
        if document.protocol and document.kind is DocumentKind.NOTE:
            facts.tell(_("Protocol"), Identifier(N_("protocol"), document.protocol, "copy_protocol"))
        body.addLayout(facts)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self._is_open = is_open


def _is_wanted(job: Job) -> bool:
    return job.document is None and primary(job) is Command.ATTACH
