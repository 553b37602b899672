"""Acting on jobs of a real desk on a simulated account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.workflow import HoldKind, Job
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.ui.acting.acting import Acting
from desktop_invoicer.ui.acting.dialog import Dialog
from desktop_invoicer.ui.application import Application


@dataclass
class Counter:
    """Somebody at the counter: the simulator's orders, the desk's jobs, and what the window says of them."""

    application: Application
    simulator: Simulator
    qtbot: QtBot
    acting: Acting
    verdicts: list[tuple[bool, str]] = field(default_factory=list)

    def ask(self, work: Callable[[Any], Any]) -> Any:  # noqa: ANN401 (whatever the desk answers)
        answers: list[Any] = []
        self.application.link.ask(self.acting, work, answers.append)
        self.qtbot.waitUntil(lambda: bool(answers))
        return answers[0]

    def job(self, story: str = "anonymous-pickup") -> Job:
        """Press the button for a new order and give the job once it waits for its document."""
        (notification,) = self.simulator.request_invoice(story=story)
        return self.waiting(notification.order_id)

    def undecided(self, story: str) -> JobDetails:
        """Press the button for a new order and give the job once it needs somebody's word."""
        (notification,) = self.simulator.request_invoice(story=story)
        return self.details(self.waiting(notification.order_id, HoldKind.NEEDS_PERSON))

    def waiting(self, order_id: str, kind: HoldKind = HoldKind.WAITING_FOR_DOCUMENT) -> Job:
        found: list[Job] = []

        def waits() -> bool:
            jobs = [job for job in self.ask(lambda commands: commands.desk.jobs()) if job.order_id == order_id]
            found[:] = [job for job in jobs if job.hold and job.hold.kind is kind]
            return bool(found)

        self.qtbot.waitUntil(waits)
        return found[0]

    def details(self, job: Job) -> JobDetails:
        details = self.ask(lambda commands: commands.desk.details(job.id))
        assert isinstance(details, JobDetails)
        return details

    def xml(self, job: Job, *, model: str = "", value: int | None = None) -> bytes:
        """Have the till issue the document of a job."""
        content = self.details(job).content
        assert content is not None
        items = [{"itemIndex": line.item_index, "quantity": line.units} for line in content.draft.lines]
        is_return = content.draft.operation is not Operation.SALE
        return self.simulator.issue_document(
            order=job.order_id,
            items=items,
            value=content.draft.value if value is None else value,
            model=model or content.decision.model.value,
            reference=content.order.invoices[0].key if is_return else None,
        )

    def key(self, job: Job, *, model: str = "") -> str:
        return read_paper(self.xml(job, model=model)).document.key.text

    def documented(self, story: str = "anonymous-pickup") -> JobDetails:
        """Give a job that only waits for somebody's word."""
        job = self.job(story)
        self.attach_xml(job)
        return self.details(job)

    def attach_xml(self, job: Job) -> None:
        content = self.xml(job)

        async def attach(commands: Commands) -> Job:
            return await commands.desk.attach(job.id, commands.read_paper(content))

        with self.qtbot.waitSignal(self.application.link.published):
            self.ask(attach)

    def settled(self, job: Job) -> None:
        """Wait until VTEX has the invoice and the job is over."""
        self.qtbot.waitUntil(lambda: self.details(job).job.stage.is_end)

    def idle(self, job: Job) -> None:
        self.qtbot.waitUntil(lambda: not self.acting.is_under_way(job.id))

    def scan(self, job: Job, text: str) -> None:
        """Scan and wait for the verdict."""
        with self.qtbot.waitSignal(self.acting.judged):
            self.acting.attach_key(job, text)
        self.idle(job)

    def texts(self, widget: QWidget) -> str:
        """Give everything a widget says."""
        return "\n".join(label.text() for label in widget.findChildren(QLabel))

    def is_asked(self, kind: type[Dialog]) -> bool:
        return any(dialog.isVisible() for dialog in self.application.window.findChildren(kind))

    @property
    def toast(self) -> str:
        return self.application.window.toasts.text

    def dialog(self) -> Dialog:
        found = [dialog for dialog in self.application.window.findChildren(Dialog) if dialog.isVisible()]
        assert len(found) == 1
        return found[0]

    def press_key(self, key: Qt.Key) -> None:
        """Press a key in the dialog, once it is the window that hears keys."""
        dialog = self.dialog()
        self.qtbot.waitUntil(dialog.isActiveWindow)
        QTest.keyClick(dialog, key)
