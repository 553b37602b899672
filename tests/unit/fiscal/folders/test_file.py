"""Names and times of files, as they can be kept and shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.filing import Stamp
from desktop_invoicer.fiscal.folders.file import file_stamp, path_text, real_path


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
@given(st.binary(min_size=1) | st.text(["\\", "x", "e", "7", "\n", "\x1b", "\u202e", "ç"], min_size=1).map(str.encode))
def test_any_name_becomes_text_on_one_line_and_is_found_again(name: bytes) -> None:
    text = path_text(os.fsdecode(name))

    assert text.isprintable()
    assert os.fsencode(real_path(text)) == name


@pytest.mark.skipif(os.name == "nt", reason="times of POSIX")
@pytest.mark.parametrize(("seconds", "kept"), [(15_032_385_535, 2**63 - 1), (-1, 0)])
def test_a_time_that_no_database_has_room_for_becomes_the_nearest(tmp_path: Path, seconds: int, kept: int) -> None:
    (tmp_path / "nota.xml").touch()
    os.utime(tmp_path / "nota.xml", (seconds, seconds))

    assert file_stamp(str(tmp_path / "nota.xml")) == Stamp(0, kept)
