"""Follows what the engine tells of the accounts, and shows it in the header."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot

from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.engine.events import AccountPaused, AccountReached, AccountUnreached, Event
from desktop_invoicer.ui.frame.connection import Connections, Reach
from desktop_invoicer.ui.workplace import Workplace


class ReachFollower(QObject):
    """Keeps ``connections`` as the engine last told."""

    def __init__(self, connections: Connections, workplace: Workplace, parent: QObject) -> None:
        """Listen to the desk."""
        super().__init__(parent)
        self._connections = connections
        self._link = workplace.link
        self._link.started.connect(self._on_started)
        self._link.published.connect(self._on_published)
        self._on_started()

    @Slot()
    def _on_started(self) -> None:
        running = self._link.running
        if running is not None:
            self._connections.show_accounts([account.name for account in running.settings.accounts])
            self._link.ask(self, lambda commands: commands.desk.connections(), self._on_told)

    @Slot(object)
    def _on_published(self, events: tuple[Event, ...]) -> None:
        for event in events:
            match event:
                case AccountReached(account):
                    self._connections.show_reach(account, Reach.REACHED)
                case AccountUnreached(account, problem) | AccountPaused(account, problem):
                    self._connections.show_reach(account, Reach.UNREACHED, problem)
                case _:
                    pass

    def _on_told(self, told: Mapping[AccountName, Event | None]) -> None:
        self._on_published(tuple(event for event in told.values() if event is not None))
