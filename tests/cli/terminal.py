"""The command line in a process of its own at a pseudo terminal, where questions are answered one by one.

``python -m tests.cli.terminal ARGUMENTS`` is the program with the fixed keyring of the tests.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence

from desktop_invoicer import credentials
from desktop_invoicer.cli.main import main
from tests.flow.desk_process import FixedVault
from tests.waiting import PATIENCE

GLANCE = 0.2


class Terminal:
    """A pseudo terminal at which one command runs."""

    def __init__(self, *arguments: str) -> None:
        """Type a command; its home and language are those of this process."""
        self._keyboard, screen = pty.openpty()
        command = (sys.executable, "-m", "tests.cli.terminal", *arguments)
        self.process = subprocess.Popen(  # noqa: S603 (our own program)
            command, stdin=screen, stdout=screen, stderr=screen, start_new_session=True
        )
        os.close(screen)
        self.seen = ""

    def answer(self, question: str, line: str) -> None:
        """Wait for a question to its end, and answer it; what is typed before is thrown away."""
        begun = len(self.seen)
        self._read(lambda: f"{question}: " in self.seen[begun:])
        os.write(self._keyboard, f"{line}\n".encode())

    def end(self) -> int:
        """Read what comes until the command ends; give its exit code."""
        self._read(lambda: False)
        os.close(self._keyboard)
        return self.process.wait(PATIENCE)

    def _read(self, is_enough: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE
        while not is_enough():
            assert time.monotonic() < until, self.seen
            if select.select([self._keyboard], [], [], GLANCE)[0]:
                try:
                    read = os.read(self._keyboard, 4096)
                except OSError:  # nobody is at the other side any more
                    return
                self.seen += read.decode("utf-8", "replace")


def talked(answers: Sequence[tuple[str, str]], *arguments: str) -> tuple[int, str]:
    """Give a command and answer its questions; give the exit code and everything that was seen."""
    terminal = Terminal(*arguments)
    for question, line in answers:
        terminal.answer(question, line)
    return terminal.end(), terminal.seen


if __name__ == "__main__":
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)  # where a PIN is asked for
    vault = FixedVault()
    setattr(credentials, "open_vault", lambda: vault)  # noqa: B010 (of this process alone)
    sys.argv[0] = "desktop-invoicer"
    main()
