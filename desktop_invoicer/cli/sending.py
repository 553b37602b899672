"""Sending everything that is ready from the terminal: a bar, what came of each order, and a way to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from desktop_invoicer.cli.output import Json, err
from desktop_invoicer.cli.session import Desk, ask
from desktop_invoicer.domain.submission import LineResult
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, word

LOOK_AGAIN = 0.2
"""Seconds between two questions how far it is."""
PATIENCE = 20.0
"""Seconds for which orders that VTEX did not answer at once may still go through."""

STYLES = {LineResult.SENT: ("✓", "green"), LineResult.GOES_ON: ("…", "cyan")}
"""The sign of a result; every other one is a failure."""


def send_ready(desk: Desk, date: str, operator: str, *, is_quiet: bool) -> Json | None:
    """Send what is ready of a day; give what came of each order, or ``None`` where nothing was ready.

    Ctrl+C stops it: what is under way ends, the rest stays ready.
    """
    begun: Json | None = ask(desk, "submit_ready", date=date, operator=operator)
    if begun is None:
        err.print(_("Nothing is ready to be sent."))
        return None
    with _stoppable() as stopped, _bar(begun["total"]) as (bar, task):
        _follow(desk, stopped, bar, task, is_quiet=is_quiet)
    ended: Json = ask(desk, "submission")
    if waiting := [line["job"] for line in ended["lines"] if line["result"] == LineResult.GOES_ON.value]:
        with err.status(_("Waiting for VTEX…")):
            ask(desk, "settle", jobs=waiting, seconds=0 if stopped.is_set() else PATIENCE)
        ended = ask(desk, "submission")
    return ended


def is_all_sent(submission: Json) -> bool:
    """Tell whether every order that was chosen is in VTEX."""
    return bool(submission["results"][LineResult.SENT.value] == submission["total"])


def result_line(line: Json) -> Text:
    """Put what came of one order into a line, with why it was not sent below it."""
    result = LineResult(line["result"])
    sign, style = STYLES.get(result, ("✗", "yellow"))
    text = Text(f"{sign} ", style=style).append(f"{line['order']}  {money(line['value'] or 0)}  {word(result)}")
    if result is LineResult.FAILED and line["problem"] is not None:
        text.append(f"\n  {line['problem']['message']}\n  → {line['problem']['next_action']}")
    return text


def _follow(desk: Desk, stopped: threading.Event, bar: Progress, task: TaskID, *, is_quiet: bool) -> None:
    """Tell what comes of the orders, until no more of them are sent."""
    told, is_told_to_stop = 0, False
    while True:
        if stopped.is_set() and not is_told_to_stop:
            is_told_to_stop = True
            ask(desk, "cancel_submission")
            bar.console.print(_("Stopping: what is under way ends, the rest stays ready."))
        news = ask(desk, "submission_news", after=told)
        told += len(news["lines"])
        for line in [] if is_quiet else news["lines"]:
            bar.console.print(result_line(line))
        results = news["counts"]["results"]
        open_ = results[LineResult.NOT_BEGUN.value] + results[LineResult.UNDER_WAY.value]
        bar.update(task, completed=news["counts"]["total"] - open_)
        if not news["counts"]["running"]:
            return
        time.sleep(LOOK_AGAIN)


@contextmanager
def _bar(total: int) -> Iterator[tuple[Progress, TaskID]]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True) as bar:
        yield bar, bar.add_task(_("Sending"), total=total)


@contextmanager
def _stoppable() -> Iterator[threading.Event]:
    """Take the first Ctrl+C as a wish to stop; the second one ends the command as usual."""
    stopped = threading.Event()

    def stop(*_: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, usual)

    usual = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, usual)
