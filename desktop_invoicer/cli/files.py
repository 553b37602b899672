"""``files``: what lies in the watched folders, and which job a document is for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Annotated

import typer
from rich.text import Text

from desktop_invoicer.cli.jobs import JobArgument, JsonOption
from desktop_invoicer.cli.output import Json, job_line, out, print_json
from desktop_invoicer.cli.session import ask, desk, operator
from desktop_invoicer.domain.document import DocumentKind
from desktop_invoicer.domain.filing import FileState
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages import moment, money, word

app = typer.Typer(help="List the files of the watched folders, or settle one of them.", invoke_without_command=True)

StateName = StrEnum("StateName", {state.name: state.value for state in FileState})  # type: ignore[misc]  # typer's choices
FileArgument = Annotated[int, typer.Argument(metavar="FILE", min=1, max=2**53, help="Number of the file.")]

_OPEN = (FileState.PROPOSED, FileState.UNREADABLE, FileState.UNMATCHED)
_STYLES = {FileState.PROPOSED: "yellow", FileState.UNREADABLE: "yellow", FileState.ATTACHED: "green"}


@app.callback()
def files(
    context: typer.Context,
    *,
    state: Annotated[StateName | None, typer.Option(help="Only files of this state.")] = None,
    as_json: JsonOption = False,
) -> None:
    """List the files that no job has, newest first."""
    if context.invoked_subcommand is not None:
        return
    states = _OPEN if state is None else (FileState(state.value),)
    with desk() as reached:
        found = ask(reached, "files", states=[one.value for one in states])
    if as_json:
        print_json(found["files"])
        return
    for file in found["files"]:
        out.print(_line(file))
    wanted = sum(found["counts"][one.value] for one in states)
    if wanted > len(found["files"]):
        out.print(Text(_("Only the newest {shown} of {all} are listed.").format(shown=len(found["files"]), all=wanted)))
    counts = ", ".join(f"{word(one)}: {found['counts'][one.value]}" for one in FileState)
    out.print(Text(counts, style="bold"))


@app.command()
def show(file: FileArgument, *, as_json: JsonOption = False) -> None:
    """Show a file, and the jobs that its document may be for."""
    with desk() as reached:
        found = ask(reached, "file", file=file)
    if as_json:
        print_json(found)
        return
    out.print(_line(found))
    out.print(Text(f"  {found['path']}", style="dim"))
    for candidate in found["candidates"]:
        _print_candidate(candidate)


@app.command()
def attach(file: FileArgument, job: JobArgument, *, as_json: JsonOption = False) -> None:
    """Give the document of a file to a job."""
    with desk(works=True) as reached:
        attached = ask(reached, "attach_file", file=file, job=job, operator=operator())
    print_json(attached) if as_json else out.print(job_line(attached))


@app.command("set-aside")
def set_aside(file: FileArgument, *, as_json: JsonOption = False) -> None:
    """Take a file off the list: no job needs it. The file itself stays as it is."""
    with desk() as reached:
        found = ask(reached, "set_file_aside", file=file, operator=operator())
    print_json(found) if as_json else out.print(_line(found))


@app.command("take-back")
def take_back(file: FileArgument, *, as_json: JsonOption = False) -> None:
    """Put a file that was set aside back on the list."""
    with desk(works=True) as reached:
        found = ask(reached, "take_file_back", file=file)
    print_json(found) if as_json else out.print(_line(found))


def _line(file: Json) -> Text:
    state = FileState(file["state"])
    line = Text(f"{file['file']}  {moment(datetime.fromisoformat(file['modified_at']))}  ")
    line.append(word(state), style=_STYLES.get(state, ""))
    line.append(f"  {PurePath(file['path']).name}")
    if file["document"] is not None:
        line.append(f"  {_document_words(file['document'])}")
    if file["order"]:
        line.append(_("  for order {order}").format(order=file["order"]))
    if file["problem"] is not None:
        line.append(f"\n  {file['problem']['message']}\n  → {file['problem']['next_action']}")
    return line


def _document_words(document: Json) -> str:
    if document["kind"] == DocumentKind.CANCELLATION.value:
        return _("cancellation of {key}").format(key=document["key"])
    value = "" if document["value"] is None else money(document["value"])
    return f"{document['model']}/{document['number']} {value}".rstrip()


def _print_candidate(candidate: Json) -> None:
    line = Text(f"  {candidate['job']}  {candidate['order']}  {candidate['buyer']}".rstrip())
    if candidate["value"] is not None:
        line.append(f"  {money(candidate['value'])}")
    if candidate["names_order"]:
        line.append("  " + _("named by the document"), style="green")
    out.print(line)
    for problem in candidate["problems"]:
        out.print(Text(f"    • {problem['message']}", style="yellow"))
