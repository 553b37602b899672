"""Files that may be anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_invoicer.ui.acting.files import LARGEST, FileProblem, read_file


def test_an_xml_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(b"\xef\xbb\xbf<a/>\r\n")

    assert read_file(file) == b"\xef\xbb\xbf<a/>\r\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b" \r\n", FileProblem.EMPTY),
        (b"%PDF-1.7", FileProblem.NO_XML),
        (b"<" + b" " * LARGEST, FileProblem.TOO_LARGE),
    ],
)
def test_what_cannot_be_a_document_is_told(tmp_path: Path, content: bytes, problem: FileProblem) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(content)

    assert read_file(file) is problem


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(b"<" + b" " * (LARGEST - 1))

    assert isinstance(read_file(file), bytes)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert read_file(tmp_path) is FileProblem.FOLDER


def test_a_file_that_is_gone_is_missing(tmp_path: Path) -> None:
    assert read_file(tmp_path / "gone.xml") is FileProblem.MISSING


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xml")

    assert read_file(tmp_path / "pipe.xml") is FileProblem.UNREADABLE


def test_a_problem_names_the_file_and_not_its_folder() -> None:
    assert FileProblem.EMPTY.sentence(Path("folder/a\n.xml")) == "The file is empty: a .xml"
