"""Names that lead elsewhere, to what never ends, or that command a terminal: nothing follows them."""

from __future__ import annotations

import asyncio
import io
import os
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from rich.text import Text

from desktop_invoicer import errors
from desktop_invoicer.cli.output import Screen
from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.domain.filing import Stamp
from desktop_invoicer.domain.notification import AccountName, NotificationId, OrderId
from desktop_invoicer.domain.order import ProductId
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.fiscal.folders.file import path_text, read_found, real_path
from desktop_invoicer.fiscal.folders.look import Look
from desktop_invoicer.reports.export import write_report
from desktop_invoicer.vtex.budget import RequestBudget
from desktop_invoicer.vtex.client import Credentials, VtexAccount, make_http_client
from desktop_invoicer.vtex.trust import Origins
from tests.report_builders import a_day_report
from tests.scripted import Scripted

SECONDS = 5.0
ACCOUNT = AccountName("gavea")

posix = pytest.mark.skipif(os.name != "posix", reason="other systems have other files")


def in_time(work: Callable[[], object]) -> object:
    """Do something that must not wait for anybody; what it raises is given back."""
    results: list[object] = []

    def run() -> None:
        try:
            results.append(work())
        except errors.InvoicerError as exc:
            results.append(exc)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(SECONDS)
    assert results, "it waits for ever"
    return results[0]


IDS = [
    "..",
    ".",
    "../../api/catalog",
    "..%2f..%2fapi",
    "a/b",
    "a\\b",
    "a?x=1",
    "a#x",
    "a%00",
    "a%2e%2e",
    "a\x00",
    "a\r\nX-Injected: 1",
    "a b",
    " ",
    "",
    "\u202ea",
    "ａ",  # noqa: RUF001 (a wide letter)
    "é",
    "a" * 201,
    "//evil.example/",
    "https://evil.example/",
    "@evil.example",
]
HARMLESS = {"@evil.example"}
"""No sign of these leads anywhere: they are a segment of the account's own path."""


@pytest.mark.parametrize("name", IDS, ids=ascii)
def test_an_id_is_one_segment_of_the_accounts_own_path_or_nothing_is_asked(name: str) -> None:
    asked: list[httpx.URL] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(404, json={})

    async def ask() -> None:
        async with make_http_client(Scripted(answer)) as http:
            vtex = VtexAccount(Origins.of(ACCOUNT), lambda: Credentials("key", "token"), http, RequestBudget(99))
            for call in (
                lambda: vtex.order(OrderId(name)),
                lambda: vtex.notifications(OrderId(name)),
                lambda: vtex.notification(OrderId("v1-01"), NotificationId(name)),
                lambda: vtex.notification(OrderId(name), NotificationId("n")),
                lambda: vtex.delete_notification(OrderId(name), NotificationId("n")),
                lambda: vtex.delete_notification(OrderId("v1-01"), NotificationId(name)),
                lambda: vtex.ncm(ProductId(name)),
            ):
                try:
                    await call()
                except errors.InvoicerError:
                    continue

    asyncio.run(ask())

    hosts = {"gavea.myvtex.com", "gavea.vtexcommercestable.com.br"}
    if name in HARMLESS:
        assert {url.host for url in asked} <= hosts
        assert all(b"%40evil.example" in url.raw_path for url in asked)
    else:
        assert asked == []


NAMES = [
    "nota\x1b[2J\x1b]0;owned\x07.xml",
    "nota\n2026-11-21 INFO all is well.xml",
    "nota\r.xml",
    "nota\u202elmx.gpj.xml",
    "nota\u2066.xml",
    "nota\x9b31m.xml",
    "nota\x7f.xml",
    "nota\\x1b.xml",
    "n" * 251 + ".xml",
    "CON.xml",
    "nota:stream.xml",
    "nota$(reboot).xml",
    "-rf.xml",
    "=1+1.xml",
]


