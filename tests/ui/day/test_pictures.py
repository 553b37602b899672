"""The day close looks as it did when somebody last looked and found it good (``UPDATE_PICTURES=1`` renews)."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_invoicer.ui.day.page import DAY, PENDING
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from tests.report_builders import a_day_report
from tests.ui.day.closer import Closer
from tests.ui.painting import compared

LOOKS = (Appearance.LIGHT, Appearance.DARK)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("name", "tab"), [("day", DAY), ("pending", PENDING)])
def test_a_part_of_the_page_looks_as_it_did(  # noqa: PLR0913, PLR0917 (what pytest gives)
    closer: Closer, theme: Theme, tmp_path: Path, name: str, tab: int, look: Appearance
) -> None:
    theme.apply(look, Density.TOUCH, 100)
    closer.open(*a_day_report(400).day.jobs)
    closer.page.tabs.setCurrentIndex(tab)
    closer.page.pending.table.select_row(1)
    closer.qtbot.waitUntil(lambda: closer.model.count > 0)
    closer.settle()

    assert not compared(closer.page.window().grab().toImage(), f"{name}-{look}-en", tmp_path)
