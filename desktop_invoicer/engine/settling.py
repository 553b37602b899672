"""What people settle about returns: each word is written down with its job before anything goes on with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_invoicer import errors
from desktop_invoicer.domain.acts import Act
from desktop_invoicer.domain.draft import Draft
from desktop_invoicer.domain.journal import Content, Entry, Step, TimelineEntry
from desktop_invoicer.domain.notification import Notification, Operation
from desktop_invoicer.domain.observation import read_observation
from desktop_invoicer.domain.people import Action
from desktop_invoicer.domain.personal import without_tax_ids
from desktop_invoicer.domain.policy import is_same_person
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter, Settlement, allowed, matters_due
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, JobId, Stage
from desktop_invoicer.engine.context import Context
from desktop_invoicer.engine.steps import confirmation_due
from desktop_invoicer.engine.words import one_line, past, statement, words

if TYPE_CHECKING:
    from desktop_invoicer.engine.desk import Desk

SETTLING = "settle"
_CHANGES_THE_DRAFT = frozenset({Matter.OPERATION, Matter.TAKEOVER, Matter.NO_REFUND})
_ASKED = frozenset({ProblemCode.REVERSAL_DUE, ProblemCode.APPROVAL_DUE})
_OF_MANAGERS = frozenset({Matter.TAKEOVER, Matter.APPROVAL})


def unsettled_problems(job: Job, draft: Draft, operator: str, context: Context) -> Iterator[Problem]:
    """Give what has still to be said before a return's money may go out by the word of ``operator``."""
    policy, value = context.returns, job.value or draft.value
    settlements = context.journal.settlements(job.id)
    due, approval = set(matters_due(draft, value, settlements, policy)), settlements.approval(draft, value)
    if Matter.REVERSAL in due:
        yield Problem(ProblemCode.REVERSAL_DUE, {"value": value})
    if Matter.APPROVAL in due:
        yield Problem(ProblemCode.APPROVAL_DUE, {"value": value, "above": policy.approval_above or 0})
    elif approval is not None and policy.needs_approval(value) and is_same_person(approval.operator, operator):
        facts = {"value": value, "above": policy.approval_above or 0, "manager": approval.operator}
        yield Problem(ProblemCode.APPROVAL_DUE, facts)


def _is_unreadable(notification: Notification) -> bool:
    """Tell whether a person has to say what a notification asks for; what was said can be said otherwise again."""
    problems = read_observation(notification.observation, notification.type).problems
    return any(problem.code is ProblemCode.OBSERVATION_UNREADABLE for problem in problems)


