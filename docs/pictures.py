# ruff: noqa: INP001 (a script, no package)
"""Draws ``docs/images/demo.svg``: the end of what ``make demo`` prints, as a terminal shows it (``make pictures``)."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

IMAGES = Path(__file__).parent / "images"
COLUMNS = 100
LINES = 27
# Rich's own drawing fetches its font from another site, which a repository's page does not allow.
LAYOUT = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
LAYOUT = LAYOUT.replace("<svg ", '<svg xml:space="preserve" ', 1)  # some viewers cut the margins of a line


def main() -> None:
    """Run the demo and draw its last lines."""
    with tempfile.TemporaryDirectory() as home:
        colours = {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color", "COLUMNS": str(COLUMNS)}
        printed = subprocess.run(
            [sys.executable, "-m", "desktop_invoicer", "demo", "--headless"],
            env={**os.environ, **colours, "LANGUAGE": "en", "DESKTOP_INVOICER_HOME": home},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # the progress bar
            check=True,
            encoding="utf-8",
        ).stdout
    last = printed.splitlines()[-LINES + 1 :]
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), highlight=False)
    console.print(Text("$ make demo", style="bold"))
    for line in last:
        console.print(Text.from_ansi(line))
    IMAGES.mkdir(exist_ok=True)
    console.save_svg(str(IMAGES / "demo.svg"), title="desktop-invoicer", code_format=LAYOUT)


if __name__ == "__main__":
    main()
