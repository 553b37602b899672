"""A desk that compared a day, and knows the days before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

from typing_extensions import override

from desktop_invoicer.domain.closing import DaySummary
from desktop_invoicer.domain.finding import Finding, FindingNote
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.reconciling import Reconciled
from tests.report_builders import DAY, MADE_AT
from tests.ui.asked_desk import AskedDesk


class FindingsDesk(AskedDesk):
    """Finds what it was told to find."""

    def __init__(self) -> None:
        super().__init__()
        self.settings = SimpleNamespace(accounts=("one",))
        self.to_find: tuple[Finding, ...] = ()
        self.compared: Reconciled | None = None
        self.listed, self.unread = 1688, 0
        self.jobs: dict[JobId, JobDetails] = {}
        self.fetched: tuple[Job, ...] = ()
        self.days: tuple[DaySummary, ...] = ()
        self.found: tuple[DaySummary, ...] = ()

    @property
    @override
    def commands(self) -> SimpleNamespace:
        context = SimpleNamespace(vtex=self._vtex)
        return SimpleNamespace(
            reconciler=SimpleNamespace(last=self._last, compare=self._compare, note=self._note),
            desk=SimpleNamespace(context=context, details=self._details, retry=self._retry, add=self._add),
            day_desk=SimpleNamespace(today=lambda: DAY, history=self._history),
        )

    def result(self, when: date = DAY.date) -> Reconciled:
        """Give what a comparison comes to."""
        return Reconciled(when, MADE_AT, self.to_find, 312, self.listed, self.unread)

    def _last(self, when: date) -> Reconciled | None:
        return self.compared if self.compared is not None and self.compared.date == when else None

    async def _compare(self, when: date, told: Callable[[int, int], None]) -> Reconciled:
        self.heard(f"compare {when.isoformat()}")
        self.work_long(told)
        return self.result(when)

    def _note(self, finding: str, operator: str, reason: str) -> FindingNote:
        self.heard(f"note {finding}: {operator}, {reason}")
        return FindingNote(finding, operator, MADE_AT, reason)

    def _details(self, job_id: JobId) -> JobDetails:
        return self.jobs[job_id]

    async def _retry(self, job_id: JobId, operator: str) -> Job:
        self.heard(f"retry {job_id} by {operator}")
        return self.jobs[job_id].job

    async def _add(self, _account: AccountName, order_id: OrderId, _notification: None) -> tuple[Job, ...]:
        self.heard(f"add {order_id}")
        return self.fetched

    def _history(self, since: date, until: date, search: str = "") -> tuple[DaySummary, ...]:
        self.heard(f"history {(until - since).days + 1} {search}".rstrip())
        return self.found if search else tuple(day for day in self.days if since <= day.date <= until)

    @staticmethod
    def _vtex(account: AccountName) -> SimpleNamespace:
        return SimpleNamespace(order_page=lambda order_id: f"https://{account}.example/orders/{order_id}")
