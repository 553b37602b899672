"""Opening the window, or raising the one that is open. Nothing here waits for a library before the window is seen."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desktop_invoicer.cli.session import LOOK_AGAIN, PATIENCE, CommandFailedError, ask, operator
from desktop_invoicer.config.home import Home
from desktop_invoicer.errors import HomeHeldError
from desktop_invoicer.messages import gettext as _

if TYPE_CHECKING:
    from desktop_invoicer.credentials import Vault
    from desktop_invoicer.engine.engine import Listener
    from desktop_invoicer.ui.link import Running

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Variables of which one is set wherever Qt finds a screen on Linux, or does without on purpose."""


def open_window() -> int:
    """Open the window of this home and stay until it is closed; one that is open already comes to the front."""
    home = Home.find()
    if _raise_open_window(home):
        return 0
    require_screen(os.environ)
    from desktop_invoicer.ui.application import run

    return run(home, operator(), _launcher(home))


def require_screen(environ: Mapping[str, str]) -> None:
    """Say what is missing where Qt would only abort."""
    if sys.platform == "linux" and not any(environ.get(name) for name in _SCREENS):
        raise CommandFailedError(
            {
                "message": _("There is no screen here to open the window on."),
                "next_action": _(
                    "Open it from the desktop, or in a session with a screen. "
                    "Without one, “desktop-invoicer run” does the work and the other commands show it."
                ),
                "problems": [],
            }
        )


def _raise_open_window(home: Home) -> bool:
    if not home.control_file.exists():  # nobody listens, and nothing needs to be loaded to find that out
        return False
    from desktop_invoicer.control.client import ControlClient

    holder = ControlClient.connect(home)
    if holder is None:
        return False
    with holder:
        ask(holder, "raise_window")
    return True


def _handed_over(home: Home) -> bool:
    """Bring the other window to the front as soon as it listens, where the program was started twice at a time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if _raise_open_window(home):
                return True
        except CommandFailedError:  # there is no window
            return False
        time.sleep(LOOK_AGAIN)
    return False


def _launcher(home: Home) -> Callable[[Listener], Running]:
    """Give what starts the desk, off the GUI thread; what no keyring keeps lasts as long as the window."""
    vaults: list[Vault] = []

    def launch(listener: Listener) -> Running:
        from desktop_invoicer.bootstrap import Parts, Program
        from desktop_invoicer.config import load_config
        from desktop_invoicer.credentials import open_vault

        settings = load_config(home)
        home.create()
        if not vaults:
            vaults.append(open_vault())
        parts = Parts(
            receives=settings.receiver.enabled,
            polls=settings.polling.enabled,
            watches_folders=True,
            has_window=True,
        )
        program = Program(home, settings, vaults[0], parts, listeners=[listener])
        try:
            program.start()
        except HomeHeldError:
            if _handed_over(home):
                signal.raise_signal(signal.SIGTERM)  # this window ends as in any other case, and on its own thread
            raise
        return program

    return launch
