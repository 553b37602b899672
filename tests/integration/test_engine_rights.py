"""What each role may do: every action is tried by everybody at a real desk, and goes by the one table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.filing import FileId, FileState
from desktop_invoicer.domain.notification import Operation
from desktop_invoicer.domain.people import LEAST, Action, Role
from desktop_invoicer.engine.closing import fingerprint
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.people_commands import PeopleCommands
from desktop_invoicer.persistence.tables import metadata
from tests.builders import (
    ACCOUNT,
    ISSUED_AT,
    NOW,
    ORDER_ID,
    a_document,
    a_key,
    a_notification,
    a_paper,
    an_earlier_invoice,
    an_order,
)
from tests.counter import Counter, counter
from tests.integration.returns.desk import (
    BROKEN,
    ELSEWHERE,
    a_cancellation_job,
    a_return_job,
    asked_back,
    half_sold,
    loaded,
)
from tests.staff import ADA, CAIO, MARTA, PINS, ROSA, SAULO, STAFF, enter, staffed

pytestmark = pytest.mark.anyio

TODAY = NOW.date()
Act = Callable[[str], Awaitable[object]]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """Give a counter that waits for VTEX no longer than a moment."""
    with counter(tmp_path, patience=Patience().hurried(0.0001)) as made:
        yield made


def a_file(shop: Counter) -> FileId:
    (found,) = shop.filing.page(tuple(FileState), 0, 9).files
    return found.id


async def at_once(act: Callable[[], object]) -> object:
    return act()


async def add_order(shop: Counter) -> Act:
    shop.vtex.shows(an_order(), a_notification())
    return lambda who: shop.desk.add(ACCOUNT, ORDER_ID, None, who)


async def attach(shop: Counter) -> Act:
    job = await shop.load()
    return lambda who: shop.desk.attach(job, Paper(a_document(), b"<nfeProc/>"), who)


async def attach_file(shop: Counter) -> Act:
    job = await shop.load()
    await shop.filing.take([shop.folder.put("a.xml", a_paper(a_document(nnf=9)))])
    return lambda who: shop.filing.attach(job, a_file(shop), who)


async def submit_sale(shop: Counter) -> Act:
    job = await shop.documented()
    return lambda who: shop.desk.submit(job, who, confirmed=True)


async def submit_return(shop: Counter) -> Act:
    job = await a_return_job(shop)
    return lambda who: shop.desk.submit(job, who, confirmed=True)


async def retry(shop: Counter) -> Act:
    job = shop.receive()
    return lambda who: shop.desk.retry(job, who)


async def dismiss(shop: Counter) -> Act:
    job = shop.receive()
    return lambda who: shop.desk.dismiss(job, who, "sold elsewhere")


async def set_file_aside(shop: Counter) -> Act:
    await shop.filing.take([shop.folder.put("a.xml", a_paper())])
    return lambda who: at_once(lambda: shop.filing.set_aside(a_file(shop), who))


async def take_file_back(shop: Counter) -> Act:
    await shop.filing.take([shop.folder.put("a.xml", a_paper())])
    shop.filing.set_aside(a_file(shop), "root")
    return lambda who: shop.filing.take_back(a_file(shop), who)


async def settle_operation(shop: Counter) -> Act:
    job = await loaded(shop, asked_back(observation=BROKEN))
    return lambda who: shop.settling.settle_operation(job, who, Operation.RETURN)


async def go_without_refund(shop: Counter) -> Act:
    job = await loaded(shop, asked_back(), half_sold())
    return lambda who: shop.settling.go_without_refund(job, who, "paid in cash")


async def note_reversal(shop: Counter) -> Act:
    job = await a_cancellation_job(shop)
    return lambda who: shop.settling.note_reversal(job, who, "NSU 004711", NOW)


async def take_over(shop: Counter) -> Act:
    job = await loaded(shop, asked_back(observation=ELSEWHERE))
    return lambda who: shop.settling.take_over(job, who, "the buyer stands here")


async def approve(shop: Counter) -> Act:
    job = await a_return_job(shop)
    return lambda who: shop.settling.approve(job, who)


async def send_ready(shop: Counter) -> Act:
    ready = await shop.ready()
    return lambda who: at_once(lambda: shop.commands.submissions.begin(TODAY, who, [ready]))


async def go_on_sending(shop: Counter) -> Act:
    shop.commands.submissions.begin(TODAY, "root", [await shop.ready()])
    shop.commands.submissions._run = None  # noqa: SLF001 (as if the program had been started anew)
    return lambda who: at_once(lambda: shop.commands.submissions.resume(who))


async def close_day(shop: Counter) -> Act:
    seen = fingerprint(shop.commands.day_desk.day(TODAY))
    return lambda who: at_once(lambda: shop.commands.closing.sign_off(TODAY, who, "", seen))


async def note_finding(shop: Counter) -> Act:
    for number in (8, 10):
        await shop.filing.take([shop.folder.put(f"{number}.xml", Paper(a_document(nnf=number), b"<nfeProc/>"))])
    found = next(iter(await shop.commands.reconciler.reconcile(TODAY)))
    return lambda who: at_once(lambda: shop.commands.reconciler.note(found.identity, who, "the till was tested"))


async def send_key(shop: Counter) -> Act:
    keyless = replace(an_earlier_invoice(number="42", key=""), issued_at=ISSUED_AT)
    shop.vtex.shows_posts = False
    shop.vtex.shows(an_order(status="invoiced", invoices=[keyless]))
    return lambda who: shop.commands.key_sender.send(ACCOUNT, ORDER_ID, "42", a_key().text, who)


async def export_day(shop: Counter) -> Act:
    return lambda who: shop.commands.export_day(TODAY, Path("day.pdf"), operator=who)


async def export_trail(shop: Counter) -> Act:
    folder = shop.database.path.parent
    return lambda who: shop.commands.auditing.export(folder / "trail.csv", who)


async def show_raw(shop: Counter) -> Act:
    job = await shop.load()
    return lambda who: at_once(lambda: shop.desk.raw(job, who))


async def back_up(shop: Counter) -> Act:
    folder = shop.database.path.parent
    return lambda who: shop.commands.keeping.back_up(folder / "desk.backup", who)


async def set_credentials(shop: Counter) -> Act:
    return lambda who: shop.commands.set_credentials(ACCOUNT, {"app-key": "k"}, who)


async def add_person(shop: Counter) -> Act:
    return lambda who: shop.people.add(who, "Zeca", Role.CLERK, "2846")


async def set_pin_of_another(shop: Counter) -> Act:
    return lambda who: shop.people.set_pin(who, SAULO, "2846")


async def set_role(shop: Counter) -> Act:
    return lambda who: at_once(lambda: shop.people.set_role(who, SAULO, Role.MANAGER))


async def retire(shop: Counter) -> Act:
    return lambda who: at_once(lambda: shop.people.retire(who, SAULO))


async def switch_off(shop: Counter) -> Act:
    return lambda who: at_once(lambda: shop.people.switch_off(who))


async def support(shop: Counter) -> Act:
    return shop.commands.watching.support_facts


def outside(action: Action) -> Callable[[Counter], Awaitable[Act]]:
    """Ask for what is done outside the engine: the settings' file, a restore."""

    async def asked(shop: Counter) -> Act:
        return lambda who: PeopleCommands(shop.people).may(action.value, operator=who)

    return asked


