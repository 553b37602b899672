"""Asking at the terminal: for a yes, and for what must not be seen."""

from __future__ import annotations

import sys

import typer
from rich.text import Text

from desktop_invoicer.cli.output import err
from desktop_invoicer.messages import gettext as _

_YES = frozenset({"y", "yes", "s", "sim", "si", "sí"})
"""Yes in every language of the desk, whichever it speaks now."""


def agreed(question: str) -> bool:
    """Ask on stderr whether to go on; no answer is a no."""
    choice = _("y/N")
    err.print(Text(f"{question} [{choice}] "), end="")  # typer's own question leaves a blank on stdout
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        err.print()
    return answer.strip().lower() in _YES


def demand_terminal(instead: str) -> None:
    """Refuse to ask where nobody sits; ``instead`` is the option that brings the answer there."""
    if not sys.stdin.isatty():
        raise typer.BadParameter(_("There is no terminal to ask at: use {option}.").format(option=instead))


def hidden(question: str, instead: str) -> str:
    """Ask for something without echo; nothing typed is an answer, too."""
    demand_terminal(instead)
    with err.at_rest():
        answer: str = typer.prompt(question, default="", hide_input=True, show_default=False, err=True)
    return answer


def hidden_twice(question: str, instead: str) -> str:
    """Ask for something new without echo, twice: a slip would lock out whoever typed it."""
    first = hidden(question, instead)
    if first != hidden(_("The same once more"), instead):
        raise typer.BadParameter(_("The two are not the same. Nothing was changed."))
    return first
