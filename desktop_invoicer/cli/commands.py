"""The commands, put together. Results go to stdout, logs and errors to stderr; 0 done, 1 failed, 2 usage."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from typing import Annotated

import typer

from desktop_invoicer import __version__
from desktop_invoicer.cli import (
    audit,
    backup,
    close_day,
    credentials,
    decision,
    demo,
    diagnose,
    diagnosis,
    documents,
    files,
    jobs,
    people,
    returns,
    running,
    settling,
    support,
)
from desktop_invoicer.cli.session import CALLER, prepare
from desktop_invoicer.cli.window import open_window

app = typer.Typer(
    name="desktop-invoicer",
    help="Turns what VTEX asks for into invoiced orders, from the store's counter.",
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for name, act in settling.ACTS.items():
    jobs.app.command(name)(act)
app.add_typer(jobs.app, name="jobs")
app.add_typer(files.app, name="files")
app.add_typer(audit.app, name="audit")
app.add_typer(credentials.app, name="credentials")
app.add_typer(people.app, name="operators")
app.command("decision")(decision.decision)
app.command("document")(documents.document)
app.command("submit")(documents.submit)
app.command("returns")(returns.returns)
app.command("close-day")(close_day.close_day)
app.command("diagnose")(diagnose.diagnose)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("run")(running.run)
app.command("receive")(running.receive)
app.command("doctor")(diagnosis.doctor)
app.command("support")(support.support)
app.command("demo")(demo.demo)
app.command("simulate")(demo.simulate)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"desktop-invoicer {__version__}")
        raise typer.Exit


def _pins() -> Iterator[str]:
    """Read PINs, the first at once: what comes behind may be meant for the command."""
    first = sys.stdin.readline()
    return (line.rstrip("\r\n") for line in chain([first], sys.stdin))


@app.callback()
def options(
    context: typer.Context,
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell on stderr what happens.")] = False,
    operator: Annotated[
        str, typer.Option("--operator", metavar="NAME", help="Who acts; else it is asked where people sign in.")
    ] = "",
    pin_stdin: Annotated[
        bool, typer.Option("--pin-stdin", help="Read PINs from standard input, a line each: one's own first.")
    ] = False,
    version: Annotated[  # noqa: ARG001 (its callback has shown it)
        bool, typer.Option("--version", help="Show the version and end.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Turn what VTEX asks for into invoiced orders, from the store's counter."""
    CALLER.name, CALLER.pins = " ".join(operator.split()), _pins() if pin_stdin else None
    prepare(verbose=verbose)
    if context.invoked_subcommand is None:
        raise typer.Exit(open_window())


root = typer.main.get_command(app)
"""What is typed. Made once: that takes longer than many commands do."""
