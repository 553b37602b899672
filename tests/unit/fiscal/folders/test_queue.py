"""The order in which files are read."""

from __future__ import annotations

from math import inf

from desktop_invoicer.domain.filing import Stamp
from desktop_invoicer.fiscal.folders.queue import ReadingQueue, Waiting
from desktop_invoicer.fiscal.folders.shelf import Shelf

SHELF = Shelf("/xml")


def waiting(name: str, modified_at: int = 0, *, due_at: float = 0) -> Waiting:
    return Waiting(SHELF, f"/xml/{name}", Stamp(1, modified_at), since=0, due_at=due_at)


def test_the_newest_file_that_is_due_is_taken_first() -> None:
    queue = ReadingQueue()
    for name, modified_at, due_at in (("old", 1, 0), ("new", 3, 0), ("newest", 4, 9), ("middle", 2, 0)):
        queue.put(waiting(name, modified_at, due_at=due_at))

    taken = [queue.take(now) for now in (1, 1, 1, 1, 9, 9)]

    assert [one and one.path for one in taken] == ["/xml/new", "/xml/middle", "/xml/old", None, "/xml/newest", None]


def test_a_file_that_is_put_again_waits_anew() -> None:
    queue = ReadingQueue()
    queue.put(waiting("a", 1, due_at=1))
    queue.take(0)
    queue.put(waiting("a", 2, due_at=5))

    assert queue.take(4) is None
    assert queue.take(5) == waiting("a", 2, due_at=5)
    assert queue.take(5) is None


def test_a_file_that_ripened_and_was_put_again_is_not_taken_early() -> None:
    queue = ReadingQueue()
    queue.put(waiting("new", 2))
    queue.put(waiting("old", 1))
    queue.take(1)
    queue.put(waiting("old", 1, due_at=5))

    assert queue.take(4) is None


def test_a_dropped_file_waits_no_more() -> None:
    queue = ReadingQueue()
    queue.put(waiting("a"))
    queue.drop("/xml/a")
    queue.drop("/xml/b")

    assert queue.take(1) is None
    assert queue.get("/xml/a") is None


def test_a_resting_queue_gives_nothing() -> None:
    queue = ReadingQueue()
    queue.put(waiting("a", due_at=1))
    queue.rests_until = 7

    assert queue.next_due() == 7
    assert queue.take(6) is None
    assert queue.take(7)


def test_an_empty_queue_is_never_due() -> None:
    queue = ReadingQueue()
    queue.rests_until = 7

    assert queue.next_due() == inf
    queue.put(waiting("a", due_at=9))
    assert queue.next_due() == 9
