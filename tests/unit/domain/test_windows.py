"""How long a document may be undone: which window counts, where and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.rules import RulePack
from desktop_invoicer.domain.windows import Way, Window

DAY = date(2026, 11, 20)
NATIONAL = Window(Way.CANCEL, DocumentModel.NFCE, 30, "a source", DAY, Certainty.SURE)
OF_RIO = replace(NATIONAL, minutes=60, uf=frozenset({"RJ"}))


def found(*windows: Window, uf: str = "RJ", day: date = DAY) -> Window | None:
    return RulePack(DAY, (), windows).window(Way.CANCEL, DocumentModel.NFCE, day, uf)


@pytest.mark.parametrize("windows", [(NATIONAL, OF_RIO), (OF_RIO, NATIONAL)], ids=["national_first", "state_first"])
def test_a_window_of_a_state_takes_the_place_of_the_national_one(windows: tuple[Window, ...]) -> None:
    assert found(*windows) is OF_RIO
    assert found(*windows, uf="SP") is NATIONAL
    assert found(*windows, uf="") is NATIONAL


def test_a_window_counts_from_its_first_to_its_last_day() -> None:
    window = replace(NATIONAL, valid_from=date(2026, 8, 3), valid_to=date(2026, 8, 5))

    counts = [found(window, day=date(2026, 8, day)) is window for day in range(2, 7)]

    assert counts == [False, True, True, True, False]


def test_a_window_of_a_state_that_does_not_count_yet_leaves_the_national_one() -> None:
    assert found(NATIONAL, replace(OF_RIO, valid_from=DAY + timedelta(days=1))) is NATIONAL


@pytest.mark.parametrize(
    "other", [replace(NATIONAL, way=Way.SUBSTITUTE), replace(NATIONAL, model=DocumentModel.NFE)], ids=["way", "model"]
)
def test_a_window_is_for_its_way_and_its_model(other: Window) -> None:
    assert found(other) is None


def test_a_window_without_a_known_end_has_no_length() -> None:
    assert NATIONAL.length == timedelta(minutes=30)
    assert replace(NATIONAL, minutes=None).length is None
