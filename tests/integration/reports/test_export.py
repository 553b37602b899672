"""A report is written whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from desktop_invoicer.errors import ReportUnwritableError, UnknownReportFormatError
from desktop_invoicer.reports.export import write_report
from tests.report_builders import a_day_report

REPORT = a_day_report(3)
OTHER_DISK = Path("/dev/shm")  # noqa: S108 (folders of our own in it)


@pytest.mark.parametrize(
    ("name", "begin"), [("dia.pdf", b"%PDF-"), ("dia.PDF", b"%PDF-"), ("dia.xlsx", b"PK"), ("dia.csv", b"\xef\xbb\xbf")]
)
def test_the_ending_chooses_the_format(tmp_path: Path, name: str, begin: bytes) -> None:
    write_report(REPORT, tmp_path / name)

    assert (tmp_path / name).read_bytes().startswith(begin)


@pytest.mark.parametrize("name", ["dia.doc", "dia", ".pdf", "dia.pdf.exe"])
def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownReportFormatError):
        write_report(REPORT, tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "dia.csv"
    path.write_bytes(b"old")

    write_report(REPORT, path)

    assert b"old" not in path.read_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_to_a_report_keeps_leading_to_it(tmp_path: Path) -> None:
    link, target = tmp_path / "dia.csv", tmp_path / "drive" / "dia.csv"
    target.parent.mkdir()
    target.write_bytes(b"old")
    link.symlink_to(target)

    write_report(REPORT, link)

    assert link.is_symlink()
    assert b"old" not in target.read_bytes()


@pytest.mark.skipif(not OTHER_DISK.is_dir(), reason="has no other disk")
def test_a_link_may_lead_to_another_disk(tmp_path: Path) -> None:
    with TemporaryDirectory(dir=OTHER_DISK) as drive:
        link = tmp_path / "dia.csv"
        link.symlink_to(Path(drive) / "dia.csv")

        write_report(REPORT, link)

        assert (Path(drive) / "dia.csv").exists()
        assert list(tmp_path.iterdir()) == [link]


def test_a_link_that_leads_to_itself_is_replaced(tmp_path: Path) -> None:
    link = tmp_path / "dia.csv"
    link.symlink_to(link)

    write_report(REPORT, link)

    assert link.is_file()


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReportUnwritableError):
        write_report(REPORT, tmp_path / "missing" / "dia.csv")


def test_a_file_whose_place_is_taken_leaves_nothing_behind(tmp_path: Path) -> None:
    """A folder of that name stands for what cannot be replaced, such as a file that Excel holds on Windows."""
    path = tmp_path / "dia.csv"
    path.mkdir()

    with pytest.raises(ReportUnwritableError) as caught:
        write_report(REPORT, path)

    assert caught.value.path == path
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="has other permissions")
def test_a_report_may_be_read_by_whoever_may_read_new_files(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()

    write_report(REPORT, tmp_path / "dia.csv")

    assert (tmp_path / "dia.csv").stat().st_mode == usual.stat().st_mode
