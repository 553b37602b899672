"""Where the program starts: the window when nothing else is asked for, which waits for no library of the commands."""

from __future__ import annotations

import errno
import io
import logging
import os
import sys

from desktop_invoicer.cli.session import CommandFailedError, prepare
from desktop_invoicer.cli.window import open_window
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _

_log = logging.getLogger(__name__)

_UNWRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What a disk says that takes no more."""


def main() -> None:
    """Run the program; an error is explained, and the traceback of a defect goes to the log."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a character that the terminal does not have must not end a command
            stream.reconfigure(errors="replace")
    code = _ended()
    try:
        sys.stdout.flush()
    except OSError as exc:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python flushes once more when it ends
        code = code or (1 if isinstance(exc, BrokenPipeError) else _explained(_unwritten(exc)))
    sys.exit(code)


def _ended() -> str | int | None:
    """Run the command, and give the exit code."""
    try:
        _run()
    except SystemExit as exc:
        return exc.code
    except (InvoicerError, CommandFailedError) as exc:
        return _explained(exc)
    except Exception as exc:  # noqa: BLE001 (a defect of ours: told, and kept in the log)
        if isinstance(exc, OSError) and exc.errno in _UNWRITTEN and exc.filename is None:
            return _explained(_unwritten(exc))
        _log.exception("the command failed")
        return _explained(InvoicerError(f"{type(exc).__name__}: {exc}"))
    return 0


def _run() -> None:
    if len(sys.argv) > 1:
        from desktop_invoicer.cli.commands import root

        root(prog_name="desktop-invoicer")
    else:
        prepare(verbose=False)
        sys.exit(open_window())


def _unwritten(error: OSError) -> CommandFailedError:
    """Say that what a command tells found no room."""
    return CommandFailedError(
        {
            "message": _("What this command tells could not be written: {reason}.").format(reason=error.strerror),
            "next_action": _("Make room or write it elsewhere, then look again: what was done stays done."),
            "problems": [],
        }
    )


def _explained(error: InvoicerError | CommandFailedError) -> int:
    from desktop_invoicer.cli.output import fail

    return fail(error.error if isinstance(error, CommandFailedError) else error)
