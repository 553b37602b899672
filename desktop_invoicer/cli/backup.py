"""``backup`` and ``restore``: a copy of everything while the desk works, and its way back."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from desktop_invoicer.cli.asking import agreed, demand_terminal, hidden, hidden_twice
from desktop_invoicer.cli.jobs import JsonOption
from desktop_invoicer.cli.output import FAILED, err, out, print_json
from desktop_invoicer.cli.session import CALLER, ask, desk, operator, settings_in_use
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment

if TYPE_CHECKING:  # imported when a backup is taken back: it brings the database
    from desktop_invoicer.bootstrap.restoring import Header, Restored

_MEGABYTE = 1024 * 1024
_PASSPHRASE = "passphrase"  # noqa: S105 (the name of an answer)
_STDIN = "--stdin"
_ANSWERS = frozenset({_PASSPHRASE, "name", "pin"})

StdinOption = Annotated[
    bool, typer.Option("--stdin", help="Read what is secret as lines name=value from standard input.")
]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; an earlier backup is replaced.")],
    *,
    portable: Annotated[
        bool, typer.Option("--portable", help="Encrypt it with a passphrase, so that another computer can open it.")
    ] = False,
    stdin: StdinOption = False,
    as_json: JsonOption = False,
) -> None:
    """Copy everything to one encrypted file, settings included, while the program works."""
    passphrase = None
    if portable:
        passphrase = (
            _read(sys.stdin, {_PASSPHRASE}).get(_PASSPHRASE, "")
            if stdin
            else hidden_twice(_("Passphrase of the backup"), _STDIN)
        )
    with desk() as reached:
        made = ask(reached, "back_up", path=str(file.absolute()), operator=operator(), passphrase=passphrase)
    if as_json:
        print_json(made)
        return
    text = _("Backup written: {path} (jobs: {jobs}, {size:.1f} MB)")
    out.print(Text(text.format(path=made["path"], jobs=made["jobs"], size=made["size"] / _MEGABYTE), style="green"))
    if portable:
        out.print(Text(_("Keep the passphrase: without it nobody can open the backup.")))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `backup` wrote.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    settings: Annotated[
        bool, typer.Option("--settings", help="Take the settings of the backup, too, in place of those here.")
    ] = False,
    other_store: Annotated[
        bool, typer.Option("--other-store", help="Take it although the settings here name another store.")
    ] = False,
    stdin: StdinOption = False,
) -> None:
    """Take a backup back while no program runs; the data that is here is moved aside, never deleted."""
    from desktop_invoicer.bootstrap.restoring import Wish, needs_administrator, read_header
    from desktop_invoicer.bootstrap.restoring import restore as take_back
    from desktop_invoicer.credentials import open_vault

    home, settings_here = settings_in_use()
    vault, path = open_vault(), file.absolute()
    header = read_header(path)
    if not yes and not _is_wanted(header):
        err.print(Text(_("Nothing was changed.")))
        raise typer.Exit(FAILED)
    answers = _read(sys.stdin, _ANSWERS) if stdin else {}
    if header.salt is not None and not stdin:
        answers[_PASSPHRASE] = hidden(_("Passphrase of the backup"), _STDIN)
    if needs_administrator(home, vault) and not stdin:
        answers |= _administrator()
    wish = Wish(
        path,
        operator(),
        answers.get(_PASSPHRASE),
        answers.get("name", ""),
        answers.get("pin", ""),
        other_store=other_store,
        takes_settings=settings,
    )
    _tell(take_back(home, settings_here, vault, wish))


def _administrator() -> dict[str, str]:
    """Find out who takes the backup back: as said before the command, else at the terminal."""
    pins = CALLER.pins
    if pins is None:
        demand_terminal(_STDIN)
    name = CALLER.name or typer.prompt(_("Name of an administrator"), err=True)
    return {"name": name, "pin": hidden(_("PIN"), _STDIN) if pins is None else next(pins, "")}


def _is_wanted(header: Header) -> bool:
    said = {"made_at": moment(header.made_at), "jobs": header.jobs}
    err.print(Text(_("The backup is of {made_at}. Jobs in it: {jobs}.").format(**said)))
    err.print(Text(_("What was done since then is read again from VTEX. Nothing is sent twice.")))
    return agreed(_("Put the backup in the place of this desk's data?"))


def _tell(done: Restored) -> None:
    said = {"made_at": moment(done.header.made_at), "jobs": done.header.jobs}
    out.print(Text(_("The backup of {made_at} is back. Jobs in it: {jobs}.").format(**said), style="green"))
    if done.aside is not None:
        out.print(Text(_("The former data is kept: {path}").format(path=done.aside)))
    if done.settings:
        out.print(Text(_("Settings written: {names}").format(names=", ".join(done.settings))))
    if done.begun_again:
        text = _("Jobs that are read again from VTEX and ask for a word before they are sent: {count}")
        out.print(Text(text.format(count=done.begun_again)))


def _read(lines: Iterable[str], known: Collection[str]) -> dict[str, str]:
    answers = {}
    for line in filter(str.strip, lines):
        name, separator, value = line.rstrip("\r\n").partition("=")
        if not separator or name.strip() not in known:
            message = _("Each line must be name=value, where name is one of {names}.")
            raise typer.BadParameter(message.format(names=", ".join(sorted(known))))
        answers[name.strip()] = value
    return answers
