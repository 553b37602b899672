"""Which order a document is for, where several may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_invoicer.domain.document import Document
from desktop_invoicer.domain.filing import Match
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.telling import document_name
from desktop_invoicer.ui.job.check_list import CheckList
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label

MOST = 9
"""Orders that are offered, each with a digit for its key."""


class JobDialog(Dialog):
    """Shows each order with what speaks against it, the most likely first. ``chosen`` brings the ``Match``."""

    chosen = Signal(object)

    def __init__(self, document: Document, matches: Sequence[Match], parent: QWidget) -> None:
        """Ask which of the jobs is meant."""
        super().__init__(N_("Which order is this document for?"), N_("Back"), 620, parent)
        self.setObjectName("job_dialog")
        self._document = document
        self._matches = matches[:MOST]
        self._left_out = len(matches) - MOST
        self._subject = label(part="muted", wraps=True)
        self.content.addWidget(self._subject)
        for key, match in enumerate(self._matches, start=1):
            self.content.addWidget(_JobCard(match, str(key), partial(self._choose, match)))
            QShortcut(str(key), self, partial(self._choose, match)).setAutoRepeat(False)
        self.adapt()
        self.back.setFocus()

    def adapt(self) -> None:
        """Name the document in the language in use."""
        parts = [capital(document_name(self._document))]
        if self._document.value is not None:
            parts.append(money(self._document.value))
        if self._left_out > 0:
            more = ngettext("{count} more order is not shown", "{count} more orders are not shown", self._left_out)
            parts.append(more.format(count=self._left_out))
        self._subject.setText("  ·  ".join(parts))

    def _choose(self, match: Match) -> None:
        if match.may_be_attached:
            self.chosen.emit(match)
            self.accept()


class _JobCard(Card):
    """One order, how the document fits it, and the button that attaches it there."""

    def __init__(self, match: Match, key: str, choose: partial[None]) -> None:
        super().__init__("")
        self._match = match
        self._of_whom = label(part="muted", wraps=True)
        self.button = Button("", "attach")
        self.button.setObjectName(f"choose_{key}")
        self.button.setEnabled(match.may_be_attached)
        self.button.show_key(key)
        self.button.clicked.connect(choose)
        head = QHBoxLayout()
        head.addWidget(label(match.job.order_id, "heading", selectable=True), 1)
        head.addWidget(self.button)
        self.content.addLayout(head)
        self.content.addWidget(self._of_whom)
        checks = CheckList(match.job.id, folds=True)
        checks.show_checks(match.checks)
        self.content.addWidget(checks)
        self.adapt()

    def adapt(self) -> None:
        """Say everything in the language in use."""
        job = self._match.job
        parts = [shown(job.buyer), "" if job.value is None else money(job.value)]
        parts.append(_("the document names this order") if self._match.names_order else "")
        self._of_whom.setText("  ·  ".join(part for part in parts if part))
        attach = _("Attach")
        self.button.setText(attach)
        self.button.setAccessibleName(_("Attach to order {order}").format(order=job.order_id))
