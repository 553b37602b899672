"""What commands take from JSON, and whom they believe."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desktop_invoicer.domain.people import Action
from desktop_invoicer.engine.people import People


def text(told: object) -> str:
    """Take a text of JSON; anything else would be kept with the job and make it unreadable."""
    if not isinstance(told, str):
        raise TypeError(told)
    return told


def secret(told: object) -> str:
    """Take a PIN of JSON; unlike ``text``, no error shows what else it was."""
    if not isinstance(told, str):
        msg = "a PIN is a text"
        raise TypeError(msg)
    return told


@asynccontextmanager
async def vouched(people: People, name: str, pin: object, action: Action, subject: str) -> AsyncIterator[None]:
    """Let somebody who is not signed in do a single thing in the ``with`` block by their PIN, where one is given.

    Nothing of it is left afterwards: who gives the command once more gives the PIN once more. Raises as ``allow``.
    """
    if pin is None:
        yield
        return
    await people.allow(text(name), secret(pin), action, text(name), subject)
    try:
        yield
    finally:
        people.withdraw(name, action, subject)
