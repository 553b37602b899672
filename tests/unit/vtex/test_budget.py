"""The request budget of an account: windows, priorities, rests, fairness."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.errors import VtexBusyError
from desktop_invoicer.vtex.budget import WINDOW, RequestBudget

pytestmark = pytest.mark.anyio


class FakeClock:
    """A monotonic clock that only the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


async def spend(budget: RequestBudget, count: int, *, background: bool = False) -> None:
    for _ in range(count):
        async with budget.request(background=background):
            pass


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@asynccontextmanager
async def cancelled_at_the_end(*tasks: asyncio.Task[None]) -> AsyncIterator[None]:
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_no_more_requests_than_the_limit_fit_into_a_window(clock: FakeClock) -> None:
    budget = RequestBudget(3, clock=clock)
    await spend(budget, 3)

    with pytest.raises(VtexBusyError) as busy:
        await spend(budget, 1)

    assert busy.value.retry_after == WINDOW
    clock.now += WINDOW
    await spend(budget, 3)


async def test_the_window_slides(clock: FakeClock) -> None:
    budget = RequestBudget(2, clock=clock)
    await spend(budget, 1)
    clock.now += 30
    await spend(budget, 1)
    clock.now += 30

    await spend(budget, 1)

    with pytest.raises(VtexBusyError) as busy:
        await spend(budget, 1)
    assert busy.value.retry_after == 30


async def test_a_request_counts_until_a_minute_after_its_answer(clock: FakeClock) -> None:
    budget = RequestBudget(1, clock=clock, patience=0)
    async with budget.request():
        clock.now += 59

    clock.now += 59
    with pytest.raises(VtexBusyError) as busy:
        await spend(budget, 1)

    assert busy.value.retry_after == 1


async def test_unanswered_requests_fill_the_window_too(clock: FakeClock) -> None:
    budget = RequestBudget(1, clock=clock)

    async with budget.request():
        with pytest.raises(VtexBusyError) as busy:
            await spend(budget, 1)

    assert busy.value.retry_after == WINDOW


async def test_a_failed_request_counts_like_any_other(clock: FakeClock) -> None:
    budget = RequestBudget(1, clock=clock)
    with pytest.raises(ConnectionError):
        async with budget.request():
            raise ConnectionError

    with pytest.raises(VtexBusyError):
        await spend(budget, 1)


async def test_background_readings_use_half_at_most(clock: FakeClock) -> None:
    budget = RequestBudget(10, clock=clock)
    await spend(budget, 5, background=True)

    with pytest.raises(VtexBusyError):
        await spend(budget, 1, background=True)
    await spend(budget, 5)


async def test_background_readings_use_only_what_jobs_leave(clock: FakeClock) -> None:
    budget = RequestBudget(10, clock=clock)
    await spend(budget, 8)
    await spend(budget, 2, background=True)

    with pytest.raises(VtexBusyError):
        await spend(budget, 1, background=True)


async def test_room_tells_what_could_be_sent_now(clock: FakeClock) -> None:
    budget = RequestBudget(10, clock=clock)
    assert (budget.room(), budget.room(background=True)) == (10, 5)

    await spend(budget, 2, background=True)
    await spend(budget, 6)
    assert (budget.room(), budget.room(background=True)) == (2, 2)

    clock.now += WINDOW
    assert (budget.room(), budget.room(background=True)) == (10, 5)
    budget.rest()
    assert (budget.room(), budget.room(background=True)) == (0, 0)


@pytest.mark.parametrize(
    ("asked", "rests"),
    [(None, 60), (0, 60), (5, 60), (60, 60), (90.5, 90.5), (600, 600), (86_400, 600)],
)
async def test_a_rest_is_a_minute_or_what_vtex_asks_up_to_ten_minutes(
    clock: FakeClock, asked: float | None, rests: float
) -> None:
    budget = RequestBudget(10, clock=clock)

    assert budget.rest(asked) == rests

    with pytest.raises(VtexBusyError) as busy:
        await spend(budget, 1)
    assert busy.value.retry_after == rests
    clock.now += rests
    await spend(budget, 1)


async def test_a_shorter_rest_does_not_end_a_longer_one(clock: FakeClock) -> None:
    budget = RequestBudget(10, clock=clock)
    budget.rest(300)

    assert budget.rest() == 300


