"""Finding notifications without being called: ask VTEX about every order where one may be waiting.

There is no list of all notifications in VTEX, only a list per order; so a watch list is kept, filled from the orders
being handled, from this desk's own feed where it has one, and from this desk's own jobs (design.md, section 4).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import AccountName, NotificationCall, OrderId
from desktop_invoicer.domain.workflow import Job
from desktop_invoicer.engine.intake import Intake
from desktop_invoicer.engine.ports import Clock, Vtex, WatchList

_log = logging.getLogger(__name__)

Plan = Callable[[timedelta, Random], timedelta | None]
"""From an order's age on the list to the time until it is asked again; ``None`` takes it off."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often the watcher looks, and at how much at a time."""

    round: timedelta = timedelta(seconds=10)
    sources: timedelta = timedelta(minutes=2)
    orders_a_round: int = 10


@dataclass(slots=True)
class Watcher:
    """Polls one account until cancelled. Its readings give way to jobs within the account's request budget."""

    account: AccountName
    vtex: Vtex
    watch_list: WatchList
    intake: Intake
    clock: Clock
    plan: Plan
    has_feed: bool
    rhythm: Rhythm
    random: Random
    is_running: bool = False
    has_looked: bool = False
    """Whether one round is over, well or badly."""
    looked_at: datetime | None = None
    """When the last round that went well was over."""
    failure: Exception | None = None
    """Why the last round did not go well."""
    watched: int = 0
    """Orders on the list, as the last round left it."""
    _has_checked_feed: bool = False
    _sources_read_at: datetime | None = None

    async def run(self) -> None:
        """Look again and again; a failure waits for the next round."""
        self.is_running = True
        while True:
            try:
                await self.look()
                self.looked_at, self.failure = self.clock.now(), None
            except (errors.TransientError, errors.RejectedError, errors.SetupError, errors.InvalidOrderError) as exc:
                self.failure = exc
                _log.info("account %s: polling waits: %s", self.account, exc)
            except Exception as exc:  # noqa: BLE001 (a defect of ours must not end the polling)
                self.failure = exc
                _log.exception("account %s: a round of polling failed", self.account)
            self.has_looked = True
            await asyncio.sleep(self.rhythm.round.total_seconds())

    async def look(self) -> None:
        """Do one round: refresh the list where it is time, and ask about the orders whose turn it is."""
        now = self.clock.now()
        read_at = self._sources_read_at
        if read_at is None or not read_at <= now < read_at + self.rhythm.sources:  # a clock may be set back
            await self._read_sources(now)
            self._sources_read_at = now
        for order_id, since in self.watch_list.due_watches(self.account, now, self.rhythm.orders_a_round):
            try:
                await self.ask(order_id)
            except (errors.VtexBusyError, errors.SetupError):
                raise  # the account as a whole waits; the order keeps its turn
            except (errors.TransientError, errors.RejectedError, errors.InvalidOrderError) as exc:
                _log.info("order %s: asking for its notifications failed: %s", order_id, exc)
            again = self.plan(now - since, self.random)
            self.watch_list.rescheduled(self.account, order_id, None if again is None else now + again)
        self.watched = self.watch_list.count(self.account)

    async def ask(self, order_id: OrderId) -> tuple[Job, ...]:
        """Ask VTEX for the notifications of one order; give their jobs, known or new."""
        found = await self.vtex.notifications(order_id, background=True)
        calls = [
            NotificationCall(self.account, order_id, notification, self.vtex.callback_url(order_id))
            for notification in found
        ]
        return tuple(self.intake.accept(call, "polling")[0] for call in calls)

    async def _read_sources(self, now: datetime) -> None:
        """Fill the list; a source that may not be read, such as the list of orders, does not keep the others away."""
        self.watch_list.watch_known(self.account, now)
        for source in (self._read_list, *((self._read_feed,) if self.has_feed else ())):
            try:
                await source(now)
            except errors.CredentialsRefusedError as exc:
                _log.warning("account %s: a source of orders may not be read: %s", self.account, exc)

    async def _read_list(self, now: datetime) -> None:
        self.watch_list.watch(self.account, await self.vtex.handled_orders(), now)

    async def _read_feed(self, now: datetime) -> None:
        """Empty the feed; events are committed only after their orders are durably on the list."""
        try:
            if not self._has_checked_feed:
                await self.vtex.check_feed()
                self._has_checked_feed = True
            while events := await self.vtex.feed():
                self.watch_list.watch(self.account, [event.order_id for event in events], now)
                await self.vtex.commit_feed([event.handle for event in events])
        except errors.FeedMissingError:
            self._has_checked_feed = False
            _log.warning("account %s: VTEX has no feed for these credentials (it expires when unused)", self.account)
