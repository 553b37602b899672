"""The day close page: which day is in view, how it stands, and what it came to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop_invoicer.domain.closing import DayClosing
from desktop_invoicer.engine.events import DayClosed, DayReopened, JobChanged
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.day.bars import UprightBars
from desktop_invoicer.ui.day.day_dialog import DayDialog
from desktop_invoicer.ui.day.page import DAY
from desktop_invoicer.ui.theme.theme import Theme
from tests.report_builders import DAY as STORE_DAY
from tests.report_builders import MADE_AT
from tests.ui.day.closer import Closer
from tests.ui.day.day_jobs import ready, sent, without_document
from tests.ui.wording import cut


def test_the_day_is_the_stores_today(closer: Closer) -> None:
    closer.open(sent())

    assert closer.desk.asked[-1] == STORE_DAY.date.isoformat()
    assert closer.page.bar.date.text() == "Friday, 2026-11-20"


def test_nothing_is_asked_before_the_page_is_in_view(closer: Closer) -> None:
    closer.page.hide()
    closer.desk.asked.clear()

    closer.happens(JobChanged(ready().job))
    closer.page.enter()

    assert closer.desk.asked == []


def test_the_figures_stand_with_their_amounts(closer: Closer) -> None:
    closer.open(sent(1, 10000), sent(2, 2345), without_document(3, 999))

    assert "R$ 123.45" in closer.text
    assert "2 invoices" in closer.text
    assert "R$ 9.99" in closer.text
    assert "0 open from before + 3 asked for = 2 sent + 0 withdrawn or dismissed + 1 not sent" in closer.text


def test_what_happens_at_the_desk_is_shown_before_long(closer: Closer) -> None:
    closer.open(ready())

    closer.desk.know(sent(1, 777))
    closer.happens(JobChanged(ready().job))

    closer.sees("R$ 7.77")


def test_the_day_before_is_a_key_away(closer: Closer) -> None:
    closer.open(sent())

    closer.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert closer.page.bar.date.text() == "Thursday, 2026-11-19"
    assert {Command.NEXT_DAY, Command.TODAY} <= closer.page.possible


def test_there_is_no_day_after_today(closer: Closer) -> None:
    closer.open(sent())

    assert not {Command.NEXT_DAY, Command.TODAY} & closer.page.possible


def test_a_page_that_shows_today_goes_on_with_the_next_day(closer: Closer) -> None:
    closer.open(sent())
    closer.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    closer.key(Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)

    closer.desk.now += timedelta(days=1)
    closer.page.enter()

    closer.qtbot.waitUntil(lambda: closer.page.bar.date.text() == "Saturday, 2026-11-21")


def test_a_day_is_gone_to_by_its_date(closer: Closer) -> None:
    closer.open(sent())
    closer.page.bar.date.click()
    dialog = closer.dialog("day_dialog")
    assert isinstance(dialog, DayDialog)

    closer.qtbot.waitUntil(dialog.field.hasFocus)
    dialog.field.setText("17")
    closer.key(Qt.Key.Key_Return)

    closer.qtbot.waitUntil(lambda: closer.page.bar.date.text() == "Tuesday, 2026-11-17")


@pytest.mark.parametrize("text", ["", "32", "21/11/2026"])
def test_no_day_is_gone_to_that_is_none_or_still_to_come(closer: Closer, text: str) -> None:
    closer.open(sent())
    closer.page.bar.date.click()
    dialog = closer.dialog("day_dialog")
    assert isinstance(dialog, DayDialog)

    dialog.field.setText(text)

    assert not dialog.go.isEnabled()


def test_an_earlier_day_comes_into_view_from_the_history(closer: Closer) -> None:
    closer.open(sent())

    closer.page.history.day_wanted.emit(date(2026, 11, 2))

    closer.qtbot.waitUntil(lambda: closer.page.bar.date.text() == "Monday, 2026-11-02")
    assert closer.page.tabs.currentIndex() == DAY


def test_who_closed_the_day_and_when_by_the_stores_clock_is_told(closer: Closer) -> None:
    closer.desk.signed = DayClosing(STORE_DAY.date, "Marta", MADE_AT, closer.desk.day(STORE_DAY.date).totals)

    closer.open(sent())

    assert closer.page.bar.state.text == "Closed by Marta, 2026-11-20 21:50"


def test_a_long_state_takes_the_room_of_other_words(closer: Closer) -> None:
    closer.open(sent())
    signed = DayClosing(STORE_DAY.date, "Maria das Dores", MADE_AT, closer.desk.day(STORE_DAY.date).totals)

    closer.desk.signed = signed
    closer.happens(DayClosed(STORE_DAY.date))

    closer.qtbot.waitUntil(lambda: closer.page.bar.state.text.startswith("Closed by Maria"))
    closer.settle()
    assert not list(cut(closer.page.bar))


def test_what_changed_after_the_closing_is_told(closer: Closer) -> None:
    closer.open(sent())
    signed = DayClosing(STORE_DAY.date, "Marta", MADE_AT, closer.desk.day(STORE_DAY.date).totals)

    closer.desk.signed = replace(signed, reopened_at=MADE_AT)
    closer.desk.know(sent(1), sent(2))
    closer.happens(DayReopened(STORE_DAY.date))

    closer.sees("Invoiced: 1 (R$ 99.90), now 2 (R$ 199.80)")
    assert closer.page.bar.state.text == "Changed since it was closed: close it again"


def test_closing_the_day_stands_out_once_everything_is_sent(closer: Closer) -> None:
    closer.open(sent(1), ready(2))
    assert closer.primaries == []

    closer.desk.know(sent(1), sent(2))
    closer.page.enter()

    closer.qtbot.waitUntil(lambda: closer.primaries == ["Close the day…"])


def test_a_chart_says_its_bars_to_who_does_not_see_them(closer: Closer) -> None:
    closer.open(sent(1, 10000), sent(2, 2345))

    bars = closer.page.day.by_hour.bars
    assert bars.accessibleName() == "Invoiced by hour"
    assert bars.accessibleDescription() == "21h: R$ 123.45"
    assert closer.page.day.by_channel.bars.accessibleDescription() == "Pickup in the store: R$ 123.45"


def test_a_few_hours_stand_among_those_around_them(closer: Closer) -> None:
    closer.open(sent())

    assert isinstance(closer.page.day.by_hour.bars, UprightBars)
    assert [bar.name for bar in closer.page.day.by_hour.bars.bars] == [f"{hour}h" for hour in range(16, 24)]


def test_a_chart_leads_to_its_figures_in_a_table(closer: Closer) -> None:
    closer.open(sent(1), sent(2))

    closer.page.day.by_hour.as_table.click()

    table = closer.page.day.table
    cells = [str(table.model().index(0, column).data()) for column in range(4)]
    assert table.accessibleName() == "Figures by hour"
    assert cells == ["16h", "2", "0", "R$ 0.00"]
    assert table.hasFocus()


def test_the_parts_of_the_day_add_up_to_a_row_for_all(closer: Closer) -> None:
    closer.open(sent(1, 500), without_document(2))

    closer.press("Desk")

    model = closer.page.day.table.model()
    last = [str(model.index(model.rowCount() - 1, column).data()) for column in range(model.columnCount())]
    assert last == ["All", "2", "1", "R$ 5.00", "R$ 0.00", "R$ 0.00", "R$ 0.00", "R$ 5.00", "1"]


def test_buttons_keep_their_names_where_there_is_no_room_for_words(closer: Closer) -> None:
    closer.page.window().resize(560, 700)
    closer.open(sent())
    closer.qtbot.waitUntil(lambda: closer.page.bar.close_day.width() < 100)

    names = {button.accessibleName() for button in closer.page.bar.findChildren(QPushButton)}

    assert {"Today", "Report…", "Close the day…"} <= names


def test_the_date_is_not_cut_where_it_is_narrow(closer: Closer, theme: Theme) -> None:
    theme.apply(scale=200)
    closer.open(sent())
    closer.page.window().resize(940, 700)
    closer.settle()

    assert not list(cut(closer.page.bar))
    assert closer.page.bar.date.text() == "2026-11-20"
    assert closer.page.bar.date.accessibleName() == "Friday, 2026-11-20: go to another day"


def test_a_large_window_makes_no_figure_taller(closer: Closer) -> None:
    closer.open(sent())
    window, tiles = closer.page.window(), closer.page.day.tiles
    window.resize(1172, 740)
    closer.settle()

    window.resize(1800, 1100)
    closer.settle()

    assert tiles.height() == tiles.heightForWidth(tiles.width())
