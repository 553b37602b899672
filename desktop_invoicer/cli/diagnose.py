"""``diagnose``: why an order is not invoiced, in VTEX or in its marketplace, and what puts it right."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from desktop_invoicer.cli.dates import typed_day
from desktop_invoicer.cli.jobs import JsonOption
from desktop_invoicer.cli.key_sending import is_taken, print_answer, send
from desktop_invoicer.cli.output import FAILED, Json, err, out, print_json, tell
from desktop_invoicer.cli.session import ask, desk
from desktop_invoicer.domain.diagnosis import Likelihood, Repair
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import money, ngettext, word
from desktop_invoicer.messages.figures import shown
from desktop_invoicer.messages.message import Owner
from desktop_invoicer.messages.repair_texts import KEY_OFFER
from desktop_invoicer.messages.words import status_word

LONGEST = 200
LONGEST_SHOWN = 60
LONGEST_NAME = 20

_STYLES = {Likelihood.CERTAIN: "red", Likelihood.LIKELY: "yellow", Likelihood.POSSIBLE: ""}


def _named(text: str | None) -> str | None:
    """Take what names an order."""
    if text is None:
        return None
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable():
        raise typer.BadParameter(_("This names no order: “{text}”.").format(text=shown(text, LONGEST_SHOWN)))
    return text


def diagnose(  # noqa: PLR0913 (one for each option)
    order: Annotated[
        str | None,
        typer.Argument(
            metavar="ORDER",
            help="The order's id, its sequence, or a job's number; without it a whole day.",
            callback=_named,
        ),
    ] = None,
    *,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="Of this day, all marketplace orders and all orders with jobs; today, if not given.",
        ),
    ] = None,
    account: Annotated[str | None, typer.Option(help="The order's VTEX account; else each is asked.")] = None,
    send_key: Annotated[
        str | None, typer.Option(metavar="KEY", help="Send this chave de acesso again for an invoice of the order.")
    ] = None,
    number: Annotated[str | None, typer.Option(help="The number of that invoice, where it is in doubt.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send the key without being asked.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell why an order is not invoiced, in VTEX or in its marketplace, and what puts it right."""
    if send_key is None and (number is not None or yes):
        raise typer.BadParameter(_("--number and --yes go with --send-key KEY."))
    if order is None:
        if send_key is not None or account is not None:
            raise typer.BadParameter(_("Say of which order: desktop-invoicer diagnose ORDER"))
        _diagnose_day(date, as_json=as_json)
        return
    if date is not None:
        raise typer.BadParameter(_("Give either an order or a day."))
    with desk() as reached:
        with err.waiting(_("Waiting for VTEX…")):
            seen: Json = ask(reached, "diagnose", order=order, account=account)
        if send_key is None:
            print_json(seen) if as_json else _print(seen)
            return
        answer = send(reached, seen, send_key, number, asks=not yes)
    if answer is None:
        err.print(Text(_("Nothing was sent.")))
        raise typer.Exit(FAILED)
    print_json(answer) if as_json else print_answer(answer)
    if not is_taken(answer):
        raise typer.Exit(FAILED)


def _diagnose_day(date: str | None, *, as_json: bool) -> None:
    when = typed_day(date).isoformat()
    with desk() as reached, err.waiting(_("Reading the day's orders from VTEX…")):
        told: list[Json] = ask(reached, "diagnose_day", date=when)
    print_json(told) if as_json else _print_day(told)
    if any(seen["status"] is None for seen in told):
        raise typer.Exit(FAILED)


def _print(seen: Json) -> None:
    out.print(Text("  ".join(filter(None, (seen["order"], seen["marketplace"]))), style="bold"))
    state = _("In VTEX: {status}. Invoiced {invoiced} of {value}.")
    sums = {name: money(seen[name]) for name in ("invoiced", "value")}
    tell(state.format(status=status_word(seen["status"] or ""), **sums), 0)
    if seen["sound"]:
        tell(_("Nothing wrong here."), 0, "green")
        if seen["marketplace"]:
            tell(_("If the marketplace shows another state, read what it answered:"), 0)
            tell(seen["bridge"], 2, "dim")
    for place, cause in enumerate(seen["causes"], 1):
        _print_cause(place, cause)
    for offer in seen["offers"]:
        _print_offer(seen["order"], offer)


def _print_cause(place: int, cause: Json) -> None:
    likelihood = Likelihood(cause["likelihood"])
    tell(f"{place}. {cause['message']} ({word(likelihood)})", 0, _STYLES[likelihood])
    tell(f"→ {cause['next_action']}", 3)
    owner, repair = word(Owner(cause["owner"])), word(Repair(cause["repair"]))
    tell(_("Whose turn: {owner}. {repair}").format(owner=owner, repair=repair), 3)
    if cause["detail"]:
        tell(f"({cause['detail']})", 3, "dim")
    if cause["link"]:
        tell(cause["link"], 3, "dim")


def _print_offer(order: str, offer: Json) -> None:
    message = KEY_OFFER.message({**offer, "order": order})
    tell(message.sentence, 0, "bold")
    tell(message.command)


def _print_day(told: list[Json]) -> None:
    wrong = sorted((seen for seen in told if not seen["sound"]), key=lambda seen: -seen["value"])
    count = ngettext("{count} order looked at", "{count} orders looked at", len(told)).format(count=len(told))
    if not wrong:
        tell(_("{looked_at}: nothing wrong here.").format(looked_at=count), 0, "green")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(_("Order"), no_wrap=True)
    table.add_column(_("Marketplace"), overflow="fold", max_width=LONGEST_NAME)
    table.add_column(_("Value"), justify="right", no_wrap=True)
    table.add_column(_("What is wrong"), overflow="fold")
    table.add_column(_("Whose turn"), overflow="fold")
    for seen in wrong:
        first = seen["causes"][0]
        value = "" if seen["status"] is None else money(seen["value"])
        owner = word(Owner(first["owner"]))
        table.add_row(Text(seen["order"]), Text(seen["marketplace"] or ""), value, Text(first["message"]), owner)
    out.print(table)
    amiss = ngettext("something is wrong with {count}", "something is wrong with {count}", len(wrong))
    tell(f"{count}, {amiss.format(count=len(wrong))}.", 0)
    tell(_("All about one of them: desktop-invoicer diagnose ORDER"), 0)
