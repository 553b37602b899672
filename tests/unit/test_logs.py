"""What a log never holds, and what it keeps."""

from __future__ import annotations

import io
import json
import logging
import re
import string
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.tax_id import is_cpf, modulo_11
from desktop_invoicer.errors import VtexRefusedError
from desktop_invoicer.logs import HIDDEN, JsonFormatter, Redactor, TextFormatter, start_logging, stop_logging
from tests.builders import a_key

SENTINEL = "S3CRETtoken"
CPF = "52998224725"
CNPJ = "11222333000181"

_SURROUNDINGS = st.sampled_from(["", " ", ": ", "=", "/", "<", '"', "'", "(", "\n", "é", "–"])


def redact(text: str, *secrets: str) -> str:
    redactor = Redactor()
    redactor.hide(*secrets)
    return redactor.redact(text)


def cpf_of(body: str) -> str:
    for check in range(100):
        if is_cpf(f"{body}{check:02d}"):
            return f"{body}{check:02d}"
    return CPF


def cnpj_of(body: str) -> str:
    first = modulo_11(body)
    return body + first + modulo_11(body + first)


cpfs = st.text(string.digits, min_size=9, max_size=9).map(cpf_of)
cnpjs = (
    st.text(string.digits + string.ascii_uppercase, min_size=12, max_size=12)
    .filter(lambda body: len(set(body)) > 1)
    .map(cnpj_of)
)


@given(st.text(min_size=4), st.text(), st.text())
def test_a_known_secret_is_hidden_wherever_it_stands(secret: str, before: str, after: str) -> None:
    hidden = redact(before + secret + after, secret)

    assert secret not in hidden.replace(HIDDEN, "\x00") or secret in HIDDEN


@given(st.text(string.ascii_letters + string.digits + "+/=&\"'\\ é", min_size=6))
def test_a_known_secret_is_hidden_however_it_is_quoted(secret: str) -> None:
    redactor = Redactor()
    redactor.hide(secret)

    for form in (repr(secret), repr([secret]), quote(secret)):
        assert secret not in redactor.redact(form)
    assert redactor.redact(quote(secret, safe="")) == HIDDEN


@pytest.mark.parametrize(
    "text",
    [
        f"X-VTEX-API-AppKey: {SENTINEL}",
        f"x-vtex-api-apptoken={SENTINEL}",
        f"{{'x-vtex-api-apptoken': '{SENTINEL}', 'accept': '*/*'}}",
        f'{{"app_token": "{SENTINEL} {SENTINEL}"}}',
        f"[(b'X-VTEX-API-AppToken', b'{SENTINEL}')]",
        f'body {{\\"appToken\\":\\"{SENTINEL}\\"}}',
        f"Authorization: Bearer {SENTINEL}",
        f"authorization: Basic {SENTINEL}",
        f"headers={{'Authorization': 'Bearer {SENTINEL}'}}",
        f"Cookie: a=b; VtexIdclientAutCookie={SENTINEL}; c={SENTINEL}",
        f"'cookie': 'a={SENTINEL}; b={SENTINEL}'",
        f"Set-Cookie: session={SENTINEL}",
        f"VtexIdclientAutCookie_lojateste={SENTINEL}; path=/",
        f"POST /notifications/loja?token={SENTINEL}&a=b",
        f"user-token = {SENTINEL}",
        f"receiver_token: {SENTINEL}",
        f"accessToken={SENTINEL}",
        f"client_secret={SENTINEL}",
        f"senha: {SENTINEL}",
        f"password='{SENTINEL} {SENTINEL}'",
        f"'password': '{SENTINEL} cut off",
        f"pin={SENTINEL}",
        f"https://user:{SENTINEL}@loja.example/path",
    ],
)
def test_a_value_with_a_telling_name_is_hidden(text: str) -> None:
    hidden = redact(text)

    assert SENTINEL not in hidden
    assert HIDDEN in hidden


