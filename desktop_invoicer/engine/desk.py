"""What people can ask of the engine. The window and the command line use these and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

from desktop_invoicer import errors
from desktop_invoicer.domain.acts import AT_STAGE, Act, is_same_invoice
from desktop_invoicer.domain.check import Check
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.fit import misfits
from desktop_invoicer.domain.journal import Content, Effect, Entry, Step, TimelineEntry
from desktop_invoicer.domain.listing import JobFilter, JobPage, JobQuery, Section
from desktop_invoicer.domain.notification import AccountName, NotificationCall, NotificationId, Operation, OrderId
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.workflow import Job, JobId, Stage
from desktop_invoicer.engine.connections import Connection
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.desk_steps import attached, let_go, sending
from desktop_invoicer.engine.engine import Engine
from desktop_invoicer.engine.events import JobChanged
from desktop_invoicer.engine.explaining import Explanation, explain_decision
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.engine.posts import may_still_show, posts_of
from desktop_invoicer.engine.returning import ReturnCase, return_case
from desktop_invoicer.engine.settling import unsettled_problems
from desktop_invoicer.engine.steps import fit
from desktop_invoicer.engine.watcher import Watcher
from desktop_invoicer.engine.words import statement, words

DIGITS = 19
"""A number with so many digits is no job's: the database cannot hold it."""

ATTACHING = "attach a document"


