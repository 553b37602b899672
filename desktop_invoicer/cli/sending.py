"""Sending everything that is ready from the terminal: a bar, what came of each order, and a way to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from desktop_invoicer.cli.output import Json, err
from desktop_invoicer.cli.session import Desk, ask
from desktop_invoicer.domain.prospect import Prospect
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

    What VTEX did not answer, now or before, gets some time to go through. Ctrl+C stops it: what is under way ends, the
    rest stays ready.
    """
    begun: Json | None = ask(desk, "submit_ready", date=date, operator=operator)
    with _stoppable() as stopped:
        if begun is None:
            err.print(_("Nothing is ready to be sent."))
        else:
            _follow(desk, stopped, begun["total"], is_quiet=is_quiet)
        if not stopped.is_set():
            _wait_for_the_rest(desk, date)
    return None if begun is None else ask(desk, "submission")


def is_all_sent(submission: Json) -> bool:
    """Tell whether every order that was chosen is in VTEX."""
    return bool(submission["results"][LineResult.SENT.value] == submission["total"])


def is_anything_moving(day: Json) -> bool:
    """Tell whether something of a day is on its way, and not in VTEX yet."""
    return any(one["prospect"] == Prospect.GOES_ON.value for one in day["pending"])


def result_line(line: Json) -> Text:
    """Put what came of one order into a line, with why it was not sent below it."""
    result = LineResult(line["result"])
    sign, style = STYLES.get(result, ("✗", "yellow"))
    text = Text(f"{sign} ", style=style).append(f"{line['order']}  {money(line['value'] or 0)}  {word(result)}")
    if result is LineResult.FAILED and line["problem"] is not None:
        text.append(f"\n  {line['problem']['message']}\n  → {line['problem']['next_action']}")
    return text


def _follow(desk: Desk, stopped: threading.Event, total: int, *, is_quiet: bool) -> None:
    """Tell what comes of the orders, until no more of them are sent."""
    told, is_told_to_stop, is_running = 0, False, True
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(_("Sending"), total=total)
        while is_running:
            if stopped.is_set() and not is_told_to_stop:
                is_told_to_stop = True
                ask(desk, "cancel_submission")
                bar.console.print(_("Stopping: what is under way ends, the rest stays ready."))
            news = ask(desk, "submission_news", after=told)
            counts, is_running = news["counts"], news["counts"]["running"]
            told += len(news["lines"])
            for line in [] if is_quiet else news["lines"]:
                bar.console.print(result_line(line))
            open_ = (LineResult.NOT_BEGUN.value, LineResult.UNDER_WAY.value)
            bar.update(task, completed=total - sum(counts["results"][result] for result in open_))
            time.sleep(LOOK_AGAIN if is_running else 0)


def _wait_for_the_rest(desk: Desk, date: str) -> None:
    """Let what moves by itself go through, as far as it does soon."""
    pending = ask(desk, "day", date=date)["pending"]
    if moving := [one["job"] for one in pending if one["prospect"] == Prospect.GOES_ON.value]:
        with err.waiting(_("Waiting for VTEX…")):
            ask(desk, "settle", jobs=moving, seconds=PATIENCE)


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