@pytest.mark.parametrize(
    "secret",
    [
        "vtexappkey-lojateste-ABCDEF",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 4,
        "eyJhbGciOiJFUzI1NiIsImtpZCI6.eyJzdWIiOiJhQGIuY29tIiwiYWNj.c2lnbmF0dXJlLW9mLXRlc3Rz",
    ],
)
def test_a_credential_of_vtex_is_hidden_by_its_shape(secret: str) -> None:
    assert redact(f"sent {secret} to VTEX") == f"sent {HIDDEN} to VTEX"


def test_the_databases_key_is_hidden_in_a_statement() -> None:
    assert "ab" * 32 not in redact(f"PRAGMA key = \"x'{'ab' * 32}'\"")


@given(cpfs, _SURROUNDINGS, _SURROUNDINGS)
def test_a_cpf_is_masked_bare_or_dotted(cpf: str, before: str, after: str) -> None:
    for form in (cpf, f"{cpf[:9]}-{cpf[9:]}", f"{cpf[:3]}.{cpf[3:6]}.{cpf[6:9]}-{cpf[9:]}"):
        assert cpf[:9] not in re.sub("[.-]", "", redact(f"x{before or ' '}{form}{after}"))


@given(cnpjs, _SURROUNDINGS, _SURROUNDINGS)
def test_a_cnpj_is_masked_bare_or_dotted(cnpj: str, before: str, after: str) -> None:
    for form in (cnpj, f"{cnpj[:2]}.{cnpj[2:5]}.{cnpj[5:8]}/{cnpj[8:12]}-{cnpj[12:]}"):
        assert cnpj[:12] not in re.sub("[./-]", "", redact(f"x{before or ' '}{form}{after}"))


def test_the_end_of_a_number_stays_readable() -> None:
    assert redact(f"buyer {CPF}, seller {CNPJ}") == "buyer •••••••••25, seller ••••••••••••81"


@given(st.emails(), _SURROUNDINGS, _SURROUNDINGS)
def test_an_email_address_is_hidden(address: str, before: str, after: str) -> None:
    for form in (address, quote(address, safe="")):
        assert address not in redact(before + form + after)
        assert form not in redact(before + form + after)


@given(cnpjs, st.integers(1, 999999999), _SURROUNDINGS, _SURROUNDINGS)
def test_an_access_key_stays_as_it_is(cnpj: str, nnf: int, before: str, after: str) -> None:
    key = a_key(cnpj=cnpj, nnf=nnf).text
    text = f"{before}{key}{after}"

    assert redact(text) == text


@given(
    st.from_regex(r"(?:[A-Z]{3}-)?[0-9]{13}-0[1-9]|v[0-9]{8,11}[a-z]{4}-0[1-9]|[0-9]{11}-0[1-9]", fullmatch=True),
    st.sampled_from(["order {}", "order {}: loaded", "/orders/{}/invoice", "'{}'"]),
)
def test_an_order_id_stays_as_it_is(order: str, sentence: str) -> None:
    assert redact(sentence.format(order)) == sentence.format(order)


def test_a_marketplaces_order_id_stays_even_where_it_looks_like_a_cpf() -> None:
    assert redact(f"order MLB-{CPF} loaded") == f"order MLB-{CPF} loaded"
    assert CPF not in redact(f"CPF-{CPF}")


