"""Why an order is not invoiced, in VTEX or in its marketplace: reads what there is, and lets the domain tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desktop_invoicer.domain.diagnosis import Diagnosis
from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.engine.desk import Desk
from desktop_invoicer.engine.truths import Told, unheard

if TYPE_CHECKING:
    from desktop_invoicer.domain.marketplaces import Marketplaces
    from desktop_invoicer.engine.day_desk import DayDesk


@dataclass(frozen=True, slots=True)
class Diagnoser:
    """Tells what is wrong with orders. Runs on the engine's loop; only reads."""

    desk: Desk
    day_desk: DayDesk
    marketplaces: Marketplaces

    async def diagnose(self, account: AccountName, order_id: OrderId) -> Diagnosis:
        """Ask VTEX for an order, and tell what is wrong with it.

        Raises:
            UnknownOrderError: VTEX has no such order.
            InvoicerError: the account is not known, or VTEX does not answer.

        """
        raise NotImplementedError

    async def diagnose_anywhere(self, text: str) -> Diagnosis:
        """Diagnose the order that is meant by its id, its sequence or a job's number, in whichever account it is."""
        raise NotImplementedError

    async def diagnose_day(self, date: date, told: Told = unheard) -> tuple[Diagnosis, ...]:
        """Diagnose the marketplaces' orders that were created or invoiced on a day, and those of the day's jobs."""
        raise NotImplementedError
