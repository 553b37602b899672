"""What belongs to which folder, and when it is looked through."""

from __future__ import annotations

import os

import pytest

from desktop_invoicer.fiscal.folders.file import path_text
from desktop_invoicer.fiscal.folders.shelf import Shelf, shelves


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


def test_looks_that_cost_more_are_made_more_rarely() -> None:
    shelf = Shelf("/xml")

    shelf.plan_look(now=100, cost=0.01, share=0.1, interval=3)
    cheap = shelf.look_at
    shelf.plan_look(now=100, cost=2, share=0.1, interval=3)

    assert (cheap, shelf.look_at, shelf.soonest_look_at) == (103, 118, 118)
