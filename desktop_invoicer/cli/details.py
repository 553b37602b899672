"""``jobs show`` for people: what is asked, how the value comes about, which document is due, what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.table import Table
from rich.text import Text

from desktop_invoicer.cli.due import print_due
from desktop_invoicer.cli.output import job_line, out
from desktop_invoicer.cli.return_details import print_case
from desktop_invoicer.domain.check import CheckName, Verdict
from desktop_invoicer.domain.order import Channel
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, word

Json = dict[str, Any]


def print_details(details: Json) -> None:
    """Print everything that is known of a job."""
    out.print(job_line(details))
    if "lines" in details:
        _print_content(details)
        print_case(details)
    if details["document"] is not None:
        document = details["document"]
        out.print(Text(_("Document {number}, key {key}").format(number=document["number"], key=document["key"])))
    _print_checks(details["checks"])
    out.print(Text(_("What happened"), style="bold"))
    for entry in details["timeline"]:
        out.print(Text(f"  {moment(datetime.fromisoformat(entry['at']))}  {entry['message']}"))


def _print_checks(checks: list[Json]) -> None:
    """Print how the document fits: what is wrong with what to do, the rest by name."""
    names: dict[Verdict, list[str]] = {verdict: [] for verdict in Verdict}
    for check in checks:
        verdict, name = Verdict(check["verdict"]), word(CheckName(check["check"]))
        names[verdict].append(name)
        if check["problem"] is not None:
            style = "red" if verdict is Verdict.BLOCKING else "yellow"
            out.print(Text(f"  {word(verdict)}: {name}. {check['problem']['message']}", style=style))
            out.print(Text(f"    {check['problem']['next_action']}"))
    for verdict in (Verdict.OK, Verdict.UNKNOWN):
        if names[verdict]:
            out.print(Text(f"  {word(verdict)}: {', '.join(names[verdict])}"))


def _print_content(details: Json) -> None:
    buyer = details["buyer"]
    nobody = _("not identified")
    told = _("Buyer: {name} {tax_id}").format(name=buyer["name"] or nobody, tax_id=buyer["tax_id"])
    out.print(Text(told.rstrip()))
    if details["observation"]:
        out.print(Text(_("Observation: {text}").format(text=details["observation"])))
    out.print(_lines_table(details))
    sums = _("Sum {computed}, freight {freight}; remains of the order afterwards {remaining}")
    out.print(Text(sums.format(**{name: money(details[name]) for name in ("computed", "freight", "remaining")})))
    print_due(details["decision"])
    for problem in (*details["problems"], *details["notices"]):
        out.print(Text(f"  • {problem['message']}", style="yellow"))
    for invoice in details["earlier_invoices"]:
        text = _("Earlier invoice {number} ({type}): {value}")
        out.print(Text(text.format(**{**invoice, "value": money(invoice["value"])})))


def _lines_table(details: Json) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title, is_whole in ((_("Item"), False), ("SKU", True), (_("Channel"), False), ("NCM", True)):
        table.add_column(title, no_wrap=is_whole)
    for title in (_("Units"), _("Before"), _("Left"), _("Goods"), _("Freight")):
        table.add_column(title, justify="right", no_wrap=True)
    for line in details["lines"]:
        ncm = details["ncms"].get(str(line["item_index"]), {})
        table.add_row(
            Text(line["name"]),
            Text(line["sku"]),
            word(Channel(line["channel"])),
            ncm.get("ncm") or "—",
            f"{line['units']}/{line['ordered']}",
            str(line["before"]),
            str(line["remaining"]),
            money(line["goods"]),
            money(line["freight"]),
        )
    return table
