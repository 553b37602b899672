"""What the status page says, in which order, and when it asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel

from desktop_invoicer.domain.health import Condition, Part, PartHealth
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.status.moves import PLACES, Move, moves_of
from desktop_invoicer.ui.status.words import ago, size, told
from desktop_invoicer.ui.theme.theme import Theme
from tests.builders import ACCOUNT, NOW
from tests.ui.status.fake_desk import LOST, some_trouble, well, wrong
from tests.ui.status.visitor import Visitor


def test_all_is_well_is_said_in_one_sentence(visitor: Visitor) -> None:
    assert visitor.page.summary.words == "Everything works."


def test_what_does_not_work_is_counted_and_stands_on_top_the_worst_first(visitor: Visitor) -> None:
    visitor.finds(*some_trouble())

    assert visitor.page.summary.words == "2 parts do not work."
    assert [row.part.part for row in visitor.page.rows][:3] == [Part.VTEX, Part.FOLDERS, Part.CLOCK]


def test_a_warning_alone_says_that_everything_works(visitor: Visitor) -> None:
    visitor.happens(wrong(Part.CLOCK, ProblemCode.CLOCK_OFF, Condition.WARNING, seconds=95))

    assert visitor.page.summary.words == "Everything works. Something is worth a look."


def test_a_trouble_tells_whose_turn_it_is_and_what_to_do(visitor: Visitor) -> None:
    visitor.happens(wrong(Part.FOLDERS, ProblemCode.FOLDER_UNREACHABLE, folder=LOST))

    assert f"The watched folder {LOST} does not answer." in visitor.text
    assert "Settled by: IT" in visitor.text


def test_no_row_is_wider_than_the_page_however_large_the_text(visitor: Visitor, theme: Theme) -> None:
    theme.apply(scale=200)
    visitor.page.window().resize(1366, 768)
    visitor.finds(wrong(Part.BACKUP, ProblemCode.BACKUP_MISSING, Condition.OFF))

    (row,) = visitor.page.rows
    assert row.minimumSizeHint().width() < visitor.page.width()


def test_what_is_well_again_goes_back_to_its_place(visitor: Visitor) -> None:
    before = [row.part.part for row in visitor.page.rows]
    visitor.happens(wrong(Part.DISK, ProblemCode.DISK_LOW, megabytes=300))
    visitor.desk.health_ = visitor.desk.be()

    visitor.finds(*well())

    assert [row.part.part for row in visitor.page.rows] == before
    assert "MB are free on the disk" not in visitor.text


def test_a_folder_that_is_watched_no_longer_goes_from_the_page(visitor: Visitor) -> None:
    visitor.happens(wrong(Part.FOLDERS, ProblemCode.FOLDER_UNREACHABLE, folder=LOST))

    visitor.finds(*well())

    assert LOST not in visitor.text


def test_each_account_and_each_folder_has_a_row_of_its_own(visitor: Visitor) -> None:
    folders = [PartHealth(Part.FOLDERS, Condition.WELL, f"/srv/{name}") for name in ("a", "b")]

    visitor.finds(*folders)

    assert [row.part.subject for row in visitor.page.rows] == ["/srv/a", "/srv/b"]


def test_the_queue_is_told_with_the_age_of_its_oldest_job(visitor: Visitor) -> None:
    figures = [label.text() for label in visitor.page.queue.findChildren(QLabel) if label.property("part") == "figure"]

    assert figures == ["5", "2", "1", "3 h ago"]


def test_it_asks_again_by_itself_only_while_it_is_in_view(visitor: Visitor) -> None:
    visitor.page.hide()
    visitor.desk.asked.clear()
    visitor.page.refresh()

    assert visitor.desk.asked == []
    assert not visitor.page.ticks

    visitor.page.show()
    visitor.page.enter()

    assert visitor.page.ticks


def test_news_of_the_desk_are_shown_at_once(visitor: Visitor) -> None:
    visitor.desk.asked.clear()

    visitor.happens(wrong(Part.VTEX, ProblemCode.CREDENTIALS, account=ACCOUNT))

    assert visitor.row(Part.VTEX).part.condition is Condition.TROUBLE
    assert visitor.desk.asked == []


def test_f5_looks_again(visitor: Visitor) -> None:
    visitor.desk.asked.clear()

    visitor.page.perform(Command.RETRY)
    visitor.settle()

    assert visitor.desk.asked == ["health"]


def test_the_focus_stays_on_a_button_while_the_figures_change(visitor: Visitor) -> None:
    visitor.finds(*some_trouble())
    button = visitor.button(visitor.row(Part.VTEX), "Try again")
    button.setFocus()

    visitor.finds(*some_trouble())

    assert QApplication.focusWidget() is button


def test_every_button_is_reached_with_tab(visitor: Visitor) -> None:
    visitor.finds(*some_trouble())
    wanted = {"Set credentials", "Try again", "Open folder", "Settings", "Back up now", "Verify now", "Show entries"}
    met = set()
    for _ in range(20):
        visitor.key(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        met.add("" if focused is None else focused.accessibleName())

    assert wanted <= met


def test_a_row_is_read_out_whole(visitor: Visitor) -> None:
    visitor.finds(*some_trouble())

    row = QAccessible.queryAccessibleInterface(visitor.row(Part.VTEX))

    told_ = row.text(QAccessible.Text.Name)
    assert told_.startswith(f"Answers of VTEX {ACCOUNT}: does not work, Account {ACCOUNT} is paused")


@pytest.mark.parametrize("language", Language)
def test_no_row_is_silent_in_any_language(visitor: Visitor, language: Language) -> None:
    activate(language)

    visitor.finds(*some_trouble())

    assert all(row.accessibleName() for row in visitor.page.rows)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 min ago"),
        (timedelta(minutes=59, seconds=59), "59 min ago"),
        (timedelta(hours=47), "47 h ago"),
        (timedelta(hours=48), "2 days ago"),
    ],
)
def test_how_long_ago_is_told_in_one_unit(time: timedelta, words: str) -> None:
    assert ago(NOW - time, NOW) == words


@pytest.mark.parametrize(("count", "words"), [(0, "1 MB"), (48 * 2**20, "48 MB"), (84 * 2**30, "84 GB")])
def test_sizes_are_told_as_people_do(count: int, words: str) -> None:
    assert size(count) == words


def test_what_is_switched_off_says_so_quietly(visitor: Visitor) -> None:
    visitor.finds(PartHealth(Part.RECEIVER, Condition.OFF))

    assert told(visitor.row(Part.RECEIVER).part) == "Switched off"
    assert visitor.page.summary.words == "Everything works."


@pytest.mark.parametrize("part", Part)
def test_trouble_of_every_part_has_something_to_press(part: Part) -> None:
    found = moves_of(PartHealth(part, Condition.TROUBLE))

    assert found
    assert Move.SETTINGS not in found or part in PLACES


def test_where_waiting_is_all_there_is_to_do_no_button_pretends_otherwise() -> None:
    resting = wrong(Part.VTEX, ProblemCode.VTEX_RESTS, Condition.WARNING, account=ACCOUNT, until=NOW.isoformat())

    assert moves_of(resting) == ()
