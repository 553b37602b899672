"""The real command line in a process of its own that can be killed.

Everything is as in ``python -m desktop_invoicer``, but for two things: the keyring is a fixed one, and time passes
faster where a desk waits.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from desktop_invoicer import bootstrap, credentials
from desktop_invoicer.bootstrap import Tempo
from desktop_invoicer.cli.main import main
from desktop_invoicer.credentials import Vault
from tests.flow.desk_process import FixedVault, fork, hurried, wait

PATIENCE = 600.0


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed, and where it prints."""

    root: Path
    """The home's folder."""
    arguments: tuple[str, ...]
    printed: Path
    """File of its results; its messages go to one beside it."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int | None
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 (JSON)
        """Read what it printed."""
        assert self.out, f"exit {self.code}: {self.err}"
        return json.loads(self.out)


class Running:
    """A command under way."""

    def __init__(self, root: Path, *arguments: str) -> None:
        """Type it."""
        self._command = Command(root, arguments, root / "printed" / "-".join(arguments).replace("/", "_"))
        self._command.printed.parent.mkdir(parents=True, exist_ok=True)
        self.process: ForkServerProcess = fork(be, self._command)

    def end(self, patience: float = PATIENCE) -> Done:
        """Wait for its end."""
        code = wait(self.process, patience)
        printed = self._command.printed
        return Done(code, printed.read_text("utf-8"), printed.with_suffix(".err").read_text("utf-8"))


def typed(root: Path, *arguments: str) -> Done:
    """Type a command, and wait for its end."""
    return Running(root, *arguments).end()


def be(command: Command) -> None:
    """Be the program."""
    become(command, FixedVault(), hurried())


def become(command: Command, vault: Vault, tempo: Tempo) -> None:
    """Be the program with a keyring and a tempo of its own."""
    os.environ.update(DESKTOP_INVOICER_HOME=str(command.root), LANGUAGE="en", COLUMNS="200")
    sys.argv = ["desktop-invoicer", *command.arguments]
    program = bootstrap.Program
    setattr(credentials, "open_vault", lambda: vault)  # noqa: B010 (of this process alone)
    setattr(bootstrap, "Program", partial(program, tempo=tempo))  # noqa: B010 (likewise)
    for stream, file in ((1, command.printed), (2, command.printed.with_suffix(".err"))):
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, stream)
        os.close(opened)
    main()
