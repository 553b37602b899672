"""Logging: what is written where, and what never is (design.md, promise 7).

Every record passes the ``Redactor`` as a whole: message, arguments and traceback. The terminal shows lines for people,
the file holds one JSON object a line.
"""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path
from typing import Protocol, TextIO

from desktop_invoicer.logs.file import LineFile
from desktop_invoicer.logs.lines import JsonFormatter, TextFormatter
from desktop_invoicer.logs.redactor import HIDDEN, Redactor

__all__ = [
    "FILE_BYTES",
    "HIDDEN",
    "OLD_FILES",
    "JsonFormatter",
    "LineFile",
    "Redactor",
    "TextFormatter",
    "hide_secrets",
    "redact",
    "set_up",
    "start_logging",
    "stop_logging",
]

FILE_BYTES = 2_000_000
OLD_FILES = 5

_NOISY = (
    "alembic",
    "filelock",
    "fontTools",
    "fpdf",
    "hpack",
    "httpcore",
    "httpx",
    "keyring",
    "uvicorn.access",
    "uvicorn.error",
)


class LogHome(Protocol):
    """Where the log lives (``config.Home``)."""

    @property
    def log_file(self) -> Path:
        """The log that is being written."""
        ...


def set_up(home: LogHome, *, verbose: int = 0) -> None:
    """Log this process to stderr and the home's log file, without what ``hide_secrets`` was told."""
    start_logging(home.log_file, verbose=verbose, redactor=_PROCESS)
    if threading.excepthook is threading.__excepthook__:  # which prints everything as it is, and to no log
        threading.excepthook = _log_dead_thread


def _log_dead_thread(hook: threading.ExceptHookArgs) -> None:
    name = "" if hook.thread is None else hook.thread.name
    logging.getLogger(__name__).critical("thread %s died", name, exc_info=hook.exc_value)


def hide_secrets(*values: str) -> None:
    """Keep these very values out of this process's logs from now on, however they are quoted."""
    _PROCESS.hide(*values)


def start_logging(
    log_file: Path | None, *, verbose: int = 0, stream: TextIO | None = None, redactor: Redactor | None = None
) -> Redactor:
    """Write warnings to stderr and everything of interest to ``log_file``; starting again replaces the former set-up.

    Args:
        log_file: where to write; ``None`` writes no file. One that cannot be written is told and done without.
        verbose: 1 shows information on stderr, 2 debugging (in the file, too).
        stream: in place of stderr; a program without window and terminal has none.
        redactor: one that knows secrets already, in place of a new one.

    Returns:
        What redacts every line; secrets become known to it as they are read.

    """
    redactor = redactor or Redactor()
    stop_logging()
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose > 1 else logging.INFO)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    stream = stream or sys.stderr
    if stream is not None:
        terminal = logging.StreamHandler(stream)
        terminal.setLevel((logging.WARNING, logging.INFO, logging.DEBUG)[min(max(verbose, 0), 2)])
        _install(terminal, TextFormatter(redactor))
    if log_file is not None:
        try:
            log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = LineFile(log_file, FILE_BYTES, OLD_FILES)
        except OSError as exc:
            logging.getLogger(__name__).warning("no log is written to %s: %s", log_file, exc.strerror)
        else:
            _install(file, JsonFormatter(redactor))
    logging.captureWarnings(capture=True)
    return redactor


def redact(text: str) -> str:
    """Take out of a text what this process's logs may not hold."""
    return _PROCESS.redact(text)


_PROCESS = Redactor()
"""Logging is one for the whole process, and so is what it must not show."""


def stop_logging() -> None:
    """Close what ``start_logging`` opened."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler.formatter, TextFormatter | JsonFormatter):
            root.removeHandler(handler)
            handler.close()
    logging.captureWarnings(capture=False)


def _install(handler: logging.Handler, formatter: logging.Formatter) -> None:
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
