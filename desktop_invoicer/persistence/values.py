"""Domain values as JSON text in the database, checked again when they come back."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")

Facts = dict[str, str | int]


def to_json(value: object, type_: type) -> str:
    """Write a value of ``type_`` as JSON."""
    return _adapters[type_].dump_json(value).decode()


def from_json(text: str, type_: type[T]) -> T:
    """Read a value of ``type_`` from what ``to_json`` wrote."""
    value: T = _adapters[type_].validate_json(text)
    return value


class _Adapters(dict[type, TypeAdapter[Any]]):
    def __missing__(self, type_: type) -> TypeAdapter[Any]:
        adapter: TypeAdapter[Any] = TypeAdapter(type_)
        self[type_] = adapter
        return adapter


_adapters = _Adapters()