@dataclass(frozen=True, slots=True)
class Settling:
    """Takes people's words about returns. Runs on the engine's loop; every word is durable when it returns.

    Each is kept in one short line; ``NothingSaidError`` is raised where a name, or what somebody says, is empty, and
    ``SignInNeededError`` or ``NotPermittedError`` as by ``People.permit``.
    """

    desk: Desk

    async def settle_operation(self, job_id: JobId, operator: str, operation: Operation, store: str = "") -> Job:
        """Say what an unreadable observation asks for; ``store`` is where the goods come back.

        Raises:
            NotAllowedNowError: the observation can be read, or the job is being sent or has ended.

        """
        async with self.desk.acting(job_id, operator, Action.SETTLE_RETURN):
            content = self._content(job_id)
            if operation is Operation.SALE or not _is_unreadable(content.notification):
                raise errors.NotAllowedNowError(str(job_id), self.desk.job(job_id).stage.value, SETTLING)
            observation = without_tax_ids(content.notification.observation.strip())
            if operation is Operation.STORE_RETURN and not store:
                store = self.desk.context.store.account
            facts = {"observation": observation, "operation": operation.value, "store": one_line(store)}
            return self._said(job_id, Matter.OPERATION, operator, facts)

    async def take_over(self, job_id: JobId, manager: str, reason: str) -> Job:
        """Do here what VTEX gave to another store.

        Raises:
            NotAManagerError: the name is none of a manager.
            NotAllowedNowError: the return is no other store's, or is being sent or has ended.

        """
        async with self.desk.acting(job_id, words(manager), Action.TAKE_OVER) as (_, by_whom):
            content = self._content(job_id)
            if not _has(content.draft, ProblemCode.OTHER_STORE):
                raise errors.NotAllowedNowError(str(job_id), self.desk.job(job_id).stage.value, SETTLING)
            facts = {"store": content.reading.trade_account or "", "reason": statement(reason)}
            return self._said(job_id, Matter.TAKEOVER, by_whom, facts)

    async def go_without_refund(self, job_id: JobId, operator: str, reason: str) -> Job:
        """Go on although VTEX will refund nothing, because the order is not fully invoiced.

        Raises:
            NotAllowedNowError: VTEX would refund, or the job is being sent or has ended.

        """
        async with self.desk.acting(job_id, operator, Action.SETTLE_RETURN):
            if not _has(self._content(job_id).draft, ProblemCode.NOT_FULLY_INVOICED):
                raise errors.NotAllowedNowError(str(job_id), self.desk.job(job_id).stage.value, SETTLING)
            return self._said(job_id, Matter.NO_REFUND, operator, {"reason": statement(reason)})

    async def note_reversal(self, job_id: JobId, operator: str, authorisation: str, reversed_at: datetime) -> Job:
        """Note that the card terminal gave back exactly the amount of the job.

        Raises:
            ImpossibleMomentError: the terminal cannot have done so at that moment.
            NotAllowedNowError: the job is no cancellation, or is being sent or has ended.

        """
        async with self.desk.acting(job_id, operator, Action.SETTLE_RETURN) as (job, _):
            if job.operation is not Operation.CANCELLATION or job.value is None:
                raise errors.NotAllowedNowError(str(job_id), job.stage.value, SETTLING)
            facts: dict[str, str | int] = {
                "value": job.value,
                "authorisation": statement(authorisation),
                "reversed_at": past(reversed_at, self.desk.context.clock.now()).isoformat(timespec="seconds"),
            }
            return self._said(job_id, Matter.REVERSAL, operator, facts)

    async def approve(self, job_id: JobId, manager: str) -> Job:
        """Allow, as a manager, that exactly the amount of the job goes out for its goods.

        Raises:
            NotAManagerError: the name is none of a manager.
            NotAllowedNowError: the job is no return, or is being sent or has ended.

        """
        async with self.desk.acting(job_id, words(manager), Action.APPROVE_REFUND) as (job, by_whom):
            draft = self._content(job_id).draft
            if draft.operation is Operation.SALE or job.value is None:
                raise errors.NotAllowedNowError(str(job_id), job.stage.value, SETTLING)
            return self._said(job_id, Matter.APPROVAL, by_whom, allowed(draft, job.value))

    def _content(self, job_id: JobId) -> Content:
        content = self.desk.context.journal.content(job_id)
        if content is None:
            raise errors.NotAllowedNowError(str(job_id), self.desk.job(job_id).stage.value, SETTLING)
        return content

    def _said(self, job_id: JobId, matter: Matter, operator: str, facts: Mapping[str, str | int]) -> Job:
        """Write a word down; one that changes what is due lets the job be read again."""
        desk = self.desk
        job, now, operator = desk.job(job_id), desk.context.clock.now(), words(operator)
        if matter in _OF_MANAGERS and not desk.context.returns.is_manager(operator):
            raise errors.NotAManagerError(operator)
        desk.demand(job, Act.SETTLE, SETTLING)
        desk.demand_no_post(job, SETTLING)
        if job.confirmed_by and job.hold is None:
            raise errors.NotAllowedNowError(str(job_id), job.stage.value, SETTLING)
        settlement = Settlement(matter, operator, now, facts)
        told = TimelineEntry(now, Entry.SETTLED, {"operator": operator, "matter": matter.value, **facts})
        again = matter in _CHANGES_THE_DRAFT
        hold = _hold_of(job, self._content(job_id).draft)
        settled = job.advanced(Stage.RECEIVED, now) if again else job.held(hold, now)
        return desk.applied(Step(replace(settled, operator=operator, confirmed_by=""), told, settlement=settlement))


def _has(draft: Draft, code: ProblemCode) -> bool:
    return any(problem.code is code for problem in draft.problems)


def _hold_of(job: Job, draft: Draft) -> Hold | None:
    """Give what holds a job after a word: one with its document waits for its confirmation, unless more is wrong."""
    is_wrong = job.hold is not None and job.hold.kind is HoldKind.NEEDS_PERSON and job.hold.problem.code not in _ASKED
    if job.stage is not Stage.DOCUMENTED or is_wrong:
        return job.hold
    return Hold(HoldKind.NEEDS_PERSON, confirmation_due(job, draft))