ACTS: Mapping[str, tuple[Action, Callable[[Counter], Awaitable[Act]]]] = {
    "add_order": (Action.ADD_ORDER, add_order),
    "attach": (Action.ATTACH, attach),
    "attach_file": (Action.ATTACH, attach_file),
    "submit_sale": (Action.SUBMIT_SALE, submit_sale),
    "submit_return": (Action.SUBMIT_RETURN, submit_return),
    "retry": (Action.RETRY, retry),
    "dismiss": (Action.DISMISS, dismiss),
    "set_file_aside": (Action.KEEP_FILES, set_file_aside),
    "take_file_back": (Action.KEEP_FILES, take_file_back),
    "settle_operation": (Action.SETTLE_RETURN, settle_operation),
    "go_without_refund": (Action.SETTLE_RETURN, go_without_refund),
    "note_reversal": (Action.SETTLE_RETURN, note_reversal),
    "take_over": (Action.TAKE_OVER, take_over),
    "approve": (Action.APPROVE_REFUND, approve),
    "send_ready": (Action.SEND_READY, send_ready),
    "go_on_sending": (Action.SEND_READY, go_on_sending),
    "close_day": (Action.CLOSE_DAY, close_day),
    "note_finding": (Action.NOTE_FINDING, note_finding),
    "send_key": (Action.SEND_KEY, send_key),
    "export_day": (Action.EXPORT, export_day),
    "export_trail": (Action.EXPORT, export_trail),
    "show_raw": (Action.SHOW_RAW, show_raw),
    "back_up": (Action.BACK_UP, back_up),
    "support": (Action.SUPPORT, support),
    "restore": (Action.RESTORE, outside(Action.RESTORE)),
    "set_credentials": (Action.SET_CREDENTIALS, set_credentials),
    "change_settings": (Action.CHANGE_SETTINGS, outside(Action.CHANGE_SETTINGS)),
    "add_person": (Action.MANAGE_PEOPLE, add_person),
    "set_pin": (Action.MANAGE_PEOPLE, set_pin_of_another),
    "set_role": (Action.MANAGE_PEOPLE, set_role),
    "retire": (Action.MANAGE_PEOPLE, retire),
    "switch_off": (Action.MANAGE_PEOPLE, switch_off),
}
NOT_OF_CLERKS = {name for name, (action, _) in ACTS.items() if LEAST[action] is not Role.CLERK}
CASES = [pytest.param(*ACTS[name], id=name) for name in ACTS]


