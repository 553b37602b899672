"""Returns for people: the documents of the sale, the way, what is still to settle, and what sending does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rich.text import Text

from desktop_invoicer.cli.output import Json, out, tell
from desktop_invoicer.domain.settlement import Matter
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.messages import commands, moment, money, word
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import shown

_COMMANDS = {
    Matter.OPERATION: commands.SETTLE,
    Matter.TAKEOVER: commands.TAKE_OVER,
    Matter.NO_REFUND: commands.WITHOUT_REFUND,
    Matter.REVERSAL: commands.REVERSAL,
    Matter.APPROVAL: commands.APPROVE,
}
_LONGEST_METHOD = 40
_UNSENT = frozenset({Stage.RECEIVED, Stage.LOADED, Stage.DOCUMENTED})


def print_case(details: Json) -> None:
    """Print what the returns desk knows of a job; nothing of a sale."""
    if details["route"] is None:
        return
    names = {str(line["item_index"]): line["name"] for line in details["returnable"]["lines"]}
    print_originals(details["originals"], names)
    if Stage(details["stage"]) in _UNSENT:
        out.print(Text(_("The way"), style="bold"))
        print_route(details["route"])
        print_unsettled(details)


def print_originals(originals: list[Json], names: Mapping[str, str]) -> None:
    """Print the documents of the sale, with the number of each line in them as far as it is known."""
    if originals:
        out.print(Text(_("Sold by"), style="bold"))
    for original in originals:
        tell(_told_original(original), 2, "red" if original["is_cancelled"] else "")
        if original["key"] is not None:
            tell(original["key"], 4, "dim")
        for index, numbers in original["items"].items():
            item = ", ".join(map(str, numbers))
            tell(_("item {number}: {name}").format(number=item, name=names.get(index, index)), 4, "dim")


def _told_original(original: Json) -> str:
    name = _("note {number}").format(number=original["number"])
    if original["document"] is not None:
        name = _("{model} {number}, series {serie}").format(**{**original, "model": original["document"]})
    told = [name, money(original["value"])]
    if original["issued_at"] is not None:
        told.append(moment(datetime.fromisoformat(original["issued_at"])))
    if original["is_cancelled"]:
        told.append(_("CANCELLED"))
    return "  ".join(told)


def print_route(route: Json) -> None:
    """Print the way to take now with its clock, and the others in short."""
    best, *others = route["options"]
    tell(": ".join(filter(None, (best["headline"], best["clock"]))), 2, "green" if best["is_open"] else "yellow")
    tell(best["why"], 4)
    if best["source"]:
        tell(best["source"], 4, "dim")
    for other in others:
        tell(f"{other['headline']}: {other['why']}", 2, "dim")


def print_unsettled(details: Json) -> None:
    """Print what has still to be said before the money may go out, each with its command."""
    if details["unsettled"]:
        out.print(Text(_("Still to be settled"), style="bold"))
    for name in details["unsettled"]:
        matter = Matter(name)
        tell(word(matter), 2, "yellow")
        tell(f"→ {command_for(matter, details['job'])}", 4)


def command_for(matter: Matter, job: int) -> str:
    """Give the command that settles a matter."""
    return f"desktop-invoicer {_COMMANDS[matter].format(this=job)}"


def told_payments(payments: list[Json]) -> str:
    """Tell how an order was paid: ``Visa •1111 R$ 99.90``."""
    return ", ".join(_told_payment(payment) for payment in payments)


def _told_payment(payment: Json) -> str:
    card = f" •{payment['last_digits']}" if payment["last_digits"] else ""
    return f"{shown(payment['method'], _LONGEST_METHOD)}{card} {money(payment['value'])}"
