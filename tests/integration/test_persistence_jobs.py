"""The journal: what must never happen twice is refused by the database itself, and a step is written whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.journal import (
    Content,
    Effect,
    EffectKind,
    Entry,
    NcmSource,
    Outcome,
    Step,
    TimelineEntry,
)
from desktop_invoicer.domain.journal import Ncm as NcmValue
from desktop_invoicer.domain.notification import Operation, OrderId
from desktop_invoicer.domain.observation import Reading
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.settlement import Matter, Settlement
from desktop_invoicer.domain.workflow import Hold, HoldKind, Job, Stage
from desktop_invoicer.persistence.database import Database
from desktop_invoicer.persistence.jobs import JobJournal
from desktop_invoicer.persistence.watches import KEEP, WatchTable
from tests.builders import (
    ACCOUNT,
    NOW,
    ORDER_ID,
    OTHER_ACCOUNT,
    a_call,
    a_cancellation,
    a_decision,
    a_document,
    a_draft,
    a_key,
    a_notification,
    an_invoice,
    an_order,
)

CONTENT = Content(
    notification=a_notification(),
    reading=Reading(Operation.SALE),
    order=an_order(),
    draft=a_draft(),
    decision=a_decision(),
    ncms={0: NcmValue("61091000", NcmSource.TAX_CODE)},
    raw_notification="{}",
    raw_order="{}",
)
DUE = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE))
POST = Effect(EffectKind.POST_INVOICE, NOW, an_invoice())


def entry(kind: Entry = Entry.LOADED) -> TimelineEntry:
    return TimelineEntry(NOW, kind, {"text": "é", "number": 1})


def sold(journal: JobJournal, number: int, operation: Operation, order_id: str = ORDER_ID) -> Job:
    """Give a job that has its document."""
    job = replace(received(journal, number, order_id).advanced(Stage.LOADED, NOW), operation=operation)
    paper = Paper(a_document(nnf=1000 + number), b"<nfeProc/>")
    return journal.apply(Step(job, entry(), attachment=paper))


def received(journal: JobJournal, number: int = 1, order_id: str = ORDER_ID) -> Job:
    return journal.record(a_call(order_id=order_id, notification_id=f"n{number}"), NOW, "test")[0]


def loaded(journal: JobJournal, number: int = 1, order_id: str = ORDER_ID) -> Job:
    job = received(journal, number, order_id)
    return journal.apply(Step(job.advanced(Stage.LOADED, NOW, DUE), entry(), content=CONTENT))


def documented(journal: JobJournal, number: int = 1) -> Job:
    document = a_document(nnf=number)
    job = replace(loaded(journal, number).advanced(Stage.DOCUMENTED, NOW), document=document, confirmed_by="ana")
    return journal.apply(Step(job, entry(Entry.DOCUMENT_ATTACHED), attachment=Paper(document, b"<xml/>")))


def posting(journal: JobJournal, number: int = 1) -> Job:
    job = documented(journal, number).held(None, NOW)
    return journal.apply(Step(job, entry(Entry.POST_BEGUN), began=POST))


# the database itself says no

VIOLATIONS = {
    "one job a notification": "INSERT INTO jobs (account, order_id, notification_id, callback_url, received_at,"
    " updated_at, stage, version, attempts, confirmed_by, units) SELECT account, order_id, notification_id, '', '', '',"
    " 'received', 1, 0, '', 0 FROM jobs",
    "one job a document": "INSERT INTO documents (job_id, kind, access_key, document, attached_at)"
    " SELECT 2, kind, access_key, document, attached_at FROM documents",
    "one document a job": "INSERT INTO documents (job_id, kind, access_key, document, attached_at)"
    " SELECT job_id, kind, 'another', document, attached_at FROM documents",
    "one open effect a job": "INSERT INTO effects (job_id, kind, begun_at) VALUES (1, 'delete_notification', '')",
    "no effect without a job": "INSERT INTO effects (job_id, kind, begun_at) VALUES (99, 'post_invoice', '')",
}


@pytest.mark.parametrize("sql", VIOLATIONS.values(), ids=VIOLATIONS.keys())
def test_what_must_not_happen_twice_is_refused_by_the_database(
    journal: JobJournal, database: Database, sql: str
) -> None:
    posting(journal)
    received(journal, 2)

    with pytest.raises(errors.StorageError, match="constraint failed"), database.writing() as connection:
        connection.execute(text(sql))


def test_a_job_has_one_successful_post_for_ever(journal: JobJournal, database: Database) -> None:
    job = posting(journal)
    journal.apply(Step(job.advanced(Stage.SUBMITTED, NOW), entry(Entry.POST_CONFIRMED), ended=Outcome.DONE))
    again = "INSERT INTO effects (job_id, kind, begun_at, outcome) VALUES (1, 'post_invoice', '', 'done')"

    with pytest.raises(errors.StorageError, match="UNIQUE"), database.writing() as connection:
        connection.execute(text(again))


def test_an_effect_that_was_not_done_may_be_tried_again(journal: JobJournal) -> None:
    job = posting(journal)
    job = journal.apply(Step(job.held(None, NOW), entry(Entry.POST_NOT_DONE), ended=Outcome.NOT_DONE))
    job = journal.apply(Step(job.held(None, NOW), entry(Entry.POST_BEGUN), began=POST))

    assert [effect.outcome for effect in journal.effects(job.id)] == [Outcome.NOT_DONE, None]
    assert [effect.ended_at for effect in journal.effects(job.id)] == [NOW, None]
    assert journal.open_effect(job.id) == POST


# a step is written whole or not at all


def everything(journal: JobJournal, job: Job) -> tuple[object, ...]:
    return (
        journal.job(job.id),
        journal.content(job.id),
        journal.effects(job.id),
        journal.timeline(job.id),
        journal.document_owner(a_document(nnf=1)),
    )


def test_a_step_that_fails_in_the_middle_writes_nothing(journal: JobJournal) -> None:
    job = posting(journal)
    before = everything(journal, job)
    step = Step(
        job.held(None, NOW), entry(), content=replace(CONTENT, raw_order="new"), releases_document=True, began=POST
    )

    with pytest.raises(errors.StorageError):
        journal.apply(step)

    assert everything(journal, job) == before


def test_a_step_from_an_old_version_writes_nothing(journal: JobJournal) -> None:
    old = loaded(journal)
    journal.apply(Step(old.held(None, NOW), entry()))
    before = everything(journal, old)

    with pytest.raises(errors.StaleJobError):
        journal.apply(Step(old.advanced(Stage.DISMISSED, NOW), entry(Entry.DISMISSED)))

    assert everything(journal, old) == before


def test_a_document_in_use_writes_nothing_and_names_its_job(journal: JobJournal) -> None:
    first = documented(journal)
    second = loaded(journal, 2)
    before = everything(journal, second)
    taken = replace(second.advanced(Stage.DOCUMENTED, NOW), document=first.document)

    with pytest.raises(errors.DocumentUsedError) as caught:
        journal.apply(Step(taken, entry(), attachment=Paper(a_document(nnf=1))))

    assert caught.value.job == str(first.id)
    assert everything(journal, second) == before


def test_a_second_document_of_a_job_is_refused_unless_the_first_is_released(journal: JobJournal) -> None:
    job = documented(journal)
    other = Paper(a_document(nnf=9))

    with pytest.raises(errors.DocumentUsedError):
        journal.apply(Step(job.held(None, NOW), entry(), attachment=other))
    journal.apply(Step(job.held(None, NOW), entry(), attachment=other, releases_document=True))

    stored = journal.job(job.id)
    assert stored is not None
    assert stored.document == other.document
    assert journal.document_owner(a_document(nnf=1)) is None


def test_everything_of_a_job_comes_back_as_it_was_written(journal: JobJournal) -> None:
    job = posting(journal)

    assert journal.job(job.id) == replace(job, document=a_document(nnf=1))
    assert journal.content(job.id) == CONTENT
    assert journal.effects(job.id) == (POST,)
    assert journal.timeline(job.id)[1] == entry()
    assert journal.document_owner(a_document(nnf=1)) == journal.job(job.id)


# reading


def test_jobs_are_found_by_account_order_and_stage(journal: JobJournal) -> None:
    here = received(journal)
    there, _ = journal.record(a_call(account=OTHER_ACCOUNT), NOW, "test")
    other = loaded(journal, 2, "v2str-01")

    assert journal.find(None, OrderId(ORDER_ID)) == (here, there)
    assert journal.find(ACCOUNT, OrderId(ORDER_ID)) == (here,)
    assert journal.jobs() == (here, there, other)
    assert journal.jobs(Stage.LOADED) == (other,)
    assert journal.job(there.id) == there


def test_only_what_nothing_holds_back_is_due(journal: JobJournal) -> None:
    free, waiting, timed, ended = (received(journal, number, f"v{number}str-01") for number in range(4))
    journal.apply(Step(waiting.advanced(Stage.LOADED, NOW, DUE), entry()))
    later = Hold(HoldKind.RETRY_AT, Problem(ProblemCode.WAITING_FOR_VTEX), NOW + timedelta(seconds=5))
    journal.apply(Step(timed.held(later, NOW), entry()))
    journal.apply(Step(ended.advanced(Stage.DISMISSED, NOW), entry()))

    assert [due.id for due in journal.due(NOW, 9)] == [free.id]
    assert [due.id for due in journal.due(NOW + timedelta(seconds=5), 9)] == [free.id, timed.id]
    assert len(journal.due(NOW + timedelta(seconds=5), 1)) == 1
    assert journal.next_due(NOW) == NOW + timedelta(seconds=5)
    assert journal.next_due(NOW + timedelta(seconds=5)) is None
    assert journal.moves_by_itself()


def test_moments_keep_their_order_and_their_instant(journal: JobJournal) -> None:
    for number, micros in enumerate((0, 1, 999_999)):
        hold = Hold(HoldKind.RETRY_AT, Problem(ProblemCode.WAITING_FOR_VTEX), NOW + timedelta(microseconds=micros))
        journal.apply(Step(received(journal, number).held(hold, NOW), entry()))

    assert len(journal.due(NOW, 9)) == 1
    assert journal.next_due(NOW) == NOW + timedelta(microseconds=1)


def test_the_first_load_fixes_a_jobs_place_whatever_the_clock_says(journal: JobJournal) -> None:
    first, second = received(journal, 1), received(journal, 2)
    first = journal.apply(Step(first.advanced(Stage.LOADED, NOW, DUE), entry(), content=CONTENT))
    early = NOW - timedelta(hours=3)
    second = journal.apply(Step(second.advanced(Stage.LOADED, early, DUE), entry(), content=CONTENT))
    again = first.advanced(Stage.RECEIVED, NOW).advanced(Stage.LOADED, NOW + timedelta(days=1), DUE)
    first = journal.apply(Step(replace(again, version=first.version + 1), entry(), content=CONTENT))

    assert journal.claims(first) == ()
    assert journal.claims(second) == (CONTENT.draft.claim,)


def test_a_job_that_is_being_posted_counts_as_an_invoice_not_as_a_claim(journal: JobJournal) -> None:
    job = posting(journal)
    other = received(journal, 2)

    assert journal.claims(other) == ()
    assert [(seen.number, seen.units, seen.is_ours) for seen in journal.own_invoices(other)] == [("42", {0: 1}, True)]
    assert journal.own_invoices(job) == ()


def test_a_post_that_was_not_done_counts_as_a_claim_again(journal: JobJournal) -> None:
    job = posting(journal)
    journal.apply(Step(job.held(None, NOW), entry(), ended=Outcome.NOT_DONE))
    other = received(journal, 2)

    assert journal.claims(other) == (CONTENT.draft.claim,)
    assert journal.own_invoices(other) == ()


def test_what_people_settled_comes_back_in_the_order_in_which_it_was_said(journal: JobJournal) -> None:
    job, other = received(journal), received(journal, 2)
    words = [Settlement(Matter.REVERSAL, name, NOW, {"value": 9990, "authorisation": "é"}) for name in ("ana", "rui")]
    for word in words:
        job = journal.apply(Step(job.held(None, NOW), entry(Entry.SETTLED), settlement=word))

    assert journal.settlements(job.id).said == tuple(words)
    assert journal.settlements(other.id).said == ()


def test_a_word_for_an_old_version_of_a_job_is_not_kept(journal: JobJournal) -> None:
    job = received(journal)
    journal.apply(Step(job.held(None, NOW), entry()))
    word = Settlement(Matter.APPROVAL, "marta", NOW, {"value": 9990})

    with pytest.raises(errors.StaleJobError):
        journal.apply(Step(job.held(None, NOW), entry(Entry.SETTLED), settlement=word))

    assert journal.settlements(job.id).said == ()


def test_an_order_was_sold_by_the_documents_of_its_sales_alone(journal: JobJournal) -> None:
    operations = (Operation.SALE, Operation.RETURN, Operation.SALE)
    jobs = [sold(journal, number, operation) for number, operation in enumerate(operations)]
    journal.apply(Step(jobs[2].held(None, NOW), entry(), releases_document=True))
    sold(journal, 3, Operation.SALE, order_id="v2str-01")

    assert [paper.document.key.nnf for paper in journal.sold_papers(ACCOUNT, OrderId(ORDER_ID))] == [1000]
    assert journal.sold_papers(OTHER_ACCOUNT, OrderId(ORDER_ID)) == ()


def test_a_cancelled_document_is_one_of_its_environment(journal: JobJournal) -> None:
    job, event = received(journal), a_cancellation()
    journal.apply(Step(job.held(None, NOW), entry(), attachment=Paper(event, b"<evento/>")))
    keys = [event.key.text, a_key(nnf=43).text]

    assert journal.cancelled_among(keys, Environment.PRODUCTION) == {event.key.text}
    assert journal.cancelled_among(keys, Environment.HOMOLOGATION) == frozenset()


def test_an_invoice_without_an_answer_is_not_sure(journal: JobJournal) -> None:
    job, other = received(journal), received(journal, 2)
    job = journal.apply(Step(job.advanced(Stage.LOADED, NOW), entry(), content=CONTENT))
    job = journal.apply(Step(job.held(None, NOW), entry(), began=POST))
    (silent,) = journal.own_invoices(other)
    journal.apply(Step(job.held(None, NOW), entry(), ended=Outcome.DONE))
    (answered,) = journal.own_invoices(other)

    assert (silent.is_sure, answered.is_sure) == (False, True)


def test_letting_an_account_go_on_leaves_the_others_paused(journal: JobJournal) -> None:
    paused = Hold(HoldKind.ACCOUNT_PAUSED, Problem(ProblemCode.CREDENTIALS), NOW + timedelta(minutes=5))
    here = journal.apply(Step(received(journal).held(paused, NOW), entry()))
    there, _ = journal.record(a_call(account=OTHER_ACCOUNT), NOW, "test")
    journal.apply(Step(there.held(paused, NOW), entry()))
    assert not journal.moves_by_itself()

    journal.release_paused(ACCOUNT, NOW)
    assert [due.id for due in journal.due(NOW, 9)] == [here.id]
    assert journal.moves_by_itself()
    journal.release_paused(None, NOW)

    assert [due.id for due in journal.due(NOW, 9)] == [here.id, there.id]


def test_a_callback_is_corrected_in_the_version_that_was_read_only(journal: JobJournal) -> None:
    old = received(journal)
    journal.apply(Step(old.held(None, NOW), entry()))
    before = everything(journal, old)

    with pytest.raises(errors.StaleJobError):
        journal.correct_callback(old, "https://right.example", NOW)

    assert everything(journal, old) == before


def test_an_ncm_is_remembered_for_a_while(journal: JobJournal) -> None:
    product = an_order().lines[0].product_id
    journal.remember_ncm(ACCOUNT, product, "61091000", NOW)
    journal.remember_ncm(ACCOUNT, product, "69141000", NOW)

    assert journal.remembered_ncm(ACCOUNT, product, NOW) == "69141000"
    assert journal.remembered_ncm(ACCOUNT, product, NOW + timedelta(seconds=1)) is None
    assert journal.remembered_ncm(OTHER_ACCOUNT, product, NOW) is None


# the watch list


def test_a_watched_order_stays_as_it_is_when_it_is_watched_again(database: Database) -> None:
    table = WatchTable(database)
    table.watch(ACCOUNT, [OrderId(ORDER_ID)], NOW)
    table.rescheduled(ACCOUNT, OrderId(ORDER_ID), NOW + timedelta(minutes=1))
    table.watch(ACCOUNT, [OrderId(ORDER_ID)], NOW + timedelta(seconds=30))
    table.watch(ACCOUNT, [], NOW)

    assert table.due_watches(ACCOUNT, NOW + timedelta(seconds=59), 9) == ()
    assert table.due_watches(ACCOUNT, NOW + timedelta(minutes=1), 9) == ((ORDER_ID, NOW),)
    assert table.due_watches(OTHER_ACCOUNT, NOW + timedelta(minutes=1), 9) == ()


def test_the_most_overdue_orders_are_asked_first_and_old_ones_leave(database: Database) -> None:
    table = WatchTable(database)
    orders = [OrderId(f"v{number}str-01") for number in range(3)]
    for number, order in enumerate(orders):
        table.watch(ACCOUNT, [order], NOW - timedelta(minutes=number))
    table.rescheduled(ACCOUNT, orders[2], None)

    assert [order for order, _ in table.due_watches(ACCOUNT, NOW, 9)] == [orders[1], orders[0]]
    assert len(table.due_watches(ACCOUNT, NOW, 1)) == 1


def test_an_order_whose_turn_was_written_under_a_wrong_clock_waits_for_nothing(database: Database) -> None:
    table = WatchTable(database)
    table.watch(ACCOUNT, [OrderId(ORDER_ID)], NOW)
    table.rescheduled(ACCOUNT, OrderId(ORDER_ID), NOW + timedelta(days=3650))

    assert table.due_watches(ACCOUNT, NOW, 9) == ((ORDER_ID, NOW),)


def test_orders_of_recent_jobs_are_watched_since_they_came(journal: JobJournal, database: Database) -> None:
    received(journal)
    received(journal, 2)
    table = WatchTable(database)
    table.watch_known(ACCOUNT, NOW + KEEP + timedelta(seconds=1))
    assert table.due_watches(ACCOUNT, NOW + KEEP * 2, 9) == ()

    table.watch_known(ACCOUNT, NOW + timedelta(days=1))
    table.watch_known(ACCOUNT, NOW + timedelta(days=2))

    assert table.due_watches(ACCOUNT, NOW + timedelta(days=2), 9) == ((ORDER_ID, NOW),)


def test_the_orders_on_the_list_are_counted_by_account(database: Database) -> None:
    table = WatchTable(database)
    table.watch(ACCOUNT, [OrderId(f"v{number}str-01") for number in range(3)], NOW)

    assert (table.count(ACCOUNT), table.count(OTHER_ACCOUNT)) == (3, 0)
