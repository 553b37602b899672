"""``credentials``: set, check and clear what an account needs; values are never shown."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import Annotated

import typer
from rich.text import Text

from desktop_invoicer.cli.asking import demand_terminal, hidden
from desktop_invoicer.cli.output import FAILED, err, out
from desktop_invoicer.cli.session import ask, desk, is_holder
from desktop_invoicer.config.values import is_account_name
from desktop_invoicer.credentials import Secret
from desktop_invoicer.messages import gettext as _

app = typer.Typer(help="Keep an account's credentials in the system's keyring.", no_args_is_help=True)

_STDIN = "--stdin"
_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")  # what an HTTP header can carry


def _account(text: str) -> str:
    """Take the name of an account, which also names its place in the keyring."""
    text = text.strip().lower()
    if not is_account_name(text):
        raise typer.BadParameter(_("This cannot be the name of a VTEX account: “{text}”.").format(text=text[:60]))
    return text


AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", help="Name of the VTEX account.", callback=_account)]


@app.command("set")
def set_(
    account: AccountArgument,
    *,
    stdin: Annotated[bool, typer.Option("--stdin", help="Read lines name=value from standard input.")] = False,
) -> None:
    """Ask for the credentials without echo and keep them."""
    if not stdin:
        demand_terminal(_STDIN)
    values = _read_lines(sys.stdin) if stdin else _prompt()
    if not values:
        raise typer.BadParameter(_("Nothing was given."))
    for name, value in values.items():
        if not _VALUE.fullmatch(value):
            raise typer.BadParameter(_("{name} must be plain printable characters.").format(name=name))
    with desk() as reached:
        kept = ask(reached, "set_credentials", account=account, values=values)
        if not kept["is_kept"] and not is_holder(reached):
            text = _("No keyring can keep them: start `desktop-invoicer run` first, and give them to it.")
            err.print(Text(text, style="bold red"))
            raise typer.Exit(FAILED)
    out.print(Text(_("Kept for {account}: {names}").format(account=account, names=", ".join(kept["names"]))))


@app.command()
def check(account: AccountArgument) -> None:
    """Tell which credentials are kept, and whether VTEX takes them."""
    with desk() as reached:
        found = ask(reached, "check_credentials", account=account)
    out.print(Text(_("Kept for {account}: {names}").format(account=account, names=", ".join(found["names"]) or "—")))
    if found["refusal"] is not None:
        err.print(Text(found["refusal"]["message"], style="bold red"))
        err.print(Text(f"→ {found['refusal']['next_action']}"))
        raise typer.Exit(FAILED)
    out.print(Text(_("VTEX takes them."), style="green"))


@app.command()
def clear(account: AccountArgument) -> None:
    """Forget everything that is kept for an account."""
    with desk() as reached:
        ask(reached, "set_credentials", account=account, values={secret.value: None for secret in Secret})
    out.print(Text(_("Nothing is kept for {account} any more.").format(account=account)))


def _prompt() -> dict[str, str]:
    """Ask for each entry; an empty answer leaves it as it is."""
    labels = {
        Secret.APP_KEY: "X-VTEX-API-AppKey",
        Secret.APP_TOKEN: "X-VTEX-API-AppToken",
        Secret.USER_TOKEN: "VtexIdclientAutCookie",
        Secret.RECEIVER_TOKEN: _("Token that VTEX sends to the receiver"),
    }
    answers = {secret.value: hidden(f"{label} ({secret.value})", _STDIN) for secret, label in labels.items()}
    return {name: answer.strip() for name, answer in answers.items() if answer.strip()}


def _read_lines(lines: Iterable[str]) -> dict[str, str]:
    known = {secret.value for secret in Secret}
    values = {}
    for line in filter(str.strip, lines):
        name, separator, value = line.strip().partition("=")
        if not separator or name.strip() not in known:
            message = _("Each line must be name=value, where name is one of {names}.")
            raise typer.BadParameter(message.format(names=", ".join(sorted(known))))
        values[name.strip()] = value.strip()
    return values
