"""The audit trail in a dialog: who did what, newest first, found by person or order, verified, and taken elsewhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop_invoicer.domain.audit import AuditLine, AuditQuery, Deed
from desktop_invoicer.domain.audit_check import AuditVerdict
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain, moment, ngettext, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.messages.figures import capital, number, shown
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.clearing import make_clearable
from desktop_invoicer.ui.parts.column_table import Column, ColumnTable
from desktop_invoicer.ui.parts.vacancy import Vacancy
from desktop_invoicer.ui.status.saving import choose_file
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.commands import Commands

WIDTH, HIGH = 1040, 420
FACTS = 4
"""The column that takes what is left."""
MOST = 500
"""Entries that are listed; the whole trail is in the export."""
PAUSE = 250
"""Milliseconds after the last letter before it is searched."""


class TrailDialog(Dialog):
    """Shows the newest entries. Nothing can be changed here, as nowhere."""

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the dialog; ``open`` it to see the entries."""
        super().__init__(N_("Audit trail"), N_("Close"), WIDTH, parent)
        self.setObjectName("trail")
        self._workplace = workplace
        self.search = QLineEdit()
        self.table = ColumnTable(N_("Audit trail"), COLUMNS, lambda line: line.number, widest=FACTS)
        self.verify = Button(N_("Verify now"), "lock")
        self.export = Button(N_("Export…"), "save")
        self._show_all = Button(N_("Show all entries"), "all")
        self._nothing = Vacancy(self.table.viewport(), self._show_all)
        self.notice = Notice()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._fill()
        self._connect()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """List the newest entries that are looked for."""
        text = self.search.text().strip()
        self._workplace.link.ask(self, lambda commands: _found(commands, text), self._on_read)

    def export_to(self, path: Path) -> None:
        """Have the whole trail written to a file."""
        operator = self._workplace.operator

        def written(commands: Commands) -> Awaitable[Any]:
            return commands.auditing.export(path, operator)

        self._ask(written, self._on_exported)

    def _fill(self) -> None:
        self.say(self.search.setPlaceholderText, N_("Search: person, order, or what was done"))
        self.say(self.search.setAccessibleName, N_("Search the audit trail"))
        make_clearable(self.search, self)
        self.table.setFixedHeight(Theme.current().metrics.text(HIGH))
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.verify)
        self.content.addLayout(top)
        self.content.addWidget(self.notice)
        self.content.addWidget(self.table)
        self.foot.addWidget(self.export)
        for before, after in pairwise((self.search, self.verify, self.table, self.back, self.export)):
            self.setTabOrder(before, after)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.refresh)
        self._show_all.clicked.connect(self.search.clear)
        self.verify.clicked.connect(self._on_verify)
        self.export.clicked.connect(self._on_export)

    def _on_read(self, lines: tuple[AuditLine, ...]) -> None:
        self.table.list_rows(lines)
        text = self.search.text().strip()
        words = _("Nothing found for “{text}”").format(text=shown(text)) if text else _("Nothing was done yet")
        self._nothing.say_why("search" if text else "timeline", words, offers=bool(text))
        self._nothing.setVisible(not lines)

    @Slot()
    def _on_verify(self) -> None:
        self.verify.setEnabled(False)
        self.notice.tell(_("Every entry is looked at…"), Tone.INFO)
        self._ask(_verdict, self._on_verified)

    def _ask(self, work: Callable[[Commands], Awaitable[Any]], on_done: Callable[[Any], object]) -> None:
        self._workplace.link.ask(self, work, on_done, self._on_refused)

    def _on_verified(self, verdict: AuditVerdict) -> None:
        self._tell(*verdict_words(verdict))

    def _on_refused(self, error: InvoicerError) -> None:
        self._tell(refusal(error), Tone.ERROR)

    @Slot()
    def _on_export(self) -> None:
        choose_file(self, self._workplace.preferences, _("Export the audit trail"), "audit.csv", self.export_to)

    def _on_exported(self, count: int) -> None:
        told = ngettext("{count} entry written.", "{count} entries written.", count)
        self._tell(told.format(count=number(count)), Tone.SUCCESS)

    def _tell(self, words: str, tone: Tone) -> None:
        self.verify.setEnabled(True)
        self.notice.tell(words, tone)


def verdict_words(verdict: AuditVerdict) -> tuple[str, Tone]:
    """Say what a check of the whole trail found."""
    if verdict.is_sound:
        told = ngettext(
            "The audit trail is whole: {count} entry.", "The audit trail is whole: {count} entries.", verdict.lines
        )
        return told.format(count=number(verdict.lines)), Tone.SUCCESS
    message = explain(verdict.findings[0])
    return f"{message.sentence} {message.step}", Tone.ERROR


def _verdict(commands: Commands) -> Awaitable[Any]:
    return commands.auditing.verify()


def _found(commands: Commands, text: str) -> list[AuditLine]:
    """Give the newest entries in which a text stands, as they are read."""
    lines = commands.auditing.entries(AuditQuery(), None, MOST)
    wanted = text.casefold()
    return [
        line for line in lines if wanted in " ".join((_who(line), _deed(line), line.subject, _facts(line))).casefold()
    ]


def _when(line: AuditLine) -> str:
    try:
        return moment(datetime.fromisoformat(line.at))
    except ValueError:  # somebody changed it
        return shown(line.at)


def _who(line: AuditLine) -> str:
    return shown(line.who) or _("by itself")


def _deed(line: AuditLine) -> str:
    try:
        return capital(word(Deed(line.deed)))
    except ValueError:  # of another version, or somebody changed it
        return shown(line.deed)


def _facts(line: AuditLine) -> str:
    facts = line.told
    if isinstance(facts, str):
        return shown(facts)
    return shown(", ".join(f"{name}: {fact}" for name, fact in facts.items()))


COLUMNS = (
    Column(N_("When"), _when),
    Column(N_("Who"), _who, is_strong=True),
    Column(N_("What"), _deed),
    Column(N_("About"), lambda line: shown(line.subject), rank=1),
    Column(N_("Facts"), _facts),
    Column(N_("No."), lambda line: str(line.number), rank=2, is_right=True),
)
"""What the list says of each entry."""
