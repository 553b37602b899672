"""Taking notifications in, whichever way they were found: the receiver, polling, or a person who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import AccountName, NotificationCall
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.engine.engine import Engine
from desktop_invoicer.engine.events import JobReceived
from desktop_invoicer.engine.ports import Clock, Journal, Vtex


@dataclass(frozen=True, slots=True)
class Intake:
    """Keeps what VTEX announces. Safe from any thread: the receiver has its own."""

    accounts: Mapping[AccountName, Vtex]
    journal: Journal
    clock: Clock
    engine: Engine

    def accept(self, call: NotificationCall, source: str) -> tuple[Job, bool]:
        """Keep a notification durably; give its job and whether it is new. The same one again changes nothing.

        A job announced with a foreign callback address, which never started, takes the right address when it comes.
        """
        job, is_new = self.journal.record(call, self.clock.now(), source)
        if not is_new and self._corrects(call, job):
            try:
                job = self.journal.correct_callback(job, call.callback_url, self.clock.now())
            except errors.StaleJobError:
                return self.accept(call, source)
            is_new = True
        if is_new:
            self.engine.publish(JobReceived(job))
            self.engine.wake()
        return job, is_new

    def _corrects(self, call: NotificationCall, job: Job) -> bool:
        """Tell whether the call brings the right address of a job that has a foreign one, found out yet or not."""
        is_foreign = job.hold is not None and job.hold.problem.code is ProblemCode.FOREIGN_CALLBACK
        waits = is_foreign or job.stage is Stage.RECEIVED
        return waits and not self._is_ours(job.callback_url, job) and self._is_ours(call.callback_url, job)

    def _is_ours(self, url: str, job: Job) -> bool:
        try:
            self.accounts[job.account].check_callback(url, job.order_id)
        except errors.UntrustedOriginError:
            return False
        return True
