"""What threads took for a moment goes back to the system."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.memory import give_back

BLOCK, BLOCKS = 8 * 1024, 8 * 1024
"""Bytes of a block, and how many: 64 MB in all, each too small to be mapped by itself."""
ENOUGH = 32 * 1024
"""Kilobytes that have to come back."""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")


def held() -> int:
    """Give the kilobytes of memory that this process has for itself."""
    found = re.search(r"RssAnon:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))
    assert found is not None
    return int(found[1])


def take_for_a_moment(kept: list[bytearray]) -> None:
    """Take much in a thread of its own, and leave only the last of it: what is below stays with the C library."""

    def take() -> None:
        blocks = [bytearray(BLOCK) for _ in range(BLOCKS)]
        kept.append(blocks[-1])

    thread = threading.Thread(target=take)
    thread.start()
    thread.join()


def test_what_a_thread_freed_goes_back() -> None:
    kept: list[bytearray] = []
    take_for_a_moment(kept)
    before = held()

    give_back()

    assert before - held() > ENOUGH


def test_work_apart_from_the_others_gives_back_what_it_took(tmp_path: Path) -> None:
    kept: list[bytearray] = []
    database = Database(tmp_path / "invoicer.db", bytes(32))
    take_for_a_moment(kept)
    before = held()

    with database.apart():
        pass

    assert before - held() > ENOUGH
    database.close()


THREADS = """
import ctypes, threading
from desktop_invoicer.persistence.memory import share_one_heap
{first}
library, all_are_here = ctypes.CDLL(None), threading.Barrier(8)
def take():
    all_are_here.wait()
    library.malloc(1000)
    all_are_here.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
told = ctypes.c_void_p.in_dll(library, "stdout")
library.malloc_info(0, told)
library.fflush(told)
"""
"""Eight threads that take memory together, and what the C library tells of its heaps then."""


@pytest.mark.parametrize(("first", "is_one"), [("share_one_heap()", True), ("", False)])
def test_threads_take_from_one_heap_where_that_is_asked_for(first: str, *, is_one: bool) -> None:
    told = subprocess.check_output([sys.executable, "-c", THREADS.format(first=first)], text=True)  # noqa: S603 (our own words)

    assert (told.count("<heap nr=") == 1) is is_one, told
