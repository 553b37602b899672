"""The receiver of a desk, which keeps what VTEX announces and remembers when."""

from __future__ import annotations

from desktop_invoicer.bootstrap.credential_book import CredentialBook
from desktop_invoicer.bootstrap.health import Threads
from desktop_invoicer.config import Settings
from desktop_invoicer.domain.notification import NotificationCall
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.receiver.app import build_app
from desktop_invoicer.receiver.server import ReceiverServer


def start_receiver(settings: Settings, book: CredentialBook, intake: Intake, threads: Threads) -> ReceiverServer:
    """Listen from now on; ``PortTakenError`` where it cannot."""

    def accept(call: NotificationCall) -> bool:
        is_new = intake.accept(call, "receiver")[1]
        threads.accept(intake.clock.now())
        return is_new

    server = ReceiverServer(build_app(settings, book, accept), settings.receiver.host, settings.receiver.port)
    server.start()
    return server
