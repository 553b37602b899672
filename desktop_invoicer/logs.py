"""Logging: what is written where, and what never is (design.md, promise 7).

Every line passes the ``Redactor`` as a whole: message, arguments and traceback. It takes out credentials, e-mail
addresses and the readable part of CPF and CNPJ; access keys and order ids stay, they are what a line is about.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
from copy import copy
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Protocol, TextIO, cast
from urllib.parse import quote

from desktop_invoicer.domain.personal import without_tax_ids

HIDDEN = "[hidden]"
FILE_BYTES = 2_000_000
OLD_FILES = 5

_NOISY = ("alembic", "fontTools", "fpdf", "hpack", "httpcore", "httpx", "keyring", "uvicorn.access", "uvicorn.error")
_LONGEST = 50_000
_SHORTEST_SECRET = 4  # shorter ones would take ordinary words apart

_NAMES = (
    r"(?:x-vtex-api-app(?:key|token)|vtexidclientautcookie\w{0,80}|(?:proxy-)?authorization|(?:set-)?cookie"
    r"|token|secret|password|passwd|senha|(?:\b|(?<=_))pin|(?:app|api|database)[-_ ]?key)\b"
)
_QUOTED = re.compile(rf"({_NAMES}\\*[\"']?\s*[:=,]\s*b?(\\*[\"'])).*?(?=\2|$)", re.IGNORECASE | re.MULTILINE)
_COOKIE = re.compile(r"(\b(?:set-)?cookie\s*[:=]\s*)(?![\\\"'b\s]*\[hidden\])[^\n\"']+", re.IGNORECASE)
_BARE = re.compile(
    rf"({_NAMES}\\*[\"']?\s*[:=]\s*)(?![\"'\\]|b[\"'])(?:(?:bearer|basic|token)\s+)?[^\s\"',;&)}}\]]+", re.IGNORECASE
)
_SHAPES = re.compile(
    r"vtexappkey-[a-z0-9-]{1,80}-[A-Z]{6}\b"  # an application key
    r"|\b[A-Z]{64,}\b"  # an application token
    r"|\beyJ[\w-]{8,2000}\.[\w-]*(?:\.[\w-]*)?"  # a signed token, as in VtexIdclientAutCookie
    r"|(?<=x')[0-9a-fA-F]{64}(?=')"  # a raw key of the database
    r"|(?<=://)[^/\s@\"']{1,200}@"  # user and password in an address
)
_EMAIL = re.compile(
    r"[\w.!#$%&*+?^`{|}~-]{0,64}[^\s@\"<>(),;:\[\]\\](?:@|%40)(?:[\w-]{1,63}\.){1,126}[\w-]{2,63}", re.IGNORECASE
)
_CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if chr(code) not in "\t\n"
}


class Redactor:
    """Takes out of a text what no log may hold. Safe to use from several threads."""

    def __init__(self) -> None:
        self._secrets: frozenset[str] = frozenset()
        self._pattern: re.Pattern[str] | None = None
        self._changing = threading.Lock()

    def hide(self, *values: str) -> None:
        """Take these very values out from now on, however they are quoted."""
        with self._changing:
            forms = {form for value in values if len(value) >= _SHORTEST_SECRET for form in _forms(value)}
            self._secrets |= forms
            if self._secrets:
                longest_first = sorted(self._secrets, key=len, reverse=True)
                self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def redact(self, text: str) -> str:
        """Give the text without credentials, e-mail addresses, CPF and CNPJ."""
        if self._pattern is not None:
            text = self._pattern.sub(HIDDEN, text)
        text = _QUOTED.sub(rf"\1{HIDDEN}", text)
        text = _COOKIE.sub(rf"\1{HIDDEN}", text)
        text = _BARE.sub(rf"\1{HIDDEN}", text)
        text = _SHAPES.sub(HIDDEN, text)
        if "@" in text or "%40" in text:
            text = _EMAIL.sub(HIDDEN, text)
        return without_tax_ids(text)


class RedactingFormatter(logging.Formatter):
    """Writes a record on a line of its own (a traceback below it, indented), redacted as a whole."""

    def __init__(self, redactor: Redactor, layout: str) -> None:
        super().__init__(layout)
        self._redactor = redactor

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802
        """Give the time in UTC (the name and the arguments are logging's own)."""
        moment = datetime.fromtimestamp(record.created, UTC)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def format(self, record: logging.LogRecord) -> str:
        """Write and redact the record."""
        try:
            text = super().format(record)
        except (TypeError, ValueError, KeyError):  # a defect of ours; logging would print the bare arguments
            record = copy(record)
            record.msg, record.args = f"{record.msg} (its arguments do not fit)", None
            text = super().format(record)
        text = self._redactor.redact(text)
        if len(text) > _LONGEST:
            text = f"{text[:_LONGEST]}… ({len(text)} characters)"
        return text.translate(_CONTROLS).replace("\n", "\n    ")


class _PrivateFile(RotatingFileHandler):
    """A log file that only this user can read."""

    def _open(self) -> TextIOWrapper:
        stream = open(  # noqa: SIM115 (logging closes it)
            self.baseFilename,
            self.mode,
            encoding="utf-8",
            errors="backslashreplace",
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )
        if os.name == "posix":
            os.fchmod(stream.fileno(), 0o600)  # it may stem from somebody else's hand
        return cast("TextIOWrapper", stream)


class LogHome(Protocol):
    """Where the log lives (``config.Home``)."""

    @property
    def log_file(self) -> Path:
        """The log that is being written."""
        ...


def set_up(home: LogHome, *, verbose: int = 0) -> None:
    """Log this process to stderr and the home's log file, without what ``hide_secrets`` was told."""
    start_logging(home.log_file, verbose=verbose, redactor=_PROCESS)


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
        _install(terminal, RedactingFormatter(redactor, "%(levelname)s %(name)s: %(message)s"))
    if log_file is not None:
        try:
            log_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = _PrivateFile(log_file, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
        except OSError as exc:
            logging.getLogger(__name__).warning("no log is written to %s: %s", log_file, exc.strerror)
        else:
            _install(file, RedactingFormatter(redactor, "%(asctime)s %(levelname)s %(name)s: %(message)s"))
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
    for handler in [handler for handler in root.handlers if isinstance(handler.formatter, RedactingFormatter)]:
        root.removeHandler(handler)
        handler.close()
    logging.captureWarnings(capture=False)


def _install(handler: logging.Handler, formatter: logging.Formatter) -> None:
    handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)


def _forms(value: str) -> set[str]:
    """Give the ways a value may be written: as it is, in an address, in JSON, in ``repr``."""
    forms = {value, quote(value, safe=""), quote(value), json.dumps(value)[1:-1], repr(value)[1:-1]}
    return {form for form in forms if len(form) >= _SHORTEST_SECRET}
