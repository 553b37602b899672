"""What a log never holds, and what it keeps."""

from __future__ import annotations

import io
import logging
import re
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.tax_id import is_cpf, modulo_11
from desktop_invoicer.logs import HIDDEN, RedactingFormatter, Redactor, start_logging, stop_logging
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
    started = datetime.now(UTC)

    redact(text)

    assert (datetime.now(UTC) - started).total_seconds() < 3


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

    assert RedactingFormatter(Redactor(), "%(message)s").format(record) == "one %s (its arguments do not fit)"


def test_a_very_long_line_is_cut() -> None:
    record = logging.LogRecord("tests", logging.WARNING, "", 0, "a" * 100_000, None, None)

    assert RedactingFormatter(Redactor(), "%(message)s").format(record).endswith("aaa… (100000 characters)")


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