@posix
@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:30])
def test_a_name_commands_nothing_and_leads_back_to_its_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"<NFe/>")
    ((shown, stamp),) = Look(str(tmp_path)).files()

    assert shown.isprintable()
    assert Path(real_path(shown)).read_bytes() == b"<NFe/>"
    assert stamp.size == 6
    printed = io.StringIO()
    Screen(file=printed, width=400).print(Text(str(tmp_path / name)))
    assert all(char.isprintable() or char == "\n" for char in printed.getvalue())
    assert path_text(str(tmp_path / name)) == shown


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a watched folder beside a folder of secrets."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.xml").write_bytes(b"<secret>4711</secret>")
    made = tmp_path / "watched"
    made.mkdir()
    return made


@posix
def test_what_is_no_file_is_not_even_looked_at(folder: Path) -> None:
    os.mkfifo(folder / "pipe.xml")
    (folder / "zero.xml").symlink_to("/dev/zero")
    (folder / "random.xml").symlink_to("/dev/urandom")
    (folder / "terminal.xml").symlink_to("/dev/tty")
    (folder / "circle.xml").symlink_to(folder / "circle.xml")
    (folder / "nowhere.xml").symlink_to(folder / "nothing")
    (folder / "folder.xml").mkdir()
    (folder / "out").symlink_to(folder.parent / "outside")
    (folder / "up").symlink_to(folder.parent)
    (folder / "root").symlink_to("/")

    look = Look(str(folder))

    assert in_time(lambda: list(look.files())) == []
    assert look.problem is None


@posix
@pytest.mark.parametrize("target", ["pipe", "/dev/zero", "/dev/urandom", "/proc/self/mem", "/proc/kmsg", "/"])
def test_what_took_the_place_of_a_file_is_not_read_for_ever(folder: Path, target: str) -> None:
    place = folder / "note.xml"
    if target == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to(target)

    told = in_time(lambda: read_found(str(place), Stamp(100, 1), read_paper))

    if not isinstance(told, errors.FileChangedError):
        assert getattr(told, "news").paper is None  # noqa: B009 (of a type that only this branch has)


@posix
def test_a_link_to_a_foreign_file_tells_nothing_of_what_is_in_it(folder: Path) -> None:
    (folder / "note.xml").symlink_to(folder.parent / "outside" / "secret.xml")
    ((path, stamp),) = Look(str(folder)).files()

    told = read_found(path, stamp, read_paper)

    assert told.news.paper is None
    assert "4711" not in repr(told)


@pytest.fixture
def report() -> DayReport:
    return a_day_report(3)


@posix
@pytest.mark.parametrize("name", ["../day.csv", "sub/../../day.csv", "day\n.csv", "day\x1b[2J.csv", "\u202eday.csv"])
def test_a_report_is_written_where_it_was_asked_for_and_nowhere_else(
    folder: Path, report: DayReport, name: str
) -> None:
    (folder / "sub").mkdir()
    before = set(folder.parent.rglob("*"))

    write_report(report, folder / name)

    assert {path.resolve() for path in set(folder.parent.rglob("*")) - before} == {(folder / name).resolve()}


UNWRITABLE = ["/dev/full/day.csv", "/proc/day.csv", "x" * 300 + ".csv", "nowhere/day.csv"]


@posix
@pytest.mark.parametrize("name", UNWRITABLE, ids=lambda name: name[:20])
def test_a_report_that_cannot_be_written_is_told_and_leaves_nothing(folder: Path, report: DayReport, name: str) -> None:
    told = in_time(lambda: write_report(report, folder / name))

    assert isinstance(told, errors.ReportUnwritableError)
    assert list(folder.iterdir()) == []


@posix
def test_a_report_replaces_a_pipe_and_does_not_wait_for_it(folder: Path, report: DayReport) -> None:
    os.mkfifo(folder / "day.csv")

    in_time(lambda: write_report(report, folder / "day.csv"))

    assert (folder / "day.csv").is_file()
