"""The lock screen: covers everything until somebody signs in. What is not sent and what is wrong stays in view."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.errors import InvoicerError, NotRunningError
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.acting.telling import refusal
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.frame.connection import Connections
from desktop_invoicer.ui.frame.notice_bar import NoticeBar, WarningFollower
from desktop_invoicer.ui.frame.reach import ReachFollower
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.text import label
from desktop_invoicer.ui.people.door import Door
from desktop_invoicer.ui.people.sign_in_form import SignInForm
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone
from desktop_invoicer.ui.workplace import Workplace

WIDEST = 760
"""How wide the card grows at the ordinary size of text."""


class LockScreen(Adapting, QWidget):
    """Takes every key and every scan. ``again`` asks for another start of the desk."""

    again = Signal()

    def __init__(self, workplace: Workplace, door: Door, parent: QWidget | None = None) -> None:
        """Follow the people of ``workplace``, and have them come in by ``door``."""
        super().__init__(parent)
        self.setObjectName("lock_screen")
        self._presence, self._link, self._door = workplace.presence, workplace.link, door
        self._unsent, self._most = 0, 0
        self.form = SignInForm()
        self.notices, self.connections = NoticeBar(), Connections()
        self._store, self._count = label(part="strong"), label(part="strong")
        self._icon = QLabel()
        self._again = Button(N_("Try again"), "retry")
        self._again.setObjectName("again")
        self._lay_out()
        WarningFollower(self.notices, self._link, self)
        ReachFollower(self.connections, workplace, self)
        self.form.wanted.connect(self._on_wanted)
        self._again.clicked.connect(self.again)
        self._presence.changed.connect(self._on_people_changed)
        self._link.started.connect(self._on_started)
        self._link.start_failed.connect(self._on_start_failed)
        self._on_people_changed()
        self._on_started()

    def begin(self, name: str) -> None:
        """Come up, with somebody chosen already if that helps."""
        self.form.begin(name)
        self._on_started()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, _("Locked. Sign in to go on.")))

    def show_unsent(self, count: int, most: int) -> None:
        """Tell how many jobs are not sent yet; nobody counted further than ``most``."""
        self._unsent, self._most = count, most
        self.adapt()

    def refuse_scan(self) -> None:
        """Say that a scan is of no use here."""
        self.form.wait.tell(_("Nothing was done with the scan. Sign in first, then scan again."))

    def adapt(self) -> None:
        """Say the count in the language in use."""
        theme, count = Theme.current(), self._unsent
        if count and count >= self._most:
            told = _("{count}+ not sent").format(count=self._most - 1)
        else:
            told = ngettext("{count} not sent", "{count} not sent", count).format(count=count)
        self._count.setText(told)
        side = theme.metrics.largest_icon
        self._icon.setPixmap(theme.pixmap("lock", Role.MUTED, side, self.devicePixelRatioF()))

    def _lay_out(self) -> None:
        heading, hint = label(part="title"), label(part="muted", wraps=True)
        self.say(heading.setText, N_("Locked"))
        self.say(hint.setText, N_("Choose your name and type your PIN. The desk goes on working meanwhile."))
        self._card = QFrame()
        self._card.setProperty("part", "card")
        self._card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(28, 24, 28, 28)
        inside.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon)
        head.addWidget(heading, 1)
        inside.addLayout(head)
        inside.addWidget(hint)
        inside.addSpacing(12)
        inside.addWidget(self.form, 1)
        inside.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(_centred(self._card))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top())
        column.addWidget(self.notices)
        column.addWidget(area, 1)
        Theme.current().changed.connect(self._resize)
        self._resize()

    def _top(self) -> QFrame:
        top = QFrame()
        top.setProperty("part", "header")
        row = QHBoxLayout(top)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(20)
        row.addWidget(self._store)
        row.addStretch()
        row.addWidget(self.connections)
        row.addWidget(self._count)
        return top

    def _resize(self) -> None:
        metrics = Theme.current().metrics
        self._card.setMaximumWidth(metrics.text(WIDEST))

    @Slot(str, str)
    def _on_wanted(self, name: str, pin: str) -> None:
        self._door.sign_in(self, name, pin, self._on_refused)

    def _on_refused(self, error: InvoicerError) -> None:
        if isinstance(error, NotRunningError):
            self.form.forget()
            self._tell_resting()
        else:
            self.form.refuse(error)

    @Slot()
    def _on_people_changed(self) -> None:
        self.form.show_people(self._presence.roster)
        if not self._presence.is_locked:
            self.form.forget()

    @Slot()
    def _on_started(self) -> None:
        running = self._link.running
        self._again.setVisible(self._link.is_resting)
        self.form.let_ask(can_ask=running is not None)
        if running is None:
            self._tell_resting()
        else:
            self._store.setText(running.settings.store.name)
            self.form.wait.clear()

    @Slot(object)
    def _on_start_failed(self, error: InvoicerError) -> None:
        self._again.show()
        self.form.let_ask(can_ask=False)
        self.form.wait.tell(refusal(error), Tone.ERROR)

    def _tell_resting(self) -> None:
        if self._link.is_resting or self._link.running is not None:  # which answers nobody any more
            self._again.show()
            self.form.wait.tell(_("The desk does not run. Try again."), Tone.ERROR)
        else:
            self.form.wait.tell(_("The desk is starting…"), Tone.NEUTRAL)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let no key reach what is behind."""
        event.accept()


def _centred(card: QWidget) -> QWidget:
    body = QWidget()
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 10)
    row.addStretch(1)
    column = QVBoxLayout(body)
    column.setContentsMargins(24, 16, 24, 16)
    column.addStretch()
    column.addLayout(row)
    column.addStretch()
    return body
