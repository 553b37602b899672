"""The commands, put together. Results go to stdout, logs and errors to stderr; 0 done, 1 failed, 2 usage."""

from __future__ import annotations

import io
import logging
import sys
from typing import Annotated

import typer

from desktop_invoicer import __version__
from desktop_invoicer.cli import credentials, demo, diagnosis, documents, jobs, running
from desktop_invoicer.cli.output import fail
from desktop_invoicer.cli.session import CommandFailedError, prepare
from desktop_invoicer.cli.window import open_window
from desktop_invoicer.errors import InvoicerError

_log = logging.getLogger(__name__)

app = typer.Typer(
    name="desktop-invoicer",
    help="Turns what VTEX asks for into invoiced orders, from the store's counter.",
    invoke_without_command=True,
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
        open_window()


def main() -> None:
    """Run the command line; an error is explained, and the traceback of a defect goes to the log."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a character that the terminal does not have must not end a command
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="desktop-invoicer")
    except InvoicerError as exc:
        sys.exit(fail(exc))
    except CommandFailedError as exc:
        sys.exit(fail(exc.error))
    except Exception as exc:  # noqa: BLE001 (a defect of ours: told, and kept in the log)
        _log.exception("the command failed")
        sys.exit(fail(InvoicerError(f"{type(exc).__name__}: {exc}")))
