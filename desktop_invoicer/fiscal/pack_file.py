"""What packs of data have in common: TOML that ships, and a newer file that may lie beside the settings."""

from __future__ import annotations

import stat
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LARGEST = 256 * 1024
"""Bytes of a pack; a larger file is something else."""

_RIGHT = {
    "missing": "is missing",
    "extra_forbidden": "is unknown",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number of cents",
    "greater_than": "must be more than 0",
    "less_than_equal": "is too long",
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "tuple_type": "must be a list of tables",
    "set_type": "must be a list in brackets",
    "frozen_set_type": "must be a list in brackets",
    "too_short": "must not be empty",
    "date_type": "must be a date without quotes",
    "model_type": "must be a table",
}


def _day(value: object) -> date:
    if type(value) is not date:  # a moment is a date, too
        msg = "must be a date without quotes and without a time"
        raise ValueError(msg)
    return value


Text = Annotated[str, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_day)]


class Table(BaseModel):
    """A table of a pack: read-only, and a key that is not known is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def read_bytes(file: Path) -> bytes:
    """Read a file that may not be there.

    Raises:
        FileNotFoundError: it is not there.
        ValueError: it cannot be read, or is too large; the text says so.

    """
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # a pipe would be waited for
            msg = "cannot be read: it is no file"
            raise ValueError(msg)
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise
    except OSError as exc:
        msg = f"cannot be read: {exc.strerror}"
        raise ValueError(msg) from exc
    if len(content) > LARGEST:
        msg = f"is larger than {LARGEST // 1024} KB"
        raise ValueError(msg)
    return content


def read_toml(content: bytes) -> dict[str, Any]:
    """Parse a pack; ``ValueError`` says why it is no TOML."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        msg = "must be written in UTF-8"
        raise ValueError(msg) from exc
    except (ValueError, RecursionError) as exc:  # tomllib's own error; a number or a nesting that has no end
        msg = f"is no TOML: {exc}"
        raise ValueError(msg) from exc


def row_name(raw: dict[str, Any], table: str, position: int, kind: str) -> str:
    """Name a row of a list of tables as people find it: by its own name, or else by its place."""
    row = raw[table][position]
    name = row.get("name") if isinstance(row, dict) else None
    return f"{kind} {name}" if isinstance(name, str) and name else f"{kind} #{position + 1}"


def complaint(detail: ErrorDetails) -> str:
    """Say what is wrong with one value."""
    match detail["type"]:
        case "value_error":
            return str(detail["ctx"]["error"])
        case "enum" | "literal_error":
            return f"must be {detail['ctx']['expected']}"
        case kind:
            return _RIGHT.get(kind, detail["msg"])
