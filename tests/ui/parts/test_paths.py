"""Paths as the window shows them."""

from __future__ import annotations

import pytest

from desktop_invoicer.ui.parts.paths import breakable, file_name, folder


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/srv/xml/a.xml", ("/srv/xml", "a.xml")),
        (r"\\till\xml\a.xml", (r"\\till\xml", "a.xml")),
        ("/a.xml", ("/", "a.xml")),
    ],
)
def test_a_path_of_any_system_is_told_apart(path: str, parts: tuple[str, str]) -> None:
    assert (folder(path), file_name(path)) == parts


def test_a_long_name_may_end_its_line_anywhere() -> None:
    longest = max(map(len, breakable("/srv/" + "9" * 44 + "-procNFe.xml").split("\u200b")))

    assert longest <= 13
