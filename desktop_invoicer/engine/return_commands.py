"""The commands of the returns desk, JSON in and JSON out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desktop_invoicer.domain.notification import AccountName, Operation, OrderId
from desktop_invoicer.domain.people import Action
from desktop_invoicer.engine.people import People
from desktop_invoicer.engine.return_views import found_view, order_returns_view
from desktop_invoicer.engine.returns_desk import ReturnsDesk
from desktop_invoicer.engine.settling import Settling
from desktop_invoicer.engine.told import text, vouched
from desktop_invoicer.engine.views import Json, job_view


@dataclass(frozen=True, slots=True)
class ReturnCommands:
    """Answers commands about orders of which goods come back, and takes people's words about returns."""

    returns_desk: ReturnsDesk
    settling: Settling

    @property
    def known(self) -> Mapping[str, Callable[..., Awaitable[Any]]]:
        """Give every command by its name."""
        return {
            "find_returns": self.find,
            "returns": self.look,
            "settle_operation": self.settle_operation,
            "take_over": self.take_over,
            "without_refund": self.without_refund,
            "reversal": self.reversal,
            "approve": self.approve,
        }

    async def find(self, text: str) -> list[Json]:
        """Find the orders that are meant by what people know of them."""
        return [found_view(found) for found in self.returns_desk.find(text)]

    async def look(self, order: str, account: str | None = None) -> Json:
        """Show what may be returned of an order; without an account each is asked in turn."""
        order_id = OrderId(order)
        if account is None:
            seen = await self.returns_desk.look_anywhere(order_id)
        else:
            seen = await self.returns_desk.look(AccountName(account), order_id)
        return order_returns_view(seen, self.returns_desk.desk.context.clock.now())

    async def settle_operation(self, job: str, operator: str, operation: str, store: str = "") -> Json:
        """Say what an unreadable observation asks for."""
        found = self.settling.desk.find(job)
        meant = Operation(operation)
        return job_view(await self.settling.settle_operation(found.id, text(operator), meant, text(store)))

    async def take_over(self, job: str, manager: str, reason: str, manager_pin: str | None = None) -> Json:
        """Do here what VTEX gave to another store; with their PIN by a manager who is not signed in."""
        found = self.settling.desk.find(job)
        async with vouched(self._people, manager, manager_pin, Action.TAKE_OVER, str(found.id)):
            return job_view(await self.settling.take_over(found.id, text(manager), text(reason)))

    async def without_refund(self, job: str, operator: str, reason: str) -> Json:
        """Go on although VTEX refunds nothing."""
        found = self.settling.desk.find(job)
        return job_view(await self.settling.go_without_refund(found.id, text(operator), text(reason)))

    async def reversal(self, job: str, operator: str, authorisation: str, reversed_at: str | None = None) -> Json:
        """Note that the card terminal gave the money back, now or at a moment with its zone."""
        found, now = self.settling.desk.find(job), self.settling.desk.context.clock.now()
        moment = now if reversed_at is None else datetime.fromisoformat(reversed_at)
        noted = await self.settling.note_reversal(found.id, text(operator), text(authorisation), moment)
        return job_view(noted)

    async def approve(self, job: str, manager: str, manager_pin: str | None = None) -> Json:
        """Allow, as a manager, that the amount of a job goes out; with their PIN by one who is not signed in."""
        found = self.settling.desk.find(job)
        async with vouched(self._people, manager, manager_pin, Action.APPROVE_REFUND, str(found.id)):
            return job_view(await self.settling.approve(found.id, text(manager)))

    @property
    def _people(self) -> People:
        return self.settling.desk.context.people
