"""``operators``: who may sign in at this desk, and as what."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from desktop_invoicer.cli.asking import agreed, hidden_twice
from desktop_invoicer.cli.caller import PIN_STDIN
from desktop_invoicer.cli.jobs import JsonOption
from desktop_invoicer.cli.output import FAILED, err, out, print_json
from desktop_invoicer.cli.session import CALLER, ask, desk, operator, settings_in_use, started
from desktop_invoicer.cli.settling import short
from desktop_invoicer.domain.people import Role
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import word
from desktop_invoicer.messages.figures import day

if TYPE_CHECKING:
    from desktop_invoicer.cli.caller import SignedDesk

app = typer.Typer(help="List who may sign in at this desk, or change that.", invoke_without_command=True)

RoleName = StrEnum("RoleName", {role.name: role.value for role in Role})  # type: ignore[misc]  # typer's choices
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Who is meant.", callback=short)]
RoleOption = Annotated[RoleName, typer.Option("--role", metavar="ROLE", help=", ".join(Role))]


@app.callback()
def operators(context: typer.Context, *, as_json: JsonOption = False) -> None:
    """List who may sign in at this desk."""
    if context.invoked_subcommand is not None:
        return
    with desk() as reached:
        found = ask(reached, "people")
    if as_json:
        print_json(found)
        return
    if not found["uses_pins"]:
        out.print(_("Nobody signs in here: every name is believed. The first administrator who is added ends that."))
        return
    table = Table.grid(padding=(0, 2))
    for each in found["operators"]:
        since = datetime.fromisoformat(each["since"]).astimezone().date()
        table.add_row(Text(each["name"]), word(Role(each["role"])), day(since))
    out.print(table)


@app.command()
def add(name: NameArgument, *, role: RoleOption) -> None:
    """Let somebody sign in; the first one, an administrator, turns PINs on."""
    with desk() as reached:
        _sign_in(reached)
        ask(reached, "add_operator", name=name, role=role.value, pin=_new_pin(name), operator=operator())
    out.print(Text(_("{name} may sign in, as: {role}.").format(name=name, role=word(Role(role.value)))))


@app.command("role")
def change_role(name: NameArgument, *, role: RoleOption) -> None:
    """Make somebody something else."""
    with desk() as reached:
        ask(reached, "set_role", name=name, role=role.value, operator=operator())
    out.print(Text(_("{name} is from now on: {role}.").format(name=name, role=word(Role(role.value)))))


@app.command()
def pin(name: NameArgument) -> None:
    """Set a PIN: one's own, or as an administrator anybody's."""
    with desk() as reached:
        _sign_in(reached)
        ask(reached, "set_pin", name=name, pin=_new_pin(name), operator=operator())
    out.print(Text(_("{name} has a new PIN.").format(name=name)))


@app.command()
def retire(name: NameArgument) -> None:
    """Let somebody sign in no more; their name stays with what they did."""
    with desk() as reached:
        ask(reached, "retire_operator", name=name, operator=operator())
    out.print(Text(_("{name} cannot sign in any more.").format(name=name)))


@app.command("switch-off")
def switch_off(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Let nobody sign in any more: every name is believed, and everything is allowed."""
    with desk() as reached:
        _sign_in(reached)
        if not yes and not agreed(_("From now on everybody here may do everything, under any name. Go on?")):
            err.print(Text(_("Nothing was changed.")))
            raise typer.Exit(FAILED)
        ask(reached, "switch_pins_off", operator=operator())
    out.print(Text(_("Nobody signs in here any more.")))


@app.command()
def rescue(name: NameArgument) -> None:
    """Give an administrator who forgot it another PIN, while no program runs; the audit trail tells of it."""
    from desktop_invoicer.bootstrap import Parts

    home, settings = settings_in_use()
    with closing(started(home, settings, Parts(works=False, listens=False))) as program:
        chosen = _new_pin(name)
        program.begin(lambda commands: commands.people.rescue(operator(), name, chosen)).result()
    out.print(Text(_("{name} has a new PIN.").format(name=name)))


def _sign_in(reached: SignedDesk) -> None:
    """Find out who acts before more is asked, where people sign in."""
    if ask(reached, "people")["uses_pins"]:
        reached.sign_in()


def _new_pin(name: str) -> str:
    """Take a new PIN: from standard input, or twice without echo."""
    if CALLER.pins is not None:
        return next(CALLER.pins, "")
    return hidden_twice(_("New PIN of {name}").format(name=name), PIN_STDIN)
