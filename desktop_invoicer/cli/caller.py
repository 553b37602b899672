"""Who gives a command: asked on the terminal, without echo, as soon as a desk where people sign in wants to know."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

from rich.text import Text

from desktop_invoicer.cli.asking import demand_terminal, hidden
from desktop_invoicer.cli.output import Json, err, fail
from desktop_invoicer.cli.session import Caller, CommandFailedError, Desk
from desktop_invoicer.control.client import RemoteError
from desktop_invoicer.domain.policy import is_same_person
from desktop_invoicer.messages import gettext as _

PIN_STDIN = "--pin-stdin"
"""The option that brings PINs where there is no terminal."""
TRIES = 3
"""So often a wrong PIN may be typed again before the command is given up."""


class SignedDesk:
    """A desk that is told who acts. Without PINs it asks nobody anything."""

    def __init__(self, desk: Desk, caller: Caller) -> None:
        """Nobody is signed in yet."""
        self.desk = desk
        self._caller = caller
        self._signed: dict[str, str] = {}
        self._name = ""
        self._pin = ""

    def answer(self, command: str, arguments: dict[str, Any]) -> dict[str, Any]:
        """Run a command; who may not do it, or is not known yet, is asked for before it is tried again."""
        told = dict(arguments)
        if command == "set_pin" and is_same_person(told["name"], self._name):
            told["old"] = self._pin  # which was just typed
        answer = self.desk.answer(command, told | self._signed)
        for _try in range(TRIES):
            if "error" not in answer or not self._is_settled(answer["error"], told):
                break
            answer = self.desk.answer(command, told | self._signed)
        return answer

    def sign_in(self) -> None:
        """Find out who acts, unless that is known; ``CommandFailedError`` where they cannot prove it."""
        if not self._signed:
            if self._caller.pins is None:
                demand_terminal(PIN_STDIN)
            self._name = self._caller.name or _typed(_("Your name"))
            answer = self._proven("sign_in", {"name": self._name}, _("Your PIN"))
            self._signed = {"session": answer["session"]}

    def sign_out(self) -> None:
        """Let nobody act any more."""
        if self._signed:
            with suppress(RemoteError):  # the program that knew them has ended
                self.desk.answer("sign_out", self._signed)

    def _is_settled(self, error: Json, told: dict[str, Any]) -> bool:
        """Get the word of a person that a command lacks; tell whether there is any point in trying again."""
        if self._caller.pins is None and not sys.stdin.isatty():
            return False
        match error["kind"]:
            case "SignInNeededError" if "manager" in told:
                told["manager_pin"] = self._secret(_("PIN of {name}").format(name=told["manager"]))
            case "WrongPinError" if "manager_pin" in told and self._caller.pins is None:
                fail(error)
                told["manager_pin"] = self._secret(_("PIN of {name}").format(name=told["manager"]))
            case "SignInNeededError" if not self._signed:
                self.sign_in()
            case "NotPermittedError" if self._signed and self._caller.pins is None:
                return self._is_allowed(error)
            case _:
                return False
        return True

    def _is_allowed(self, error: Json) -> bool:
        """Ask somebody who may do it to allow it here and now."""
        fail(error)
        manager = _typed(_("Who allows it here? Name, or nothing"))
        if manager:
            asked = {"manager": manager, "action": error["action"], "subject": error["subject"], **self._signed}
            self._proven("allow", asked, _("PIN of {name}").format(name=manager))
        return bool(manager)

    def _proven(self, command: str, arguments: dict[str, Any], question: str) -> Any:  # noqa: ANN401 (JSON)
        """Give a command that takes a PIN, again while the PIN is wrong."""
        for tried in range(1, TRIES + 1):
            self._pin = pin = self._secret(question)
            answer = self.desk.answer(command, arguments | {"pin": pin})
            error = answer.get("error")
            if error is None:
                return answer["result"]
            if error["kind"] != "WrongPinError" or tried == TRIES or self._caller.pins is not None:
                raise CommandFailedError(error)
            fail(error)
        raise AssertionError

    def _secret(self, question: str) -> str:
        """Take a PIN, from standard input or without echo; an empty one is wrong as any other."""
        return hidden(question, PIN_STDIN) if self._caller.pins is None else next(self._caller.pins, "")


def _typed(question: str) -> str:
    with err.at_rest():
        err.print(Text(f"{question}: "), end="")
        return sys.stdin.readline().strip()
