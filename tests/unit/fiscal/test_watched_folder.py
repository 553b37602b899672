"""The parts of a folder watch that need no folder: names, paths, mounts, and the order of reading."""

from __future__ import annotations

import os
from math import inf
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.filing import Stamp
from desktop_invoicer.fiscal.watched_folder_file import file_stamp, path_text, real_path
from desktop_invoicer.fiscal.watched_folder_look import MOST_LEVELS, belongs, is_wanted_file
from desktop_invoicer.fiscal.watched_folder_queue import ReadingQueue, Waiting
from desktop_invoicer.fiscal.watched_folder_shelf import Shelf, shelves
from desktop_invoicer.fiscal.watched_folder_survey import mount_type

SHELF = Shelf("/xml")
MOUNTS = """\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
40 22 0:50 / /mnt/notas\\040fiscais rw,relatime shared:4 - cifs //servidor/notas rw
41 22 0:51 / /mnt/emissão rw,relatime - nfs4 servidor:/notas rw
"""


def waiting(name: str, modified_at: int = 0, *, due_at: float = 0) -> Waiting:
    return Waiting(SHELF, f"/xml/{name}", Stamp(1, modified_at), since=0, due_at=due_at)


@pytest.mark.parametrize("name", ["nota.xml", "NOTA.XML", "3526-procNFe.Xml", "nota.v2.xml", "cópia de nota.xml"])
def test_finished_xml_is_wanted(name: str) -> None:
    assert is_wanted_file(name)


@pytest.mark.parametrize(
    "name",
    [
        *("nota.pdf", "nota", "xml", ".xml", ".nota.xml", "~nota.xml", "$nota.xml"),
        *("nota~.xml", "nota$.xml", "nota.tmp.xml", "nota.PART.xml"),
        *("nota.xml~", "nota.xml$", "nota.xml.tmp", "nota.xml.part"),
    ],
)
def test_other_hidden_and_unfinished_files_are_not_wanted(name: str) -> None:
    assert not is_wanted_file(name)


@pytest.mark.parametrize("path", ["/xml/a.xml", "/xml/2026/11/a.xml", "/xml/" + "d/" * MOST_LEVELS + "a.xml"])
def test_a_path_within_a_folder_belongs_to_it(path: str) -> None:
    assert belongs(path.replace("/", os.sep), "/xml".replace("/", os.sep))


@pytest.mark.parametrize(
    "path",
    [
        *("/xml", "/xml/", "/xml2/a.xml", "/a.xml", "/xml/.trash/a.xml", "/xml/$x/a.xml", "/xml/a.pdf"),
        "/xml/" + "d/" * (MOST_LEVELS + 1) + "a.xml",
    ],
)
def test_a_path_that_no_look_comes_upon_does_not_belong(path: str) -> None:
    assert not belongs(path.replace("/", os.sep), "/xml".replace("/", os.sep))


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
def test_the_innermost_watched_folder_holds_a_file() -> None:
    outer, inner = shelves(["/xml", "/xml/inner", "/xml"])

    assert (outer.holds("/xml/a.xml"), inner.holds("/xml/a.xml")) == (True, False)
    assert (outer.holds("/xml/inner/a.xml"), inner.holds("/xml/inner/a.xml")) == (False, True)
    assert outer.holds("/xml/inner2/a.xml")


@pytest.mark.skipif(os.name == "nt", reason="paths of POSIX")
def test_a_folder_whose_name_is_no_text_holds_its_files() -> None:
    outer, inner = shelves(["/xml\udce7", "/xml\udce7/inner\n"])

    assert outer.holds(path_text("/xml\udce7/a.xml"))
    assert not outer.holds(path_text("/xml\udce7/inner\n/a.xml"))
    assert inner.holds(path_text("/xml\udce7/inner\n/a.xml"))


@pytest.mark.skipif(os.name == "nt", reason="times of POSIX")
@pytest.mark.parametrize(("seconds", "kept"), [(15_032_385_535, 2**63 - 1), (-1, 0)])
def test_a_time_that_no_database_has_room_for_becomes_the_nearest(tmp_path: Path, seconds: int, kept: int) -> None:
    (tmp_path / "nota.xml").touch()
    os.utime(tmp_path / "nota.xml", (seconds, seconds))

    assert file_stamp(str(tmp_path / "nota.xml")) == Stamp(0, kept)


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@given(st.binary(min_size=1) | st.text(["\\", "x", "e", "7", "\n", "\x1b", "\u202e", "ç"], min_size=1).map(str.encode))
def test_any_name_becomes_text_on_one_line_and_is_found_again(name: bytes) -> None:
    text = path_text(os.fsdecode(name))

    assert text.isprintable()
    assert os.fsencode(real_path(text)) == name


@pytest.mark.skipif(os.name == "nt", reason="mounts of Linux")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/loja/xml", "ext4"),
        ("/mnt/notas fiscais", "cifs"),
        ("/mnt/notas fiscais/2026", "cifs"),
        ("/mnt/notas", "ext4"),
        ("/mnt/emissão/2026", "nfs4"),
    ],
)
def test_the_deepest_mount_tells_what_a_folder_lies_on(path: str, kind: str) -> None:
    assert mount_type(str(Path(path)), MOUNTS) == kind


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


def test_looks_that_cost_more_are_made_more_rarely() -> None:
    shelf = Shelf("/xml")

    shelf.plan_look(now=100, cost=0.01, share=0.1, interval=3)
    cheap = shelf.look_at
    shelf.plan_look(now=100, cost=2, share=0.1, interval=3)

    assert (cheap, shelf.look_at, shelf.soonest_look_at) == (103, 118, 118)
