"""A desk that knows what keeps orders back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from datetime import date
from types import SimpleNamespace
from typing import Any

from typing_extensions import override

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.key_repair import KeyAnswer, KeyOffer, KeyOutcome
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.domain.store_day import StoreDay
from desktop_invoicer.domain.workflow import Job, JobId
from desktop_invoicer.errors import UnknownJobError, UnknownOrderError
from tests.builders import a_job
from tests.report_builders import DAY
from tests.ui.asked_desk import AskedDesk


class WhyDesk(AskedDesk):
    """Gives the diagnoses that it was given, and takes keys. While it ``waits`` nothing is done before ``go_on``."""

    def __init__(self) -> None:
        super().__init__()
        self.today = DAY
        self.known: dict[str, Diagnosis] = {}
        self.offers: tuple[KeyOffer, ...] = ()
        self.outcome = KeyOutcome.TAKEN
        self.words = ""
        self.sent: list[tuple[str, str, str]] = []
        self.fetched: tuple[Job, ...] = ()
        self.waits = False
        self._kept: list[Callable[[Any], Coroutine[Any, Any, Any]]] = []

    @override
    def begin(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> Future[Any]:
        if not self.waits:
            return super().begin(work)
        self._kept.append(work)
        return Future()

    def go_on(self) -> None:
        """Do what was kept waiting."""
        kept, self._kept, self.waits = self._kept, [], False
        for work in kept:
            super().begin(work)

    def know(self, *found: Diagnosis) -> None:
        """Have these answers from now on."""
        self.known = {each.order_id: each for each in found}

    @property
    @override
    def commands(self) -> SimpleNamespace:
        context = SimpleNamespace(vtex=self._vtex)
        return SimpleNamespace(
            diagnoser=SimpleNamespace(
                diagnose_meant=self._diagnose_meant, diagnose=self._diagnose, diagnose_day=self._diagnose_day
            ),
            key_sender=SimpleNamespace(offers=self._give_offers, send=self._send),
            desk=SimpleNamespace(context=context, job=self._job, add=self._add),
            day_desk=SimpleNamespace(today=self._today),
        )

    def _today(self) -> StoreDay:
        if self.refusal is not None:
            raise self.refusal
        return self.today

    async def _diagnose_meant(self, text: str) -> Diagnosis:
        self.heard(f"meant {text}")
        meant = [order_id for order_id in self.known if text in order_id]
        if len(meant) > 1:
            raise UnknownJobError(text, meant)
        if not meant:
            raise UnknownOrderError(text)
        return self.known[meant[0]]

    async def _diagnose(self, account: AccountName, order_id: OrderId) -> Diagnosis:
        self.heard(f"order {account} {order_id}")
        return self.known[order_id]

    async def _diagnose_day(self, when: date, told: Callable[[int, int], None]) -> tuple[Diagnosis, ...]:
        self.heard(f"day {when.isoformat()}")
        self.work_long(told)
        return tuple(self.known.values())

    async def _give_offers(self, _account: AccountName, order_id: OrderId) -> tuple[KeyOffer, ...]:
        self.heard(f"offers {order_id}")
        return self.offers

    async def _send(self, _account: AccountName, order_id: OrderId, number: str, key: str, operator: str) -> KeyAnswer:
        self.heard(f"send {order_id} {operator}")
        self.sent.append((order_id, number, key))
        return KeyAnswer(self.outcome, number, key, self.words)

    async def _add(self, _account: AccountName, order_id: OrderId, _notification: None) -> tuple[Job, ...]:
        self.heard(f"add {order_id}")
        return self.fetched

    @staticmethod
    def _job(job_id: JobId) -> Job:
        return a_job(job_id=job_id)

    @staticmethod
    def _vtex(account: AccountName) -> SimpleNamespace:
        root = f"https://{account}.example"
        return SimpleNamespace(
            order_page=lambda order_id: f"{root}/orders/{order_id}", bridge_page=lambda: f"{root}/bridge"
        )
