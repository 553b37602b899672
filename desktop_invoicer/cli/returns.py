"""``returns``: what was bought, what came back, what may still come back, and by which way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from desktop_invoicer.cli.jobs import JsonOption
from desktop_invoicer.cli.output import Json, err, out, print_json, tell
from desktop_invoicer.cli.return_details import print_originals, print_route, told_payments
from desktop_invoicer.cli.session import CommandFailedError, Desk, ask, desk
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.domain.personal import without_tax_ids
from desktop_invoicer.domain.scan import ScanKind, read_scan
from desktop_invoicer.domain.workflow import Stage
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, ngettext, word
from desktop_invoicer.messages.figures import day, shown

LONGEST = 500
"""So long may be what names an order: the address in an NFC-e's QR code is long."""
LONGEST_SHOWN = 60


def _named(text: str) -> str:
    """Take what names an order."""
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable():
        raise typer.BadParameter(_("This names no order: “{text}”.").format(text=shown(text, LONGEST_SHOWN)))
    return text


def returns(
    order: Annotated[
        str,
        typer.Argument(
            metavar="ORDER",
            help="The order's id, the access key of its document, the buyer's CPF, or a job's number.",
            callback=_named,
        ),
    ],
    *,
    account: Annotated[str | None, typer.Option(help="Only orders of this VTEX account.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what may still be returned of an order, what it is worth, and by which way."""
    with desk() as reached:
        found = [one for one in ask(reached, "find_returns", text=order) if account in {None, one["account"]}]
        seen = _looked(reached, found, order, account)
    if as_json:
        print_json({"orders": found, "returns": seen})
    elif seen is None:
        _print_found(found)
    else:
        _print_returns(seen)


def _looked(reached: Desk, found: list[Json], text: str, account: str | None) -> Json | None:
    """Look at the order that is meant; ``None`` where several are. One that no job knows is asked of VTEX."""
    by_number = [one for one in found if text in {str(job["job"]) for job in one["jobs"]}]
    meant = by_number if len(by_number) == 1 else found
    if len(meant) > 1:
        return None
    if meant:
        order, account = meant[0]["order"], meant[0]["account"]
    else:
        order = _order_in(text)
    with err.waiting(_("Waiting for VTEX…")):
        seen: Json = ask(reached, "returns", order=order, account=account)
    return seen


def _order_in(text: str) -> str:
    scan = read_scan(text)
    if scan.kind is ScanKind.ORDER:
        return scan.value
    raise CommandFailedError(
        {
            "message": _("This desk knows no order by “{text}”.").format(
                text=shown(without_tax_ids(text), LONGEST_SHOWN)
            ),
            "next_action": _("Give the order's id: VTEX is asked for it."),
            "problems": [],
        }
    )


def _print_found(found: list[Json]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in (_("Order"), _("Account"), _("Bought on")):
        table.add_column(title, no_wrap=True)
    table.add_column(_("Buyer"))
    table.add_column(_("Value"), justify="right", no_wrap=True)
    for one in found:
        value = "" if one["value"] is None else money(one["value"])
        bought = _on(one["ordered_at"], day)
        table.add_row(Text(one["order"]), one["account"], bought, Text(one["buyer"] or ""), value)
    out.print(table)
    tell(_("Several orders are meant. See one of them: desktop-invoicer returns ORDER"), 0)


def _print_returns(seen: Json) -> None:
    out.print(Text(f"{seen['order']}  {money(seen['value'])}", style="bold"))
    _print_purchase(seen)
    out.print(_lines_table(seen["returnable"]["lines"]))
    _print_sums(seen["returnable"])
    if seen["refunds_nothing"]:
        tell(_("The order is not fully invoiced: VTEX would take a return and refund NOTHING."), 0, "yellow")
    names = {str(line["item_index"]): line["name"] for line in seen["returnable"]["lines"]}
    print_originals(seen["originals"], names)
    if seen["returnable"]["units_left"]:
        out.print(Text(_("If all of it were cancelled here now"), style="bold"))
        print_route(seen["route"])
    _print_requests(seen)


def _print_purchase(seen: Json) -> None:
    if seen["ordered_at"] is not None:
        tell(_("Bought {moment}, {place}").format(moment=_on(seen["ordered_at"], moment), place=_place(seen)), 0)
    buyer = seen["buyer"]
    told = _("Buyer: {name} {tax_id}").format(name=buyer["name"] or _("not identified"), tax_id=buyer["tax_id"])
    tell(told, 0)
    if seen["payments"]:
        tell(_("Paid: {payments}").format(payments=told_payments(seen["payments"])), 0)


def _lines_table(lines: list[Json]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in (_("Item"), "SKU"):
        table.add_column(title, overflow="fold")
    for title in (_("Bought"), _("Invoiced"), _("Came back"), _("May come back"), _("Refund")):
        table.add_column(title, justify="right", overflow="fold")
    for line in lines:
        counted: list[Any] = [line["bought"], line["sold"], line["returned"], line["left"]]
        table.add_row(Text(line["name"]), Text(line["sku"]), *map(str, counted), money(line["value_left"]))
    return table


def _print_sums(returnable: Json) -> None:
    units = returnable["units_left"]
    told = ngettext("{count} unit may come back: {left}", "{count} units may come back: {left}", units)
    tell(told.format(count=units, left=money(returnable["left"])), 0, "bold")
    sums = _("Paid {paid}, refunded {refunded}").format(**_amounts(returnable, "paid", "refunded"))
    tell(sums, 0)
    if returnable["kept"]:
        tell(_("The freight is not given back: {kept}").format(**_amounts(returnable, "kept")), 0)


def _place(seen: Json) -> str:
    if seen["in_store"]:
        return _("in the store")
    channels = dict.fromkeys(line["channel"] for line in seen["returnable"]["lines"])
    return ", ".join(word(Channel(channel)) for channel in channels)


def _print_requests(seen: Json) -> None:
    if not seen["jobs"]:
        tell(_("Nobody has asked for a return of this order yet. Ask for it in VTEX, then fetch it:"), 0)
        tell(f"desktop-invoicer jobs add {seen['order']}")
        return
    out.print(Text(_("Asked for in VTEX"), style="bold"))
    for job in seen["jobs"]:
        told = [_("job {job}").format(job=job["job"]), word(Operation(job["operation"])), word(Stage(job["stage"]))]
        tell("  ".join(told if job["value"] is None else [*told, money(job["value"])]))
        if job["hold"] is not None:
            tell(job["hold"]["message"], 4, "yellow")
            tell(f"→ {job['hold']['next_action']}", 4)


def _amounts(values: Json, *names: str) -> dict[str, str]:
    return {name: money(values[name]) for name in names}


def _on(text: str | None, write: Callable[[datetime], str]) -> str:
    return "" if text is None else write(datetime.fromisoformat(text).astimezone())