@pytest.mark.parametrize(
    "text",
    [
        "order 1234567890123-01 job 7: documented, needs_person: value_exceeded (left=1200, asked=1300)",
        "12345678901 is no CPF",
        "the token is missing",
        "2026-11-20T12:29:30.123Z",
        "192.168.100.200",
        "a@b",
    ],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    assert redact(text) == text


def test_short_secrets_do_not_take_words_apart() -> None:
    assert redact("a job", "a", "job", "") == "a job"


@given(st.text())
def test_redaction_takes_any_text(text: str) -> None:
    redact(text)


@pytest.mark.parametrize("text", ["a" * 200_000 + "@", "token" * 40_000, "1" * 200_000, "x-" * 100_000, "'" * 200_000])
def test_a_long_line_does_not_hold_the_program_up(text: str) -> None:
    started = time.process_time()

    redact(text)

    assert time.process_time() - started < 3


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    level = logging.getLogger().level
    yield io.StringIO()
    stop_logging()
    logging.getLogger().setLevel(level)


def test_warnings_are_shown_and_more_when_asked(stream: io.StringIO) -> None:
    for verbose in range(3):
        start_logging(None, verbose=verbose, stream=stream)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING):
            logging.getLogger("desktop_invoicer.tests").log(level, "%s at verbosity %d", level, verbose)

    shown = [(int(level), int(verbose)) for level, verbose in re.findall(r"(\d+) at verbosity (\d)", stream.getvalue())]
    assert shown == [(30, 0), (20, 1), (30, 1), (10, 2), (20, 2), (30, 2)]


def test_arguments_and_tracebacks_are_redacted_too(stream: io.StringIO) -> None:
    start_logging(None, stream=stream).hide(SENTINEL)
    try:
        int(SENTINEL)
    except ValueError:
        logging.getLogger("desktop_invoicer.tests").exception("buyer %s %s", CPF, {"app_token": "other"})

    written = stream.getvalue()
    assert "Traceback" in written
    assert [secret for secret in (SENTINEL, CPF, "other") if secret in written] == []


def test_a_line_that_somebody_sends_cannot_pretend_to_be_another(stream: io.StringIO) -> None:
    start_logging(None, stream=stream)

    logging.getLogger("desktop_invoicer.tests").warning("got %s", "a\nERROR root: forged\r\x1b[2J\u2028")

    assert stream.getvalue() == "WARNING desktop_invoicer.tests: got a\n    ERROR root: forged\\x0d\\x1b[2J\\x2028\n"


def test_arguments_that_do_not_fit_are_not_printed() -> None:
    record = logging.LogRecord("tests", logging.WARNING, "", 0, "one %s", (SENTINEL, SENTINEL), None)

    for formatter in (TextFormatter(Redactor()), JsonFormatter(Redactor())):
        written = formatter.format(record)
        assert "one %s (its arguments do not fit)" in written
        assert SENTINEL not in written


def test_a_very_long_line_is_cut() -> None:
    record = logging.LogRecord("tests", logging.WARNING, "", 0, "a" * 100_000, None, None)

    assert TextFormatter(Redactor()).format(record).endswith("aaa… (100015 characters)")
    assert json.loads(JsonFormatter(Redactor()).format(record))["message"].endswith("aaa… (100000 characters)")


def as_json(
    text: object, *arguments: object, failure: Exception | None = None, secret: str = "", name: str = "tests"
) -> dict[str, Any]:
    """Write a record as a line of the file, and read it back."""
    info = None if failure is None else (type(failure), failure, failure.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, "", 0, text, arguments, info)
    redactor = Redactor()
    redactor.hide(secret)
    line = JsonFormatter(redactor).format(record)
    assert "\n" not in line
    found: dict[str, Any] = json.loads(line)
    return found


def raised(error: type[Exception], *arguments: object) -> Exception:
    def fail() -> None:
        raise error(*arguments)

    try:
        fail()
    except error as exc:
        return exc
    raise AssertionError


def test_a_line_of_the_file_is_an_object_with_stable_keys() -> None:
    found = as_json("order %s job %s at stage %s%s", "1-01", 7, "loaded", ", held", failure=raised(KeyError, "x"))

    assert list(found) == [
        "time", "level", "logger", "message", "order", "job", "stage",
        "thread", "process", "exception", "origin", "error",
    ]  # fmt: skip
    assert (found["order"], found["job"], found["stage"]) == ("1-01", "7", "loaded")
    assert found["message"] == "order 1-01 job 7 at stage loaded, held"
    assert found["exception"].startswith("Traceback")


