"""How many requests an account may be sent, shared by everything this desk does with it.

Never more than the limit in any 60 seconds, counted until 60 seconds after an answer, so that it holds as VTEX sees
it, too. Background readings use half of it at most. A 429 rests the whole account (facts: VTEX, 4.2).
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from desktop_invoicer.errors import VtexBusyError

WINDOW = 60.0
REST = 60.0
LONGEST_REST = 600.0
PATIENCE = 3.0
IN_FLIGHT = 16


class _Share:
    """What one kind of request uses: those under way (or about to start), and when the others ended."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.open = 0
        self.ended: deque[float] = deque()

    def room(self, now: float) -> int:
        """Count the requests that fit now."""
        while self.ended and self.ended[0] + WINDOW <= now:
            self.ended.popleft()
        return self.limit - self.open - len(self.ended)

    def room_from(self, now: float) -> float:
        """Give the moment from which one more request fits; far away while only unanswered ones are in the way."""
        in_the_way = 1 - self.room(now)
        if in_the_way <= 0:
            return now
        return self.ended[in_the_way - 1] + WINDOW if in_the_way <= len(self.ended) else now + WINDOW


class RequestBudget:
    """The request budget of one account. Not thread-safe: it belongs to the engine's event loop."""

    def __init__(
        self,
        per_minute: int,
        *,
        rest: float = REST,
        patience: float = PATIENCE,
        in_flight: int = IN_FLIGHT,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Set the limits.

        Args:
            per_minute: requests in any 60 seconds.
            rest: seconds without any request after a 429.
            patience: seconds a call may be kept waiting; beyond, it is refused with the time to come back.
            in_flight: requests under way at a time.
            clock: a monotonic clock in seconds.

        """
        self._all = _Share(max(per_minute, 1))
        self._background = _Share(max(per_minute // 2, 1))
        self._slots = _Slots(max(in_flight, 1))
        self._rest = rest
        self._patience = patience
        self._clock = clock
        self._rests_until = 0.0

    @asynccontextmanager
    async def request(self, *, background: bool = False) -> AsyncIterator[None]:
        """Hold the right to send one request.

        Raises:
            VtexBusyError: it would have to wait longer than patience allows; nothing is to be sent.

        """
        shares = (self._all, self._background) if background else (self._all,)
        start = self._admitted_at(shares)
        for share in shares:
            share.open += 1
        sent = False
        try:
            await self._until(start)
            async with self._slots.one(last=background):
                self._refuse_while_resting()
                sent = True
                yield
        finally:
            for share in shares:
                share.open -= 1
                if sent:
                    share.ended.append(self._clock())

    def room(self, *, background: bool = False) -> int:
        """Count the requests that could be sent right now."""
        now = self._clock()
        if now < self._rests_until:
            return 0
        shares = (self._all, self._background) if background else (self._all,)
        return max(min(share.room(now) for share in shares), 0)

    def rest(self, retry_after: float | None = None) -> float:
        """Rest after a 429, as long as VTEX asks but neither shorter than the usual nor beyond ten minutes.

        Returns:
            The seconds until the account may be asked again.

        """
        now = self._clock()
        seconds = min(max(self._rest, retry_after or 0.0), LONGEST_REST)
        self._rests_until = max(self._rests_until, now + seconds)
        return self._rests_until - now

    def _admitted_at(self, shares: tuple[_Share, ...]) -> float:
        now = self._clock()
        start = max(self._rests_until, *(share.room_from(now) for share in shares))
        if start - now > self._patience:
            raise VtexBusyError(start - now)
        return start

    async def _until(self, moment: float) -> None:
        while (wait := max(moment, self._rests_until) - self._clock()) > 0:
            if wait > self._patience:
                raise VtexBusyError(wait)
            await asyncio.sleep(wait)

    def _refuse_while_resting(self) -> None:
        if (wait := self._rests_until - self._clock()) > 0:
            raise VtexBusyError(wait)


class _Slots:
    """A fair limit of requests under way: first come, first served, background readings after everybody else."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._queues: tuple[deque[asyncio.Future[None]], ...] = (deque(), deque())

    @asynccontextmanager
    async def one(self, *, last: bool) -> AsyncIterator[None]:
        if self._free and not any(self._queues[: 1 + last]):
            self._free -= 1
        else:
            await self._turn(self._queues[last])
        try:
            yield
        finally:
            self._hand_on()

    async def _turn(self, queue: deque[asyncio.Future[None]]) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self._hand_on()  # the slot came together with the cancellation: pass it to the next
            raise

    def _hand_on(self) -> None:
        for queue in self._queues:
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._free += 1
