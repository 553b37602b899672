"""Reads and changes ``config.toml``: every problem is told at once, comments and order survive a change."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from desktop_invoicer.config.home import Home
from desktop_invoicer.config.settings import Settings, contradictions, known_keys
from desktop_invoicer.config.values import is_account_name
from desktop_invoicer.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Value = str | int | bool | Sequence[str] | None

_RIGHT = {
    "missing": "is missing",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number, without quotes",
    "string_type": "must be text in quotes",
    "path_type": "must be a path in quotes",
    "tuple_type": "must be a list in brackets",
    "model_type": "must be a table",
}
_SECRET_WORDS = ("token", "key", "secret", "password", "cookie")


def load_config(home: Home) -> Settings:
    """Read the settings of a home; without a file they are the defaults.

    Raises:
        ConfigError: with one line for each problem of the file.

    """
    path = home.config_file
    text = _read(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise ConfigError(path, [f"is no TOML: {exc}"]) from exc
    return _checked(path, raw)


def set_value(home: Home, key: str, value: Value) -> Settings:
    """Change one key, as in ``polling.requests_per_minute`` or ``accounts.lojafarmgavea.feed``; see ``set_values``."""
    return set_values(home, {key: value})


def set_values(home: Home, changes: Mapping[str, Value]) -> Settings:
    """Change keys and give the settings as they are now; ``None`` takes a key out (or a whole account).

    An account that is not there yet is added. The file is replaced as a whole or not at all.

    Raises:
        ConfigError: the result would not be right, or the file cannot be read or written; it is unchanged.

    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = home.config_file
    try:
        document = tomlkit.parse(_read(path))
        for key, value in changes.items():
            _change(document, key.split("."), value)
        text = tomlkit.dumps(document)
        raw = tomllib.loads(text)
    except (TOMLKitError, tomllib.TOMLDecodeError) as exc:
        raise ConfigError(path, [f"is no TOML: {exc}"]) from exc
    settings = _checked(path, raw)
    _replace(path, text)
    return settings


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")  # some editors of Windows put a mark in front
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as exc:
        raise ConfigError(path, ["must be written in UTF-8"]) from exc
    except OSError as exc:
        raise ConfigError(path, [f"cannot be read: {exc.strerror}"]) from exc


def _replace(path: Path, text: str) -> None:
    """Write beside the file, then put it in its place: a power cut leaves the old file or the new one."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(path.resolve())
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise ConfigError(path, [f"cannot be written: {exc.strerror}"]) from exc


def _change(document: Any, key: Sequence[str], value: Value) -> None:  # noqa: ANN401 (tomlkit's own containers)
    """Write or take out one key; what may not stand there is found when the result is checked."""
    import tomlkit

    table = document
    match key:
        case ["accounts", name] if value is None:
            _remove_account(document, name)
            return
        case ["accounts", name, _]:
            table = _account(document, name)
        case _:
            for part in key[:-1]:
                if not isinstance(table.get(part), dict):
                    table[part] = tomlkit.table()
                table = table[part]
    if value is None:
        table.pop(key[-1], None)
    else:
        table[key[-1]] = value if isinstance(value, str | int) else list(value)


def _account(document: Any, name: str) -> Any:  # noqa: ANN401 (tomlkit's own containers)
    """Give the account's table, added where it is not there yet."""
    import tomlkit

    if not isinstance(document.get("accounts"), list):
        document["accounts"] = tomlkit.aot()
    accounts = document["accounts"]
    for table in accounts:
        if table.get("name") == name:
            return table
    table = tomlkit.table() if isinstance(accounts, tomlkit.items.AoT) else tomlkit.inline_table()
    table["name"] = name
    accounts.append(table)
    return accounts[-1]


def _remove_account(document: Any, name: str) -> None:  # noqa: ANN401 (tomlkit's own containers)
    accounts = document.get("accounts", [])
    for position, table in enumerate(accounts):
        if table.get("name") == name:
            del accounts[position]
            return


def _checked(path: Path, raw: dict[str, Any]) -> Settings:
    try:
        return Settings.model_validate(raw)
    except ValidationError as exc:
        details = [
            detail
            for detail in exc.errors(include_url=False, include_input=False)
            if detail["type"] != "default_factory_not_called"  # only follows from another problem
        ]
        problems = [line for detail in details for line in _lines(raw, detail)]
        if any(detail["loc"] for detail in details):  # what fits together was not judged yet
            problems += [f"{key}: {problem}" for key, problem in _contradictions(raw)]
        raise ConfigError(path, problems) from None  # its text would quote values, perhaps a misplaced token


def _lines(raw: dict[str, Any], detail: ErrorDetails) -> Iterator[str]:
    location = detail["loc"]
    key = _key_path(raw, location)
    match detail["type"]:
        case "value_error" if not location:
            yield from str(detail["ctx"]["error"]).splitlines()
        case "value_error":
            yield f"{key}: {detail['ctx']['error']}"
        case "enum":
            yield f"{key}: must be one of {detail['ctx']['expected']}"
        case "extra_forbidden":
            yield f"{key}: {_unknown(location)}"
        case kind:
            yield f"{key}: {_RIGHT.get(kind, detail['msg'])}"


def _unknown(location: Sequence[str | int]) -> str:
    word = str(location[-1])
    known = known_keys(location[:-1])
    if any(secret in word.lower() for secret in _SECRET_WORDS) and not get_close_matches(word, known, cutoff=0.8):
        return "is unknown; credentials belong in the keyring (desktop-invoicer credentials set)"
    if near := get_close_matches(word.lower(), known):
        return "is unknown; did you mean " + " or ".join(near) + "?"
    return "is unknown; known here: " + ", ".join(known)


def _key_path(raw: dict[str, Any], location: Sequence[str | int]) -> str:
    """Write a place in the file, an account by its name where it has a readable one."""
    parts = [str(part) for part in location]
    if len(location) > 1 and location[0] == "accounts" and isinstance(location[1], int):
        name = _texts(raw.get("accounts"), "name")[location[1]]
        parts[1] = name if is_account_name(name) else f"#{location[1] + 1}"
    return ".".join(parts)


def _contradictions(raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Judge what fits together in a file that has other problems, as far as it can be read."""
    names = _texts(raw.get("accounts"), "name")
    places = _texts(raw.get("accounts"), "receiver_token")
    store = _texts([raw.get("store")], "account")[0]
    host = _texts([raw.get("receiver")], "host")[0] or "localhost"
    without_token = [name for name, place in zip(names, places, strict=True) if place == "none"]
    return contradictions([name for name in names if is_account_name(name)], store, host, without_token)


def _texts(tables: object, key: str) -> list[str]:
    """Give the text at ``key`` of every table, empty where there is none."""
    found = [
        table.get(key) if isinstance(table, dict) else None for table in (tables if isinstance(tables, list) else [])
    ]
    return [text if isinstance(text, str) else "" for text in found]
