"""The log file."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer import logs
from desktop_invoicer.config import Home
from desktop_invoicer.logs import JsonFormatter, LineFile, Redactor, start_logging, stop_logging

_log = logging.getLogger("desktop_invoicer.tests")


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    stop_logging()
    logging.getLogger().setLevel(level)


def lines(path: Path) -> list[dict[str, Any]]:
    """Read a log; each line has to be a whole object."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_line_has_time_in_utc_level_logger_and_message(tmp_path: Path) -> None:
    start_logging(tmp_path / "logs" / "a.log")

    _log.info("order %s", "1-01")

    [line] = lines(tmp_path / "logs" / "a.log")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert (line["level"], line["logger"], line["message"]) == ("INFO", "desktop_invoicer.tests", "order 1-01")


def test_a_secret_that_becomes_known_later_is_hidden_from_then_on(tmp_path: Path) -> None:
    home = Home.below(tmp_path)
    logs.set_up(home)

    logs.hide_secrets("S3CRET-of-tests")
    _log.info("it is S3CRET-of-tests")

    assert [line["message"] for line in lines(home.log_file)] == [f"it is {logs.HIDDEN}"]


@pytest.mark.skipif(os.name != "posix", reason="the system knows no modes")
def test_only_this_user_can_read_the_log(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    path.parent.mkdir()
    path.touch(mode=0o644)

    start_logging(path)

    assert path.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    """Cut logs after a few lines."""
    monkeypatch.setattr(logs, "FILE_BYTES", 1000)
    return logs.FILE_BYTES


@pytest.mark.skipif(os.name != "posix", reason="the system knows no modes")
def test_the_log_is_cut_into_files_of_bounded_size_and_the_oldest_goes(tmp_path: Path, small: int) -> None:
    start_logging(tmp_path / "a.log")

    for number in range(100):
        _log.info("line %d", number)

    files = sorted(path for path in tmp_path.iterdir() if path.suffix != ".lock")
    assert len(files) == logs.OLD_FILES + 1
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert max(path.stat().st_size for path in files) <= small
    written = [line["message"] for path in reversed(files[1:]) for line in lines(path)] + [
        line["message"] for line in lines(files[0])
    ]
    assert written == [f"line {number}" for number in range(100 - len(written), 100)]


_WRITER = """
import logging, sys
from pathlib import Path
from desktop_invoicer import logs
logs.FILE_BYTES = 20_000
logs.OLD_FILES = 50
logs.start_logging(Path(sys.argv[1]))
for number in range(400):
    logging.getLogger("tests").info("%s %d %s", sys.argv[2], number, "x" * 300)
"""


def test_several_processes_lose_and_cut_no_line_while_the_log_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(path), name])  # noqa: S603 (our own words only)
        for name in ("one", "two", "three")
    ]

    assert [writer.wait(60) for writer in writers] == [0, 0, 0]

    files = [file for file in tmp_path.iterdir() if file.suffix != ".lock"]
    written = [line["message"].split()[:2] for file in files for line in lines(file)]
    assert sorted(written) == sorted([name, str(number)] for name in ("one", "two", "three") for number in range(400))
    assert len(files) > 1
    assert (
        max(file.stat().st_size for file in files) <= 20_000 + 3 * 600
    )  # each may have looked before the others wrote


def writer(path: Path) -> LineFile:
    handler = LineFile(path, 300, 2)
    handler.setFormatter(logging.Formatter("%(message)s"))
    return handler


def record(text: str) -> logging.LogRecord:
    return logging.LogRecord("tests", logging.INFO, "", 0, text, (), None)


@pytest.mark.skipif(os.name != "posix", reason="the system renames no file that another process has open")
def test_a_process_goes_on_in_the_log_that_another_one_has_begun(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    one, other = writer(path), writer(path)
    other.handle(record("other 1"))
    for number in range(4):
        one.handle(record(f"one {number} {'x' * 90}"))
    other.handle(record("other 2"))
    one.close()
    other.close()

    assert [line.split()[:2] for line in path.read_text("utf-8").splitlines()] == [["one", "3"], ["other", "2"]]
    assert (tmp_path / "a.log.1").read_text("utf-8").startswith("other 1\n")
    assert not (tmp_path / "a.log.2").exists()


@pytest.mark.skipif(os.name != "posix", reason="the system deletes no open file")
def test_a_log_that_somebody_deletes_is_begun_anew(tmp_path: Path) -> None:
    handler = writer(tmp_path / "a.log")
    handler.handle(record("1"))
    (tmp_path / "a.log").unlink()
    handler.handle(record("2"))
    handler.close()

    assert (tmp_path / "a.log").read_text("utf-8") == "2\n"


def test_a_log_of_an_earlier_version_is_continued(tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    path.write_text("2026-11-20T15:30:00.000Z INFO tests: order 1-01\n", "utf-8")
    start_logging(path)

    _log.info("order %s", "1-02")

    old, new = path.read_text("utf-8").splitlines()
    assert old.endswith("order 1-01")
    assert json.loads(new)["order"] == "1-02"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full disk to offer")
def test_a_full_disk_is_told_once_and_without_what_was_to_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    handler = LineFile(Path("/dev/full"), 1000, 5)
    handler.setFormatter(JsonFormatter(Redactor()))
    for _ in range(3):
        handler.handle(logging.LogRecord("tests", logging.ERROR, "", 0, "S3CRET", (), None))
    handler.close()

    assert capsys.readouterr().err.count("the log cannot be written: No space left on device") == 1


def test_a_log_that_cannot_be_written_is_told_and_done_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path)

    assert f"no log is written to {tmp_path}" in capsys.readouterr().err
