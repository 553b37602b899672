"""A thousand files of the fiscal program, read and compared with the job that waits for them.

Against nfelib's parsing alone, with one parser kept for all files: its usual ``from_xml`` makes a new one each time.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from nfelib.nfe.bindings.v4_0.proc_nfe_v4_00 import NfeProc
from xsdata.formats.dataclass.parsers import XmlParser

from desktop_invoicer.domain.content_fit import check_content
from desktop_invoicer.domain.fit import check_document, check_draft, check_use, is_plain
from desktop_invoicer.domain.journal import Content
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.simulator.fiscal_program import FiscalProgram
from tests.benchmarks.comparison import Comparison, Target, in_turn
from tests.builders import a_content, a_notification, a_store, everything_of
from tests.vtex_payloads import an_item, an_order_body, read_order

FILES = 1_000
ITEMS = 5
PRICE = 9990
STORE = a_store(environment=Environment.HOMOLOGATION)
NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)


def compare() -> Iterator[Comparison]:
    """Read in both ways in turn."""
    body = an_order_body([an_item(id=str(101 + index)) for index in range(ITEMS)], value=ITEMS * PRICE)
    order = read_order(body)
    content = a_content(order, a_notification(units=everything_of(order)))
    with tempfile.TemporaryDirectory() as folder:
        program = FiscalProgram(STORE.cnpj, STORE.uf, clock=lambda: NOW)
        asked = [{"itemIndex": index, "quantity": 1} for index in range(ITEMS)]
        paths = [Path(folder, f"{number}.xml") for number in range(FILES)]
        for path in paths:
            path.write_bytes(program.issue(body, asked, content.draft.value, content.decision.model.value))
        pairs = in_turn(lambda: _read_and_checked(paths, content), lambda: _parsed(paths))
    yield Comparison("1000-documents", Target(0.5, is_least=False), ("{:.2f} s", "nfelib's parsing {:.2f} s"), pairs)


def _read_and_checked(paths: Sequence[Path], content: Content) -> float:
    begin = time.perf_counter()
    for path in paths:
        paper = read_paper(path.read_bytes())
        checks = (
            *check_draft(content.draft),
            *check_document(paper.document, content.draft, content.decision, STORE),
            *check_content(paper, content, STORE, NOW),
            *check_use(paper.document, content.order, None),
        )
        if not is_plain(checks):
            raise AssertionError(checks)
    return time.perf_counter() - begin


def _parsed(paths: Sequence[Path]) -> float:
    parser = XmlParser()
    begin = time.perf_counter()
    for path in paths:
        parser.from_bytes(path.read_bytes(), NfeProc)
    return time.perf_counter() - begin
