"""``demo`` and ``simulate``: the main job on a VTEX account in a box."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from desktop_invoicer.cli.output import FAILED, err, out, print_jobs, print_json
from desktop_invoicer.cli.session import CommandFailedError, operator
from desktop_invoicer.cli.window import require_screen
from desktop_invoicer.messages import gettext as _

if TYPE_CHECKING:
    from desktop_invoicer.simulator.report import Report, Wish

FaultOption = Annotated[str, typer.Option(metavar="NAME", help="Inject faults: a name, 'all', or 'none'.")]
SeedOption = Annotated[int, typer.Option(help="The same seed tells the same stories.")]
FilesOption = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, metavar="DIR", help="Serve GET-order payloads from files."),
]

DocumentsOption = Annotated[
    Path | None,
    typer.Option(exists=True, file_okay=False, metavar="DIR", help="Leave documents from before the stories there."),
]


def demo(  # noqa: PLR0913 (one option each)
    *,
    headless: Annotated[bool, typer.Option("--headless", help="Work in the terminal, without a person.")] = False,
    orders: Annotated[int, typer.Option(min=1, max=10_000, help="How many orders.")] = 48,
    seed: SeedOption = 1,
    faults: FaultOption = "none",
    order_files: FilesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Open the window on a simulated VTEX account to which orders come, and let its ledger judge the result."""
    from desktop_invoicer.simulator.report import Wish

    _check(faults, order_files)
    wish = Wish(orders, seed, faults, order_files)
    report = _work_in_terminal(wish) if headless else _open_window(wish)
    if as_json:
        print_json(report.as_json())
    else:
        print_jobs(report.jobs)
        out.print()
        out.print(_verdict(report))
    if not report.is_clean:
        raise typer.Exit(FAILED)


def _work_in_terminal(wish: Wish) -> Report:
    from desktop_invoicer.simulator.demo import run_demo

    columns = (TextColumn(_("Invoicing")), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=None)
        return run_demo(wish, lambda done, total: progress.update(task, completed=done, total=total))


def _open_window(wish: Wish) -> Report:
    require_screen(os.environ)
    from desktop_invoicer.simulator.counter import DemoCounter
    from desktop_invoicer.ui.application import run

    with DemoCounter(wish) as counter:
        run(counter.home, operator(), counter.launch, counter)
        return counter.report()


def simulate(  # noqa: PLR0913 (one option each)
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Loopback port; 0 takes a free one.")] = 8711,
    story: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Only this story; may be repeated.")] = None,
    seed: SeedOption = 1,
    faults: FaultOption = "none",
    order_files: FilesOption = None,
    notify: Annotated[str | None, typer.Option(metavar="URL", help="Receiver to press 'Request invoice' for.")] = None,
    token: Annotated[str | None, typer.Option(help="Token that VTEX puts into the Authorization header.")] = None,
    documents: DocumentsOption = None,
) -> None:
    """Serve a VTEX account on this machine, until Ctrl+C."""
    from desktop_invoicer.simulator.serving import Serving, serve, story_names

    _check(faults, order_files)
    unknown = sorted(set(story or ()) - set(story_names()))
    if unknown:
        raise typer.BadParameter(_("No such story: {names}.").format(names=", ".join(unknown)))
    if notify is not None and not notify.startswith(("http://", "https://")):
        raise typer.BadParameter(_("This is no address of a receiver: “{text}”.").format(text=notify[:60]))
    _check_port(port)
    serve(Serving(port, tuple(story or ()), seed, faults, order_files, notify, token, documents), typer.echo)


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        if os.name == "posix":  # as the server does it: a port that was used a moment ago is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as exc:
            raise CommandFailedError(
                {
                    "message": _("Port {port} cannot be used: {reason}.").format(port=port, reason=exc.strerror or exc),
                    "next_action": _("End the program that uses it, or choose another with --port."),
                    "problems": [],
                }
            ) from exc


def _check(faults: str, order_files: Path | None) -> None:
    from desktop_invoicer.simulator import order_files as files
    from desktop_invoicer.simulator.faults import FAULT_NAMES

    if faults not in FAULT_NAMES:
        raise typer.BadParameter(_("Faults are one of: {names}.").format(names=", ".join(FAULT_NAMES)))
    if order_files is not None:
        try:
            found = files.load(order_files)
        except (OSError, ValueError, TypeError) as exc:
            text = _("The orders in {folder} cannot be read: {reason}.")
            raise typer.BadParameter(text.format(folder=order_files, reason=exc)) from exc
        if not found:
            raise typer.BadParameter(_("There are no orders (*.json) in {folder}.").format(folder=order_files))


def _verdict(report: Report) -> Text:
    sentence = _(
        "{notifications} notifications: {closed} closed, {held} held. "
        "The ledger says: {lost} lost, {doubled} doubled, {cents_off} cents off; "
        "{invoices} invoices, {refunds} refunds, {notifications_left} notifications left.",
    )
    files = _(
        "{files_dropped} files in the watched folder: {files_attached} belong to invoices, {files_left} to none yet."
    )
    told = f"{sentence} {files}".format(**report.figures)
    return Text(told, style="bold green" if report.is_clean else "bold red")
