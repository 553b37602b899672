"""Asking for a yes."""

from __future__ import annotations

import sys

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
