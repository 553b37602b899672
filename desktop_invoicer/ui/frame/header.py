"""The header: the scan field, whose desk this is, how VTEX can be reached, and what is not sent yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import ngettext
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.frame.connection import Connections
from desktop_invoicer.ui.parts.buttons import Button
from desktop_invoicer.ui.parts.clearing import make_clearable
from desktop_invoicer.ui.parts.text import label, set_property
from desktop_invoicer.ui.theme.theme import Role, Theme

if TYPE_CHECKING:
    from desktop_invoicer.domain.people import Operator

PAUSE = 150
"""Milliseconds without a key after which what is typed is searched."""
GLOW = 1500
"""Milliseconds that the field shows how a scan went."""
FIELD = 300
"""Points that the scan field needs; the words beside it give way first."""
BRIEFEST = 4
"""How often something can be said with fewer words."""


class ScanField(Adapting, QLineEdit):
    """Where everything is scanned, typed and searched. ``typed`` follows the hand, ``entered`` comes with Enter."""

    typed = Signal(str)
    entered = Signal(str)
    document_pasted = Signal()
    """A file or an XML is to be pasted, which no search is for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty field."""
        super().__init__(parent)
        self.setObjectName("scan_field")
        self.setProperty("part", "scan")
        make_clearable(self, self)
        self.setAcceptDrops(False)  # what is dropped is a document, which the window takes
        self.setMaxLength(2000)
        self._hint = ""
        self.say(self.setAccessibleName, N_("Scan or search"))
        glass = QAction(self)
        self.wear(glass.setIcon, "scan", Role.MUTED)
        self.say(glass.setText, N_("Scan or search"))
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self._glow = QTimer(self, singleShot=True, interval=GLOW)
        self._glow.timeout.connect(self._on_glow_over)
        self.textChanged.connect(self._on_changed)
        self.returnPressed.connect(self._on_return)

    def judge(self, *, good: bool) -> None:
        """Show for a moment that a scan was of use, or was not."""
        set_property(self, "hit", "good" if good else "bad")
        self._glow.start()

    def show_scan(self, text: str) -> None:
        """Show what was scanned, or is searched for already, without searching for it."""
        self._pause.stop()
        self.blockSignals(True)
        self.setText(text)
        self.blockSignals(False)
        self.selectAll()

    def show_hint(self, hint: str) -> None:
        """Say what can be looked for, in a marked text."""
        self._hint = hint
        self.adapt()

    def adapt(self) -> None:
        """Say it in the language in use."""
        self.setPlaceholderText(_(self._hint) if self._hint else "")

    def _on_changed(self) -> None:
        self._pause.start()

    def _on_pause(self) -> None:
        self.typed.emit(self.text().strip())

    def _on_return(self) -> None:
        self._pause.stop()
        if text := self.text().strip():
            self.entered.emit(text)
            self.selectAll()
        else:
            self.typed.emit("")

    def _on_glow_over(self) -> None:
        set_property(self, "hit", "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field with Esc; an empty one leaves Esc to the window. Take no document for a text."""
        if event.matches(QKeySequence.StandardKey.Paste) and _is_document(QGuiApplication.clipboard().mimeData()):
            self.document_pasted.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._pause.stop()
            self.typed.emit("")
            return
        super().keyPressEvent(event)


def _is_document(data: QMimeData) -> bool:
    return data.hasUrls() or data.text().lstrip("\ufeff \r\n\t").startswith("<")


