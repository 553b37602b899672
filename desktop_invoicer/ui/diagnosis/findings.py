"""The doctor's findings: what is not in order first, each with what to do and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop_invoicer.config.home import Home
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_, active_language
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.settings.place import Place
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the doctor brings the network and the database
    from desktop_invoicer.doctor import Finding

WAYS = {
    "settings": Place.STORE,
    "credentials": Place.ACCOUNTS,
    "origins": Place.ACCOUNTS,
    "receiver": Place.RECEIVER,
    "folders": Place.DOCUMENTS,
    "returns": Place.RETURNS,
}
"""Where in the settings each topic is put right, if it is there."""

_LOOKS = {
    "ok": ("done", Role.SUCCESS, N_("in order")),
    "warning": ("warning", Role.WARNING, N_("worth a look")),
    "error": ("error", Role.ERROR, N_("not in order")),
}
_WORST_FIRST = ("error", "warning", "ok")


class FindingRow(Adapting, QFrame):
    """One finding. ``place_wanted`` asks for the settings that it is about."""

    place_wanted = Signal(object)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        """Show a finding as it was told."""
        super().__init__(parent)
        self.setProperty("part", "card")
        self._finding = finding
        self._icon = QLabel()
        texts = QVBoxLayout()
        texts.setSpacing(2)
        is_well = finding.level.value == "ok"
        texts.addWidget(label(finding.sentence, part="" if is_well else "strong", wraps=True))
        if finding.step:
            texts.addWidget(label(finding.step, wraps=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        place = WAYS.get(finding.topic)
        if place is not None and not is_well:
            button = Button(N_("Put it right"))
            button.setAccessibleDescription(finding.sentence)
            button.clicked.connect(partial(self.place_wanted.emit, place))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.adapt()

    def adapt(self) -> None:
        """Draw the icon, and name the level for who does not see it."""
        icon, role, word = _LOOKS[self._finding.level.value]
        side = Theme.current().metrics.text(20)
        self._icon.setPixmap(Theme.current().pixmap(icon, role, side, self.devicePixelRatioF()))
        level = _(word)
        self._icon.setAccessibleName(level)
        self.setAccessibleName(f"{level}: {self._finding.sentence}")
        self.setAccessibleDescription(self._finding.step)


class Findings(Adapting, QWidget):
    """Looks at the desk in the background and lists what was found."""

    examined = Signal()
    """The look is over, whether it came to its end or not."""
    place_wanted = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show nothing yet; ``examine`` looks."""
        super().__init__(parent)
        self._workplace = workplace
        self._language = active_language()
        self._is_looking = False
        self._error: InvoicerError | None = None
        self.findings: Sequence[Finding] = ()
        self.summary = label(part="heading", wraps=True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self.say(self._progress.setAccessibleName, N_("Looking at this desk"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.summary)
        layout.addWidget(self._progress)
        layout.addLayout(self._rows)
        layout.addStretch()
        self._show()

    @property
    def is_looking(self) -> bool:
        """Tell whether the findings are still being made."""
        return self._is_looking

    @property
    def report(self) -> str:
        """Give all findings as text, for whoever helps from afar."""
        lines = [self.summary.text(), ""]
        for finding in self.findings:
            lines.append(f"[{finding.level.value}] {finding.topic}: {finding.sentence}")
            if finding.step:
                lines.append(f"    -> {finding.step}")
        return "\n".join(lines)

    def examine(self) -> None:
        """Look at everything; what was found before goes away."""
        if not self._is_looking:
            self._is_looking = True
            self._language = active_language()
            self._error = None
            self.findings = ()
            self._show()
            work = partial(_examine, self._workplace.home)
            self._workplace.tasks.run(self, work, self._on_examined, self._on_refused)

    def adapt(self) -> None:
        """Look again in another language: findings are told as they are made."""
        if self._language is not active_language() and self.findings:
            self.examine()
        else:
            self._tell()

    def _on_examined(self, findings: Sequence[Finding]) -> None:
        self._is_looking = False
        if self._language is not active_language():
            self.examine()
            return
        self.findings = sorted(findings, key=lambda finding: _WORST_FIRST.index(finding.level.value))
        self._end()

    def _on_refused(self, error: InvoicerError) -> None:
        """Say why there are no findings; a person may look again."""
        self._is_looking = False
        self._error = error
        self._end()

    def _end(self) -> None:
        self._show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.summary.text()))
        self.examined.emit()

    def _show(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        for finding in self.findings:
            shown = FindingRow(finding)
            shown.place_wanted.connect(self.place_wanted)
            self._rows.addWidget(shown)
        self._tell()

    def _tell(self) -> None:
        self._progress.setVisible(self._is_looking)
        wrong = sum(finding.level.value == "error" for finding in self.findings)
        doubtful = sum(finding.level.value == "warning" for finding in self.findings)
        if self._is_looking:
            self.summary.setText(_("Looking at settings, keyring, clock, network and folders…"))
        elif self._error is not None:
            self.summary.setText(refusal(self._error))
        elif wrong:
            text = ngettext("{count} thing has to be put right.", "{count} things have to be put right.", wrong)
            self.summary.setText(text.format(count=wrong))
        elif doubtful:
            self.summary.setText(_("The desk works. Something is worth a look."))
        else:
            self.summary.setText(_("Everything is in order.") if self.findings else "")


def _examine(home: Home) -> list[Finding]:
    from desktop_invoicer.doctor import examine

    return examine(home)
