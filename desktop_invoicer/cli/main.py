"""Where the program starts: the window when nothing else is asked for, which waits for no library of the commands."""

from __future__ import annotations

import io
import logging
import sys

from desktop_invoicer.cli.session import CommandFailedError, prepare
from desktop_invoicer.cli.window import open_window
from desktop_invoicer.errors import InvoicerError

_log = logging.getLogger(__name__)


def main() -> None:
    """Run the program; an error is explained, and the traceback of a defect goes to the log."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a character that the terminal does not have must not end a command
            stream.reconfigure(errors="replace")
    try:
        _run()
    except InvoicerError as exc:
        sys.exit(_explained(exc))
    except CommandFailedError as exc:
        sys.exit(_explained(exc))
    except Exception as exc:  # noqa: BLE001 (a defect of ours: told, and kept in the log)
        _log.exception("the command failed")
        sys.exit(_explained(InvoicerError(f"{type(exc).__name__}: {exc}")))


def _run() -> None:
    if len(sys.argv) > 1:
        from desktop_invoicer.cli.commands import app

        app(prog_name="desktop-invoicer")
    else:
        prepare(verbose=False)
        sys.exit(open_window())


def _explained(error: InvoicerError | CommandFailedError) -> int:
    from desktop_invoicer.cli.output import fail

    return fail(error.error if isinstance(error, CommandFailedError) else error)
