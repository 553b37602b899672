"""What stays wrong while the desk works: under the header until it is over, or until the person closes it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_invoicer.engine.events import Event, JobChanged, JobReceived, ReceiverFailed, StorageTroubled
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.catalogue import N_
from desktop_invoicer.ui.adapting import Adapting
from desktop_invoicer.ui.link import DeskLink
from desktop_invoicer.ui.parts.buttons import IconButton
from desktop_invoicer.ui.parts.text import label, set_tone
from desktop_invoicer.ui.theme.theme import Role, Theme
from desktop_invoicer.ui.theme.tokens import Tone

Says = Callable[[], str]


class Trait(Enum):
    """What can be wrong for long."""

    RECEIVER = "receiver"
    STORAGE = "storage"
    KEYRING = "keyring"


class _Bar(Adapting, QFrame):
    """One warning, once there is something to say."""

    def __init__(self) -> None:
        super().__init__()
        self._says: Says = str
        self._icon = QLabel()
        self._text = label(wraps=True)
        self.close_button = IconButton(N_("Close notice"), "close")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 4, 4)
        layout.setSpacing(12)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.close_button)
        set_tone(self, Tone.WARNING)
        self.hide()

    def warn(self, says: Says) -> None:
        self._says = says
        self.adapt()
        self.show()

    def adapt(self) -> None:
        theme = Theme.current()
        self._text.setText(self._says())
        self.setAccessibleName(self._text.text())
        self._icon.setPixmap(theme.pixmap("warning", Role.WARNING, theme.metrics.icon, self.devicePixelRatioF()))


class NoticeBar(QWidget):
    """The warnings, below each other; nothing is there while nothing is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing."""
        super().__init__(parent)
        self._bars = {trait: _Bar() for trait in Trait}
        self._muted: set[Trait] = set()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 0)
        layout.setSpacing(6)
        for trait, bar in self._bars.items():
            bar.close_button.clicked.connect(partial(self.clear, trait))
            layout.addWidget(bar)
        self.hide()

    @property
    def traits(self) -> frozenset[Trait]:
        """Give what is shown as wrong."""
        return frozenset(trait for trait, bar in self._bars.items() if not bar.isHidden())

    def warn(self, trait: Trait, says: Says) -> None:
        """Show a warning in place of the one before; ``says`` gives its text in the language in use."""
        if trait in self._muted:
            return
        self._bars[trait].warn(says)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, says()))

    def mute(self, trait: Trait) -> None:
        """Say nothing of something that is meant to be so."""
        self._muted.add(trait)
        self.clear(trait)

    def clear(self, trait: Trait) -> None:
        """Take a warning away."""
        self._bars[trait].hide()
        self.setVisible(bool(self.traits))


class WarningFollower(QObject):
    """Shows in a ``NoticeBar`` what the desk tells of itself."""

    def __init__(self, bar: NoticeBar, link: DeskLink, parent: QObject) -> None:
        """Listen to the desk."""
        super().__init__(parent)
        self._bar = bar
        self._link = link
        link.started.connect(self._on_started)
        link.published.connect(self._on_published)
        self._on_started()

    @Slot()
    def _on_started(self) -> None:
        running = self._link.running
        if running is not None and running.receiver_address:
            self._bar.clear(Trait.RECEIVER)
        self._link.ask(self, lambda commands: commands.credentials.is_kept, self._on_told)

    def _on_told(self, is_kept: bool) -> None:
        if is_kept:
            self._bar.clear(Trait.KEYRING)
        else:
            self._bar.warn(Trait.KEYRING, _unkept)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case ReceiverFailed(failure):
                    self._bar.warn(Trait.RECEIVER, partial(_told, failure))
                case StorageTroubled(failure):
                    self._bar.warn(Trait.STORAGE, partial(_told, failure))
                case JobReceived() | JobChanged():  # it could be written
                    self._bar.clear(Trait.STORAGE)
                case _:
                    pass


def _told(failure: InvoicerError) -> str:
    message = explain_failure(failure)
    return f"{message.sentence} {message.step}"


def _unkept() -> str:
    return _(
        "No keyring can be used here: credentials and jobs are kept only until this program ends. "
        "VTEX still holds every notification that was not answered."
    )
