"""``decision``: which document an order takes, why, by which rules, and why not the other one."""

from __future__ import annotations

from desktop_invoicer.cli.due import print_explanation
from desktop_invoicer.cli.jobs import AccountOption, JsonOption, NotificationArgument, OrderArgument, own_account
from desktop_invoicer.cli.output import err, print_json
from desktop_invoicer.cli.session import ask, desk
from desktop_invoicer.messages import gettext as _


def decision(
    order: OrderArgument,
    notification: NotificationArgument = None,
    *,
    account: AccountOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell which document an order takes and why, by which rules, and why not the other one."""
    account = account or own_account()
    with desk() as reached, err.waiting(_("Waiting for VTEX…")):
        explained = ask(reached, "decision", account=account, order=order, notification=notification)
    print_json(explained) if as_json else print_explanation(explained)
