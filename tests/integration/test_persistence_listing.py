"""Pages of jobs: what a filter shows, what a search finds, and at what cost."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from desktop_invoicer.domain.decision import DocumentModel
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.journal import Content, Entry, Step, TimelineEntry
from desktop_invoicer.domain.listing import MOST_COUNTED, JobFilter, JobQuery, JobSort, Section, masked_buyer
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.order import Buyer, Channel, Order
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, JobId, Stage
from desktop_invoicer.persistence import search
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.jobs import JobJournal
from tests.builders import (
    BUYER_CNPJ,
    CPF,
    NOW,
    a_buyer,
    a_call,
    a_decision,
    a_document,
    a_draft,
    a_line,
    a_notification,
    an_order,
)
from tests.plans import plan, statements, whole_tables

DUE = Problem(ProblemCode.DOCUMENT_DUE)
WAITING = Hold(HoldKind.WAITING_FOR_DOCUMENT, DUE)
ASKING = Hold(HoldKind.NEEDS_PERSON, DUE)
PAUSED = Hold(HoldKind.ACCOUNT_PAUSED, DUE)
LATER = Hold(HoldKind.RETRY_AT, DUE, NOW)
MARIA = a_buyer(name="Maria José Conceição")


def received(journal: JobJournal, number: int = 1) -> Job:
    """Take in a notification of an order of its own."""
    call = a_call(order_id=f"v{70530000 + number}Str-01", notification_id=f"5f3c2a9d{number:04}")
    return journal.record(call, NOW, "receiver")[0]


def loaded(journal: JobJournal, number: int = 1, order: Order | None = None, **changes: object) -> Job:
    """Take in a job and load it."""
    job = received(journal, number)
    order = replace(an_order() if order is None else order, order_id=job.order_id)
    content = Content(
        notification=a_notification(order_id=job.order_id),
        reading=Reading(Operation.SALE),
        order=order,
        draft=a_draft(),
        decision=a_decision(),
        ncms={},
        raw_notification="{}",
        raw_order="{}",
    )
    values: dict[str, Any] = {
        "operation": Operation.SALE,
        "channel": Channel.PICKUP,
        "units": 1,
        "value": Cents(9990),
        "buyer": masked_buyer(order.buyer),
        "due": DocumentModel.NFCE,
    }
    job = replace(job.advanced(Stage.LOADED, NOW, WAITING), **{**values, **changes})
    return journal.apply(Step(job, TimelineEntry(NOW, Entry.LOADED), content=content))


def attached(journal: JobJournal, job: Job, document: Document) -> Job:
    """Give a job its document."""
    job = replace(job.advanced(Stage.DOCUMENTED, NOW), document=document)
    entry = TimelineEntry(NOW, Entry.DOCUMENT_ATTACHED)
    return journal.apply(Step(job, entry, attachment=Paper(document)))


def dismissed(journal: JobJournal, job: Job) -> Job:
    """End a job."""
    entry = TimelineEntry(NOW, Entry.DISMISSED)
    return journal.apply(Step(job.advanced(Stage.DISMISSED, NOW), entry, releases_document=True))


def shown(journal: JobJournal, query: JobQuery) -> list[JobId]:
    """Give the ids on the first page of a list."""
    return [job.id for job in journal.page(query, 0, 100).jobs]


def found(journal: JobJournal, text: str, section: Section = Section.OPEN) -> list[JobId]:
    """Give the ids that a search finds."""
    return shown(journal, JobQuery(section, search=text))


# pages


def test_the_open_jobs_are_listed_as_they_arrived_and_as_they_are(journal: JobJournal) -> None:
    jobs = [loaded(journal, 1), received(journal, 2), attached(journal, loaded(journal, 3), a_document())]
    dismissed(journal, loaded(journal, 4))

    assert list(journal.page(JobQuery(), 0, 10).jobs) == jobs
    assert list(journal.page(JobQuery(descending=True), 0, 10).jobs) == jobs[::-1]


def test_ended_jobs_have_a_section_of_their_own(journal: JobJournal) -> None:
    loaded(journal, 1)
    ended = dismissed(journal, loaded(journal, 2))

    assert shown(journal, JobQuery(Section.ENDED)) == [ended.id]


def test_pages_follow_each_other_and_the_last_one_says_so(journal: JobJournal) -> None:
    jobs = [received(journal, number) for number in range(5)]
    first, last = journal.page(JobQuery(), 0, 3), journal.page(JobQuery(), 3, 2)

    assert first.jobs + last.jobs == tuple(jobs)
    assert (first.has_more, last.has_more) == (True, False)


def test_a_list_of_nothing_is_a_page(journal: JobJournal) -> None:
    page = journal.page(JobQuery(), 0, 10)

    assert (page.jobs, page.has_more) == ((), False)


ALL_KINDS: list[dict[str, Any]] = [
    {},
    {"channel": Channel.DELIVERY, "hold": ASKING},
    {"operation": Operation.RETURN, "hold": ASKING, "attempts": 2},
    {"operation": Operation.CANCELLATION, "hold": PAUSED},
    {"operation": Operation.STORE_RETURN, "channel": Channel.DELIVERY, "hold": LATER, "attempts": 1},
    {"hold": None, "attempts": 3},
    {"operation": None, "channel": None, "value": None, "hold": LATER},
]


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("wanted", JobFilter)
def test_a_filter_shows_and_counts_what_the_query_accepts(
    journal: JobJournal, section: Section, wanted: JobFilter
) -> None:
    jobs = [loaded(journal, number, **kind) for number, kind in enumerate(ALL_KINDS)]
    jobs += [dismissed(journal, loaded(journal, 20 + number, **kind)) for number, kind in enumerate(ALL_KINDS)]
    query = JobQuery(section, wanted)
    accepted = [job.id for job in jobs if query.accepts(job)]

    assert shown(journal, query) == accepted
    assert journal.counts(section, "")[wanted] == len(accepted)
    assert journal.counts(section, "camiseta")[wanted] == len(accepted)
    assert shown(journal, replace(query, search="camiseta")) == accepted


def test_counting_stops(journal: JobJournal) -> None:
    for number in range(MOST_COUNTED + 2):
        received(journal, number)

    assert journal.counts(Section.OPEN, "")[JobFilter.ALL] == MOST_COUNTED
    assert journal.counts(Section.OPEN, "v7053")[JobFilter.ALL] <= MOST_COUNTED
    assert journal.count_open() == MOST_COUNTED


def test_what_is_still_to_do_is_counted(journal: JobJournal) -> None:
    received(journal, 1)
    dismissed(journal, loaded(journal, 2))

    assert journal.count_open() == 1


@pytest.mark.parametrize(
    ("sort", "less", "more"),
    [
        (JobSort.ORDER, {}, {}),
        (JobSort.BUYER, {"buyer": "ana"}, {"buyer": "Bia"}),
        (JobSort.CHANNEL, {"channel": Channel.DELIVERY}, {"channel": Channel.PICKUP}),
        (JobSort.DUE, {"due": DocumentModel.NFE}, {"due": DocumentModel.NFCE}),
        (JobSort.UNITS, {"units": 9}, {"units": 10}),
        (JobSort.VALUE, {"value": Cents(900)}, {"value": Cents(1000)}),
        (JobSort.OPERATOR, {"operator": "ana"}, {"operator": "Bia"}),
    ],
)
def test_a_list_is_sorted_by_what_is_chosen(
    journal: JobJournal, sort: JobSort, less: dict[str, Any], more: dict[str, Any]
) -> None:
    second = loaded(journal, 7, **more)
    third = loaded(journal, 8, **more)
    first = loaded(journal, 3, **less)

    assert shown(journal, JobQuery(sort=sort)) == [first.id, second.id, third.id]
    assert shown(journal, JobQuery(sort=sort, descending=True))[-1] == first.id


def test_by_state_a_list_follows_the_stages(journal: JobJournal) -> None:
    documented = attached(journal, loaded(journal, 1), a_document())
    waiting = loaded(journal, 2)
    asking = loaded(journal, 3, hold=ASKING)
    new = received(journal, 4)

    assert shown(journal, JobQuery(sort=JobSort.STATE)) == [new.id, asking.id, waiting.id, documented.id]


def test_jobs_that_are_alike_follow_each_other_as_they_arrived(journal: JobJournal) -> None:
    jobs = [loaded(journal, number).id for number in (3, 1, 2)]

    assert shown(journal, JobQuery(sort=JobSort.VALUE, descending=True)) == jobs


# search


@pytest.mark.parametrize(
    "text",
    [
        "v70530042Str-01",
        "V70530042STR-01",
        "70530042",
        "530042",
        "0042str",
        "5f3c2a9d0042",
        "maria",
        "conceicao",
        "CONCEIÇÃO",
        "cei jose",
        "maria j",
        "000.000.001-91",
        CPF,
        "camiseta básica",
        "basic",
        "SKU-77",
        "7891234567895",
        "123,45",
        "R$ 123,45",
        "r$123,45",
        "502556",
        "MKT-9",
        "maria 70530042 123,45",
    ],
)
def test_a_job_is_found_by_anything_that_people_know_of_it(journal: JobJournal, text: str) -> None:
    other = an_order(lines=[a_line(sku="9", name="Vestido")], buyer=a_buyer(name="Zoé", tax_id=""), sequence="1")
    line = a_line(sku="SKU-77", ean="7891234567895", name="Camiseta Básica P")
    order = an_order(lines=[line], buyer=MARIA, marketplace_order_id="MKT-9", sequence="502556")
    loaded(journal, 1, other, value=Cents(700))
    wanted = loaded(journal, 42, order, value=Cents(12345))
    loaded(journal, 3, other, value=Cents(700))

    assert found(journal, text) == [wanted.id]


@pytest.mark.parametrize("text", ["1234,56", "1.234,56", "R$1.234,56", "R$ 1.234,56"])
def test_a_value_is_found_as_people_write_it(journal: JobJournal, text: str) -> None:
    loaded(journal, 1)
    wanted = loaded(journal, 2, value=Cents(123456))

    assert found(journal, text) == [wanted.id]


@pytest.mark.parametrize("text", ["4711", "004711", "{key}", "NFe{key}", "{key} maria", "4711 tes"])
def test_a_job_is_found_by_its_document(journal: JobJournal, text: str) -> None:
    document = a_document(nnf=4711)
    attached(journal, loaded(journal, 1), a_document(nnf=12))
    wanted = attached(journal, loaded(journal, 2), document)

    assert found(journal, text.format(key=document.key.text)) == [wanted.id]


def test_a_cpf_that_begins_with_noughts_is_no_number(journal: JobJournal) -> None:
    wanted = loaded(journal, 1)
    attached(journal, loaded(journal, 2, an_order(buyer=a_buyer(tax_id=""))), a_document(nnf=int(CPF)))

    assert found(journal, CPF) == [wanted.id]


def test_a_document_that_was_taken_away_finds_nothing(journal: JobJournal) -> None:
    document = a_document(nnf=4711)
    dismissed(journal, attached(journal, loaded(journal, 1), document))

    assert found(journal, document.key.text, Section.ENDED) == []


def test_a_company_is_found_by_its_cnpj_with_or_without_mask(journal: JobJournal) -> None:
    wanted = loaded(journal, 1, an_order(buyer=Buyer("Loja Teste Ltda", BUYER_CNPJ, is_company=True)))

    assert found(journal, BUYER_CNPJ) == [wanted.id]
    assert found(journal, "99.999.999/0001-91") == [wanted.id]


def test_a_job_is_found_by_its_number(journal: JobJournal) -> None:
    received(journal, 5)
    wanted = received(journal, 6)

    assert found(journal, str(wanted.id)) == [wanted.id]


@pytest.mark.parametrize("text", ["v70530042Str-01", "v7053004", "70530042", "v"])
def test_a_job_that_is_not_loaded_is_found_by_the_beginning_of_its_order_id(journal: JobJournal, text: str) -> None:
    wanted = received(journal, 42)

    assert found(journal, text) == [wanted.id]


@pytest.mark.parametrize("text", ["maria vestido", "70530001 999,99", "v70530001 v70530002", "ma", "a b"])
def test_all_words_must_fit(journal: JobJournal, text: str) -> None:
    loaded(journal, 1)
    loaded(journal, 2)

    assert found(journal, text) == []


def test_a_job_that_ends_is_found_among_the_ended_ones_only(journal: JobJournal) -> None:
    ended = dismissed(journal, loaded(journal, 1))
    still_open = loaded(journal, 2)

    assert found(journal, "maria") == [still_open.id]
    assert found(journal, "maria", Section.ENDED) == [ended.id]
    assert found(journal, ended.order_id) == []


def test_a_job_is_found_by_what_was_loaded_last(journal: JobJournal) -> None:
    job = loaded(journal, 1)
    again = journal.apply(Step(job.advanced(Stage.RECEIVED, NOW), TimelineEntry(NOW, Entry.RETRIED)))
    content = journal.content(job.id)
    assert content is not None
    changed = replace(content, order=an_order(buyer=a_buyer(name="Zoé")))
    entry = TimelineEntry(NOW, Entry.LOADED)
    journal.apply(Step(again.advanced(Stage.LOADED, NOW, WAITING), entry, content=changed))

    assert found(journal, "maria") == []
    assert found(journal, "zoe") == [job.id]


def test_a_search_gives_the_newest_of_too_many(journal: JobJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_FOUND", 2)
    jobs = [loaded(journal, number).id for number in range(4)]

    assert found(journal, "maria") == jobs[2:]


@pytest.mark.parametrize(
    "text",
    [
        *('"', '""', "'", "*", "^", "(", "\0", "\0\0\0 a", "\ud800", "é", "R$", "R$ ", "-", "--", "😀", "😀😀😀"),
        *('a"b"c', "NEAR(maria", "maria OR 1", "words:maria", "NOT maria", "maria*", "'; DROP TABLE jobs; --", "%_%"),
        *("9" * 30, "9" * 44, "9" * 18, "1,00", "9" * 12 + ",99", "9" * 40 + ",99", "x" * 100_000, "a " * 50_000),
        *("²²²", "٣٣٣,٣٣", "٣"),
    ],
)
@pytest.mark.parametrize("section", Section)
def test_nothing_that_can_be_typed_is_an_error(journal: JobJournal, section: Section, text: str) -> None:
    loaded(journal, 1)

    assert found(journal, text, section) == []
    assert set(journal.counts(section, text).values()) == {0}


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_a_search_for_nothing_finds_everything(journal: JobJournal, text: str) -> None:
    job = loaded(journal, 1)

    assert found(journal, text) == [job.id]
    assert journal.counts(Section.OPEN, text)[JobFilter.ALL] == 1


# cost


@pytest.mark.parametrize("section", Section)
@pytest.mark.parametrize("wanted", JobFilter)
@pytest.mark.parametrize("query", [JobQuery(), JobQuery(descending=True)])
def test_a_page_of_any_filter_is_read_from_an_index_in_its_order(
    journal: JobJournal, database: Database, section: Section, wanted: JobFilter, query: JobQuery
) -> None:
    with statements() as seen:
        journal.page(replace(query, section=section, filter=wanted), 0, 50)
    steps = plan(database, seen[:1])

    assert len(steps) == 1
    assert re.match(r"SEARCH jobs USING (COVERING )?INDEX", steps[0])
    assert whole_tables(plan(database, seen)) == []


def test_each_count_has_its_index(journal: JobJournal, database: Database) -> None:
    with statements() as seen:
        journal.counts(Section.OPEN, "")
        journal.count_open()
    steps = [step for step in plan(database, seen) if " jobs" in step]

    assert len(steps) == len(JobFilter) + 1
    assert all(step.startswith("SEARCH jobs USING") for step in steps)


@pytest.mark.parametrize("text", ["v70530001Str-01", "0530", "maria jose", "12,34", "4711", "1" * 44, "maria 7"])
@pytest.mark.parametrize("section", Section)
def test_a_search_never_looks_at_every_job(
    journal: JobJournal, database: Database, section: Section, text: str
) -> None:
    loaded(journal, 7)
    with statements() as seen:
        journal.page(JobQuery(section, search=text), 0, 50)
        journal.counts(section, text)

    assert whole_tables(plan(database, seen)) == []
