"""The status page looks as it did when somebody last looked and found it good (``UPDATE_PICTURES=1`` renews)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_invoicer.domain.health import PartHealth
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from tests.ui.painting import compared
from tests.ui.status.fake_desk import some_trouble, well
from tests.ui.status.visitor import Visitor

LOOKS = (Appearance.LIGHT, Appearance.DARK)
Found = Callable[[], tuple[PartHealth, ...]]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("name", "parts"), [("status", well), ("trouble", some_trouble)])
@pytest.mark.usefixtures("in_rio")
def test_the_page_looks_as_it_did(  # noqa: PLR0913, PLR0917 (what pytest gives)
    visitor: Visitor,
    theme: Theme,
    tmp_path: Path,
    name: str,
    parts: Callable[[], tuple[PartHealth, ...]],
    look: Appearance,
) -> None:
    theme.apply(look, Density.TOUCH, 100)
    visitor.finds(*parts())

    assert not compared(visitor.page.window().grab().toImage(), f"{name}-{look}-en", tmp_path)
