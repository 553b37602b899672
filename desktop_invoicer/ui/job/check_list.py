"""How a document fits, rule by rule: what has to be looked at first, with what to do, what is right in a few lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QSpacerItem, QVBoxLayout, QWidget

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.notification import InvoiceType
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.messages import explain, money, ngettext, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, day
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.job.pieces import icon, with_icon
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme

ICONS = {
    Verdict.BLOCKING: ("error", Role.ERROR),
    Verdict.WARNING: ("warning", Role.WARNING),
    Verdict.OK: ("done", Role.SUCCESS),
    Verdict.UNKNOWN: ("info", Role.MUTED),
}
"""What stands before a check, so that nothing is told by colour alone."""
WRONG = (Verdict.BLOCKING, Verdict.WARNING)
"""What a person has to look at, the worst first."""
APART = 4
"""Points between two things that are wrong, beside the usual ones between lines."""
_BETWEEN = "\u00a0· "
"""Stands at the end of a line rather than at the beginning of one."""
_ONE_SIDED = frozenset({CheckName.DATE})
"""What has no side that it should be equal to."""
_WRITTEN: Mapping[CheckName, Callable[[Any], str]] = {
    CheckName.VALUE: money,
    CheckName.ISSUER: partial(tax_id_text, revealed=True),
    CheckName.ENVIRONMENT: lambda side: word(Environment(side)),
    CheckName.DIRECTION: lambda side: word(InvoiceType(side)),
    CheckName.DATE: lambda side: day(date.fromisoformat(side)),
}


class CheckList(Adapting, QWidget):
    """Shows checks of a document with a job, the worst first.

    What is right may be folded away behind a button; a line then says how the document fits on the whole.
    """

    def __init__(self, job_id: JobId, parent: QWidget | None = None, *, folds: bool = False) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._job_id = job_id
        self._checks: Sequence[Check] = ()
        self._document = ""
        self._folds = folds
        self._summary = QWidget()
        self._rows = QWidget()
        self._rest = QWidget()
        self.toggle = Button(N_("What was compared"), "chevron-down", "inline")
        self.toggle.setObjectName("toggle_checks")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._on_toggled)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(self._summary)
        self._layout.addWidget(self._rows)
        self._layout.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self._rest)
        self.toggle.setHidden(not folds)

    def show_checks(self, checks: Sequence[Check], document: str = "") -> None:
        """Show other checks, of a document that people call ``document``."""
        self._checks, self._document = checks, document
        self.adapt()

    def adapt(self) -> None:
        """Write every row anew."""
        wrong = [check for check in self._checks if check.verdict in WRONG]
        name, role = ICONS[worst(self._checks)]
        self._summary = self._replace(self._summary, with_icon(name, in_short(self._checks), role, "strong"))
        self._rows = self._replace(self._rows, self._wrong_rows())
        self._rest = self._replace(self._rest, self._other_rows())
        self._summary.setVisible(self._folds and len(wrong) != 1)
        self._rows.setVisible(bool(wrong))
        self._rest.setVisible(self.toggle.isChecked() or not self._folds)

    def _replace(self, old: QWidget, new: QWidget) -> QWidget:
        self._layout.replaceWidget(old, new)
        old.hide()
        old.deleteLater()
        return new

    def _wrong_rows(self) -> QWidget:
        rows, grid = _grid()
        for verdict in WRONG:
            for check in self._checks:
                if check.verdict is verdict:
                    self._add_wrong(grid, check)
        return rows

    def _add_wrong(self, grid: QGridLayout, check: Check) -> None:
        if grid.count():
            grid.addItem(QSpacerItem(0, APART), grid.rowCount(), 0)
        row, top = grid.rowCount(), Qt.AlignmentFlag.AlignTop
        grid.addWidget(_mark(check.verdict), row, 0, top)
        grid.addWidget(label(capital(word(check.name)), "strong"), row, 1, top)
        found = label(self._found(check), wraps=True)
        found.setProperty("ink", ICONS[check.verdict][1].value)
        grid.addWidget(found, row, 2, top)
        if check.problem is not None:
            told = explain(check.problem, self._job_id)
            grid.addWidget(label(told.sentence, wraps=True), row + 1, 1, 1, 2)
            grid.addWidget(label(told.step, "muted", wraps=True), row + 2, 1, 1, 2)

    def _other_rows(self) -> QWidget:
        """Tell what is right, figures first, and name what could not be compared, in a paragraph each."""
        rows, grid = _grid()
        fitting = [check for check in self._checks if check.verdict is Verdict.OK]
        right = [self._in_few_words(check) for check in sorted(fitting, key=lambda check: check.found is None)]
        unknown = [word(check.name) for check in self._checks if check.verdict is Verdict.UNKNOWN]
        self._add_together(grid, Verdict.OK, _BETWEEN.join(right))
        told = _("Not known: {names}").format(names=", ".join(unknown)) if unknown else ""
        self._add_together(grid, Verdict.UNKNOWN, told)
        return rows

    def _add_together(self, grid: QGridLayout, verdict: Verdict, text: str) -> None:
        if text:
            row = grid.rowCount()
            grid.addWidget(_mark(verdict), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(text, "muted", wraps=True), row, 1, 1, 2)

    def _in_few_words(self, check: Check) -> str:
        if check.name is CheckName.KEY and self._document:
            return capital(self._document)
        found = figure(check.name, check.found)
        name = capital(word(check.name))
        return f"{name}: {found}" if found and check.name is not CheckName.KEY else name

    def _found(self, check: Check) -> str:
        """Say what the document has, and what it should have where that is something else."""
        found, expected = figure(check.name, check.found), figure(check.name, check.expected)
        if found == expected:  # an event goes the way of a return, and yet is none
            return word(check.verdict)
        if check.name in _ONE_SIDED or not (found and expected):
            return found or word(check.verdict)
        return _("{found}, not {expected}").format(found=found, expected=expected)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self.toggle.setIcon(Theme.current().icon("chevron-up" if is_open else "chevron-down"))
        self._rest.setVisible(is_open)


def figure(name: CheckName, side: str | int | None) -> str:
    """Write one side of a comparison as people do."""
    return "" if side is None else _WRITTEN.get(name, str)(side)


def worst(checks: Sequence[Check]) -> Verdict:
    """Tell how a document fits on the whole."""
    verdicts = {check.verdict for check in checks}
    return next((verdict for verdict in WRONG if verdict in verdicts), Verdict.OK)


def outcome(checks: Sequence[Check]) -> str:
    """Say in a sentence how a document fits: what keeps it out, and what to look at."""
    wrong = [word(check.name) for check in checks if check.verdict is Verdict.BLOCKING]
    odd = [word(check.name) for check in checks if check.verdict is Verdict.WARNING]
    told = _("The document fits.")
    if wrong:
        told = ngettext("One thing does not fit: {names}.", "{count} things do not fit: {names}.", len(wrong))
        told = told.format(count=len(wrong), names=", ".join(wrong))
    if not odd:
        return told
    look = ngettext("One thing to look at: {names}.", "{count} things to look at: {names}.", len(odd))
    return " ".join((told, look.format(count=len(odd), names=", ".join(odd))))


def in_short(checks: Sequence[Check]) -> str:
    """Say how a document fits where the names stand below."""
    count = sum(check.verdict is worst(checks) for check in checks)
    match worst(checks):
        case Verdict.BLOCKING:
            told = ngettext("One thing does not fit", "{count} things do not fit", count)
        case Verdict.WARNING:
            told = ngettext("One thing to look at", "{count} things to look at", count)
        case _:
            told = _("Everything that can be compared fits")
    return told.format(count=count)


def _grid() -> tuple[QWidget, QGridLayout]:
    rows = QWidget()
    grid = QGridLayout(rows)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(2, 1)
    return rows, grid


def _mark(verdict: Verdict) -> QLabel:
    made = icon(*ICONS[verdict])
    made.setAccessibleName(word(verdict))
    return made
