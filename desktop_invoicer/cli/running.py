"""``run`` and ``receive``: the desk without a window."""

from __future__ import annotations

import signal
import threading
from contextlib import closing
from typing import Annotated

import typer
from rich.text import Text

from desktop_invoicer.cli.output import err
from desktop_invoicer.cli.session import ask, settings_in_use, started
from desktop_invoicer.messages import gettext as _

LOOK_AGAIN = 0.2


def run(
    *,
    until_idle: Annotated[
        bool,
        typer.Option("--until-idle", help="End when everything waits for a person, or is done."),
    ] = False,
) -> None:
    """Run engine, polling and receiver without a window, until Ctrl+C."""
    _run(until_idle=until_idle, only_receives=False)


def receive() -> None:
    """Run only the receiver: keep what VTEX announces, and leave the work to the next run."""
    _run(until_idle=False, only_receives=True)


def _run(*, until_idle: bool, only_receives: bool) -> None:
    from desktop_invoicer.bootstrap import Parts

    home, settings = settings_in_use()
    if not settings.accounts:
        text = _("No VTEX account is set up in {file}: nothing can be received or sent.")
        err.print(Text(text.format(file=home.config_file), style="yellow"))
    parts = Parts(
        works=not only_receives,
        receives=only_receives or settings.receiver.enabled,
        polls=not only_receives and settings.polling.enabled,
        watches_folders=not only_receives,
    )
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    with closing(started(home, settings, parts)) as program:
        if program.receiver_address:
            err.print(Text(_("Receiving at {address}").format(address=program.receiver_address)))
        while not stopped.wait(LOOK_AGAIN):
            if until_idle and ask(program, "is_idle"):
                break
