"""Which names and paths a look through a folder comes upon."""

from __future__ import annotations

import os

import pytest

from desktop_invoicer.fiscal.folders.look import MOST_LEVELS, belongs, is_wanted_file


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
