"""The README tells the commands and the settings as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from desktop_invoicer.cli.commands import root
from tests.cli.conftest import CommandLine

README = Path(__file__).parents[2] / "README.md"
MARKS = re.compile(r"(<!-- commands: .*? -->\n)(.*?)(<!-- /commands -->)", re.DOTALL)
SETTINGS = re.compile(r"<!-- settings: .*? -->\n```toml\n(.*?)```", re.DOTALL)
LISTS = {"audit", "files", "jobs"}
"""Groups that do something by themselves."""


def rows() -> Iterator[tuple[str, str]]:
    """Give each command with its arguments and what its help begins with."""
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        children = getattr(command, "commands", {})
        if not children or name in LISTS:
            yield _signature(name, command), _said(command.callback.__doc__)
        for child_name, child in children.items():
            yield _signature(f"{name} {child_name}", child), _said(child.callback.__doc__)


def _signature(name: str, command: object) -> str:
    parts = []
    for parameter in command.params:  # type: ignore[attr-defined]
        if parameter.name == "help" or parameter.param_type_name == "argument":
            parts += [] if parameter.name == "help" else [str(parameter.metavar)]
        else:
            value = "" if parameter.is_flag else f" {parameter.metavar or parameter.name.upper()}"
            text = f"{parameter.opts[0]}{value}"
            parts.append(text if parameter.required else f"[{text}]")
    return " ".join((name, *parts))


def _said(docstring: str | None) -> str:
    return (docstring or "").strip().splitlines()[0]


def table() -> str:
    lines = ["| command | does |", "|---|---|", *(f"| `{command}` | {said} |" for command, said in sorted(rows()))]
    return "".join(line + "\n" for line in lines)


def test_the_readme_lists_every_command_with_its_options() -> None:
    text = README.read_text("utf-8")
    expected = MARKS.sub(lambda found: found[1] + table() + found[3], text)
    if os.environ.get("UPDATE_README"):
        README.write_text(expected, "utf-8")
        text = expected

    assert text == expected, "UPDATE_README=1 pytest tests/cli/test_readme.py writes it"


def test_the_settings_of_the_readme_load(di: CommandLine) -> None:
    (example,) = SETTINGS.findall(README.read_text("utf-8"))
    di.configure(example)

    done = di("jobs")

    assert (done.code, done.out) == (0, "Nenhuma tarefa.\n")
