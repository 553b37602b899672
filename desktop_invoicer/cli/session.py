"""Reaching the desk: the program that holds this home if one runs, else a desk of our own for one command."""

from __future__ import annotations

import getpass
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from desktop_invoicer import logs
from desktop_invoicer.config.home import Home
from desktop_invoicer.config.peek import peek_language
from desktop_invoicer.errors import HomeHeldError
from desktop_invoicer.messages import activate
from desktop_invoicer.messages import gettext as _

if TYPE_CHECKING:  # imported when a desk is needed: they bring the database and the network, and pydantic
    from desktop_invoicer.bootstrap import Parts, Program
    from desktop_invoicer.cli.caller import SignedDesk
    from desktop_invoicer.config import Settings

PATIENCE = 3.0
"""Seconds that another command may hold this home before it counts as a program of its own."""
LOOK_AGAIN = 0.1


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


@dataclass(slots=True)
class Caller:
    """What was said before the command: who acts, and whether PINs come by standard input, a line each."""

    name: str = ""
    pins: Iterator[str] | None = field(default=None, repr=False)


CALLER = Caller()
"""Whoever gives the one command of this process."""


def prepare(*, verbose: bool) -> None:
    """Set up language and logs before any command."""
    home = Home.find()
    activate(peek_language(home))
    logs.set_up(home, verbose=int(verbose))


def settings_in_use() -> tuple[Home, Settings]:
    """Read the settings, and speak their language from now on."""
    from desktop_invoicer.config import load_config

    home = Home.find()
    settings = load_config(home)
    activate(settings.language)
    return home, settings


@contextmanager
def desk(*, works: bool = False) -> Iterator[SignedDesk]:
    """Give the desk that holds this home, or run one as long as the ``with`` block lasts; it asks who acts.

    Args:
        works: whether a desk of our own takes jobs on their way, or only answers.

    """
    from desktop_invoicer.bootstrap import Parts
    from desktop_invoicer.control.client import ControlClient

    home, settings = settings_in_use()
    deadline = time.monotonic() + PATIENCE
    while True:
        holder = ControlClient.connect(home)
        if holder is not None:
            with holder, _signed(holder) as reached:
                yield reached
            return
        try:
            program = started(home, settings, Parts(works=works))
        except HomeHeldError:  # held a moment ago, and not listening yet or not any more
            if time.monotonic() > deadline:
                raise
            time.sleep(LOOK_AGAIN)
            continue
        with closing(program), _signed(program) as reached:
            yield reached
        return


@contextmanager
def _signed(reached: Desk) -> Iterator[SignedDesk]:
    """Let nobody stay signed in beyond the command."""
    from desktop_invoicer.cli.caller import SignedDesk

    signed = SignedDesk(reached, CALLER)
    try:
        yield signed
    finally:
        signed.sign_out()


def started(home: Home, settings: Settings, parts: Parts) -> Program:
    """Start a desk of our own with the system's keyring; whoever started it closes it."""
    from desktop_invoicer.bootstrap import Program
    from desktop_invoicer.cli.output import warn_if_unkept
    from desktop_invoicer.credentials import open_vault

    vault = open_vault()
    program = Program(home, settings, vault, parts)
    program.start()
    warn_if_unkept(vault)
    return program


def ask(desk: Desk, command: str, **arguments: object) -> Any:  # noqa: ANN401 (JSON)
    """Run a command and give its result.

    Raises:
        CommandFailedError: the desk said no, or ended before it answered.

    """
    from desktop_invoicer.control.client import RemoteError

    try:
        answer = desk.answer(command, arguments)
    except RemoteError as exc:
        raise CommandFailedError(_gone(exc.message)) from exc
    if "error" in answer:
        raise CommandFailedError(answer["error"])
    return answer["result"]


def _gone(words: str) -> dict[str, Any]:
    return {
        "message": _("The running program did not finish the command ({words}).").format(words=words),
        "next_action": _("Look at the job as it is now, then give the command again if it is still needed."),
        "problems": [],
    }


def is_holder(reached: SignedDesk) -> bool:
    """Tell whether commands go to a program that goes on running afterwards."""
    from desktop_invoicer.control.client import ControlClient

    return isinstance(reached.desk, ControlClient)


def operator() -> str:
    """Give the name under which this person's acts are noted unless people sign in: by default the system's user."""
    return CALLER.name or getpass.getuser()
