"""The commands, put together. Results go to stdout, logs and errors to stderr; 0 done, 1 failed, 2 usage."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from desktop_invoicer import __version__
from desktop_invoicer.cli import credentials, demo, diagnosis, documents, jobs, running
from desktop_invoicer.cli.output import fail
from desktop_invoicer.cli.session import CommandFailedError, prepare
from desktop_invoicer.errors import InvoicerError

app = typer.Typer(
    name="desktop-invoicer",
    help="Turns what VTEX asks for into invoiced orders, from the store's counter.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(jobs.app, name="jobs")
app.add_typer(credentials.app, name="credentials")
app.command("document")(documents.document)
app.command("submit")(documents.submit)
app.command("run")(running.run)
app.command("receive")(running.receive)
app.command("doctor")(diagnosis.doctor)
app.command("demo")(demo.demo)
app.command("simulate")(demo.simulate)


@app.callback()
def options(
    *,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell on stderr what happens.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Show the version and end.", is_eager=True)] = False,
) -> None:
    """Turn what VTEX asks for into invoiced orders, from the store's counter."""
    if version:
        typer.echo(f"desktop-invoicer {__version__}")
        raise typer.Exit
    prepare(verbose=verbose)


def main() -> None:
    """Run the command line; an error of ours is explained, never shown as a traceback."""
    try:
        app()
    except InvoicerError as exc:
        sys.exit(fail(exc))
    except CommandFailedError as exc:
        sys.exit(fail(exc.error))
