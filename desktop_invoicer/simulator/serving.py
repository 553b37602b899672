"""``simulate``: the account as a server for a desk in another process, with all that the desk's settings need."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_invoicer.simulator.account import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.faults import Faults
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.stories import EVERY_STORY, STORIES

ACCOUNT = "lojafarmgavea"
CNPJ = "11222333000181"
UF = "RJ"


@dataclass(frozen=True, slots=True)
class Serving:
    """What to serve, and whom to notify."""

    port: int
    stories: tuple[str, ...]
    """Without any, one order of each of a usual day."""
    seed: int
    faults: str
    order_files: Path | None
    notify: str | None
    token: str | None
    documents: Path | None = None
    """Where the XML from before the stories is left."""


def story_names() -> list[str]:
    """Name every story that can be served."""
    return list(EVERY_STORY)


def serve(serving: Serving, say: Callable[[str], None]) -> None:
    """Serve until interrupted; presses *Request invoice* once for every order."""
    simulator = Simulator(ACCOUNT, seed=serving.seed, faults=Faults.named(serving.faults))
    if serving.order_files is None:
        simulator.add_stories(serving.stories or list(STORIES))
    else:
        simulator.add_order_files(serving.order_files)
    if serving.documents is not None:
        simulator.leave_papers(serving.documents)
    simulator.notify_url = serving.notify
    simulator.notify_headers = {"Authorization": serving.token} if serving.token else {}
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    with simulator.serve(serving.port) as server:
        say(_settings(server.origin, serving.token))
        accepted = simulator.request_all()
        say(f"# {accepted} notifications wait; the truth is at {server.origin}/_simulator/ledger")
        stopped.wait()


def _settings(origin: str, token: str | None) -> str:
    place = "header:Authorization" if token else "none"
    lines = [f"app-key={APP_KEY}", f"app-token={APP_TOKEN}", *([f"receiver-token={token}"] if token else [])]
    given = "".join(line + "\\n" for line in lines)
    return f"""\
# A VTEX account at {origin}. In config.toml:
[store]
name = "Loja Gávea"
account = "{ACCOUNT}"
cnpj = "{CNPJ}"
uf = "{UF}"
environment = "homologation"

[[accounts]]
name = "{ACCOUNT}"
myvtex_origin = "{origin}"
oms_origin = "{origin}"
receiver_token = "{place}"

# Then: printf '{given}' | desktop-invoicer credentials set {ACCOUNT} --stdin"""
