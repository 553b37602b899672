"""A program that ends again and again, each time writing its trail and keeping the head outside, until it is killed."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from desktop_invoicer.domain.audit import TrailHead
from desktop_invoicer.domain.audit_check import Anchor, AnchorState
from tests.counter import counter


class FileAnchor:
    """Keeps the head in a file, which outlives its process as a keyring does."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "anchor"

    def read(self) -> Anchor:
        if not self._file.exists():
            return Anchor(AnchorState.NONE)
        number, hash_ = self._file.read_text("ascii").split(":")
        return Anchor(AnchorState.KEPT, TrailHead(int(number), hash_))

    def keep(self, head: TrailHead) -> None:
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{head.number}:{head.hash}", "ascii")
        beside.replace(self._file)

    def forget(self) -> None:
        self._file.unlink(missing_ok=True)


def main(folder: Path) -> None:
    with counter(folder) as shop:
        auditing = shop.commands.auditing
        auditing.anchor = FileAnchor(folder)
        while True:
            asyncio.run(auditing.end())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