class Header(Adapting, QFrame):
    """Always in view. ``unsent_pressed`` asks for the work that is not sent yet.

    Where there is little room, what stands beside the scan field drops its words one after the other, and keeps icons.
    """

    unsent_pressed = Signal()
    person_pressed = Signal(object)
    """The button of whoever is signed in was pressed, below which something can be offered."""

    def __init__(self, operator: str, parent: QWidget | None = None) -> None:
        """Show an empty header for ``operator``."""
        super().__init__(parent)
        self.setProperty("part", "header")
        self._operator_name = operator
        self._person: Operator | None = None
        self._unsent_count: int | None = None
        self._most = 0
        self._badge: Button | None = None
        self.scan_field = ScanField()
        self.connections = Connections()
        self._store = label(part="strong")
        self._operator = label(part="small")
        self._person_button = Button("", "operator", "quiet")
        self._person_button.setObjectName("person")
        self._person_button.hide()
        self._person_button.clicked.connect(self._on_person)
        self._place = QWidget()
        self._place_icon = QLabel()
        self._unsent = Button("", "unsent")
        self._unsent.setObjectName("unsent")
        self._unsent.clicked.connect(self.unsent_pressed)
        self._row = QHBoxLayout()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self.say(self._progress.setAccessibleName, N_("Working"))
        self._lay_out()
        self.show_lasting(lasting=False)
        self.adapt()

    def show_store(self, name: str) -> None:
        """Name the store."""
        self._store.setText(name)
        self._store.setVisible(bool(name))
        self.adapt()

    def show_person(self, person: Operator | None) -> None:
        """Show who is signed in, and as what; ``None`` shows only whose program this is."""
        self._person = person
        self.adapt()

    def show_badge(self, badge: Button) -> None:
        """Show what this run of the program is, beside the scan field."""
        self._badge = badge
        self._row.insertWidget(1, badge)
        self._fit()

    def show_unsent(self, count: int, most: int) -> None:
        """Tell how many jobs are not sent yet; nobody counted further than ``most``."""
        self._unsent_count = count
        self._most = most
        self.adapt()

    def show_lasting(self, *, lasting: bool) -> None:
        """Show that something has been under way for longer than a second."""
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._progress.setVisible(lasting)

    def adapt(self) -> None:
        """Say the counts in the language in use."""
        theme = Theme.current()
        person = self._person
        name = self._operator_name if person is None else person.name
        self._operator.setText(_("Operator: {name}").format(name=name))
        self._operator.setVisible(person is None)
        self._person_button.setVisible(person is not None)
        if person is not None:
            from desktop_invoicer.messages import word  # knows every word, and is not needed where nobody signs in

            told = f"{person.name} · {word(person.role)}"
            self._person_button.setText(told.replace("&", "&&"))
            self._person_button.setAccessibleName(_("Operator: {name}").format(name=told))
            self._person_button.setToolTip(told)
        place = "\n".join(part for part in (self._store.text(), self._operator.text()) if part)
        icon = "operator" if person is None else "store"  # the person has a button of their own beside it
        self._place_icon.setPixmap(theme.pixmap(icon, Role.MUTED, theme.metrics.icon, self.devicePixelRatioF()))
        self._place_icon.setAccessibleName(place)
        self._place_icon.setToolTip(place)
        self._unsent.setAccessibleName(self._unsent_words())
        self._unsent.setToolTip(_("Work that VTEX has not confirmed yet"))
        self._fit()

    @Slot()
    def _on_person(self) -> None:
        self.person_pressed.emit(self._person_button)

    def _unsent_number(self) -> str:
        count = self._unsent_count
        if count is None:
            return "…"
        return f"{self._most - 1}+" if count >= self._most else str(count)

    def _unsent_words(self) -> str:
        count = self._unsent_count
        if count is None:
            return _("Starting…")
        if count >= self._most:
            return _("{count}+ not sent").format(count=self._most - 1)
        return ngettext("{count} not sent", "{count} not sent", count).format(count=count)

    def _fit(self) -> None:
        """Say as much as there is room for."""
        self.scan_field.setMinimumWidth(min(Theme.current().metrics.text(FIELD), 420))
        for brevity in range(BRIEFEST + 1):
            self._abridge(brevity)
            self._row.invalidate()
            if self._row.minimumSize().width() <= self.width():
                break

    def _abridge(self, brevity: int) -> None:
        """Drop the words of that many parts."""
        self._place.setVisible(brevity < 1)
        self._place_icon.setHidden(brevity < 1)
        self._person_button.abridge(is_brief=brevity > 1)
        if self._badge is not None:
            self._badge.abridge(is_brief=brevity > 1)
        self.connections.abridge(is_brief=brevity > 2)  # noqa: PLR2004 (the order of what gives way)
        self._unsent.setText(self._unsent_number() if brevity == BRIEFEST else self._unsent_words())

    def _lay_out(self) -> None:
        place = QVBoxLayout(self._place)
        place.setContentsMargins(0, 0, 0, 0)
        place.setSpacing(0)
        place.addStretch()
        place.addWidget(self._store, 0, Qt.AlignmentFlag.AlignRight)
        place.addWidget(self._operator, 0, Qt.AlignmentFlag.AlignRight)
        place.addStretch()
        row = self._row
        row.setContentsMargins(16, 10, 16, 6)
        row.setSpacing(14)
        row.addWidget(self.scan_field, 1)
        row.addWidget(self.connections)
        row.addWidget(self._unsent)
        row.addWidget(self._place)
        row.addWidget(self._place_icon)
        row.addWidget(self._person_button)
        outer = QVBoxLayout(self)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(row)
        outer.addWidget(self._progress)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what there is room for; only the height changes with what is said, and must not ask again."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        """Let the window be narrow: words give way."""
        return QSize(0, super().minimumSizeHint().height())
