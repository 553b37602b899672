"""How the program is: asked of each part, told when it changes, and never at the cost of the desk's work."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.filing import FolderSeen
from desktop_invoicer.domain.health import Condition, Health, Part, PartHealth, QueueHealth
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.engine.events import AccountPaused, HealthChanged, StorageTroubled
from desktop_invoicer.engine.health import HealthDesk
from desktop_invoicer.engine.part_health import FILING, JOBS, EngineParts, dead_engine, polling
from desktop_invoicer.engine.works import Works
from tests.builders import ACCOUNT, NOW, ORDER_ID, a_call
from tests.counter import Counter, ask
from tests.waiting import eventually

pytestmark = pytest.mark.anyio

WELL = PartHealth(Part.DISK, Condition.WELL)
LOW = PartHealth(Part.DISK, Condition.WARNING, problem=Problem(ProblemCode.DISK_LOW))
FULL = errors.StorageFullError(Path("desk.db"), "database or disk is full")


@pytest.fixture
def desk(shop: Counter) -> HealthDesk:
    """Give a health desk whose pulse nobody waits for."""
    made = HealthDesk(shop.context, shop.engine.publish, pulse=0.001)
    shop.engine.subscribe(made.listen)
    return made


@pytest.fixture
def parts(shop: Counter, desk: HealthDesk) -> EngineParts:
    return EngineParts(shop.desk, shop.filing, Works(), desk)


def told(shop: Counter) -> list[Health]:
    return [event.health for event in shop.events if isinstance(event, HealthChanged)]


def code(health: PartHealth) -> ProblemCode | None:
    return None if health.problem is None else health.problem.code


async def beats(desk: HealthDesk, is_so: Callable[[], bool]) -> None:
    """Let the pulse go until something is so."""
    pulse = asyncio.create_task(desk.run())
    await eventually(is_so)
    pulse.cancel()
    with suppress(asyncio.CancelledError):
        await pulse


# the desk


async def test_the_program_tells_its_version_and_since_when_it_runs(shop: Counter, desk: HealthDesk) -> None:
    shop.clock.move(timedelta(hours=1))

    health = desk.health()

    assert (health.since, health.at) == (NOW, NOW + timedelta(hours=1))
    assert health.version


async def test_a_change_is_told_once(shop: Counter, desk: HealthDesk) -> None:
    found = [WELL]
    desk.watch(Part.DISK, lambda: found)

    for part in (WELL, WELL, LOW, LOW, WELL):
        found[:] = [part]
        desk.tell()

    assert [health.parts for health in told(shop)] == [(WELL,), (LOW,), (WELL,)]


async def test_changes_are_told_at_the_pulse_only(shop: Counter, desk: HealthDesk) -> None:
    found = [WELL]
    desk.watch(Part.DISK, lambda: found)

    def has_told() -> bool:
        found[:] = [LOW if found == [WELL] else WELL]  # it changes far more often than the pulse beats
        return len(told(shop)) > 2

    await beats(desk, has_told)

    assert len(told(shop)) == 3


async def test_a_part_that_cannot_be_asked_is_in_trouble_and_the_others_are_told(desk: HealthDesk) -> None:
    def broken() -> Iterator[PartHealth]:
        raise KeyError

    desk.watch(Part.CLOCK, broken)
    desk.watch(Part.DISK, lambda: [WELL])

    clock, disk = desk.health().parts

    assert (clock.part, clock.condition, code(clock)) == (Part.CLOCK, Condition.TROUBLE, ProblemCode.INTERNAL)
    assert disk == WELL


async def test_a_defect_in_asking_is_logged_once_and_again_after_it_was_gone(
    desk: HealthDesk, caplog: pytest.LogCaptureFixture
) -> None:
    answers: list[list[PartHealth]] = []
    desk.watch(Part.CLOCK, lambda: answers[0])
    for has_answer in (False, False, True, False):
        answers[:] = [[]] if has_answer else []
        desk.health()

    assert caplog.messages.count("how clock is cannot be told") == 2


async def test_a_part_whose_memory_cannot_be_read_says_so(desk: HealthDesk) -> None:
    def unread() -> Iterator[PartHealth]:
        raise FULL

    desk.watch(Part.BACKUP, unread)

    assert code(desk.health().parts[0]) is ProblemCode.DATABASE_UNUSABLE


async def test_what_takes_the_disk_is_looked_at_beside_the_loop_and_remembered(desk: HealthDesk) -> None:
    seen_on: list[str] = []

    def look() -> list[PartHealth]:
        seen_on.append(threading.current_thread().name)
        return [LOW]

    desk.look_at(Part.DISK, look, every=3600)
    before = desk.health().parts
    await beats(desk, lambda: bool(desk.health().parts))

    assert before == ()
    assert desk.health().parts == (LOW,)
    assert len(seen_on) == 1
    assert seen_on != [threading.main_thread().name]


async def test_a_look_that_hangs_holds_up_nothing(shop: Counter, desk: HealthDesk) -> None:
    release = threading.Event()
    desk.look_at(Part.DISK, lambda: [WELL] if release.wait(5) else [], every=0)
    desk.watch(Part.CLOCK, list)

    await beats(desk, lambda: bool(told(shop)))
    release.set()

    assert told(shop)[0].parts == ()


async def test_whoever_asks_right_after_the_start_waits_for_the_first_look(desk: HealthDesk) -> None:
    desk.look_at(Part.DISK, lambda: [WELL], every=3600)

    assert (await desk.looked()).parts == (WELL,)
    assert (await desk.looked()).parts == (WELL,)


async def test_a_database_that_troubles_somebody_is_looked_at_soon(shop: Counter, desk: HealthDesk) -> None:
    looks: list[Part] = []

    def look() -> list[PartHealth]:
        looks.append(Part.DATABASE)
        return []

    desk.look_at(Part.DATABASE, look, every=3600)
    desk.look_at(Part.DISK, lambda: (), every=3600)
    await desk.looked()

    shop.engine.publish(StorageTroubled(FULL))
    await beats(desk, lambda: len(looks) > 1)

    assert len(looks) == 2


async def test_the_queue_tells_what_is_open_who_is_waited_for_and_since_when(shop: Counter, desk: HealthDesk) -> None:
    shop.receive()
    shop.clock.move(timedelta(minutes=5))
    received = desk.health().queue

    async with shop.at_work():
        await shop.settle()

    assert received == QueueHealth(open=1, oldest=NOW)
    assert desk.health().queue == QueueHealth(open=1, oldest=NOW, waiting_for_document=1)


async def test_the_queue_is_counted_only_when_a_job_moved(shop: Counter, desk: HealthDesk) -> None:
    desk.health()
    shop.journal.fails["counts"].append(FULL)

    assert desk.health().queue == QueueHealth()  # nobody asked the journal


async def test_the_last_count_stays_while_the_database_does_not_answer(shop: Counter, desk: HealthDesk) -> None:
    shop.intake.accept(a_call(), "receiver")
    shop.journal.fails["counts"].append(FULL)

    assert desk.health().queue == QueueHealth()
    assert desk.health().queue.open == 1


async def test_a_loop_that_was_held_up_is_slow_for_a_while(desk: HealthDesk, parts: EngineParts) -> None:
    times = iter([0.0, 0.0, 4.0, *[4.0] * 1000])  # the second pulse ends four seconds late
    desk.monotonic = lambda: next(times)

    await beats(desk, lambda: desk.lag > 0)
    (slow,) = parts.engine()
    await beats(desk, lambda: desk.lag < 1)
    (well,) = parts.engine()

    assert (slow.condition, code(slow)) == (Condition.WARNING, ProblemCode.ENGINE_SLOW)
    assert slow.problem is not None
    assert slow.problem.facts == {"seconds": 4}
    assert well.condition is Condition.WELL


# the parts


async def fail() -> None:
    raise KeyError


async def forever() -> None:
    await asyncio.Event().wait()


async def test_a_work_that_ended_by_itself_is_told_at_once(parts: EngineParts) -> None:
    parts.works.start(JOBS, fail())
    parts.works.start("keeping", fail())
    parts.works.start("closing", forever())
    await asyncio.sleep(0)

    (found,) = parts.engine()
    await parts.works.stop()

    assert (found.condition, code(found)) == (Condition.TROUBLE, ProblemCode.PART_DIED)
    assert found.problem is not None
    assert found.problem.facts == {"work": "jobs, keeping"}


async def test_works_that_go_on_or_were_never_started_are_well(parts: EngineParts) -> None:
    parts.works.start(JOBS, forever())
    await asyncio.sleep(0)

    (found,) = parts.engine()
    dead = parts.works.has_died(JOBS), parts.works.has_died(FILING)
    await parts.works.stop()

    assert found.condition is Condition.WELL
    assert dead == (False, False)


async def test_an_account_is_told_by_how_its_last_call_ended(shop: Counter, parts: EngineParts) -> None:
    def now() -> tuple[Condition, ProblemCode | None]:
        (found,) = parts.vtex()
        return found.condition, code(found)

    hear = shop.engine.connections.hear
    conditions = [now()]
    for failure in (None, errors.VtexUnavailableError("down"), errors.CredentialsRefusedError(ACCOUNT, 401), None):
        hear(ACCOUNT, failure)
        conditions.append(now())
    shop.engine.connections.pause(AccountPaused(ACCOUNT, Problem(ProblemCode.CREDENTIALS)))

    assert [*conditions, now()] == [
        (Condition.WELL, None),
        (Condition.WELL, None),
        (Condition.TROUBLE, ProblemCode.WAITING_FOR_VTEX),
        (Condition.TROUBLE, ProblemCode.CREDENTIALS),
        (Condition.WELL, None),
        (Condition.TROUBLE, ProblemCode.CREDENTIALS),
    ]


async def test_the_last_answer_is_remembered_while_an_account_is_silent(shop: Counter, parts: EngineParts) -> None:
    shop.engine.connections.hear(ACCOUNT, None)
    shop.clock.move(timedelta(minutes=5))
    shop.engine.connections.hear(ACCOUNT, errors.VtexUnavailableError("down"))

    (found,) = parts.vtex()

    assert found.last_success == NOW


async def test_an_account_that_asked_for_a_break_rests_until_it_is_over(shop: Counter, parts: EngineParts) -> None:
    shop.engine.connections.hear(ACCOUNT, errors.VtexBusyError(60))
    (resting,) = parts.vtex()
    shop.clock.move(timedelta(seconds=60))
    (over,) = parts.vtex()

    assert (resting.condition, code(resting)) == (Condition.WARNING, ProblemCode.VTEX_RESTS)
    assert resting.facts == {"rests_until": NOW + timedelta(seconds=60)}
    assert code(over) is ProblemCode.WAITING_FOR_VTEX


@pytest.mark.parametrize(
    ("failure", "condition", "problem"),
    [
        (None, Condition.WELL, None),
        (errors.VtexUnavailableError("down"), Condition.WARNING, ProblemCode.POLLING_FAILED),
        (errors.CredentialsMissingError(ACCOUNT), Condition.TROUBLE, ProblemCode.CREDENTIALS),
        (errors.VtexRefusedError(400, "no"), Condition.TROUBLE, ProblemCode.POLLING_FAILED),
        (KeyError("ours"), Condition.TROUBLE, ProblemCode.POLLING_FAILED),
    ],
)
async def test_polling_is_told_by_how_its_last_round_ended(
    shop: Counter, parts: EngineParts, failure: Exception | None, condition: Condition, problem: ProblemCode | None
) -> None:
    (idle,) = parts.polling()
    shop.vtex.handled = (ORDER_ID,)
    shop.vtex.fails["handled_orders"].append(failure)
    parts.works.start(polling(ACCOUNT), shop.watcher.run())
    await eventually(lambda: shop.watcher.has_looked)

    (found,) = parts.polling()
    await parts.works.stop()

    assert idle.condition is Condition.OFF
    assert (found.subject, found.condition, code(found)) == (ACCOUNT, condition, problem)
    assert found.last_success == (NOW if failure is None else None)
    assert found.facts == {"watched_orders": 1 if failure is None else 0}


async def test_polling_that_ended_by_itself_is_told_of_its_account_alone(parts: EngineParts) -> None:
    parts.works.start(polling(ACCOUNT), fail())
    await asyncio.sleep(0)

    (found,), (engine,) = parts.polling(), parts.engine()

    assert (found.condition, code(found)) == (Condition.TROUBLE, ProblemCode.PART_DIED)
    assert engine.condition is Condition.WELL


async def test_a_folder_is_told_as_it_was_found_last(shop: Counter, parts: EngineParts) -> None:
    unseen = parts.folder("/xml", None)
    await shop.filing.take([FolderSeen("/xml", 7)])
    seen = parts.folder("/xml", NOW)
    await shop.filing.take([FolderSeen("/xml", 0, Problem(ProblemCode.FOLDER_MISSING, {"folder": "/xml"}))])
    missing = parts.folder("/xml", NOW)

    assert (unseen.condition, unseen.last_success) == (Condition.WELL, None)
    assert (seen.condition, seen.last_success, seen.facts) == (Condition.WELL, NOW, {"files": 7})
    assert (missing.condition, code(missing)) == (Condition.TROUBLE, ProblemCode.FOLDER_MISSING)


async def test_folders_whose_files_nobody_compares_are_in_trouble(parts: EngineParts) -> None:
    parts.works.start(FILING, fail())
    await asyncio.sleep(0)

    assert code(parts.folder("/xml", None)) is ProblemCode.PART_DIED


# the commands


async def test_how_the_program_is_can_be_asked_by_programs(shop: Counter) -> None:
    shop.commands.health_desk.watch(Part.DISK, lambda: [LOW])

    answer = await ask(shop, "health")

    assert list(answer) == ["condition", "at", "since", "version", "parts", "queue"]
    (part,) = answer["parts"]
    assert list(part) == ["part", "subject", "condition", "last_success", "problem", "facts"]
    assert (answer["condition"], part["problem"]["problem"]) == ("warning", "disk_low")
    assert answer["queue"] == {"open": 0, "waiting_for_person": 0, "waiting_for_document": 0, "oldest": None}


async def test_moments_are_told_to_programs_in_iso_8601(shop: Counter) -> None:
    part = PartHealth(Part.VTEX, Condition.WELL, last_success=NOW, facts={"rests_until": NOW})
    shop.commands.health_desk.watch(Part.VTEX, lambda: [part])

    answer = await ask(shop, "health")

    assert answer["parts"][0]["last_success"] == answer["parts"][0]["facts"]["rests_until"] == NOW.isoformat()


async def test_what_goes_into_a_bundle_is_figures_and_is_written_down(shop: Counter) -> None:
    shop.intake.accept(a_call(), "receiver")
    await shop.commands.auditing.verify()

    facts = await ask(shop, "support_facts", operator="Ana")

    assert facts["jobs"] == [{"stage": "received", "hold": "", "problem": "", "count": 1}]
    assert facts["operators"] == {}
    assert facts["audit"]["sound"] is True
    assert facts["audit"]["lines"] > 0
    (line,) = await ask(shop, "audit", who="Ana")
    assert line["deed"] == "support_written"


async def test_before_the_trail_was_verified_nothing_is_said_of_it(shop: Counter) -> None:
    facts = await ask(shop, "support_facts", operator="Ana")

    assert (facts["audit"]["sound"], facts["audit"]["verified_at"]) == (None, None)


async def test_a_loop_that_has_ended_is_all_that_can_be_told() -> None:
    (found,) = dead_engine(NOW).parts

    assert (found.part, found.condition, code(found)) == (Part.ENGINE, Condition.TROUBLE, ProblemCode.PART_DIED)
