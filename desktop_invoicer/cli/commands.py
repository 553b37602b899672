"""The commands, put together. Results go to stdout, logs and errors to stderr; 0 done, 1 failed, 2 usage."""

from __future__ import annotations

from typing import Annotated

import typer

from desktop_invoicer import __version__
from desktop_invoicer.cli import (
    close_day,
    credentials,
    decision,
    demo,
    diagnose,
    diagnosis,
    documents,
    files,
    jobs,
    returns,
    running,
    settling,
)
from desktop_invoicer.cli.session import prepare
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
app.add_typer(credentials.app, name="credentials")
app.command("decision")(decision.decision)
app.command("document")(documents.document)
app.command("submit")(documents.submit)
app.command("returns")(returns.returns)
app.command("close-day")(close_day.close_day)
app.command("diagnose")(diagnose.diagnose)
app.command("run")(running.run)
app.command("receive")(running.receive)
app.command("doctor")(diagnosis.doctor)
app.command("demo")(demo.demo)
app.command("simulate")(demo.simulate)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"desktop-invoicer {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell on stderr what happens.")] = False,
    version: Annotated[  # noqa: ARG001 (its callback has shown it)
        bool, typer.Option("--version", help="Show the version and end.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Turn what VTEX asks for into invoiced orders, from the store's counter."""
    prepare(verbose=verbose)
    if context.invoked_subcommand is None:
        raise typer.Exit(open_window())
