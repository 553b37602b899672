"""The commands about what does not agree and what is stuck, JSON in and JSON out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as day
from typing import Any

from desktop_invoicer.domain.diagnosis import Diagnosis, Repair
from desktop_invoicer.domain.key_repair import KeyOffer
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.engine.diagnosing import Diagnoser
from desktop_invoicer.engine.diagnosis_views import answer_view, diagnosis_view, note_view, reconciled_view
from desktop_invoicer.engine.reconciling import Reconciler
from desktop_invoicer.engine.repairing import KeySender
from desktop_invoicer.engine.told import text
from desktop_invoicer.engine.views import Json


@dataclass(frozen=True, slots=True)
class DiagnosisCommands:
    """Answers commands about findings and causes."""

    reconciler: Reconciler
    diagnoser: Diagnoser
    key_sender: KeySender

    @property
    def known(self) -> Mapping[str, Callable[..., Awaitable[Any]]]:
        """Give every command by its name."""
        return {
            "reconcile": self.reconcile,
            "note_finding": self.note,
            "diagnose": self.diagnose,
            "diagnose_day": self.diagnose_day,
            "send_key": self.send_key,
        }

    async def reconcile(self, date: str) -> Json:
        """Compare the three truths of a day (ISO date)."""
        return reconciled_view(await self.reconciler.compare(day.fromisoformat(date)))

    async def note(self, finding: str, operator: str, reason: str) -> Json:
        """Keep a person's word about a finding."""
        return note_view(self.reconciler.note(text(finding), text(operator), text(reason)))

    async def diagnose(self, order: str, account: str | None = None) -> Json:
        """Tell why an order is not invoiced; without an account each is asked in turn."""
        found = await self.diagnoser.diagnose_meant(text(order), None if account is None else AccountName(account))
        can_send = any(cause.repair is Repair.SEND_KEY for cause in found.causes)
        return self._view(found, await self.key_sender.offers(found.account, found.order_id) if can_send else ())

    async def diagnose_day(self, date: str | None = None) -> list[Json]:
        """Diagnose the orders of a day (ISO date), or of today."""
        on = self.diagnoser.day_desk.today().date if date is None else day.fromisoformat(date)
        return [self._view(found) for found in await self.diagnoser.diagnose_day(on)]

    async def send_key(self, order: str, account: str, number: str, key: str, operator: str) -> Json:
        """Send the key of an invoice again."""
        sent = self.key_sender.send(AccountName(account), OrderId(order), text(number), text(key), text(operator))
        return answer_view(await sent)

    def _view(self, found: Diagnosis, offers: Sequence[KeyOffer] = ()) -> Json:
        vtex = self.diagnoser.desk.context.accounts.get(found.account)
        return diagnosis_view(found, None if vtex is None else vtex.bridge_page(), offers)
