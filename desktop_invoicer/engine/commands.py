"""The desk's commands by name, JSON in and JSON out: the same for the command line here and over the socket."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from desktop_invoicer import errors
from desktop_invoicer.domain.day_report import PaperSize
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import AccountName, NotificationId, OrderId
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.domain.typed import Typed, read_typed
from desktop_invoicer.domain.workflow import JobId, Stage, is_settled
from desktop_invoicer.engine.audit_commands import AuditCommands
from desktop_invoicer.engine.auditing import Auditing
from desktop_invoicer.engine.closing import Closing
from desktop_invoicer.engine.day_commands import DayCommands
from desktop_invoicer.engine.day_desk import DayDesk
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.diagnosing import Diagnoser
from desktop_invoicer.engine.diagnosis_commands import DiagnosisCommands
from desktop_invoicer.engine.events import WindowWanted
from desktop_invoicer.engine.file_commands import FileCommands
from desktop_invoicer.engine.filing import Filing
from desktop_invoicer.engine.health import HealthDesk
from desktop_invoicer.engine.health_commands import HealthCommands
from desktop_invoicer.engine.keeping import Keeping
from desktop_invoicer.engine.keeping_commands import KeepingCommands
from desktop_invoicer.engine.people import People
from desktop_invoicer.engine.people_commands import Command, PeopleCommands, answered, people_error_view
from desktop_invoicer.engine.reconciling import Reconciler
from desktop_invoicer.engine.repairing import KeySender
from desktop_invoicer.engine.return_commands import ReturnCommands
from desktop_invoicer.engine.return_views import case_view
from desktop_invoicer.engine.returns_desk import ReturnsDesk
from desktop_invoicer.engine.settling import Settling
from desktop_invoicer.engine.submitting import Submissions
from desktop_invoicer.engine.told import text
from desktop_invoicer.engine.views import Json, details_view, explanation_view, job_view, problem_view, raw_view
from desktop_invoicer.messages import explain_failure

_LOOK_AGAIN = 0.05
_WORK = frozenset(
    {
        "add",
        "retry",
        "attach",
        "submit",
        "attach_file",
        "take_file_back",
        "settle_operation",
        "take_over",
        "without_refund",
        "submit_ready",
    }
)


class CredentialStore(Protocol):
    """Where an account's credentials are kept."""

    @property
    def is_kept(self) -> bool:
        """Tell whether credentials outlive this run."""
        ...

    def store(self, account: AccountName, values: Mapping[str, str | None]) -> None:
        """Keep the values given by entry name; ``None`` forgets one."""
        ...

    def names(self, account: AccountName) -> list[str]:
        """Give the names of the entries that are kept, never their values."""
        ...


