"""The selected finding, whole: what is wrong, whose turn it is, and the one thing that puts it right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.finding import Finding, Fix
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, word
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.day.finding_rows import message_of
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.theme.theme import Role, Theme

ICONS: Mapping[Fix, str] = {
    Fix.ATTACH: "attach",
    Fix.SUBMIT: "submit",
    Fix.RETRY: "retry",
    Fix.ASK_VTEX: "add",
    Fix.OPEN_JOB: "next",
    Fix.OPEN_FILE: "folder-watched",
    Fix.OPEN_IN_VTEX: "open-external",
    Fix.DIAGNOSE: "why",
    Fix.COMPARE: "refresh",
    Fix.NOTE: "edit",
}


class FindingDetails(Adapting, QFrame):
    """Says it of one finding. ``wanted`` brings the finding and the ``Fix`` that was pressed."""

    wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say how to choose a finding."""
        super().__init__(parent)
        self.setProperty("part", "footer")
        self.zone: tzinfo | None = None
        """Of the store, by whose clock moments are told."""
        self._finding: Finding | None = None
        self._sentence = label(part="strong", wraps=True, selectable=True)
        self._step, self._note = label(part="muted", wraps=True), label(wraps=True)
        self.settle = Button(N_("Note what it is"), "edit", "quiet")
        self.fix = Button("", "", "primary")
        self.settle.clicked.connect(self._on_settle)
        self.fix.clicked.connect(self.press)
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._sentence, self._step, self._note):
            words.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.settle, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.fix, 0, Qt.AlignmentFlag.AlignVCenter)
        self.adapt()

    def show_finding(self, finding: Finding | None) -> None:
        """Say it of another one."""
        self._finding = finding
        self.adapt()

    def press(self) -> None:
        """Ask for what puts the finding right."""
        if self._finding is not None:
            self.wanted.emit(self._finding, self._finding.fix)

    def adapt(self) -> None:
        """Say it in the language in use."""
        finding = self._finding
        is_settled = finding is not None and finding.note is not None
        is_word = finding is not None and finding.fix is Fix.NOTE
        self.fix.setVisible(finding is not None and not (is_word and is_settled))
        self.settle.setVisible(finding is not None and not is_word and not is_settled)
        self._step.setVisible(finding is not None)
        self._note.setVisible(is_settled)
        if finding is None:
            self._sentence.setText(_("Choose a finding to read what to do about it."))
            return
        told = message_of(finding)
        self._sentence.setText(told.sentence)
        self._step.setText(f"{capital(word(told.owner))}: {told.step}")
        self.fix.setText(word(finding.fix))
        self.fix.setAccessibleName(word(finding.fix))
        self.fix.show_key(_("Enter"))
        self.fix.setIcon(Theme.current().icon(ICONS[finding.fix], Role.ON_BRAND))
        if (note := finding.note) is not None:
            said = _("{name}, {at}: {reason}")
            self._note.setText(
                said.format(name=shown(note.operator), at=moment(note.at, self.zone), reason=shown(note.reason, 200))
            )

    def _on_settle(self) -> None:
        if self._finding is not None:
            self.wanted.emit(self._finding, Fix.NOTE)
