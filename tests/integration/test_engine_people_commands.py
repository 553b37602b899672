"""Commands of people: sessions tell who acts, and every command that changes something asks who may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from inspect import signature
from pathlib import Path
from traceback import format_exception

import pytest

from desktop_invoicer import errors
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.document import Paper
from desktop_invoicer.domain.people import LEAST, Action, Role
from desktop_invoicer.domain.pin import FIRST_WAIT
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.engine.closing import fingerprint
from desktop_invoicer.engine.context import Patience
from desktop_invoicer.engine.views import Json
from tests.builders import ACCOUNT, NOW, ORDER_ID, a_document, a_key
from tests.counter import IDLE, Counter, ask, counter
from tests.integration.returns.desk import a_return_job
from tests.integration.test_engine_rights import everything
from tests.staff import ADA, CAIO, MARTA, PINS, ROSA, SAULO, WRONG, enter, staffed, trail

pytestmark = pytest.mark.anyio

NEEDED = "SignInNeededError"
GAP = "number_gap:65:1:9"

LOOKS = {
    "jobs",
    "show",
    "decision",
    "settle",
    "is_idle",
    "raise_window",
    "check_credentials",
    "files",
    "file",
    "find_returns",
    "returns",
    "day",
    "look_ahead",
    "submission",
    "submission_news",
    "reconcile",
    "diagnose",
    "diagnose_day",
    "people",
    "health",
    "audit",
    "audit_verify",
}
"""Commands that change nothing: whoever is at the machine may look."""

COMING_AND_GOING = {"sign_in", "sign_out"}
"""Commands that tell who it is."""

BRAKES = {"cancel_submission"}
"""Commands that stop what somebody began. Nothing goes out by them, and whoever sees a mistake may."""

GUARDED: Mapping[str, tuple[Action, Json]] = {
    "raw": (Action.SHOW_RAW, {"job": "1"}),
    "add": (Action.ADD_ORDER, {"account": ACCOUNT, "order": ORDER_ID}),
    "dismiss": (Action.DISMISS, {"job": "1", "reason": "sold elsewhere"}),
    "retry": (Action.RETRY, {"job": "1"}),
    "attach": (Action.ATTACH, {"job": "1", "key": a_key(nnf=8).text}),
    "submit": (Action.SUBMIT_RETURN, {"job": "1", "confirmed": True}),
    "set_credentials": (Action.SET_CREDENTIALS, {"account": ACCOUNT, "values": {"app-key": "k"}}),
    "attach_file": (Action.ATTACH, {"file": 1, "job": "1"}),
    "set_file_aside": (Action.KEEP_FILES, {"file": 1}),
    "take_file_back": (Action.KEEP_FILES, {"file": 1}),
    "settle_operation": (Action.SETTLE_RETURN, {"job": "1", "operation": "return"}),
    "take_over": (Action.TAKE_OVER, {"job": "1", "manager": ADA, "reason": "here"}),
    "without_refund": (Action.SETTLE_RETURN, {"job": "1", "reason": "cash"}),
    "reversal": (Action.SETTLE_RETURN, {"job": "1", "authorisation": "NSU 004711"}),
    "approve": (Action.APPROVE_REFUND, {"job": "1", "manager": ADA}),
    "submit_ready": (Action.SEND_READY, {}),
    "close_day": (Action.CLOSE_DAY, {"manager": ADA, "seen": "…"}),
    "export_day": (Action.EXPORT, {"path": "day.pdf"}),
    "note_finding": (Action.NOTE_FINDING, {"finding": GAP, "reason": "tested"}),
    "send_key": (Action.SEND_KEY, {"order": ORDER_ID, "account": ACCOUNT, "number": "42", "key": a_key().text}),
    "audit_export": (Action.EXPORT, {"path": "trail.csv"}),
    "back_up": (Action.BACK_UP, {"path": "desk.backup"}),
    "support_facts": (Action.SUPPORT, {}),
    "allow": (Action.MANAGE_PEOPLE, {"manager": CAIO, "pin": PINS[CAIO], "action": "dismiss"}),
    "may": (Action.CHANGE_SETTINGS, {"action": "change_settings"}),
    "add_operator": (Action.MANAGE_PEOPLE, {"name": "Zeca", "role": "clerk", "pin": "2846"}),
    "set_pin": (Action.MANAGE_PEOPLE, {"name": SAULO, "pin": "2846"}),
    "set_role": (Action.MANAGE_PEOPLE, {"name": SAULO, "role": "manager"}),
    "retire_operator": (Action.MANAGE_PEOPLE, {"name": SAULO}),
    "switch_pins_off": (Action.MANAGE_PEOPLE, {}),
}
"""Every other command, with what it takes beside a name."""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter]:
    """Give a counter that waits for VTEX no longer than a moment; what it writes goes to a folder of its own."""
    monkeypatch.chdir(tmp_path)
    with counter(tmp_path, patience=Patience().hurried(0.0001)) as made:
        yield made


async def furnish(shop: Counter) -> None:
    """Give the counter a return (job 1), a sale that is ready (job 2), a file, a finding, and its people."""
    async with shop.at_work():
        await a_return_job(shop)
        await shop.ready(2)
        for number in (8, 10):
            await shop.filing.take([shop.folder.put(f"{number}.xml", Paper(a_document(nnf=number), b"<nfeProc/>"))])
    await shop.commands.reconciler.reconcile(NOW.date())
    await staffed(shop)


async def session(shop: Counter, name: str) -> str:
    """Sign in as another process does, and give the token."""
    token: str = (await ask(shop, "sign_in", name=name, pin=PINS[name]))["session"]
    return token


def named(shop: Counter, command: str) -> Json:
    """Give what a command takes, with the name of an administrator where it takes one."""
    takes = signature(shop.commands.known[command]).parameters
    return {**GUARDED[command][1], **({"operator": ADA} if "operator" in takes else {})}


def test_every_command_either_looks_or_asks_who_may(shop: Counter) -> None:
    assert set(shop.commands.known) == LOOKS | COMING_AND_GOING | BRAKES | set(GUARDED)


@pytest.mark.parametrize("command", GUARDED)
async def test_no_command_believes_a_name(shop: Counter, command: str) -> None:
    """Not even while whoever has that name works at the window."""
    await furnish(shop)
    await enter(shop, ADA)
    before = everything(shop)

    answers = [await ask(shop, command, session=token, **named(shop, command)) for token in (None, "", "made up")]

    assert [answer["kind"] for answer in answers] == [NEEDED] * 3
    assert everything(shop) == before


@pytest.mark.parametrize("command", [name for name, (action, _) in GUARDED.items() if LEAST[action] != Role.CLERK])
async def test_a_session_of_a_clerk_does_not_do_what_takes_more(shop: Counter, command: str) -> None:
    await furnish(shop)
    token = await session(shop, CAIO)
    before = everything(shop)

    answer = await ask(shop, command, session=token, **{**named(shop, command), **manager_of(command, CAIO)})

    assert answer["kind"] == "NotPermittedError"
    assert everything(shop) == before


def manager_of(command: str, name: str) -> Json:
    return {"manager": name} if command in {"approve", "take_over", "close_day"} else {}


@pytest.mark.parametrize("command", sorted(LOOKS - {"settle", "look_ahead", "diagnose", "reconcile"}))
async def test_looking_needs_nobody(shop: Counter, command: str) -> None:
    await furnish(shop)
    known = {"job": "1", "account": ACCOUNT, "order": ORDER_ID, "states": [], "file": 1, "text": ORDER_ID}
    takes = signature(shop.commands.known[command]).parameters

    answer = await ask(shop, command, **{name: value for name, value in known.items() if name in takes})

    assert not (isinstance(answer, dict) and answer.get("kind") in {"SignInNeededError", "NotPermittedError"})


async def test_without_pins_names_are_believed_and_sessions_are_not_needed(tmp_path: Path) -> None:
    with counter(tmp_path) as shop:
        job = shop.receive()

        dismissed = await ask(shop, "dismiss", job=str(job), reason="test", operator="anybody", session="made up")

        assert dismissed["stage"] == "dismissed"
        assert shop.job(job).operator == "anybody"


# sessions


async def test_who_acts_is_whose_session_it_is(shop: Counter) -> None:
    await furnish(shop)
    token = await session(shop, MARTA)

    dismissed = await ask(shop, "dismiss", job="2", reason="test", operator=ADA, session=token)

    assert dismissed["stage"] == "dismissed"
    assert shop.job(JobId(2)).operator == MARTA


async def test_a_session_that_was_left_or_not_used_is_over(shop: Counter) -> None:
    await furnish(shop)
    left, unused = await session(shop, MARTA), await session(shop, ADA)
    assert await ask(shop, "sign_out", session=left) is None
    assert await ask(shop, "sign_out", session=left) is None
    shop.stopwatch.move(IDLE)

    for token in (left, unused):
        assert (await ask(shop, "dismiss", job="2", reason="test", session=token, operator=""))["kind"] == NEEDED

    assert trail(shop, Deed.SIGNED_OUT)[-1] == (MARTA, MARTA, {})
    assert len(trail(shop, Deed.SIGNED_OUT)) == 2


async def test_a_session_does_not_let_anybody_work_at_the_window(shop: Counter) -> None:
    await furnish(shop)
    await session(shop, ADA)

    with pytest.raises(errors.SignInNeededError):
        await shop.desk.dismiss(JobId(2), ADA, "test")


async def test_a_session_ends_with_its_owners_place_on_the_list(shop: Counter) -> None:
    await furnish(shop)
    token = await session(shop, MARTA)
    await enter(shop, ADA)
    shop.people.retire(ADA, MARTA)

    assert (await ask(shop, "dismiss", job="2", reason="test", session=token, operator=""))["kind"] == NEEDED
    await ask(shop, "sign_out", session=token)


# a second person


async def test_a_manager_vouches_with_their_pin(shop: Counter) -> None:
    await furnish(shop)
    token = await session(shop, ROSA)

    approved = await ask(shop, "approve", job="1", manager=MARTA, manager_pin=PINS[MARTA], session=token)

    assert approved["job"] == 1
    assert [word.operator for word in shop.journal.settlements(JobId(1)).said] == [MARTA]


async def test_a_manager_whose_session_it_is_needs_no_pin_again(shop: Counter) -> None:
    await furnish(shop)
    token = await session(shop, MARTA)

    approved = await ask(shop, "approve", job="1", manager=MARTA, session=token)

    assert approved["job"] == 1


@pytest.mark.parametrize(
    ("pin", "kind"), [(None, "SignInNeededError"), (WRONG, "WrongPinError"), (PINS[ROSA], "WrongPinError")]
)
async def test_a_manager_is_not_believed_without_it(shop: Counter, pin: str | None, kind: str) -> None:
    await furnish(shop)
    token = await session(shop, ROSA)

    answer = await ask(shop, "approve", job="1", manager=MARTA, manager_pin=pin, session=token)

    assert answer["kind"] == kind
    assert shop.journal.settlements(JobId(1)).said == ()


@pytest.mark.parametrize("who", [MARTA, ROSA])
async def test_a_manager_who_vouched_is_believed_no_more_afterwards(shop: Counter, who: str) -> None:
    await furnish(shop)
    told = {"job": "1", "manager": MARTA}

    await ask(shop, "approve", **told, manager_pin=PINS[MARTA], session=await session(shop, who))
    once_more = await ask(shop, "approve", **told, session=await session(shop, ROSA))

    assert once_more["kind"] == NEEDED


async def test_a_command_that_fails_leaves_nothing_of_a_managers_pin(shop: Counter) -> None:
    await furnish(shop)
    told = {"job": "1", "manager": MARTA, "session": await session(shop, ROSA)}

    failed = await ask(shop, "take_over", **told, reason="", manager_pin=PINS[MARTA])
    once_more = await ask(shop, "take_over", **told, reason="another one")

    assert (failed["kind"], once_more["kind"]) == ("NotAllowedNowError", NEEDED)


async def test_who_is_no_manager_vouches_for_nothing(shop: Counter) -> None:
    await furnish(shop)
    token = await session(shop, ROSA)

    answer = await ask(shop, "close_day", manager=ROSA, seen="…", manager_pin=PINS[ROSA], session=token)

    assert (answer["kind"], answer["role"]) == ("NotPermittedError", "manager")


async def test_a_day_is_closed_by_a_manager_who_vouches(shop: Counter) -> None:
    await furnish(shop)
    seen = fingerprint(shop.commands.day_desk.day(NOW.date()))

    day = await ask(shop, "close_day", manager=MARTA, seen=seen, reason="tomorrow", manager_pin=PINS[MARTA])

    assert day["closing"]["manager"] == MARTA


async def test_a_refusal_tells_whose_word_is_needed_and_the_word_is_said_by_a_command(shop: Counter) -> None:
    await furnish(shop)
    token = await session(shop, CAIO)
    refusal = await ask(shop, "dismiss", job="2", reason="test", session=token, operator="")
    assert (refusal["who"], refusal["action"], refusal["role"]) == (CAIO, "dismiss", "manager")

    word = {"action": refusal["action"], "subject": refusal["subject"]}
    assert await ask(shop, "allow", manager=MARTA, pin=PINS[MARTA], session=token, **word) is None
    dismissed = await ask(shop, "dismiss", job="2", reason="test", session=token, operator="")

    assert dismissed["stage"] == "dismissed"


async def test_a_wait_is_told_with_its_end(shop: Counter) -> None:
    await furnish(shop)
    answers = [await ask(shop, "sign_in", name=MARTA, pin=WRONG) for _ in range(4)]

    assert [answer["kind"] for answer in answers] == ["WrongPinError"] * 3 + ["PinThrottledError"]
    assert answers[0]["until"] is None
    assert answers[3]["until"] == (NOW + FIRST_WAIT).isoformat()


# who is registered


async def test_people_are_managed_by_commands(shop: Counter) -> None:
    await furnish(shop)
    token = await session(shop, ADA)

    added = await ask(shop, "add_operator", name="Zeca", role="clerk", pin="2846", session=token)
    await ask(shop, "set_role", name="Zeca", role="returns", session=token)
    await ask(shop, "set_pin", name="Zeca", pin="260419", session=token)
    listed = await ask(shop, "people")
    await ask(shop, "retire_operator", name="Zeca", session=token)

    assert (added["name"], added["role"]) == ("Zeca", "clerk")
    assert listed["uses_pins"] is True
    assert ("Zeca", "returns") in [(each["name"], each["role"]) for each in listed["operators"]]
    assert "Zeca" not in [each["name"] for each in (await ask(shop, "people"))["operators"]]


async def test_the_own_pin_is_changed_with_the_old_one(shop: Counter) -> None:
    await furnish(shop)
    token = await session(shop, CAIO)

    refused = await ask(shop, "set_pin", name=CAIO, pin="260419", session=token)
    await ask(shop, "set_pin", name=CAIO, pin="260419", old=PINS[CAIO], session=token)

    assert refused["kind"] == "WrongPinError"
    assert (await ask(shop, "sign_in", name=CAIO, pin="260419"))["name"] == CAIO


async def test_pins_are_switched_off_by_a_command(shop: Counter) -> None:
    await furnish(shop)
    await ask(shop, "switch_pins_off", session=await session(shop, ADA))

    assert await ask(shop, "people") == {"uses_pins": False, "operators": []}


@pytest.mark.parametrize("pin", [260419, ["260419"], {"pin": "260419"}])
async def test_a_pin_of_another_kind_is_in_no_error(shop: Counter, pin: object) -> None:
    await furnish(shop)
    with pytest.raises(TypeError) as refusal:
        await shop.commands.answer("sign_in", {"name": MARTA, "pin": pin})

    assert "260419" not in "".join(format_exception(refusal.value))
