"""The icons are of one kind, so that any of them can stand at any size, in any colour, beside any other."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from lxml import etree

from desktop_invoicer.assets import asset

ICONS = sorted(Path(str(asset("icons"))).glob("*.svg"))
NAMES = [icon.stem for icon in ICONS]


@pytest.fixture(params=ICONS, ids=NAMES)
def drawing(request: pytest.FixtureRequest) -> etree._Element:
    icon: Path = request.param
    return etree.fromstring(icon.read_bytes())


def test_an_icon_is_drawn_on_the_grid_of_24(drawing: etree._Element) -> None:
    assert drawing.get("viewBox") == "0 0 24 24"


def test_an_icon_takes_the_colour_of_its_place(drawing: etree._Element) -> None:
    assert (drawing.get("stroke"), drawing.get("fill")) == ("currentColor", "none")


def test_all_lines_are_of_one_width(drawing: etree._Element) -> None:
    assert drawing.get("stroke-width") == "1.75"


def test_an_icon_is_one_path_and_nothing_else(drawing: etree._Element) -> None:
    assert [etree.QName(part).localname for part in drawing] == ["path"]
    assert [*drawing[0].attrib] == ["d"]


def test_the_origin_of_every_icon_is_told() -> None:
    origins = asset("icons", "README.md").read_text(encoding="utf-8")

    assert [name for name in NAMES if f"| `{name}` |" not in origins] == []


def test_no_icon_lies_about_that_nobody_wears() -> None:
    package = Path(str(asset("icons"))).parents[1] / "desktop_invoicer"
    said = {
        node.value
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert sorted(set(NAMES) - said) == []
