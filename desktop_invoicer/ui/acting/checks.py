"""How a document fits, rule by rule: an icon and a word for each, and for what does not fit what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.messages import explain, money, ngettext, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.comparing import Candidate
from desktop_invoicer.ui.acting.telling import capital, document_name
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

_ICONS = {
    Verdict.OK: ("done", Role.SUCCESS),
    Verdict.UNKNOWN: ("info", Role.MUTED),
    Verdict.BLOCKING: ("error", Role.ERROR),
}


class Checks(Card):
    """Hidden while there is nothing to compare."""

    def __init__(self, job_id: JobId, parent: QWidget | None = None) -> None:
        """Compare nothing yet with a job."""
        super().__init__(N_("How it fits"), parent)
        self._job_id = job_id
        self._candidate: Candidate | None = None
        self._rows = QWidget()
        self.content.addWidget(self._rows)
        self.hide()

    def show_candidate(self, candidate: Candidate | None) -> None:
        """Show the comparisons of a document, and have the outcome read out."""
        self._candidate = candidate
        self.adapt()
        self.setVisible(candidate is not None)
        if candidate is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, _outcome(candidate)))

    def adapt(self) -> None:
        """Write every row anew."""
        checks = () if self._candidate is None else self._candidate.checks
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for verdict in (Verdict.BLOCKING, Verdict.OK):  # what has to be done something about comes first
            for check in checks:
                if check.verdict is verdict:
                    self._add(grid, check)
        self._add_unknown(grid, [word(check.name) for check in checks if check.verdict is Verdict.UNKNOWN])
        self.content.replaceWidget(self._rows, rows)
        self._rows.deleteLater()
        self._rows = rows

    def _add(self, grid: QGridLayout, check: Check) -> None:
        row, top = grid.rowCount(), Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._icon(check.verdict), row, 0, top)
        grid.addWidget(label(capital(word(check.name))), row, 1, top)
        found = label(self._found(check), "muted", wraps=True)
        if check.verdict is Verdict.BLOCKING:
            set_property(found, "ink", Tone.ERROR.value)
        grid.addWidget(found, row, 2, top)
        if check.problem is not None:
            told = explain(check.problem, self._job_id)
            grid.addWidget(label(told.sentence, "strong", wraps=True), row + 1, 1, 1, 2)
            grid.addWidget(label(told.step, "muted", wraps=True), row + 2, 1, 1, 2)

    def _add_unknown(self, grid: QGridLayout, names: list[str]) -> None:
        if names:
            row = grid.rowCount()
            grid.addWidget(self._icon(Verdict.UNKNOWN), row, 0, Qt.AlignmentFlag.AlignTop)
            told = _("The chave de acesso does not tell: {names}").format(names=", ".join(names))
            grid.addWidget(label(told, "muted", wraps=True), row, 1, 1, 2)

    def _icon(self, verdict: Verdict) -> QLabel:
        theme, icon = Theme.current(), QLabel()
        name, role = _ICONS[verdict]
        icon.setPixmap(theme.pixmap(name, role, theme.metrics.icon, self.devicePixelRatioF()))
        icon.setAccessibleName(word(verdict))
        return icon

    def _found(self, check: Check) -> str:
        """Say what the document has, and what it should have where that is something else."""
        if check.name is CheckName.KEY and self._candidate is not None:
            return document_name(self._candidate.paper.document)
        found, expected = _figure(check.name, check.found), _figure(check.name, check.expected)
        if check.verdict is Verdict.OK or not (found and expected):
            return found or word(check.verdict)
        return _("{found}, not {expected}").format(found=found, expected=expected)


def _figure(name: CheckName, side: str | int | None) -> str:
    """Write one side of a comparison as people do."""
    match name, side:
        case _, None:
            return ""
        case CheckName.VALUE, int():
            return money(side)
        case CheckName.ISSUER, str():
            return tax_id_text(side, revealed=True)
        case CheckName.ENVIRONMENT, str():
            return word(Environment(side))
        case CheckName.DIRECTION, str():
            return word(InvoiceType(side))
        case _:
            return str(side)


def _outcome(candidate: Candidate) -> str:
    wrong = [word(check.name) for check in candidate.checks if check.verdict is Verdict.BLOCKING]
    if not wrong:
        return _("The document fits.")
    told = ngettext("One thing does not fit: {names}.", "{count} things do not fit: {names}.", len(wrong))
    return told.format(count=len(wrong), names=", ".join(wrong))