@pytest.mark.parametrize(
    ("text", "arguments", "subjects"),
    [
        ("account %s: polling waits: %s", ("loja", "503"), {"account": "loja"}),
        ("%d%% of order %s", (3, "1-01"), {"order": "1-01"}),
        ("notification %s of order %s cannot be kept: %s", ("a", "1-01", "full"), {"order": "1-01"}),
        ("disorder %s", ("a",), {}),
        ("order %s", (), {}),
        ("the order of things", (), {}),
        (ValueError("order %s"), (), {}),
    ],
)
def test_what_a_line_is_about_is_read_from_its_own_words(
    text: object, arguments: tuple[object, ...], subjects: dict[str, str]
) -> None:
    found = as_json(text, *arguments)

    assert {name: found[name] for name in ("account", "order", "job", "stage") if name in found} == subjects


def test_where_a_failure_came_from_is_told_without_its_words() -> None:
    failure = raised(KeyError, "Rua das Flores")
    failure.__cause__ = raised(ValueError, "Ana Souza")

    steps = as_json("a", failure=failure)["origin"]

    places = ["test_logs.py", "test_logs.py"]
    assert [step.partition(":")[0] for step in steps] == ["KeyError", *places, "ValueError", *places]
    assert not {"Ana", "Flores"} & set(re.findall(r"\w+", " ".join(steps)))


def test_a_failure_that_causes_itself_is_told_once() -> None:
    failure = raised(KeyError, "x")
    failure.__cause__ = failure

    assert as_json("a", failure=failure)["origin"].count("KeyError") == 1


def test_our_own_words_and_figures_stand_beside_the_message() -> None:
    values = ("1-01", 7, Path("/home/ana"), VtexRefusedError(404, "no such order"), KeyError("Ana"))

    found = as_json("order %s job %d in %s: %s, %s", *values, name="desktop_invoicer.engine")

    assert found["event"] == "order %s job %d in %s: %s, %s"
    assert found["values"] == [None, 7, None, "VtexRefusedError 404", "KeyError"]
    assert "event" not in as_json("Task exception: %s", "Ana", name="asyncio")


def test_the_same_defect_has_the_same_id_whatever_it_was_about() -> None:
    one, same, other = raised(KeyError, "order 1"), raised(KeyError, "order 2"), raised(IndexError)

    assert as_json("a %s", 1, failure=one)["error"] == as_json("b %s", 2, failure=same)["error"]
    assert as_json("a %s", 1, failure=one)["error"] != as_json("a %s", 1, failure=other)["error"]


@given(st.text(), st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_a_line_stays_one_json_object_whatever_is_in_it(text: str, nested: object) -> None:
    found = as_json("order %s of %r", text, nested)

    assert set(found) == {"time", "level", "logger", "message", "order", "thread", "process"}


@pytest.mark.parametrize("name", ["app_token", "senha", SENTINEL])
def test_no_value_of_a_line_holds_a_secret_however_deep_it_stands(name: str) -> None:
    nested = {"outer": [{name: SENTINEL, "buyer": CPF, SENTINEL: "x"}]}
    failure = raised(ValueError, f"refused {SENTINEL} of ana@example.com", nested)

    written = json.dumps(
        as_json("order %s: %s", SENTINEL, nested, failure=failure, secret=SENTINEL), ensure_ascii=False
    )

    assert [secret for secret in (SENTINEL, CPF, "ana@example.com") if secret in written] == []


def test_starting_again_does_not_write_twice(stream: io.StringIO) -> None:
    start_logging(None, stream=stream)
    start_logging(None, stream=stream)

    logging.getLogger("desktop_invoicer.tests").warning("once")

    assert stream.getvalue().count("once") == 1


def test_chatty_libraries_are_quiet_even_when_more_is_asked(stream: io.StringIO) -> None:
    start_logging(None, verbose=2, stream=stream)

    for name in ("httpx", "httpcore.http11", "uvicorn.access", "alembic.runtime"):
        logging.getLogger(name).info("chatter")

    assert stream.getvalue() == ""


def test_a_program_without_a_terminal_starts(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO) -> None:
    monkeypatch.setattr(sys, "stderr", None)

    start_logging(None)

    assert stream.getvalue() == ""
