"""Reaching the desk: the program that holds this home if one runs, else a desk of our own for one command."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from desktop_invoicer import logs
from desktop_invoicer.config import Home, Settings, load_config
from desktop_invoicer.language import system_language
from desktop_invoicer.messages import activate


class Desk(Protocol):
    """Answers commands with ``{"result": …}`` or ``{"error": …}``."""

    def answer(self, command: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Run a command."""
        ...


class CommandFailedError(Exception):
    """The desk answered with an error, already put into words."""

    def __init__(self, error: dict[str, Any]) -> None:
        """Keep the answer."""
        super().__init__(error["message"])
        self.error = error


def prepare(*, verbose: bool) -> None:
    """Set up language and logs before any command."""
    home = Home.find()
    activate(system_language())
    logs.set_up(home, verbose=int(verbose))


def settings_in_use() -> tuple[Home, Settings]:
    """Read the settings, and speak their language from now on."""
    home = Home.find()
    settings = load_config(home)
    activate(settings.language)
    return home, settings


@contextmanager
def desk() -> Iterator[Desk]:
    """Give the desk that holds this home, or run one as long as the ``with`` block lasts."""
    from desktop_invoicer.control.client import ControlClient

    home, settings = settings_in_use()
    holder = ControlClient.connect(home)
    if holder is not None:
        with holder:
            yield holder
        return
    from desktop_invoicer.bootstrap import Parts, Program
    from desktop_invoicer.cli.output import warn_if_unkept
    from desktop_invoicer.credentials import open_vault

    vault = open_vault()
    warn_if_unkept(vault)
    with Program(home, settings, vault, Parts()) as program:
        yield program


def ask(desk: Desk, command: str, **arguments: object) -> Any:  # noqa: ANN401 (JSON)
    """Run a command and give its result.

    Raises:
        CommandFailedError: the desk said no.

    """
    answer = desk.answer(command, arguments)
    if "error" in answer:
        raise CommandFailedError(answer["error"])
    return answer["result"]


def is_holder(desk: Desk) -> bool:
    """Tell whether commands go to a program that goes on running afterwards."""
    from desktop_invoicer.control.client import ControlClient

    return isinstance(desk, ControlClient)


def operator() -> str:
    """Give the name under which this person's acts are noted: the system's user."""
    return getpass.getuser()
