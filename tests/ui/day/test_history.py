"""Earlier days: how they went, who closed them, and the way to each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_invoicer.config import Home
from desktop_invoicer.domain.closing import DayClosing, DaySummary
from desktop_invoicer.domain.day import Figures, Tally
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.ui.day.history_view import HistoryView
from desktop_invoicer.ui.day.trends import net_by_day, net_by_weekday
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from tests.report_builders import DAY, MADE_AT
from tests.ui.day.findings_desk import FindingsDesk
from tests.ui.painting import compared
from tests.ui.seeing import Seeing
from tests.ui.workplaces import an_open_window

TODAY = DAY.date


def a_day(back: int, net: int = 100_000, *, manager: str = "", left: int = 0) -> DaySummary:
    when = TODAY - timedelta(days=back)
    figures, pending = Figures(invoiced=Tally(3, Cents(net))), {JobId(number): "" for number in range(left)}
    return DaySummary(when, figures, DayClosing(when, manager, MADE_AT, figures, pending) if manager else None)


class Historian(Seeing):
    """Somebody who looks back."""

    def __init__(self, view: HistoryView, desk: FindingsDesk, qtbot: QtBot) -> None:
        super().__init__(view, qtbot)
        self.view = view
        self.desk = desk
        self.wanted: list[date] = []
        view.day_wanted.connect(self.wanted.append)

    def looks(self, *days: DaySummary) -> Historian:
        self.desk.days = days
        self.view.refresh()
        self.settle()
        return self


@pytest.fixture
def historian(theme: Theme, qtbot: QtBot, home: Home) -> Iterator[Historian]:
    """Open a window with nothing but the days in it."""
    theme.apply(scale=100)
    desk = FindingsDesk()
    with an_open_window(HistoryView, desk, home, qtbot, (1140, 640)) as (view, _):
        yield Historian(view, desk, qtbot)


def test_a_day_is_listed_with_its_net_state_and_manager(historian: Historian) -> None:
    historian.looks(a_day(0), a_day(1, 250_050, manager="Rui Lima", left=4))

    table = historian.view.table
    assert historian.column(table, "Day") == ["Friday, 2026-11-20", "Thursday, 2026-11-19"]
    assert historian.column(table, "Net") == ["R$ 1,000.00", "R$ 2,500.50"]
    assert historian.column(table, "Left unsent") == ["", "4"]
    assert historian.column(table, "State") == ["Not closed", "Closed"]
    assert historian.column(table, "Manager") == ["", "Rui Lima"]


def test_the_sum_of_what_is_listed_is_told(historian: Historian) -> None:
    historian.looks(a_day(0), a_day(1))

    assert "2 days: R$ 2,000.00 net" in historian.text


def test_enter_opens_a_day(historian: Historian) -> None:
    historian.looks(a_day(0), a_day(1))
    historian.view.table.select_row(1)

    QTest.keyClick(historian.view.table, Qt.Key.Key_Return)

    assert historian.wanted == [date(2026, 11, 19)]


def test_another_span_is_read_anew(historian: Historian) -> None:
    historian.looks(a_day(0), a_day(60))
    assert len(historian.column(historian.view.table, "Day")) == 1

    historian.press("90 days")

    assert len(historian.column(historian.view.table, "Day")) == 2
    assert len(historian.view.by_day.bars) == 90


def test_who_searches_means_any_day(historian: Historian) -> None:
    historian.looks(a_day(0))
    historian.desk.found = (a_day(200, manager="Marta"),)

    historian.view.search.setText("Marta")
    historian.qtbot.waitUntil(lambda: historian.column(historian.view.table, "Manager") == ["Marta"])

    assert historian.desk.asked[-1] == "history 366 Marta"


def test_a_search_leaves_the_trend_as_it_is(historian: Historian) -> None:
    historian.looks(a_day(0))
    before = historian.view.by_day.bars

    historian.view.search.setText("nobody")
    historian.sees("No day found for “nobody”")

    assert historian.view.by_day.bars == before


def test_all_days_come_back_on_one_press(historian: Historian) -> None:
    historian.looks(a_day(0))
    historian.view.search.setText("nobody")
    historian.sees("No day found for “nobody”")

    historian.press("Show all days")
    historian.qtbot.waitUntil(lambda: len(historian.view.table.rows) == 1)


def test_the_second_chart_gives_way_where_it_is_narrow(historian: Historian) -> None:
    historian.looks(a_day(1))
    assert historian.view.by_weekday.isVisible()

    historian.view.window().resize(700, 640)
    historian.settle()

    assert not historian.view.by_weekday.isVisible()


def test_a_chart_is_heard(historian: Historian) -> None:
    historian.looks(a_day(1))

    assert historian.view.by_day.accessibleDescription() == "19/11: R$ 1,000.00"


def test_a_day_without_anything_has_its_bar() -> None:
    bars = net_by_day([a_day(0), a_day(2)], TODAY, 3)

    assert [(bar.name, bar.value) for bar in bars] == [("18/11", 100_000), ("19/11", 0), ("20/11", 100_000)]


def test_a_weekday_is_the_average_of_its_days() -> None:
    bars = net_by_weekday([a_day(1, 100), a_day(8, 300), a_day(2, 50)], TODAY)

    assert [(bar.name, bar.value) for bar in bars] == [("Wed", 50), ("Thu", 200)]


def test_today_is_no_whole_day_yet() -> None:
    assert net_by_weekday([a_day(0)], TODAY) == []


@pytest.mark.parametrize("look", [Appearance.LIGHT, Appearance.DARK])
def test_the_days_look_as_they_did(historian: Historian, theme: Theme, tmp_path: Path, look: Appearance) -> None:
    theme.apply(look, Density.TOUCH, 100)
    nets = (412_010 + 90_011 * (back % 7) for back in range(30))
    days = (a_day(back, net, manager="Rui Lima" if back % 5 else "", left=back % 3) for back, net in enumerate(nets))
    historian.looks(*days)
    historian.view.table.setFocus()
    historian.settle()

    assert not compared(historian.view.window().grab().toImage(), f"earlier-days-{look}-en", tmp_path)
