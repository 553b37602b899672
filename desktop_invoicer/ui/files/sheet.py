"""Everything of one file on a page that scrolls: what it is, why it is where it is, and the jobs it may be for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_invoicer.domain.document import Document, DocumentKind
from desktop_invoicer.domain.filing import FoundFile
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, ngettext, word
from desktop_invoicer.messages.catalogue import N_, active_language
from desktop_invoicer.messages.figures import capital, shown
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.files.candidate_card import CandidateCard
from desktop_invoicer.ui.files.details import FileDetails
from desktop_invoicer.ui.files.outcome import outcome_of
from desktop_invoicer.ui.files.state import STATES
from desktop_invoicer.ui.job.figures import tax_id_text
from desktop_invoicer.ui.job.pieces import Facts, Identifier, icon, key_field
from desktop_invoicer.ui.parts.buttons import Button, CopyButton
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.parts.paths import LONGEST, breakable
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

MOST_SHOWN = 5
"""Candidates that are shown; whoever wants another one knows its order."""


class FileSheet(Adapting, QScrollArea):
    """Shows ``FileDetails``, and keeps focus and place as long as what had them is there."""

    candidate_chosen = Signal(object)
    """The ``Match`` to attach."""
    job_wanted = Signal(object)
    """The ``JobId`` that has the document."""
    folder_wanted = Signal()

    def __init__(self, actions: Actions) -> None:
        """Show nothing yet."""
        super().__init__()
        self._actions = actions
        self._details: FileDetails | None = None
        self._seen: object = None
        self._body = QWidget()
        page = QWidget()
        self._page = QVBoxLayout(page)
        self._page.setContentsMargins(20, 4, 20, 20)
        self._page.addWidget(self._body)
        self._page.addStretch()
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("part", "read")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.say(self.setAccessibleName, N_("Details of the file"))
        actions.keys_changed.connect(self.adapt)

    def show_details(self, details: FileDetails) -> None:
        """Show a file; the same once more changes nothing."""
        is_other = self._details is None or self._details.file.id != details.file.id
        self._details = details
        self.adapt()
        if is_other:
            self.verticalScrollBar().setValue(0)

    def focus_primary(self) -> None:
        """Put the focus on what is to be done next, or else where the keys scroll."""
        buttons = (button for button in self._body.findChildren(Button) if button.property("part") == "primary")
        next((button for button in buttons if button.isEnabled()), self).setFocus()

    def adapt(self) -> None:
        """Build everything anew where it would look otherwise."""
        theme, details = Theme.current(), self._details
        key = self._actions.key(Command.ATTACH)
        seen = (details, key, active_language(), theme.tokens.is_dark, theme.metrics)
        if details is None or seen == self._seen:
            return
        self._seen = seen
        focused = self.window().focusWidget()
        name = focused.objectName() if self._body.isAncestorOf(focused) else ""
        old, self._body = self._body, self._built(details, key)
        self._page.replaceWidget(old, self._body)
        self._body.show()
        old.hide()
        old.deleteLater()
        again = self._body.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus()

    def _built(self, details: FileDetails, key: str) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._outcome_card(details))
        for place, match in enumerate(details.matches[:MOST_SHOWN]):
            card = CandidateCard(match, "" if place else key)
            card.chosen.connect(self.candidate_chosen)
            column.addWidget(card)
        left_out = len(details.matches) - MOST_SHOWN
        if left_out > 0:
            more = ngettext("{count} more order is possible.", "{count} more orders are possible.", left_out)
            column.addWidget(label(more.format(count=left_out), "muted", wraps=True))
        if details.file.document is not None:
            column.addWidget(_document_card(details, details.file.document))
        column.addWidget(self._file_card(details.file))
        return body

    def _outcome_card(self, details: FileDetails) -> Card:
        """Say why the file is where it is, and what to do."""
        card, told, state = Card(""), outcome_of(details), STATES[details.file.state]
        role, words = Role.MUTED if state.tone is Tone.NEUTRAL else Role(state.tone.value), QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label(told.sentence, "strong", wraps=True))
        for text in filter(None, (told.owner, told.step)):
            words.addWidget(label(text, wraps=True))
        if told.detail:
            words.addWidget(label(told.detail, "small", wraps=True, selectable=True))
        if details.file.job is not None:
            button = Button(N_("Show the order"), "next", "primary")
            button.setObjectName("show_order")
            button.clicked.connect(self._on_job_wanted)
            words.addSpacing(4)
            words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(icon(state.icon, role), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        card.content.addLayout(row)
        card.setAccessibleName(told.sentence)
        set_tone(card, None if state.tone is Tone.NEUTRAL else state.tone)
        return card

    def _file_card(self, file: FoundFile) -> Card:
        card = Card(N_("File"))
        copy = CopyButton(N_("path"), lambda: file.path)
        copy.setObjectName("copy_path")
        copy.setProperty("part", "inline")
        show = Button(N_("Show in folder"), "folder", "inline")
        show.setObjectName("show_folder")
        show.clicked.connect(self.folder_wanted)
        row = QHBoxLayout()
        path = label(breakable(file.path), wraps=True)
        path.setAccessibleName(shown(file.path, LONGEST))
        row.addWidget(path, 1)
        row.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        card.content.addLayout(row)
        card.content.addWidget(label(_("Changed {time}").format(time=moment(file.modified_at)), "muted", wraps=True))
        card.content.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _on_job_wanted(self) -> None:
        if self._details is not None and self._details.file.job is not None:
            self.job_wanted.emit(self._details.file.job)


def _document_card(details: FileDetails, document: Document) -> Card:
    card, facts, content = Card(N_("Fiscal document")), Facts(), details.content
    facts.tell_below(_("Chave de acesso"), key_field(document.key.text, "copy_key"))
    facts.tell(_("Issued"), moment(document.issued_at))
    facts.tell(_("Issuer"), tax_id_text(document.key.cnpj, revealed=True))
    if content is not None and document.kind is DocumentKind.NOTE:
        facts.tell(_("Buyer"), tax_id_text(content.buyer, revealed=False) if content.buyer else _("Not named"))
    if document.is_authorised is not None:
        facts.tell(_("Authorised"), _("Yes") if document.is_authorised else _("No"))
    if document.protocol:
        facts.tell(_("Protocol"), Identifier(N_("protocol"), document.protocol, "copy_protocol"))
    if document.environment is not None:
        facts.tell(_("Environment"), capital(word(document.environment)))
    card.content.addLayout(facts)
    return card
