"""Plays how a fiscal program leaves its XML in a folder: by month, unfinished for a moment, among other files."""

from __future__ import annotations

import os
import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random

from lxml import etree

from desktop_invoicer.simulator.fiscal_program import FiscalProgram
from desktop_invoicer.simulator.fiscal_xml import node, texts
from desktop_invoicer.simulator.keys import Issuer
from desktop_invoicer.simulator.simulator import Simulator
from desktop_invoicer.simulator.stories import STORIES
from desktop_invoicer.simulator.story import Setting

OTHER_STORE = "11444777000161"
ANOTHER_SALE = "pickup-with-cpf"
FIRST_ELSEWHERE = 9_000_000
"""Orders from this number on are not in VTEX."""
COMPANY = 0.15
"""How often a document comes with a certain other file."""
BETWEEN_PIECES = 0.003
BEFORE_THE_REST = 0.1
AWAY = 0.3
"""Seconds for which the folder cannot be reached when that strikes."""
LONG_AGO = 24 * 3600

_IDENTITY = re.compile(rb'Id="(?:NFe|ID110111)([0-9A-Z]{44})')

Write = Callable[[Path, bytes], object]
"""A way in which a file comes into being."""


def key_of(xml: bytes) -> str:
    """Give the access key of a document that the fiscal program issued, or of the one that its event cancels."""
    found = _IDENTITY.search(xml)
    return found[1].decode() if found else ""


def is_event(xml: bytes) -> bool:
    """Tell whether it is the event that cancels a document."""
    return b"<procEventoNFe" in xml


def _month(key: str) -> Path:
    return Path(f"20{key[2:4]}", key[4:6])


def _signed_only(xml: bytes) -> bytes:
    """Give a document as it was before it was authorised."""
    return etree.tostring(etree.fromstring(xml)[0], xml_declaration=True, encoding="UTF-8")


def _renamed(file: Path, content: bytes) -> None:
    unfinished = file.with_suffix(".tmp")
    unfinished.write_bytes(content)
    unfinished.replace(file)


def _in_pieces(file: Path, content: bytes) -> None:
    piece = len(content) // 3 + 1
    with file.open("wb", buffering=0) as written:
        for start in range(0, len(content), piece):
            written.write(content[start : start + piece])
            time.sleep(BETWEEN_PIECES)


def _cut(file: Path, content: bytes) -> None:
    """Write half of a file, and the rest much later."""
    half = len(content) // 2
    file.write_bytes(content[:half])
    time.sleep(BEFORE_THE_REST)
    with file.open("ab") as written:
        written.write(content[half:])


def _replaced(file: Path, content: bytes) -> None:
    """Write what is not authorised yet, and let the authorised one take its place while it may be being read."""
    _renamed(file, _signed_only(content))
    time.sleep(BEFORE_THE_REST)
    _renamed(file, content)


class DropFolder:
    """A folder of XML from which nothing is ever taken away. Safe from any thread."""

    def __init__(self, folder: Path, simulator: Simulator, seed: int) -> None:
        """Use a folder that is there; the same seed leaves the same kinds of files for the same orders."""
        self._folder = folder
        self._simulator = simulator
        self._seed = seed
        self._injector = simulator.gate.injector
        self._other_store = FiscalProgram(OTHER_STORE, simulator.issuer.uf, clock=simulator.account.clock)
        self._elsewhere = FIRST_ELSEWHERE
        self._dropped: Counter[str] = Counter()
        self._files: set[Path] = set()
        self._writing = threading.Lock()

    @property
    def count(self) -> int:
        """Give how many XML files stand there."""
        return len(self._files)

    def drop(self, xml: bytes, order_id: str) -> Path:
        """Leave an authorised document, perhaps with other files beside it, or an event; give its own file."""
        with self._writing:
            return self._leave_event(xml) if is_event(xml) else self._drop(xml, order_id)

    def _drop(self, xml: bytes, order_id: str) -> Path:
        if self._injector.strikes("folder", ("share", "")):
            self._vanish()
        self._dropped[order_id] += 1
        random = Random(f"{self._seed} {order_id} {self._dropped[order_id]}")  # noqa: S311 (repeatable, not secret)
        for leave in (self._leave_unauthorised, self._leave_question, self._leave_another_sale):
            if random.random() < COMPANY:
                leave(xml, random)
        file = self._put(xml, self._way(order_id, random))
        if random.random() < COMPANY:
            self._put(xml, subfolder="copia")
        return file

    def leave_remains(self) -> None:
        """Leave what lies there from before: a sale that VTEX knows nothing of, and a file that was cut long ago."""
        random = Random(self._seed)  # noqa: S311 (repeatable, not secret)
        self._put(self._another_sale(random))
        whole = self._another_sale(random)
        cut = self._put(whole[: len(whole) // 2])
        long_ago = time.time() - LONG_AGO
        os.utime(cut, (long_ago, long_ago))

    def cancel(self, xml: bytes) -> None:
        """Leave the event that cancels a document."""
        self._leave_event(self._simulator.fiscal_program.cancel(key_of(xml)))

    def _leave_event(self, event: bytes) -> Path:
        key = key_of(event)
        file = self._folder / _month(key) / f"110111-{key}-procEventoNFe.xml"
        self._write(file, event)
        return file

    def _way(self, order_id: str, random: Random) -> Write:
        place = (order_id, "drop")
        if self._injector.strikes("folder", place):
            return (_cut, _replaced)[self._injector.choose(2, "folder", place)]
        return random.choices((_renamed, _in_pieces, Path.write_bytes), (6, 3, 1))[0]

    def _leave_unauthorised(self, xml: bytes, _: Random) -> None:
        key = key_of(xml)
        self._write(self._folder / _month(key) / f"{key}-nfe.xml", _signed_only(xml))

    def _leave_question(self, xml: bytes, _: Random) -> None:
        key = key_of(xml)
        asked = node("consStatServ", *texts(tpAmb="2", cUF=key[:2], xServ="STATUS"), versao="4.00")
        self._write(self._folder / _month(key) / f"{key[25:34]}-ped-sta.xml", etree.tostring(asked))

    def _leave_another_sale(self, _: bytes, random: Random) -> None:
        """Leave a sale that VTEX knows nothing of, of this store or another one."""
        self._put(self._another_sale(random))

    def _another_sale(self, random: Random) -> bytes:
        self._elsewhere += 1
        account, clock = self._simulator.account.name, self._simulator.account.clock
        issuer = Issuer(OTHER_STORE, self._simulator.issuer.uf)
        sale = STORIES[ANOTHER_SALE](Setting(account, issuer, self._elsewhere, random, clock()))
        program = random.choice((self._simulator.fiscal_program, self._other_store))
        (press,) = sale.presses
        items = [{"itemIndex": index, "quantity": units} for index, units in press.items]
        return program.issue(sale.order, items, press.expected_value, sale.model)

    def _put(self, xml: bytes, way: Write = _renamed, subfolder: str = "") -> Path:
        key = key_of(xml)
        file = self._folder / subfolder / _month(key) / f"{key}-procNFe.xml"
        self._write(file, xml, way)
        return file

    def _write(self, file: Path, content: bytes, way: Write = _renamed) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        way(file, content)
        self._files.add(file)

    def _vanish(self) -> None:
        """Be away for a while, as a share is whose machine starts again."""
        away = self._folder.with_name(f"{self._folder.name}-away")
        try:
            self._folder.rename(away)
        except OSError:  # Windows lets nobody rename a folder that somebody watches
            return
        time.sleep(AWAY)
        away.rename(self._folder)