@dataclass(frozen=True, slots=True)
class Commands:
    """Answers commands. Every method takes and gives plain JSON values; errors become JSON in ``answer``."""

    desk: Desk
    filing: Filing
    read_paper: Callable[[bytes], Paper]
    credentials: CredentialStore
    days: DayCommands
    diagnoses: DiagnosisCommands
    health_desk: HealthDesk
    keeping: Keeping
    auditing: Auditing
    works: bool = True
    """Whether jobs are taken on their way here; without it nothing that has to go on can be asked for."""
    has_window: bool = False

    @property
    def people(self) -> People:
        """Give who knows the people."""
        return self.desk.context.people

    @property
    def watching(self) -> HealthCommands:
        """Give who tells how the program is."""
        return HealthCommands(self.health_desk, self.auditing)

    @property
    def returns_desk(self) -> ReturnsDesk:
        """Give who finds orders of which goods come back."""
        return ReturnsDesk(self.desk)

    @property
    def settling(self) -> Settling:
        """Give who takes people's words about returns."""
        return Settling(self.desk)

    @property
    def day_desk(self) -> DayDesk:
        """Give who knows the store's days."""
        return self.days.day_desk

    @property
    def submissions(self) -> Submissions:
        """Give who sends everything that is ready."""
        return self.days.submissions

    @property
    def closing(self) -> Closing:
        """Give who signs days off."""
        return self.days.closing

    @property
    def reconciler(self) -> Reconciler:
        """Give who compares VTEX, documents and journal."""
        return self.diagnoses.reconciler

    @property
    def diagnoser(self) -> Diagnoser:
        """Give who tells why an order is not invoiced."""
        return self.diagnoses.diagnoser

    @property
    def key_sender(self) -> KeySender:
        """Give who sends access keys again."""
        return self.diagnoses.key_sender

    async def export_day(self, when: date, path: Path, size: PaperSize = PaperSize.A4, operator: str = "") -> None:
        """Write the report of a day as a file, whole or not at all."""
        await self.days.export_day(when, path, size, operator)

    @property
    def known(self) -> Mapping[str, Command]:
        """Give every command by its name."""
        return {
            "jobs": self.jobs,
            "show": self.show,
            "raw": self.raw,
            "add": self.add,
            "decision": self.decision,
            "dismiss": self.dismiss,
            "retry": self.retry,
            "attach": self.attach,
            "submit": self.submit,
            "settle": self.settle,
            "is_idle": self.is_idle,
            "raise_window": self.raise_window,
            "set_credentials": self.set_credentials,
            "check_credentials": self.check_credentials,
            **PeopleCommands(self.people).known,
            **FileCommands(self.filing).known,
            **ReturnCommands(self.returns_desk, self.settling).known,
            **self.days.known,
            **self.diagnoses.known,
            **AuditCommands(self.auditing).known,
            **KeepingCommands(self.keeping).known,
            **self.watching.known,
        }

    async def answer(self, command: str, arguments: Json) -> Json:
        """Run a command: ``{"result": …}``, or ``{"error": …}`` that says what to do.

        With ``session`` it is given by whom that is of; where people sign in, a name alone is not believed.
        """
        try:
            if command in _WORK and not self.works:
                raise errors.OnlyReceivingError
            return {"result": await answered(self.known[command], arguments, self.people)}
        except errors.InvoicerError as exc:
            return {"error": error_view(exc, arguments.get("job"))}

    async def jobs(self, stage: str | None = None) -> list[Json]:
        """List the jobs, perhaps of one stage."""
        return [job_view(job) for job in self.desk.jobs(None if stage is None else Stage(stage))]

    async def show(self, job: str) -> Json:
        """Show everything of one job."""
        details = self.desk.details(self.desk.find(job).id)
        return {**details_view(details), **case_view(details.case, self.desk.context.clock.now())}

    async def raw(self, job: str, operator: str = "") -> Json:
        """Show the texts that VTEX sent for a job, as they came."""
        return raw_view(self.desk.raw(self.desk.find(job).id, text(operator)))

    async def add(self, account: str, order: str, notification: str | None = None, operator: str = "") -> list[Json]:
        """Ask VTEX about an order now."""
        wanted = None if notification is None else NotificationId(notification)
        jobs = await self.desk.add(AccountName(account), OrderId(order), wanted, text(operator))
        return [job_view(job) for job in jobs]

    async def decision(self, account: str, order: str, notification: str | None = None) -> Json:
        """Explain which document an order takes, by which rules, and why newer rules do not count."""
        wanted = None if notification is None else NotificationId(notification)
        explained = await self.desk.decision(AccountName(account), OrderId(order), wanted)
        problem = self.desk.context.rules_problem
        return {**explanation_view(explained), "rules_problem": None if problem is None else error_view(problem)}

    async def dismiss(self, job: str, reason: str, operator: str) -> Json:
        """End a job by a person's decision."""
        return job_view(await self.desk.dismiss(self.desk.find(job).id, text(operator), text(reason)))

    async def retry(self, job: str, operator: str) -> Json:
        """Try again now."""
        return job_view(await self.desk.retry(self.desk.find(job).id, operator))

    async def attach(  # noqa: PLR0913 (one for each way to tell it)
        self,
        job: str,
        *,
        xml: str | None = None,
        key: str | None = None,
        value: int | None = None,
        issued_at: str | None = None,
        protocol: str | None = None,
        operator: str = "",
    ) -> Json:
        """Attach a document: base64 of its XML, or its key with what else is known; ``protocol`` makes it an event."""
        found = self.desk.find(job)
        if xml is not None:
            content = base64.b64decode(xml)
            return job_view(await self.desk.attach(found.id, self.read_paper(content), operator))
        moment = None if issued_at is None else datetime.fromisoformat(issued_at)
        typed = Typed(key or "", None if value is None else Cents(value), moment, protocol)
        return job_view(await self.desk.attach(found.id, self.typed_paper(typed), operator))

    def typed_paper(self, typed: Typed) -> Paper:
        """Make the document of a scanned or typed key.

        Raises:
            DocumentRefusedError: the text is no key, or something has to be asked for or contradicts it.

        """
        context = self.desk.context
        found = read_typed(typed, context.store, context.clock.now())
        if isinstance(found, Document):
            return Paper(found)
        raise errors.DocumentRefusedError(found)

    async def submit(
        self,
        job: str,
        operator: str,
        confirmed: bool,  # noqa: FBT001 (named by JSON)
        value: int | None = None,
    ) -> Json:
        """Let a job go out; ``value`` is what the person saw, and nothing else goes out.

        Only ``true`` confirms: a text such as ``"no"`` must not move money.
        """
        found = self.desk.find(job)
        if value not in {None, found.value}:
            raise errors.StaleJobError(str(found.id))
        shown = None if value is None else found
        return job_view(await self.desk.submit(found.id, text(operator), confirmed=confirmed is True, shown=shown))

    async def settle(self, jobs: Sequence[int], seconds: float) -> list[Json]:
        """Wait until the jobs need a person, a document or nothing more, at most ``seconds``; show them."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            found = [self.desk.job(JobId(job)) for job in jobs]
            if all(is_settled(job) for job in found) or asyncio.get_running_loop().time() >= deadline:
                return [job_view(job) for job in found]
            await asyncio.sleep(_LOOK_AGAIN)

    async def is_idle(self) -> bool:
        """Tell whether nothing moves by itself any more."""
        return self.filing.is_idle() and self.desk.is_idle()

    async def raise_window(self) -> bool:
        """Bring the window to the front; ``NoWindowError`` where there is none."""
        if not self.has_window:
            raise errors.NoWindowError
        self.desk.engine.publish(WindowWanted())
        return True

    async def set_credentials(self, account: str, values: Mapping[str, str | None], operator: str = "") -> Json:
        """Keep an account's credentials and let its paused jobs try again."""
        name = AccountName(account)
        with self.people.permit(operator, Action.SET_CREDENTIALS, account) as who:
            await asyncio.to_thread(self.credentials.store, name, values)  # a keyring may ask a person first
        self.auditing.note_credentials(who, name, values)
        self.desk.resume(name)
        return {"names": self.credentials.names(name), "is_kept": self.credentials.is_kept}

    async def check_credentials(self, account: str) -> Json:
        """Tell which entries are kept, and why VTEX does not take them (``None`` when it does)."""
        name = AccountName(account)
        try:
            await self.desk.knock(name)
        except (errors.TransientError, errors.SetupError) as exc:
            return {"names": self.credentials.names(name), "refusal": error_view(exc)}
        return {"names": self.credentials.names(name), "refusal": None}


def error_view(error: errors.InvoicerError, job: object = None) -> Json:
    """Show an error: its kind, what it means, who settles it, and each problem where it carries several."""
    message = explain_failure(error, job)
    problems = [problem for problem in getattr(error, "problems", ()) if isinstance(problem, Problem)]
    return {
        "kind": type(error).__name__,
        "message": message.sentence,
        "owner": message.owner.value,
        "next_action": message.next_action,
        "problems": [problem_view(problem, job) for problem in problems],
        **people_error_view(error),
    }
