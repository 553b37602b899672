"""The commands about people, JSON in and JSON out, and who gives any other command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

from desktop_invoicer import errors
from desktop_invoicer.domain.people import Action, Operator, Role
from desktop_invoicer.engine.people import People
from desktop_invoicer.engine.told import secret, text
from desktop_invoicer.engine.views import Json

Command = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class PeopleCommands:
    """Answers commands about people. What they are told of PINs is never given back."""

    people: People

    @property
    def known(self) -> Mapping[str, Command]:
        """Give every command by its name."""
        return {
            "people": self.operators,
            "sign_in": self.sign_in,
            "sign_out": self.sign_out,
            "allow": self.allow,
            "may": self.may,
            "add_operator": self.add,
            "set_pin": self.set_pin,
            "set_role": self.set_role,
            "retire_operator": self.retire,
            "switch_pins_off": self.switch_off,
        }

    async def operators(self) -> Json:
        """Tell whether people sign in here, and list who may."""
        found = [operator_view(operator) for operator in self.people.operators()]
        return {"uses_pins": self.people.uses_pins, "operators": found}

    async def sign_in(self, name: str, pin: str) -> Json:
        """Begin a session; its token goes with every command that is given in it."""
        operator = await self.people.recognise(text(name), secret(pin))
        return {**operator_view(operator), "session": self.people.sessions.open(operator.id)}

    async def sign_out(self, session: str) -> None:
        """End a session."""
        operator = self.people.sessions.close(text(session))
        if operator is not None:
            self.people.note_leaving(operator)

    async def allow(self, manager: str, pin: str, action: str, subject: str = "", operator: str = "") -> None:
        """Allow the operator a single thing, soon."""
        await self.people.allow(text(manager), secret(pin), Action(action), text(operator), text(subject))

    async def may(self, action: str, subject: str = "", operator: str = "") -> None:
        """Let something happen that is done outside the engine, such as a change of the settings."""
        self.people.demand(text(operator), Action(action), text(subject))

    async def add(self, name: str, role: str, pin: str, operator: str = "") -> Json:
        """Register somebody."""
        return operator_view(await self.people.add(text(operator), text(name), Role(role), secret(pin)))

    async def set_pin(self, name: str, pin: str, old: str = "", operator: str = "") -> None:
        """Give somebody another PIN."""
        await self.people.set_pin(text(operator), text(name), secret(pin), secret(old))

    async def set_role(self, name: str, role: str, operator: str = "") -> None:
        """Make somebody something else."""
        self.people.set_role(text(operator), text(name), Role(role))

    async def retire(self, name: str, operator: str = "") -> None:
        """Take somebody off the list."""
        self.people.retire(text(operator), text(name))

    async def switch_off(self, operator: str = "") -> None:
        """Let nobody sign in any more."""
        self.people.switch_off(text(operator))


def operator_view(operator: Operator) -> Json:
    """Show somebody."""
    return {"name": operator.name, "role": operator.role.value, "since": operator.since.isoformat()}


def people_error_view(error: errors.InvoicerError) -> Json:
    """Show what has to be known to go on after a refusal: whom to ask for which word, or until when to wait."""
    match error:
        case errors.NotPermittedError(who=who, action=action, role=role, subject=subject):
            return {"who": who, "action": action, "role": role, "subject": subject}
        case errors.WrongPinError(until=until) | errors.PinThrottledError(until=until):
            return {"until": None if until is None else until.isoformat()}
        case _:
            return {}


async def answered(command: Command, arguments: Json, people: People) -> Any:  # noqa: ANN401 (JSON)
    """Run a command for the session that it names; where people sign in, that alone tells who gives it.

    Raises:
        SignInNeededError: the command takes somebody's name, and the session is none, or over.

    """
    takes = signature(command).parameters
    told = {name: value for name, value in arguments.items() if name != "session" or name in takes}
    session = people.sessions.operator(arguments.get("session"))
    operator = people.name_of(session)
    if people.uses_pins and "operator" in takes:
        if operator is None:
            raise errors.SignInNeededError
        told["operator"] = operator
    with people.in_session(session):
        return await command(**told)
