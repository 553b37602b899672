"""The log file."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_invoicer import logs
from desktop_invoicer.config import Home
from desktop_invoicer.logs import start_logging, stop_logging

_log = logging.getLogger("desktop_invoicer.tests")


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    level = logging.getLogger().level
    yield
    stop_logging()
    logging.getLogger().setLevel(level)


def test_a_line_has_time_in_utc_level_logger_and_message(tmp_path: Path) -> None:
    start_logging(tmp_path / "logs" / "a.log")

    _log.info("order %s", "1-01")

    line = (tmp_path / "logs" / "a.log").read_text("utf-8")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO desktop_invoicer\.tests: order 1-01\n", line)


def test_a_secret_that_becomes_known_later_is_hidden_from_then_on(tmp_path: Path) -> None:
    home = Home.below(tmp_path)
    logs.set_up(home)

    logs.hide_secrets("S3CRET-of-tests")
    _log.info("it is S3CRET-of-tests")

    assert home.log_file.read_text("utf-8").endswith(f"it is {logs.HIDDEN}\n")


@pytest.mark.skipif(os.name != "posix", reason="the system knows no modes")
def test_only_this_user_can_read_the_log(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "a.log"
    path.parent.mkdir()
    path.touch(mode=0o644)

    start_logging(path)

    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="the system knows no modes")
def test_the_log_is_cut_into_files_and_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 100)
    start_logging(tmp_path / "a.log")

    for number in range(50):
        _log.info("line %d", number)

    files = list(tmp_path.iterdir())
    assert len(files) == logs.OLD_FILES + 1
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert "line 49" in (tmp_path / "a.log").read_text("utf-8")


def test_a_log_that_cannot_be_written_is_told_and_done_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start_logging(tmp_path)

    assert f"no log is written to {tmp_path}" in capsys.readouterr().err
