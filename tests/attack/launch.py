"""The real program in a process of its own: ``launch.py ARGUMENTS``.

The keyring is a fixed one and time passes faster where a desk waits. Where ``PLANTED`` names an order, reading it fails
with a defect whose words hold what no log may and what can be told apart: in the engine, and in a thread of its own.
"""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from desktop_invoicer import bootstrap, credentials
from desktop_invoicer.cli.main import main
from desktop_invoicer.vtex.client import VtexAccount
from tests.attack.marks import PERSONAL, SECRETS
from tests.flow.desk_process import FixedVault, hurried


def _fail() -> None:
    kept = ("application key", "application token", "receiver token")
    known = ("cpf", "dotted cpf", "e-mail")
    raise RuntimeError(" and ".join((*(SECRETS[name] for name in kept), *(PERSONAL[name] for name in known))))


def plant(order: str) -> None:
    """Let the reading of an order fail."""
    read = VtexAccount.order

    async def failing(self: VtexAccount, order_id: Any, **more: Any) -> Any:  # noqa: ANN401 (as the account has it)
        if order_id == order:
            threading.Thread(target=_fail, name="planted").start()
            _fail()
        return await read(self, order_id, **more)

    setattr(VtexAccount, "order", failing)  # noqa: B010 (of this process alone)


if __name__ == "__main__":
    vault, program = FixedVault(), bootstrap.Program
    setattr(credentials, "open_vault", lambda: vault)  # noqa: B010 (of this process alone)
    setattr(bootstrap, "Program", partial(program, tempo=hurried()))  # noqa: B010 (likewise)
    if "PLANTED" in os.environ:
        plant(os.environ["PLANTED"])
    main()
