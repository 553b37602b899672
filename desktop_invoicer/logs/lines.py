"""How a record becomes text: readable lines for a terminal, one JSON object a line for the file. Both redacted."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

from desktop_invoicer.logs.origin import fingerprint, origin
from desktop_invoicer.logs.redactor import Redactor

OURS = "desktop_invoicer"
"""The logger above all of ours. What libraries log is put together by them, of whatever they were told."""

LONGEST = 50_000
"""Characters of a text in a record; what is longer is cut, and its length told."""

_PLACE = re.compile(r"%%|(?:(?<!\w)(?P<subject>account|order|job|stage) )?%[a-z]")
_CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029) if chr(code) not in "\t\n"
}


class _Formatter(logging.Formatter):
    """Writes a record so that nothing in it names a secret or a person, or commands a terminal."""

    def __init__(self, redactor: Redactor) -> None:
        super().__init__()
        self._redactor = redactor

    def _message(self, record: logging.LogRecord) -> str:
        try:
            return record.getMessage()
        except (TypeError, ValueError, KeyError):  # a defect of ours; logging would print the bare arguments
            return f"{record.msg} (its arguments do not fit)"

    def _trace(self, record: logging.LogRecord) -> str:
        if record.exc_info and record.exc_info[0] is not None:
            return self.formatException(record.exc_info)
        return self.formatStack(record.stack_info) if record.stack_info else ""

    def _safe(self, text: str) -> str:
        text = self._redactor.redact(text)
        if len(text) > LONGEST:
            text = f"{text[:LONGEST]}… ({len(text)} characters)"
        return text.translate(_CONTROLS)


class TextFormatter(_Formatter):
    """Writes a record for people: a line, with a traceback below it, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """Write and redact the record."""
        parts = [f"{record.levelname} {record.name}: {self._message(record)}", self._trace(record)]
        return self._safe("\n".join(filter(None, parts))).replace("\n", "\n    ")


class JsonFormatter(_Formatter):
    """Writes a record for programs: one JSON object on a line. Keys may be added, none renamed (docs/operations.md).

    What a record is about is read from its own words: ``"order %s job %s: …"`` names order and job. ``event``,
    ``values`` and ``origin`` hold our own words, the figures and the places in code alone, for a support bundle, which
    takes nothing that we were told.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write and redact the record: each text by itself, so that the line stays JSON; names of modules are ours."""
        found: dict[str, object] = {
            "time": moment(record.created),
            "level": record.levelname,
            "logger": record.name,
            "message": self._safe(self._message(record)),
        }
        found |= {name: self._safe(text) for name, text in _subjects(record).items()}
        if record.name.startswith(OURS) and isinstance(record.msg, str):
            found |= {"event": self._safe(record.msg), "values": [_figure(value) for value in _arguments(record)]}
        found |= {"thread": record.threadName, "process": record.process}
        if trace := self._trace(record):
            found["exception"] = self._safe(trace)
        if record.exc_info and record.exc_info[1] is not None:
            steps = origin(record.exc_info[1])
            found |= {"origin": steps, "error": fingerprint(steps)}
        return json.dumps(found, ensure_ascii=False)


def moment(seconds: float) -> str:
    """Write a time in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _subjects(record: logging.LogRecord) -> dict[str, str]:
    """Give what the record is about, where its words name it."""
    found = {}
    places = iter(_arguments(record))
    for token in _PLACE.finditer(record.msg if isinstance(record.msg, str) else ""):
        if token[0] != "%%" and (value := next(places, None)) is not None and token["subject"]:
            found[token["subject"]] = str(value)
    return found


def _arguments(record: logging.LogRecord) -> tuple[object, ...]:
    return record.args if isinstance(record.args, tuple) else ()


def _figure(value: object) -> str | float | None:
    """Give a number, or the class of a failure with its status; of everything else nothing."""
    if isinstance(value, Exception):
        status = getattr(value, "status", None)
        return f"{type(value).__name__} {status}" if isinstance(status, int) else type(value).__name__
    return value if isinstance(value, int | float) else None
