"""What commands print on a terminal."""

from __future__ import annotations

import io
import json

import pytest
from rich.table import Table
from rich.text import Text

from desktop_invoicer.cli.output import Screen, print_json, tell

HOSTILE = "Ana\x1b[2K\x9b1A\x08\u202e\u2066 Souza\u2028"


def printed(*shown: object) -> str:
    file = io.StringIO()
    Screen(file=file, force_terminal=True, highlight=False, width=60).print(*shown)
    return file.getvalue()


def a_row(text: str) -> Table:
    table = Table("name", box=None)
    table.add_row(Text(text))
    return table


@pytest.mark.parametrize("shown", [HOSTILE, Text(HOSTILE), a_row(HOSTILE)], ids=["text", "styled", "table"])
def test_the_texts_of_others_command_no_terminal(shown: object) -> None:
    written = printed(shown)

    assert "Ana[2K1A Souza" in written
    assert not any(sign in written for sign in ("\x1b[2K", "\x9b", "\x08", "\u202e", "\u2066", "\u2028"))


def test_a_style_of_our_own_is_shown() -> None:
    assert printed(Text("R$ 1.00", style="bold")).startswith("\x1b[1m")


def test_json_commands_no_terminal_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"buyer": HOSTILE})

    written = capsys.readouterr().out
    assert json.loads(written) == {"buyer": HOSTILE}
    assert not any(sign in written for sign in ("\x1b", "\x9b", "\x08", "\u202e", "\u2066", "\u2028"))


@pytest.mark.parametrize("width", [0, 1, 3])
def test_a_text_is_told_whole_however_narrow_the_terminal(width: int) -> None:
    file = io.StringIO()

    tell("R$ 1.00 is due", 2, console=Screen(file=file, width=width))

    assert "".join(file.getvalue().split()) == "R$1.00isdue"
