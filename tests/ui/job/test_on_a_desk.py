"""The panel in the whole program, on a real desk."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.document import DocumentSource, Paper
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.application import Application
from desktop_invoicer.ui.job.panel import JobPanel
from tests.builders import a_key, a_scanned_document


@pytest.fixture
def panel(application: Application, simulator: Simulator, qtbot: QtBot) -> JobPanel:
    """Give the panel of the queue, with a sale in view that waits for its document."""
    panel = application.window.page.findChild(JobPanel)
    assert isinstance(panel, JobPanel)
    simulator.add_stories(["anonymous-pickup"])
    simulator.request_all()
    qtbot.waitUntil(lambda: Command.ATTACH in panel.possible)
    return panel


def details(panel: JobPanel) -> JobDetails:
    assert panel.details is not None
    return panel.details


def test_a_sale_that_arrives_is_shown_with_its_order(panel: JobPanel) -> None:
    texts = [label.text() for label in panel.findChildren(QLabel)]

    assert details(panel).job.order_id in texts
    assert "NFC-e" in texts


def test_a_document_attached_elsewhere_is_shown_at_once(
    panel: JobPanel, application: Application, qtbot: QtBot
) -> None:
    job, document = details(panel).job, a_scanned_document(key=a_key())

    def attach(commands: Commands) -> Awaitable[Any]:
        return commands.desk.attach(job.id, Paper(document))

    application.link.ask(panel, attach, lambda _: None)

    qtbot.waitUntil(lambda: details(panel).job.stage is Stage.DOCUMENTED)
    attached = details(panel).job.document
    assert attached is not None
    assert attached.source is DocumentSource.KEY
    assert Command.SUBMIT in panel.possible
