"""From what was typed to what ``config.toml`` keeps, by the readers that the file itself is read with."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_invoicer.ui.acting.amount_field import read_amount

if TYPE_CHECKING:
    from desktop_invoicer.config.file import Value
    from desktop_invoicer.ui.settings.field import Reader


def anything(text: str) -> Value:
    """Take every text, an empty one as no value."""
    return text or None


def text(check: Callable[[str], str]) -> Reader:
    """Read a text that ``check`` takes; an empty one goes back to the default."""

    def read(typed: str) -> Value:
        return check(typed) if typed else None

    return read


def number(check: Callable[[int], int]) -> Reader:
    """Read a whole number that ``check`` takes; nothing typed goes back to the default."""

    def read(typed: str) -> Value:
        return check(int(typed)) if typed else None

    return read


def amount(typed: str) -> Value:
    """Read an amount in reais as cents; nothing typed goes back to the default."""
    cents = read_amount(typed)
    if typed and cents is None:
        raise ValueError(typed)
    return cents


def several(check: Callable[[str], str]) -> Reader:
    """Read texts with commas between them; nothing typed goes back to the default."""

    def read(typed: str) -> Value:
        return [check(part.strip()) for part in typed.split(",")] if typed else None

    return read
