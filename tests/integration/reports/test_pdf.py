"""The PDF, read back: its text, its pages, and where things stand on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from desktop_invoicer.domain.day import DayJob
from desktop_invoicer.domain.day_report import DayReport, PaperSize
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate, money
from desktop_invoicer.messages.figures import amount
from desktop_invoicer.reports import canvas
from desktop_invoicer.reports.a4 import MARGIN
from desktop_invoicer.reports.pdf import render
from desktop_invoicer.reports.roll import MARGIN as ROLL_MARGIN
from desktop_invoicer.ui.theme.tokens import LIGHT, Tone
from tests.report_builders import MADE_AT, a_closing, a_day_job, a_day_report, some_findings

POINTS = 72 / 25.4
A4 = (210 * POINTS, 297 * POINTS)
ANY_SIZE = pytest.mark.parametrize("size", PaperSize)
BEARING = 2
"""Points by which a letter or the end of a line may reach over its place."""
HUGE = 9_876_543_210_987_654


@contextmanager
def opened(report: DayReport, size: PaperSize = PaperSize.A4) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(render(report, size))
    try:
        yield document
    finally:
        document.close()


def texts(report: DayReport, size: PaperSize = PaperSize.A4) -> list[str]:
    """Give the text of each page, each run of white space as one space."""
    with opened(report, size) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def text(report: DayReport, size: PaperSize = PaperSize.A4) -> str:
    return " ".join(texts(report, size))


def with_buyer(job: DayJob, buyer: str) -> DayJob:
    return replace(job, job=replace(job.job, buyer=buyer))


def a_stuck(number: int, problem: Problem) -> DayJob:
    """Make a job of the day that something keeps from being sent."""
    each = a_day_job(number, is_sent=True)
    job = replace(each.job, stage=Stage.LOADED, hold=Hold(HoldKind.NEEDS_PERSON, problem))
    return replace(each, job=job, sent=None, ended_at=None)


@ANY_SIZE
def test_the_figures_stand_in_it_as_text(busy_day: DayReport, size: PaperSize) -> None:
    totals = busy_day.day.totals

    read = text(busy_day, size)

    for value in (totals.invoiced.value, totals.returned.value, totals.cancelled.value, totals.net):
        assert money(value) in read


@ANY_SIZE
def test_it_says_which_day_of_which_store_and_when_it_was_made(size: PaperSize) -> None:
    read = text(a_day_report(3), size)

    for said in ("Loja Gávea", "Friday, 2026-11-20", "Desk Caixa 2", "Figures of 2026-11-20 21:50"):
        assert said in read


def test_a4_names_every_order_that_is_not_sent(busy_day: DayReport) -> None:
    read = text(busy_day)

    assert [each.job.order_id for each in busy_day.day.unsent if each.job.order_id not in read] == []


@ANY_SIZE
def test_what_is_not_sent_stands_under_its_owner(size: PaperSize) -> None:
    report = a_day_report([a_day_job(number, is_sent=False) for number in range(1, 40)])

    read = text(report, size)

    assert read.index("Manager") < read.index("VTEX refused (400)") < read.index("Clerk") < read.index("Just wait")


def test_what_many_orders_wait_for_is_told_once() -> None:
    report = a_day_report([a_day_job(number, is_sent=False) for number in range(1, 40)])

    assert text(report).count("The NFC-e of R$ … is missing.") == 1


def test_what_one_order_waits_for_is_told_with_its_amount() -> None:
    jobs = (a_day_job(number, is_sent=False) for number in range(1, 40))
    job = next(each for each in jobs if each.job.hold and "document" in each.job.hold.problem.facts)

    assert f"of {money(job.value)} is missing." in text(a_day_report([job]))


def test_the_roll_names_some_of_each_kind_and_counts_the_rest() -> None:
    sale = next(each for number in range(99) if (each := a_day_job(number, is_sent=False)).job.hold)
    jobs = [replace(sale, job=replace(sale.job, id=number)) for number in range(1, 51)]  # type: ignore[arg-type]

    assert "… and 30 more: see the A4 report." in text(a_day_report(jobs), PaperSize.ROLL_80)


def test_the_roll_names_some_kinds_and_counts_the_orders_of_the_rest() -> None:
    refusals = [Problem(ProblemCode.VTEX_REFUSED, {"words": f"words {number}"}) for number in range(1, 51)]
    jobs = [a_stuck(number, refusal) for number, refusal in enumerate(refusals)]

    told = text(a_day_report(jobs), PaperSize.ROLL_80)

    assert len(re.findall("“words [0-9]+”", told)) == 20
    assert "… and 30 more: see the A4 report." in told


def test_a_roll_that_one_piece_cannot_hold_goes_on_on_another() -> None:
    codes = {
        ProblemCode.VTEX_REFUSED: "words",
        ProblemCode.CREDENTIALS: "account",
        ProblemCode.DOCUMENT_DUE: "document",
    }
    problems = [Problem(code, {fact: f"{kind} {'W' * 190}"}) for code, fact in codes.items() for kind in range(20)]
    report = a_day_report([a_stuck(number, problems[number % 60]) for number in range(1, 1201)])

    with opened(report, PaperSize.ROLL_80) as document:
        lowest = [min(each.get_bounds()[1] for each in page.get_objects()) for page in document]

    assert len(lowest) == 2
    assert min(lowest) >= ROLL_MARGIN * POINTS - BEARING


@ANY_SIZE
def test_a_day_with_nothing_left_says_so(size: PaperSize) -> None:
    assert "Nothing is left" in text(a_day_report([a_day_job(is_sent=True)]), size)


@ANY_SIZE
def test_figures_that_do_not_add_up_are_told(size: PaperSize) -> None:
    report = a_day_report(3)
    uneven = replace(report.day, balance=replace(report.day.balance, left=99))

    assert "Every request is accounted for" in text(report, size)
    assert "These figures do not add up" in text(replace(report, day=uneven), size)


@ANY_SIZE
def test_findings_are_told_with_what_to_do_and_with_notes(size: PaperSize) -> None:
    read = text(a_day_report(3, findings=some_findings()), size)

    assert "Invoice 1024 of R$ 129.90 is in VTEX, and this desk did not send it." in read
    assert "→ Compare both." in read
    assert "Rui Lima about it: “emitida à mão pela matriz”" in read


@ANY_SIZE
def test_it_says_when_nothing_was_compared(size: PaperSize) -> None:
    assert "were not compared for this day yet." in text(a_day_report(3, findings=None), size)


@ANY_SIZE
def test_a_closed_day_says_who_signed_it_and_why(size: PaperSize) -> None:
    report = a_day_report(60)

    read = text(replace(report, closing=a_closing(report, reason="falta o XML")), size)

    assert "Signed off by Rui Lima, 2026-11-20 21:55." in read
    assert "“falta o XML”" in read


@ANY_SIZE
def test_a_reopened_day_says_what_is_not_as_it_was_signed(size: PaperSize) -> None:
    jobs = [a_day_job(1, is_sent=True), a_day_job(2, is_sent=True)]
    signed = a_closing(a_day_report(jobs[:1]), reopened_at=MADE_AT + timedelta(hours=1))
    report = a_day_report(jobs)

    read = text(replace(report, closing=signed), size)

    one, both = (a_day_report(each).day.totals.asked for each in (jobs[:1], jobs))
    assert f"Asked for: signed {money(one.value)} (1 order), now {money(both.value)} (2 orders)." in read


def test_a4_is_on_a4_and_its_pages_are_numbered(busy_day: DayReport) -> None:
    with opened(busy_day) as document:
        count = len(document)
        sizes = {page.get_size() for page in document}

    (size,) = sizes
    assert size == pytest.approx(A4, abs=0.1)
    assert count > 1
    assert [bool(re.search(rf"\b{number}/{count}\b", page)) for number, page in enumerate(texts(busy_day), 1)] == [
        True
    ] * count


def test_a_table_that_goes_on_says_again_what_its_columns_are(busy_day: DayReport) -> None:
    pages = texts(busy_day)

    assert all("Order Buyer Asked for at R$" in page for page in pages[1:] if "str-01" in page.split("Findings")[0])


def test_the_roll_is_one_piece_as_long_as_its_content(busy_day: DayReport) -> None:
    lengths = []
    for report in (a_day_report(0), busy_day):
        with opened(report, PaperSize.ROLL_80) as document:
            (page,) = document
            width, length = page.get_size()
            lowest = min(each.get_bounds()[1] for each in page.get_objects())
        assert width == pytest.approx(80 * POINTS, abs=0.1)
        assert lowest == pytest.approx(ROLL_MARGIN * POINTS, abs=3)
        lengths.append(length)

    assert lengths[0] < lengths[1]


@pytest.mark.parametrize(("size", "margin"), [(PaperSize.A4, MARGIN), (PaperSize.ROLL_80, ROLL_MARGIN)])
def test_nothing_stands_in_the_margins(size: PaperSize, margin: float) -> None:
    nasty = [
        replace(each, job=replace(each.job, buyer="W" * 200, value=Cents(HUGE), order_id="v" * 200))  # type: ignore[arg-type]
        for each in (a_day_job(number, is_sent=number % 2 == 0) for number in range(1, 30))
    ]
    report = a_day_report(nasty, store="Loja 店 🛍️ " * 12, findings=some_findings())

    with opened(report, size) as document:
        for page in document:
            left, bottom, right, top = page.get_mediabox()
            bounds = [each.get_bounds() for each in page.get_objects()]
            edge = margin * POINTS - BEARING
            assert min(each[0] for each in bounds) >= left + edge
            assert min(each[1] for each in bounds) >= bottom + edge
            assert max(each[2] for each in bounds) <= right - edge
            assert max(each[3] for each in bounds) <= top - edge


def a_huge(number: int, operation: Operation, *, is_sent: bool) -> DayJob:
    """Make a job of more money than there is."""
    each = a_day_job(number, is_sent=is_sent)
    job = replace(each.job, operation=operation, value=Cents(HUGE))
    return replace(each, job=job, freight=Cents(HUGE), sent=each.sent and replace(each.sent, value=Cents(HUGE)))


@ANY_SIZE
def test_no_amount_is_ever_cut(size: PaperSize) -> None:
    jobs = [
        a_huge(1, Operation.SALE, is_sent=True),
        a_huge(2, Operation.RETURN, is_sent=True),
        a_huge(3, Operation.SALE, is_sent=False),
    ]

    read = text(a_day_report(jobs, store="Loja " * 30), size)

    assert read.count(amount(HUGE)) >= 7
    assert not re.search(r"\d…", read)


@ANY_SIZE
def test_letters_that_the_font_lacks_are_shown_as_boxes(size: PaperSize) -> None:
    report = a_day_report([with_buyer(a_day_job(is_sent=False), "李 🛍️ مرحبا")], store="Ana 李 Ltda")

    assert "Ana □ Ltda" in text(report, size)


def test_accents_that_come_apart_are_put_together() -> None:
    assert "Loja São João" in text(a_day_report(0, store="Loja Sa\u0303o Joa\u0303o"))


@ANY_SIZE
def test_it_has_a_title_and_a_language_for_who_listens_to_it(size: PaperSize) -> None:
    activate(Language.PT_BR)

    content = render(a_day_report(0), size)

    with opened(a_day_report(0), size) as document:
        assert "Loja Gávea" in document.get_metadata_value("Title")
    assert b"/Lang (pt-BR)" in content
    assert b"/DisplayDocTitle true" in content


def test_the_same_report_is_the_same_file() -> None:
    assert render(a_day_report(20)) == render(a_day_report(20))


def test_a_report_of_a_busy_day_is_small(busy_day: DayReport) -> None:
    assert all(len(render(busy_day, size)) < 100_000 for size in PaperSize)


def test_paper_has_the_colours_of_the_window() -> None:
    drawn = [canvas.INK, canvas.MUTED, canvas.HAIRLINE, canvas.BRAND, canvas.ALARM]

    assert drawn == [LIGHT.ink, LIGHT.muted, LIGHT.line, LIGHT.brand.ground, LIGHT.tones[Tone.ERROR].ink]
