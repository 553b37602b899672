"""``diagnose``: why an order is not invoiced, in VTEX or in its marketplace, and what puts it right."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from desktop_invoicer.cli.jobs import JsonOption


def diagnose(  # noqa: PLR0913 (one for each option)
    order: Annotated[str | None, typer.Argument(metavar="ORDER", help="Order id, sequence or job number.")] = None,
    *,
    date: Annotated[datetime | None, typer.Option(help="All marketplace orders of this day instead of one.")] = None,
    account: Annotated[str | None, typer.Option(help="The order's VTEX account; else each is asked.")] = None,
    send_key: Annotated[str | None, typer.Option(metavar="KEY", help="Send this access key again.")] = None,
    number: Annotated[str | None, typer.Option(help="Of which invoice, where several lack their key.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Send the key without asking.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Tell why an order is not invoiced (in its marketplace), and what puts it right."""
    raise NotImplementedError
