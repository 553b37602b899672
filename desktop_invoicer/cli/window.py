"""Opening the window, or raising the one that is open."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_invoicer.cli.session import operator
from desktop_invoicer.config.home import Home

if TYPE_CHECKING:
    from desktop_invoicer.credentials import Vault
    from desktop_invoicer.engine.engine import Listener
    from desktop_invoicer.ui.link import Running


def open_window() -> None:
    """Open the window of this home and stay until it is closed; one that is open already comes to the front."""
    home = Home.find()
    if _raise_open_window(home):
        return
    from desktop_invoicer.ui.application import run

    sys.exit(run(home, operator(), _launcher(home)))


def _raise_open_window(home: Home) -> bool:
    from desktop_invoicer.control.client import ControlClient

    holder = ControlClient.connect(home)
    if holder is None:
        return False
    from desktop_invoicer.cli.session import ask

    with holder:
        ask(holder, "raise_window")
    return True


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
        parts = Parts(receives=settings.receiver.enabled, polls=settings.polling.enabled, has_window=True)
        program = Program(home, settings, vaults[0], parts, listeners=[listener])
        program.start()
        return program

    return launch