async def test_nothing_is_sent_by_a_call_that_waited_when_the_rest_began() -> None:
    budget = RequestBudget(10, in_flight=1)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(budget.request())
        waiting = asyncio.create_task(spend(budget, 1))
        await settle()
        budget.rest()

    with pytest.raises(VtexBusyError):
        await waiting


async def test_a_short_wait_is_slept_through() -> None:
    budget = RequestBudget(10, rest=0.05)
    budget.rest()
    loop = asyncio.get_running_loop()
    begun = loop.time()

    await spend(budget, 1)

    assert loop.time() - begun >= 0.045


async def test_patience_decides_what_a_short_wait_is(clock: FakeClock) -> None:
    budget = RequestBudget(10, rest=5.0, patience=4.9, clock=clock)
    budget.rest()

    with pytest.raises(VtexBusyError):
        await spend(budget, 1)


async def test_a_limited_number_of_requests_is_under_way() -> None:
    budget = RequestBudget(1000, in_flight=16)
    under_way = most = 0

    async def send() -> None:
        nonlocal under_way, most
        async with budget.request():
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0)
            under_way -= 1

    await asyncio.gather(*(send() for _ in range(200)))

    assert (most, under_way) == (16, 0)


async def test_callers_are_served_in_order_and_background_readings_last() -> None:
    budget = RequestBudget(1000, in_flight=1)
    served: list[str] = []

    async def send(name: str, *, background: bool = False) -> None:
        async with budget.request(background=background):
            served.append(name)

    async with budget.request():
        tasks = [asyncio.create_task(send("reading", background=True))]
        await settle()
        tasks += [asyncio.create_task(send(name)) for name in ("first", "second", "third")]
        await settle()
    await asyncio.gather(*tasks)

    assert served == ["first", "second", "third", "reading"]


async def test_a_caller_that_gives_up_leaves_no_trace() -> None:
    budget = RequestBudget(1000, in_flight=1)
    async with budget.request():
        first, second = (asyncio.create_task(spend(budget, 1)) for _ in range(2))
        await settle()
        first.cancel()
        await settle()
        assert budget.room() == 1000 - 2

    await second
    assert budget.room() == 1000 - 2


async def test_a_slot_handed_to_a_caller_that_is_cancelled_goes_to_the_next() -> None:
    budget = RequestBudget(1000, in_flight=1)
    async with budget.request():
        first, second = (asyncio.create_task(spend(budget, 1)) for _ in range(2))
        await settle()
    first.cancel()  # it has been given the slot just now, and has not run since

    await second
    await spend(budget, 1)
    assert first.cancelled()


async def test_a_caller_cancelled_while_it_sleeps_gives_its_place_back() -> None:
    budget = RequestBudget(10, rest=2.0)
    budget.rest()
    sleeping = asyncio.create_task(spend(budget, 1))
    await settle()

    sleeping.cancel()
    await asyncio.gather(sleeping, return_exceptions=True)

    assert budget._all.open == 0  # noqa: SLF001 (a rest shows no room, so nothing public tells)


async def test_sleepers_do_not_all_take_the_same_place(clock: FakeClock) -> None:
    budget = RequestBudget(2, clock=clock, patience=10)
    await spend(budget, 1)
    clock.now += 55
    await spend(budget, 1)

    waiting = asyncio.create_task(spend(budget, 1))
    async with cancelled_at_the_end(waiting):
        await settle()
        with pytest.raises(VtexBusyError) as busy:
            await spend(budget, 1)

    assert busy.value.retry_after == WINDOW


@given(
    st.integers(1, 6),
    st.lists(st.tuples(st.sampled_from([0.0, 0.5, 7.0, 20.0, 61.0]), st.booleans()), max_size=40),
)
async def test_in_no_minute_more_than_the_limit_is_sent(limit: int, plan: list[tuple[float, bool]]) -> None:
    clock = FakeClock()
    budget = RequestBudget(limit, clock=clock, patience=0)
    sent: list[float] = []
    waits: list[float] = []
    for pause, background in plan:
        clock.now += pause
        try:
            async with budget.request(background=background):
                sent.append(clock.now)
        except VtexBusyError as busy:
            waits.append(busy.retry_after or 0)

    assert all(0 < wait <= WINDOW for wait in waits)
    for first, last in itertools.combinations(range(len(sent)), 2):
        if sent[last] - sent[first] < WINDOW:
            assert last - first + 1 <= limit
