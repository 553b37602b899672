"""The very texts that VTEX sent for a job, for whoever has to look closely. They hold personal data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QTabWidget, QWidget

from desktop_invoicer.domain.journal import RAW
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.acting.notice import Notice
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.clearing import make_clearable
from desktop_invoicer.ui.theme.theme import Theme
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

if TYPE_CHECKING:  # the engine brings the network and the database, which the window does not wait for
    from desktop_invoicer.engine.desk import JobDetails

NAMES = (N_("Request"), N_("Order"), N_("Refused answer"))


class RawDialog(Dialog):
    """Shows the texts side by side in tabs, to search, copy and save."""

    def __init__(self, workplace: Workplace, details: JobDetails, parent: QWidget) -> None:
        """Show the texts of a job."""
        super().__init__(N_("What VTEX sent"), N_("Close"), 900, parent)
        self.setObjectName("raw_dialog")
        self._workplace = workplace
        self._order = details.job.order_id
        self._pages: dict[str, QPlainTextEdit] | None = None
        self._notice = Notice()
        self.search = QLineEdit()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._lay_out_texts()
        self.adapt()
        self.search.setFocus()
        workplace.tasks.run(self, partial(_texts, details), self._on_laid_out)
        self.search.textEdited.connect(self._on_searched)
        self.search.returnPressed.connect(self._on_next)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        QShortcut(QKeySequence.StandardKey.FindNext, self, self._on_next)

    def adapt(self) -> None:
        """Warn, and name the texts, in the language in use."""
        if self._pages == {}:
            self._notice.tell(_("Nothing was read from VTEX yet."), Tone.INFO)
            return
        self._notice.tell(_("This holds personal data of the buyer. Give it only to whoever needs it."), Tone.WARNING)
        for name, page in (self._pages or {}).items():
            self.tabs.setTabText(self.tabs.indexOf(page), _(name))
            page.setAccessibleName(_(name))

    @property
    def text(self) -> str:
        """Give the text in view."""
        shown = self._shown
        return "" if shown is None else shown.toPlainText()

    @property
    def _shown(self) -> QPlainTextEdit | None:
        page = self.tabs.currentWidget()
        return page if isinstance(page, QPlainTextEdit) else None

    def _lay_out_texts(self) -> None:
        self.say(self.search.setPlaceholderText, N_("Search in the text"))
        self.say(self.search.setAccessibleName, N_("Search in the text"))
        make_clearable(self.search, self)
        copy, save = Button(N_("Copy"), "copy"), Button(N_("Save to a file"), "save")
        copy.clicked.connect(self._on_copy)
        save.clicked.connect(self._on_save)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.search, 1)
        row.addWidget(copy)
        row.addWidget(save)
        self.tabs.setMinimumHeight(Theme.current().metrics.text(440))
        self.content.addWidget(self._notice)
        self.content.addLayout(row)
        self.content.addWidget(self.tabs, 1)

    def _on_laid_out(self, texts: Mapping[str, str]) -> None:
        self._pages = {name: QPlainTextEdit(text) for name, text in texts.items()}
        for page in self._pages.values():
            page.setReadOnly(True)
            page.setTabChangesFocus(True)
            self.tabs.addTab(page, "")
        self.adapt()

    def _on_searched(self) -> None:
        if self._shown is not None:
            self._shown.moveCursor(QTextCursor.MoveOperation.Start)
        self._on_next()

    def _on_next(self) -> None:
        """Go to the next place, from the end back to the first."""
        shown, text = self._shown, self.search.text()
        if shown is None or not text or shown.find(text):
            return
        shown.moveCursor(QTextCursor.MoveOperation.Start)
        shown.find(text)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)
        self._workplace.toasts.show_notice(_("Copied"))

    def _on_save(self) -> None:
        name = f"{self._order}.json"
        dialog = QFileDialog(self, _("Save to a file"), name)
        dialog.setObjectName("save_raw")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(partial(self._on_chosen, self.text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, text: str, file: str) -> None:
        self._workplace.tasks.run(self, partial(_write, Path(file), text), partial(self._on_written, file))

    def _on_written(self, file: str, failure: str) -> None:
        told, tone = (_("Saved: {file}"), Tone.SUCCESS) if not failure else (_("Not saved: {file}"), Tone.ERROR)
        self._notice.tell(" ".join((told.format(file=file), failure)).strip(), tone)


def _texts(details: JobDetails) -> Mapping[str, str]:
    """Give the texts by their marked names, laid out for reading; takes its time."""
    content = details.content
    refused = [str(entry.facts[RAW]) for entry in details.timeline if RAW in entry.facts]
    found = ("", "") if content is None else (content.raw_notification, content.raw_order)
    texts = dict(zip(NAMES, (*found, refused[-1] if refused else ""), strict=True))
    return {name: _readable(text) for name, text in texts.items() if text}


def _readable(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def _write(path: Path, text: str) -> str:
    """Write a text; give why it could not, which is empty when it could."""
    try:
        path.write_text(text, "utf-8")
    except OSError as exc:
        return exc.strerror or str(exc)
    return ""