@dataclass(frozen=True, slots=True)
class JobDetails:
    """A job with everything that is known of it."""

    job: Job
    content: Content | None
    effects: tuple[Effect, ...]
    timeline: tuple[TimelineEntry, ...]
    checks: tuple[Check, ...] = ()
    """How its document fits, as long as that can be changed."""
    case: ReturnCase | None = None
    """What the returns desk shows of it; ``None`` of a sale, and of what is not loaded yet."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Commands on jobs. Runs on the engine's loop; every command is durable when it returns."""

    context: Context
    engine: Engine
    intake: Intake
    watchers: Mapping[AccountName, Watcher]

    def jobs(self, stage: Stage | None = None) -> tuple[Job, ...]:
        """List the jobs, oldest first."""
        return self.context.journal.jobs(stage)

    def page(self, query: JobQuery, offset: int, limit: int) -> JobPage:
        """Give ``limit`` jobs of a list, from ``offset`` on."""
        return self.context.journal.page(query, offset, limit)

    def counts(self, section: Section, search: str = "") -> Mapping[JobFilter, int]:
        """Count what a search finds of a section, by filter; no count exceeds ``MOST_COUNTED``."""
        return self.context.journal.counts(section, search)

    def open_count(self) -> int:
        """Count what is still to do, up to ``MOST_COUNTED``."""
        return self.context.journal.count_open()

    def find(self, reference: str) -> Job:
        """Find a job by its number, or by an order id that has one open job.

        Raises:
            UnknownJobError: none or several answer to it.

        """
        journal = self.context.journal
        is_number = reference.isascii() and reference.isdigit() and len(reference) < DIGITS
        by_number = journal.job(JobId(int(reference))) if is_number else None
        if by_number is not None:
            return by_number
        jobs = journal.find(None, OrderId(reference))
        candidates = [job for job in jobs if not job.stage.is_end] or list(jobs)
        if len(candidates) != 1:
            raise errors.UnknownJobError(reference, [str(job.id) for job in candidates])
        return candidates[0]

    def job(self, job_id: JobId) -> Job:
        """Give a job as it is now; ``UnknownJobError`` when there is none."""
        job = self.context.journal.job(job_id)
        if job is None:
            raise errors.UnknownJobError(str(job_id))
        return job

    def details(self, job_id: JobId) -> JobDetails:
        """Give everything that is known of a job."""
        journal, job = self.context.journal, self.job(job_id)
        content = journal.content(job_id)
        return JobDetails(
            job=job,
            content=content,
            effects=journal.effects(job_id),
            timeline=journal.timeline(job_id),
            checks=self._checks(job_id),
            case=None if content is None else return_case(job, content, self.context),
        )

    def order_page(self, job_id: JobId) -> str:
        """Give the address where a person sees the job's order in VTEX; no call is made."""
        job = self.job(job_id)
        return self.context.vtex(job.account).order_page(job.order_id)

    async def add(
        self, account: AccountName, order_id: OrderId, notification_id: NotificationId | None, operator: str = ""
    ) -> tuple[Job, ...]:
        """Ask VTEX for the notifications of an order now, or take the one that is named."""
        vtex = self.context.vtex(account)
        with self.context.people.permit(operator, Action.ADD_ORDER, order_id):
            if notification_id is None:
                return await self.watchers[account].ask(order_id)
            url = vtex.callback_url(order_id)
            return (self.intake.accept(NotificationCall(account, order_id, notification_id, url), "asked")[0],)

    async def decision(
        self, account: AccountName, order_id: OrderId, notification_id: NotificationId | None
    ) -> Explanation:
        """Explain which document an order takes, and why; nothing is written."""
        return await explain_decision(account, order_id, notification_id, self.context)

    def fit(self, job_id: JobId, paper: Paper) -> tuple[Check, ...]:
        """Compare a document with a job, rule by rule; ``attach`` refuses it where one of them misfits.

        Raises:
            NotAllowedNowError: the job is not loaded yet.

        """
        job = self.job(job_id)
        owner = self.context.journal.document_owner(paper.document)
        other_job = owner.id if owner and owner.id != job.id else None
        return fit(job, paper, self._content(job, ATTACHING), self.context, other_job)

    async def attach(self, job_id: JobId, paper: Paper, operator: str = "", file: str = "") -> Job:
        """Attach a document that fits, found in ``file`` or brought; one attached before and not sent is freed.

        Raises:
            DocumentRefusedError: with everything that does not fit; nothing was changed.
            NotAllowedNowError: the job is not loaded yet, or is being sent already.
            SignInNeededError, NotPermittedError: as for ``People.permit``, as every act of a person here.

        """
        with self.context.people.permit(operator, Action.ATTACH, str(job_id)):
            return await self.attach_found(job_id, paper, operator, file)

    async def attach_found(
        self, job_id: JobId, paper: Paper, operator: str = "", file: str = "", awaiting: Job | None = None
    ) -> Job:
        """Attach a document without asking who may; ``awaiting`` is the job for which it was found by itself.

        Raises:
            StaleJobError: the job is not the one any more for which the document was found.
            DocumentRefusedError, NotAllowedNowError: as for ``attach``.

        """
        async with self.engine.order_lock(self.job(job_id)):
            job = self.job(job_id)
            if awaiting is not None and awaiting.version != job.version:
                raise errors.StaleJobError(str(job.id))
            self.demand(job, Act.ATTACH, ATTACHING)
            self.demand_no_post(job, ATTACHING)
            checks = self.fit(job_id, paper)
            if problems := misfits(checks):
                raise errors.DocumentRefusedError(problems)
            draft = self._content(job, ATTACHING).draft
            return self.applied(attached(job, paper, draft, checks, self.context, operator=operator, file=file))

    async def submit(self, job_id: JobId, operator: str, *, confirmed: bool, shown: Job | None = None) -> Job:
        """Let a documented job go out, or try again what failed; ``shown`` is the job as the person saw it.

        Raises:
            StaleJobError: something else would go out than what was shown.
            ConfirmationMissingError: a return or cancellation moves money and was not confirmed explicitly.
            UnsettledError: somebody has to say something first, such as the reversal on the card terminal.
            NotAllowedNowError: there is no document yet, or the job has ended.
            NothingSaidError: nobody's name is given.

        """
        operator = words(operator)
        async with self.engine.order_lock(self.job(job_id)):
            job = self.job(job_id)
            with self.context.people.permit(operator, sending(job), str(job.id)):
                return self._submitted(job, operator, confirmed=confirmed, shown=shown)

    async def submit_chosen(self, job_id: JobId, operator: str, shown: Job) -> Job:
        """Let a sale go out that ``operator`` chose together with others, who was asked then; raises as ``submit``."""
        async with self.engine.order_lock(self.job(job_id)):
            return self._submitted(self.job(job_id), operator, confirmed=False, shown=shown)

    async def retry(self, job_id: JobId, operator: str) -> Job:
        """Try again now. What is not sent yet is read again from the beginning, with its document kept if it fits."""
        async with self.acting(job_id, operator, Action.RETRY) as (job, _):
            now = self.context.clock.now()
            self.demand(job, Act.RETRY, "retry")
            entry = TimelineEntry(now, Entry.RETRIED, {"operator": operator})
            in_flight = job.stage is Stage.SUBMITTED or self.context.journal.open_effect(job.id) is not None
            if in_flight or job.stage is Stage.RECEIVED:
                return self.applied(Step(replace(job.held(None, now), operator=operator), entry))
            again = replace(job.advanced(Stage.RECEIVED, now), confirmed_by="", operator=operator)
            return self.applied(Step(again, entry))

    async def dismiss(self, job_id: JobId, operator: str, reason: str) -> Job:
        """End a job by a person's decision; its document is free again, VTEX is not told.

        Raises:
            NotAllowedNowError: the invoice is in VTEX, or may be.
            NothingSaidError: the name or the reason is empty.

        """
        async with self.acting(job_id, operator, Action.DISMISS) as (job, _):
            now = self.context.clock.now()
            self.demand(job, Act.DISMISS, "dismiss")
            self.demand_no_post(job, "dismiss")
            told = {"operator": words(operator), "reason": statement(reason)}
            entry = TimelineEntry(now, Entry.DISMISSED, told)
            dismissed = replace(job.advanced(Stage.DISMISSED, now), operator=told["operator"])
            return self.applied(Step(dismissed, entry, releases_document=True))

    async def knock(self, account: AccountName) -> None:
        """Make harmless calls that show whether VTEX takes the account's credentials; raises why it does not."""
        vtex, nobody = self.context.vtex(account), OrderId("credentials-check")
        await vtex.notifications(nobody)
        with suppress(errors.RejectedError):  # such an order is not there, and VTEX said so to one it knows
            await vtex.order(nobody)

    def connections(self) -> Mapping[AccountName, Connection | None]:
        """Tell of each account whether VTEX answers, as it was last heard; ``None`` before its first call."""
        return {account: self.engine.connections.of(account) for account in self.context.accounts}

    def is_idle(self) -> bool:
        """Tell whether every job ended or waits for a person, a document or its account, and was looked for once."""
        looked = all(watcher.has_looked for watcher in self.watchers.values() if watcher.is_running)
        return looked and self.engine.is_idle()

    def resume(self, account: AccountName) -> None:
        """Let an account try again: its credentials were set."""
        self.engine.resume(account)

    def raw(self, job_id: JobId, operator: str = "") -> JobDetails:
        """Give everything of a job for somebody who wants to see what VTEX sent, personal data included."""
        self.context.people.demand(operator, Action.SHOW_RAW, str(job_id))
        return self.details(job_id)

    @asynccontextmanager
    async def acting(self, job_id: JobId, operator: str, action: Action) -> AsyncIterator[tuple[Job, str]]:
        """Hold a job still for an act of a person: gives the job, and who answers for the act (``People.permit``)."""
        async with self.engine.order_lock(self.job(job_id)):
            with self.context.people.permit(operator, action, str(job_id)) as by_whom:
                yield self.job(job_id), by_whom

    def demand(self, job: Job, act: Act, wish: str) -> None:
        """Raise ``NotAllowedNowError`` where the job's stage does not allow an act; ``wish`` names it."""
        if act not in AT_STAGE[job.stage]:
            raise errors.NotAllowedNowError(str(job.id), job.stage.value, wish)

    def demand_no_post(self, job: Job, wish: str) -> None:
        """Refuse what would be wrong if an invoice turned up that was posted, or may have been."""
        posts = posts_of(job.id, self.context.journal)
        if may_still_show(posts, self.context.clock.now(), self.context.patience.invisible):
            raise errors.NotAllowedNowError(str(job.id), job.stage.value, wish)

    def applied(self, step: Step) -> Job:
        """Write a step, and let everybody know."""
        job = self.context.journal.apply(step)
        self.engine.publish(JobChanged(job))
        self.engine.wake()
        return job

    def _submitted(self, job: Job, operator: str, *, confirmed: bool, shown: Job | None) -> Job:
        if shown is not None and not is_same_invoice(shown, job):
            raise errors.StaleJobError(str(job.id))
        self.demand(job, Act.RETRY if job.stage is Stage.SUBMITTED else Act.SUBMIT, "submit")
        if job.stage is Stage.DOCUMENTED and job.operation is not Operation.SALE:
            if not confirmed:
                raise errors.ConfirmationMissingError(str(job.id))
            draft = self._content(job, "submit").draft
            if unsettled := tuple(unsettled_problems(job, draft, operator, self.context)):
                raise errors.UnsettledError(unsettled)
        return self.applied(let_go(job, operator, self.context.clock.now()))

    def _checks(self, job_id: JobId) -> tuple[Check, ...]:
        job = self.job(job_id)
        if job.document is None or job.stage is not Stage.DOCUMENTED:
            return ()
        return self.fit(job_id, Paper(job.document, content=self.context.journal.document_content(job_id)))

    def _content(self, job: Job, wish: str) -> Content:
        content = self.context.journal.content(job.id)
        if content is None:
            raise errors.NotAllowedNowError(str(job.id), job.stage.value, wish)
        return content