def everything(shop: Counter) -> object:
    """Give all that an act could change: what the desk keeps, what it told VTEX, and what it wrote elsewhere."""
    with shop.database.reading() as connection:
        kept = {table.name: connection.execute(select(table)).all() for table in metadata.sorted_tables}
    credentials = repr(shop.commands.credentials)
    files = sorted(file.name for file in shop.database.path.parent.iterdir())
    return kept, list(shop.vtex.calls), list(shop.reports.written), credentials, files


async def prepared(shop: Counter, prepare: Callable[[Counter], Awaitable[Act]]) -> Act:
    async with shop.at_work():
        act = await prepare(shop)
        await shop.settle()
    return act


def test_every_action_is_tried() -> None:
    assert {action for action, _ in ACTS.values()} == set(Action) == set(LEAST)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("action", "prepare"), CASES)
async def test_a_role_may_do_what_the_table_says_and_no_more(
    shop: Counter, action: Action, prepare: Callable[[Counter], Awaitable[Act]], role: Role
) -> None:
    act = await prepared(shop, prepare)
    await staffed(shop)
    await enter(shop, STAFF[role])
    before = everything(shop)

    if role.is_at_least(LEAST[action]):
        await act(STAFF[role])
    else:
        with pytest.raises(errors.NotPermittedError) as refusal:
            await act(STAFF[role])
        assert (refusal.value.action, refusal.value.role) == (action, LEAST[action])
        assert everything(shop) == before


@pytest.mark.parametrize("who", [STAFF[Role.ADMINISTRATOR], "Zeca"])
@pytest.mark.parametrize(("action", "prepare"), CASES)
async def test_a_name_alone_does_nothing_where_people_sign_in(
    shop: Counter, action: Action, prepare: Callable[[Counter], Awaitable[Act]], who: str
) -> None:
    act = await prepared(shop, prepare)
    await staffed(shop)
    before = everything(shop)

    with pytest.raises(errors.SignInNeededError):
        await act(who)

    assert everything(shop) == before, action


