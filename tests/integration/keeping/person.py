"""Somebody who does not exist, and everything that a desk may know of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.filing import FileRead, Stamp
from desktop_invoicer.domain.journal import RAW, Entry, Step, TimelineEntry
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.order import Address, Payment
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter, Settlement
from desktop_invoicer.domain.workflow import Job, Stage
from desktop_invoicer.persistence.files import FileTable
from tests.builders import (
    a_buyer,
    a_content,
    a_document,
    a_notification,
    a_paper,
    an_invoice,
    an_item,
    an_order,
)
from tests.past import Past

NAME = "Xqzwybert Vrkjunior"
CPF = "52998224725"
STREET = "Rua Zkwqxmb"
EMAIL = "xqzwy@kvwjq.example"
PHONE = "21987650123"
CARD = "9317"
WORDS = "Wqkxandra said so"
EVERYTHING = (NAME, "Xqzwybert", CPF, CPF[:9], STREET, EMAIL, PHONE, WORDS, "Wqkxandra")

RAW_ORDER = (
    f'{{"clientProfileData": {{"email": "{EMAIL}", "phone": "{PHONE}", "document": "{CPF}", "name": "{NAME}"}}}}'
)
XML = f"<nfeProc><dest><CPF>{CPF}</CPF><xNome>{NAME}</xNome><xLgr>{STREET}</xLgr></dest></nfeProc>" * 40


def loaded(past: Past, at: datetime, number: int | None = None) -> Job:
    """Let this person buy something, and read everything about it twice: it is written over what was there."""
    job = past.asked(at, number)
    for words in ("before", "now"):
        order = an_order(order_id=job.order_id, buyer=a_buyer(name=NAME, tax_id=CPF))
        lines = tuple(replace(line, address=Address(NAME, STREET, "12", city="Rio")) for line in order.lines)
        payments = (Payment("credit card", Cents(9990), last_digits=CARD),)
        notices = (Problem(ProblemCode.OBSERVATION_UNREADABLE, {"observation": f"for {NAME}"}),)
        order = replace(order, lines=lines, payments=payments, notices=notices)
        content = a_content(order, a_notification(order_id=job.order_id, observation=f"call {PHONE}, {NAME}"))
        content = replace(content, raw_order=RAW_ORDER * 40, raw_notification=f"{words} {NAME} {EMAIL}")
        told = replace(
            job.advanced(Stage.LOADED, at), operation=Operation.SALE, value=Cents(9990), buyer="Xqzwybert V. ••25"
        )
        job = past.journal.apply(Step(told, TimelineEntry(at, Entry.LOADED, {RAW: RAW_ORDER}), content=content))
        if words == "before":
            again = TimelineEntry(at, Entry.HELD, {"problem": "vtex_refused", "words": WORDS, "status": 400})
            job = past.journal.apply(Step(job.advanced(Stage.RECEIVED, at), again))
    return job


def closed(past: Past, at: datetime, number: int | None = None) -> Job:
    """Let this person buy something, and invoice it."""
    job = loaded(past, at, number)
    paper = a_personal_paper(job.id)
    told = replace(job.advanced(Stage.DOCUMENTED, at), document=paper.document)
    job = past.journal.apply(Step(told, TimelineEntry(at, Entry.DOCUMENT_ATTACHED, {"key": "k"}), attachment=paper))
    word = Settlement(Matter.OPERATION, "ana", at, {"observation": WORDS, "value": 9990})
    settled = TimelineEntry(at, Entry.SETTLED, {"operator": "ana", "matter": "operation", "observation": WORDS})
    job = past.journal.apply(Step(job.held(None, at), settled, settlement=word))
    invoice = an_invoice(number=str(job.id), key=paper.document.key.text, url=paper.document.url)
    return past.closed(past.posted(past.posting(job, at, invoice), at), at)


def a_personal_paper(number: int) -> Paper:
    """Make the document of a sale to this person."""
    document = a_document(nnf=number)
    document = replace(document, url=f"https://www.nfce.fazenda.rj.gov.br/consulta?p={document.key}|3|1|CPF|{CPF}")
    paper = a_paper(
        document, buyer=CPF, order_texts=[f"for {NAME}, {STREET}, CPF {CPF}, {PHONE}"], items=[an_item(order_text=NAME)]
    )
    return replace(paper, xml=XML.encode())


def found(files: FileTable, at: datetime, name: str, paper: Paper | None = None, orders: tuple[str, ...] = ()) -> None:
    """Find the document of a sale to this person in a watched folder; without a paper it cannot be read."""
    problem = None if paper else Problem(ProblemCode.ORDER_UNREADABLE, {"reason": NAME})
    if paper is not None and paper.content is not None and orders:
        paper = replace(paper, content=replace(paper.content, order_texts=(*paper.content.order_texts, *orders)))
    files.note([FileRead(f"/srv/xml/{name}", Stamp(1, 1), paper, problem)], at)


OLD = timedelta(days=91)
