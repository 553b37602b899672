"""The settings as the audit trail tells them: each by its name, and its value where that is harmless."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from json import dumps
from typing import Any

from desktop_invoicer.config.settings import Settings

LONGEST = 64
"""Characters of a value that is told as it is."""


def told_settings(settings: Settings) -> dict[str, str | int]:
    """Give every setting by its dotted name. Of lists, which name people and folders, only a fingerprint is told."""
    return dict(_told("", settings.model_dump(mode="json")))


def _told(name: str, value: Any) -> Iterator[tuple[str, str | int]]:  # noqa: ANN401 (JSON)
    match value:
        case dict():
            for key, inner in value.items():
                yield from _told(f"{name}.{key}".lstrip("."), inner)
        case [{"name": _}, *_]:
            for each in value:
                yield from _told(f"{name}.{each['name']}", each)
        case str() if len(value) <= LONGEST:
            yield name, value
        case int() | None:
            yield name, str(value)
        case _:
            yield name, f"sha256:{sha256(dumps(value, sort_keys=True).encode()).hexdigest()[:16]}"
