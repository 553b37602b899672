"""The panel beside the table: the selected file, and what may be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_invoicer.domain.filing import FileId, FileState
from desktop_invoicer.errors import InvoicerError, ServiceStoppedError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.files.columns import document_words
from desktop_invoicer.ui.files.details import FileDetails, look
from desktop_invoicer.ui.files.sheet import FileSheet
from desktop_invoicer.ui.files.state import STATES
from desktop_invoicer.ui.job.command_button import CommandButton
from desktop_invoicer.ui.job.flow import Flow
from desktop_invoicer.ui.job.head import Mark
from desktop_invoicer.ui.job.pieces import holding
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.paths import breakable, file_name
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.workplace import Workplace

PATIENCE = 200
"""Milliseconds that the last file stays in view while the next one is looked up: longer than it ever takes."""


class FilePanel(Adapting, QWidget):
    """Shows one file and keeps it as the desk has it."""

    possible_changed = Signal()
    """``possible`` is another set now."""
    wanted = Signal(object)
    """The ``Command`` that was pressed."""
    other_order_wanted = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Show no file yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._file_id: FileId | None = None
        self._details: FileDetails | None = None
        self._name = label(part="title", wraps=True)
        self._value = label(part="figure")
        self._state = Mark(tinted=True)
        self.sheet = FileSheet(workplace.actions)
        self._other = Button(N_("Another order…"), "search")
        self._other.setObjectName("other_order")
        self._set_aside = CommandButton(workplace.actions, Command.DISMISS)
        self._set_aside.let_everybody()
        self._take_back = CommandButton(workplace.actions, Command.RETRY)
        self._foot = QFrame()
        self._whole = QWidget()
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._lay_out()
        self._connect()
        self.adapt()
        self._whole.hide()

    @property
    def details(self) -> FileDetails | None:
        """Give what is shown; ``None`` while nothing is, or it is being looked up."""
        return self._details

    @property
    def possible(self) -> frozenset[Command]:
        """Give the commands that can be carried out now."""
        details = self._details
        if details is None:
            return frozenset()
        if details.file.state is FileState.SET_ASIDE:
            return frozenset({Command.RETRY})
        attach = {Command.ATTACH} if details.matches and details.matches[0].may_be_attached else set()
        dismiss = {Command.DISMISS} if details.file.state in {FileState.PROPOSED, FileState.UNMATCHED} else set()
        return frozenset(attach | dismiss)

    def show_file(self, file_id: FileId | None) -> None:
        """Show another file, or none."""
        if file_id == self._file_id:
            return
        self._file_id, self._details = file_id, None
        self._patience.start()
        self._offer()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look up the file in view as it is now."""
        file_id = self._file_id
        if file_id is not None:
            on_refused = partial(self._on_refused, file_id)
            self._workplace.link.ask(self, lambda commands: look(commands, file_id), self._show, on_refused)

    def focus_primary(self) -> None:
        """Put the focus on what is to be done next."""
        self.sheet.focus_primary()

    def adapt(self) -> None:
        """Say everything that is computed in the language in use."""
        self._set_aside.say_words(_("Set it aside"))
        self._take_back.say_words(_("Put back on the list"))
        if self._details is not None:
            file, state = self._details.file, STATES[self._details.file.state]
            document = file.document
            self._name.setText(breakable(file_name(file.path)) if document is None else document_words(document))
            self._value.setText("" if document is None or document.value is None else money(document.value))
            self._state.show_mark(state.icon, _(state.words), state.tone)

    def _lay_out(self) -> None:
        marks = QHBoxLayout()
        marks.addWidget(self._state)
        marks.addStretch()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._name, 1)
        top.addWidget(self._value, 0, Qt.AlignmentFlag.AlignTop)
        head = QVBoxLayout()
        head.setContentsMargins(20, 14, 20, 10)
        head.setSpacing(6)
        head.addLayout(top)
        head.addLayout(marks)
        foot = Flow(8)
        for button in (self._other, self._take_back, self._set_aside):
            foot.addWidget(button)
        self._foot.setProperty("part", "footer")
        foot_row = QVBoxLayout(self._foot)
        foot_row.setContentsMargins(20, 10, 20, 10)
        foot_row.addWidget(holding(foot))
        inner = QVBoxLayout(self._whole)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(self.sheet, 1)
        inner.addWidget(self._foot)
        self._none = label(part="muted", wraps=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.say(self._none.setText, N_("No file selected"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._whole, 1)
        layout.addWidget(self._none, 1)

    def _connect(self) -> None:
        self._patience.timeout.connect(self._on_patience_over)
        self._other.clicked.connect(self.other_order_wanted)
        self._set_aside.wanted.connect(self.wanted)
        self._take_back.wanted.connect(self.wanted)

    def _show(self, details: FileDetails) -> None:
        """Show what is known of the file that is wanted; anything else came too late."""
        if details.file.id != self._file_id:
            return
        self._patience.stop()
        self._details = details
        self.adapt()
        self.sheet.show_details(details)
        self._none.hide()
        self._whole.show()
        self._offer()

    def _offer(self) -> None:
        details, possible = self._details, self.possible
        if details is not None:  # what is in view stays as it is while the next file is looked up
            self._other.setVisible(details.is_free)
            self._set_aside.setVisible(Command.DISMISS in possible)
            self._take_back.setVisible(Command.RETRY in possible)
            self._foot.setVisible(details.is_free or bool(possible))
        self.possible_changed.emit()

    @Slot()
    def _on_patience_over(self) -> None:
        self._whole.hide()
        self._none.show()

    def _on_refused(self, file_id: FileId, error: InvoicerError) -> None:
        """Show nothing: the file is not there any more. A desk that restarts looks it up again."""
        if file_id == self._file_id and not isinstance(error, ServiceStoppedError):
            self._details = None
            self._on_patience_over()
            self._offer()
