"""``support``: one file with what whoever helps has to know, and nobody's data in it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from desktop_invoicer.cli.output import out
from desktop_invoicer.cli.session import ask, desk, operator
from desktop_invoicer.config.home import Home
from desktop_invoicer.errors import InvoicerError
from desktop_invoicer.messages import gettext as _

ENDING = ".zip"


def _bundle_file(file: Path) -> Path:
    if file.suffix.lower() != ENDING:
        raise typer.BadParameter(_("The name ends in {endings}.").format(endings=ENDING))
    return file.absolute()


def support(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it: FILE.zip.", callback=_bundle_file)],
) -> None:
    """Write a support bundle: what works, what does not, and the log, without secrets or anybody's data."""
    from desktop_invoicer.doctor import write_bundle

    try:
        with desk() as reached:
            facts = ask(reached, "support_facts", operator=operator())
    except InvoicerError as exc:  # that is when it is needed most
        facts = {"unreached": type(exc).__name__}
    write_bundle(Home.find(), file, facts)
    out.print(Text(_("Written: {file}. README.txt in it says what it holds.").format(file=file)))
