"""The receiver's answers, asked in memory."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp

from desktop_invoicer.config import Settings
from desktop_invoicer.credentials import AccountCredentials
from desktop_invoicer.domain.notification import AccountName, NotificationCall, NotificationId, OrderId
from desktop_invoicer.errors import StorageBusyError, StorageFullError
from desktop_invoicer.receiver.app import BODY_BYTES, build_app

PATH = "/notifications/loja"
CALL = {"orderId": "1-01", "notificationId": "n1", "callbackUrl": "https://loja.myvtex.com/x"}
TOKEN = {"authorization": "t0ken+ of/tests"}
SETTINGS = Settings.model_validate({"store": {"account": "loja"}, "accounts": [{"name": "loja"}, {"name": "outra"}]})


@dataclass
class Book:
    """Keeps one receiver token for everybody."""

    token: str = TOKEN["authorization"]

    def of(self, account: AccountName) -> AccountCredentials:
        assert account in {"loja", "outra"}
        return AccountCredentials(receiver_token=self.token)


@dataclass
class Keeper:
    """Accepts calls into a list, unless it is in trouble."""

    kept: list[NotificationCall] = field(default_factory=list)
    trouble: Exception | None = None

    def __call__(self, call: NotificationCall) -> bool:
        if self.trouble is not None:
            raise self.trouble
        is_new = call not in self.kept
        self.kept.append(call)
        return is_new


def settings_with(receiver_token: str) -> Settings:
    account = {"name": "loja", "receiver_token": receiver_token}
    return Settings.model_validate({"store": {"account": "loja"}, "accounts": [account]})


def client(app: ASGIApp) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk")


def ask(app: ASGIApp, method: str = "POST", path: str = PATH, **more: object) -> httpx.Response:
    async def asked() -> httpx.Response:
        async with client(app) as http:
            return await http.request(method, path, **{"headers": TOKEN, **more})  # type: ignore[arg-type]

    return asyncio.run(asked())


def error(response: httpx.Response) -> tuple[int, str]:
    content = response.json()
    assert set(content) == {"error"}
    assert set(content["error"]) == {"code", "message"}
    assert response.headers["content-type"] == "application/json"
    return response.status_code, content["error"]["code"]


def test_a_new_notification_is_answered_with_202_and_a_known_one_with_200() -> None:
    keeper = Keeper()
    app = build_app(SETTINGS, Book(), keeper)

    answers = [ask(app, json=CALL).status_code for _ in range(3)]

    assert answers == [202, 200, 200]
    assert keeper.kept[0] == NotificationCall(
        AccountName("loja"), OrderId("1-01"), NotificationId("n1"), "https://loja.myvtex.com/x"
    )


def test_health_needs_no_token() -> None:
    response = ask(build_app(SETTINGS, Book(), Keeper()), "GET", "/health", headers={})

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("POST", "/notifications", 404),
        ("POST", "/notifications/", 404),
        ("POST", "/notifications/loja/more", 404),
        ("POST", "/notifications/nobody", 404),
        ("POST", "/notifications/LOJA", 404),
        ("POST", "/notifications/%2e%2e%2fhealth", 404),
        ("GET", PATH, 405),
        ("DELETE", PATH, 405),
        ("POST", "/health", 405),
    ],
)
def test_what_is_not_there_is_told_as_every_error(method: str, path: str, status: int) -> None:
    response = ask(build_app(SETTINGS, Book(), Keeper()), method, path, json=CALL)

    assert error(response)[0] == status
    assert ("allow" in response.headers) is (status == 405)


@pytest.mark.parametrize(
    ("place", "headers", "query", "enters"),
    [
        ("header:Authorization", {"Authorization": "t0ken+ of/tests"}, {}, True),
        ("header:Authorization", {"Authorization": "Bearer t0ken+ of/tests"}, {}, True),
        ("header:Authorization", {"Authorization": "bearer t0ken+ of/tests"}, {}, True),
        ("header:X-Token", {"x-TOKEN": "t0ken+ of/tests"}, {}, True),
        ("query:token", {}, {"token": "t0ken+ of/tests"}, True),
        ("none", {}, {}, True),
        ("header:Authorization", {}, {}, False),
        ("header:Authorization", {"Authorization": ""}, {}, False),
        ("header:Authorization", {"Authorization": "t0ken+ of/test"}, {}, False),
        ("header:Authorization", {"Authorization": "Bearer"}, {}, False),
        ("header:Authorization", {"Authorization": "Basic t0ken+ of/tests"}, {}, False),
        ("header:Authorization", {"X-Token": "t0ken+ of/tests"}, {"Authorization": "t0ken+ of/tests"}, False),
        ("header:X-Token", {"X-Token": "Bearer t0ken+ of/tests"}, {}, False),
        ("query:token", {"token": "t0ken+ of/tests"}, {"Token": "t0ken+ of/tests"}, False),
    ],
)
def test_the_token_counts_only_at_its_place(
    place: str, headers: dict[str, str], query: dict[str, str], *, enters: bool
) -> None:
    keeper = Keeper()

    response = ask(build_app(settings_with(place), Book(), keeper), json=CALL, headers=headers, params=query)

    assert response.status_code == (202 if enters else 401)
    assert bool(keeper.kept) is enters


def test_a_plus_sign_in_a_query_may_mean_itself() -> None:
    app = build_app(settings_with("query:token"), Book("a+b"), Keeper())

    assert ask(app, path=f"{PATH}?token=a+b", json=CALL, headers={}).status_code == 202


@pytest.mark.parametrize("headers", [{}, {"Authorization": ""}, {"Authorization": "Bearer "}])
def test_nobody_enters_while_no_token_is_kept(headers: dict[str, str]) -> None:
    response = ask(build_app(SETTINGS, Book(""), Keeper()), json=CALL, headers=headers)

    assert error(response) == (401, "unauthorized")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/jsonx"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_a_body_that_does_not_say_it_is_json_is_refused(headers: dict[str, str]) -> None:
    response = ask(build_app(SETTINGS, Book(), Keeper()), content=json.dumps(CALL), headers={**TOKEN, **headers})

    assert error(response) == (415, "not_json")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/vnd.vtex+json"])
def test_json_may_be_named_with_its_coding(kind: str) -> None:
    app = build_app(SETTINGS, Book(), Keeper())

    assert ask(app, content=json.dumps(CALL), headers={**TOKEN, "content-type": kind}).status_code == 202


def post(app: ASGIApp, content: bytes) -> httpx.Response:
    return ask(app, content=content, headers={**TOKEN, "content-type": "application/json"})


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", json.dumps(CALL).encode("utf-16"), b"[" * 60_000, b"1" * 5000 + b"}"],
    ids=["empty", "cut", "no-utf8", "utf16", "deep", "digits"],
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    assert error(post(build_app(SETTINGS, Book(), Keeper()), content)) == (400, "unreadable")


def test_a_body_may_be_as_large_as_the_limit_and_not_a_byte_more() -> None:
    app = build_app(SETTINGS, Book(), Keeper())
    body = json.dumps(CALL).encode()

    assert post(app, body.ljust(BODY_BYTES)).status_code == 202
    assert error(post(app, body.ljust(BODY_BYTES + 1))) == (413, "too_large")


def test_a_body_without_a_length_is_counted_as_it_comes() -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(BODY_BYTES // 1024 + 1):
            yield b" " * 1024

    app = build_app(SETTINGS, Book(), Keeper())

    response = ask(app, content=endless(), headers={**TOKEN, "content-type": "application/json"})

    assert error(response) == (413, "too_large")


@pytest.mark.parametrize("name", list(CALL))
@pytest.mark.parametrize(
    "value", [None, "", " ", 1, ["a"], "a\n", "a\x00b", "\x7f", "\ud800", "\u2028", "x" * 2001, " a"], ids=ascii
)
def test_a_field_that_cannot_be_one_is_refused(name: str, value: object) -> None:
    keeper = Keeper()

    response = post(build_app(SETTINGS, Book(), keeper), json.dumps({**CALL, name: value}).encode())

    assert error(response) == (422, "invalid")
    assert name in response.json()["error"]["message"]
    assert keeper.kept == []


@pytest.mark.parametrize("content", [b"[]", b"null", b'"a"', b"1"])
def test_json_that_is_no_object_is_refused(content: bytes) -> None:
    assert error(post(build_app(SETTINGS, Book(), Keeper()), content)) == (422, "invalid")


def test_ids_have_at_most_200_characters() -> None:
    app = build_app(SETTINGS, Book(), Keeper())

    assert ask(app, json={**CALL, "orderId": "1" * 200}).status_code == 202
    assert error(ask(app, json={**CALL, "orderId": "1" * 201})) == (422, "invalid")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from([*CALL, "x"]) | st.text(), inner),
)


@given(JSON.map(lambda content: json.dumps(content).encode()) | st.binary())
def test_any_body_is_kept_or_refused_in_the_same_shape(content: bytes) -> None:
    keeper = Keeper()

    response = post(build_app(SETTINGS, Book(), keeper), content)

    if response.status_code != 202:
        assert error(response)[0] in {400, 422}
        assert keeper.kept == []


@pytest.mark.parametrize("trouble", [StorageBusyError(), StorageFullError("invoicer.db", "disk full")])
def test_what_cannot_be_kept_is_not_accepted(trouble: Exception) -> None:
    keeper = Keeper(trouble=trouble)
    app = build_app(SETTINGS, Book(), keeper)

    response = ask(app, json=CALL)

    assert error(response) == (503, "unavailable")
    assert int(response.headers["retry-after"]) > 0
    assert "disk" not in response.text

    keeper.trouble = None
    assert ask(app, json=CALL).status_code == 202


def test_a_defect_of_ours_shows_in_the_log_and_not_in_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    response = ask(build_app(SETTINGS, Book(), Keeper(trouble=ZeroDivisionError("inner words"))), json=CALL)

    assert error(response) == (500, "internal")
    assert "inner words" not in response.text
    assert "ZeroDivisionError" in caplog.text


def test_the_first_contact_tells_the_names_of_headers_and_no_values(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    app = build_app(SETTINGS, Book(), Keeper())

    for _ in range(2):
        ask(app, json=CALL, headers={"X-Strange": "S3CRET"})

    contacts = [record.message for record in caplog.records if "first contact" in record.message]
    assert len(contacts) == 1
    assert "x-strange" in contacts[0]
    assert "S3CRET" not in caplog.text


def test_a_client_that_hangs_up_is_not_answered() -> None:
    sent: list[object] = []

    async def hung_up() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(message)

    headers = [(b"authorization", TOKEN["authorization"].encode()), (b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b"", "headers": headers}
    run: Callable[..., object] = build_app(SETTINGS, Book(), Keeper())
    asyncio.run(run(scope, hung_up, send))  # type: ignore[arg-type]

    assert sent == []