@pytest.mark.parametrize(("action", "prepare"), CASES)
async def test_nobody_else_is_who_is_at_the_window(
    shop: Counter, action: Action, prepare: Callable[[Counter], Awaitable[Act]]
) -> None:
    act = await prepared(shop, prepare)
    await staffed(shop)
    await enter(shop, STAFF[Role.CLERK])
    before = everything(shop)

    with pytest.raises(errors.SignInNeededError):
        await act(STAFF[Role.ADMINISTRATOR])

    assert everything(shop) == before, action


@pytest.mark.parametrize(("action", "prepare"), CASES)
async def test_without_pins_every_name_may_do_everything(
    shop: Counter, action: Action, prepare: Callable[[Counter], Awaitable[Act]]
) -> None:
    act = await prepared(shop, prepare)
    if action is Action.MANAGE_PEOPLE:
        return

    await act("anybody")


@pytest.mark.parametrize(("action", "prepare"), [case for case in CASES if case.id in NOT_OF_CLERKS])
async def test_a_word_on_the_spot_lets_a_clerk_do_it_once(
    shop: Counter, action: Action, prepare: Callable[[Counter], Awaitable[Act]]
) -> None:
    """The refusal names all that the word has to name: whoever asks for it needs to know nothing of the act."""
    act = await prepared(shop, prepare)
    await staffed(shop)
    await enter(shop, CAIO)
    with pytest.raises(errors.NotPermittedError) as caught:
        await act(CAIO)
    refusal = caught.value

    await shop.people.allow(ADA, PINS[ADA], Action(refusal.action), refusal.who, refusal.subject)
    await act(CAIO)

    if shop.people.uses_pins:
        with pytest.raises(errors.NotPermittedError):
            shop.people.demand(CAIO, action, refusal.subject)


@pytest.mark.parametrize("prepare", [approve, take_over])
async def test_what_only_a_manager_may_say_is_said_by_whoever_allows_it(
    shop: Counter, prepare: Callable[[Counter], Awaitable[Act]]
) -> None:
    act = await prepared(shop, prepare)
    await staffed(shop)
    await enter(shop, ROSA)
    with pytest.raises(errors.NotPermittedError) as caught:
        await act(ROSA)

    await shop.people.allow(MARTA, PINS[MARTA], Action(caught.value.action), ROSA, caught.value.subject)
    await act(ROSA)

    (job,) = shop.desk.jobs()
    assert [word.operator for word in shop.journal.settlements(job.id).said] == [MARTA]


async def test_a_day_is_signed_off_by_whoever_allows_it(shop: Counter) -> None:
    act = await close_day(shop)
    await staffed(shop)
    await enter(shop, CAIO)

    await shop.people.allow(MARTA, PINS[MARTA], Action.CLOSE_DAY, CAIO, TODAY.isoformat())
    await act(CAIO)

    closing = shop.book.closing(TODAY)
    assert closing is not None
    assert closing.manager == MARTA


# what needs nobody


async def test_a_sale_that_goes_by_itself_asks_nobody(tmp_path: Path) -> None:
    with counter(tmp_path, automatic=True) as shop:
        await staffed(shop)
        async with shop.at_work():
            await shop.load()
            await shop.filing.take([shop.folder.put("a.xml", a_paper(order_texts=[ORDER_ID]))])
            await shop.settle()

        assert len(shop.vtex.posts) == 1


async def test_what_was_chosen_together_goes_out_although_whoever_chose_it_has_left(shop: Counter) -> None:
    async with shop.at_work():
        ready = [await shop.ready(number) for number in (1, 2)]
        await staffed(shop)
        await enter(shop, MARTA)
        shop.commands.submissions.begin(TODAY, MARTA, ready)
        shop.people.sign_out(MARTA)
        await shop.commands.submissions.wait(30)
        await shop.settle()

    assert len(shop.vtex.posts) == 2
    assert {shop.job(job.id).confirmed_by for job in ready} == {MARTA}
