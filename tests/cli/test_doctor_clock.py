"""``doctor`` and the clock: by the same rule as the running program."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.cli.conftest import CommandLine, settings


@contextmanager
def server(date: Callable[[], str]) -> Iterator[str]:
    """Answer everything with a date of the test's choice."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response_only(404)
            self.send_header("Date", date())
            self.end_headers()

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 (the library's)
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()


def told(di: CommandLine, date: Callable[[], str]) -> set[tuple[str, bool]]:
    with server(date) as origin:
        di.configure(settings(origin))
        found = di("doctor", "--json").json["findings"]
    return {(each["level"], bool(each["next_action"])) for each in found if each["topic"] == "clock"}


@pytest.mark.parametrize(
    ("off", "level"),
    [
        (timedelta(0), "ok"),
        (timedelta(minutes=-2), "warning"),
        (timedelta(minutes=2), "warning"),
        (timedelta(hours=5), "error"),
    ],
)
def test_a_clock_that_is_off_is_told_with_what_to_do(di: CommandLine, off: timedelta, level: str) -> None:
    assert told(di, lambda: format_datetime(datetime.now(UTC) + off, usegmt=True)) == {(level, level != "ok")}


@pytest.mark.parametrize("date", ["", "soon", "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_date_that_no_server_has_says_nothing(di: CommandLine, date: str) -> None:
    assert told(di, lambda: date) == set()
