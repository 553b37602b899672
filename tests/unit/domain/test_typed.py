"""The document of a scanned or typed key: nobody is asked for what can be known."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from desktop_invoicer.domain.access_key import AccessKey
from desktop_invoicer.domain.document import NFE_PORTAL, Document, DocumentKind, DocumentSource
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.typed import Typed, moment_on, read_protocol, read_typed
from tests.builders import BRASILIA, NOW, PROTOCOL, a_key, a_store

SITE = "https://www.fazenda.rj.gov.br/nfce/qrcode"
THIS_MONTH, LAST_MONTH = a_key(), a_key(aamm="2610")
HERE = NOW.astimezone(BRASILIA)


def typed(
    text: object, *, value: int | None = None, issued_at: datetime | None = None, protocol: str | None = None
) -> Typed:
    return Typed(str(text), None if value is None else Cents(value), issued_at, protocol)


def document(asked: Typed, now: datetime = NOW) -> Document:
    found = read_typed(asked, a_store(), now)
    assert isinstance(found, Document)
    return found


def problem(asked: Typed) -> Problem:
    found = read_typed(asked, a_store(), NOW)
    assert isinstance(found, tuple)
    return found[0]


def offline(key: AccessKey, day: str, value: str = "99.90") -> str:
    return f"{SITE}?p={key}|2|2|{day}|{value}|766f|1|0A1B"


def test_a_key_of_this_month_needs_nothing_else() -> None:
    assert document(typed(f"NFe{THIS_MONTH}")) == Document(
        DocumentKind.NOTE, DocumentSource.KEY, THIS_MONTH, issued_at=HERE
    )


def test_the_month_is_that_of_brasilia() -> None:
    last_night = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)

    assert document(typed(THIS_MONTH), last_night).issued_at == last_night


def test_the_day_of_another_month_is_asked_for() -> None:
    assert problem(typed(LAST_MONTH)) == Problem(ProblemCode.DATE_NEEDED, {"month": "2026-10"})


def test_value_and_day_that_are_given_are_taken() -> None:
    moment = datetime(2026, 10, 31, 23, 0, tzinfo=BRASILIA)

    found = document(typed(LAST_MONTH, value=9990, issued_at=moment))

    assert (found.value, found.issued_at) == (9990, moment)


def test_a_day_outside_the_month_of_the_key_is_refused() -> None:
    found = problem(typed(LAST_MONTH, issued_at=HERE))

    assert found.code is ProblemCode.KEY_CONTRADICTS_CONTENT
    assert found.facts == {"part": "aamm", "key": "2610", "content": "2611", "month": "2026-10", "day": "2026-11-20"}


@pytest.mark.parametrize(("year", "hours"), [(1, 23), (1926, -3), (9926, -23)])
def test_a_moment_of_another_century_is_refused(year: int, hours: int) -> None:
    key, far = a_key(aamm=f"{year % 100:02}01"), datetime(year, 1, 1, tzinfo=timezone(timedelta(hours=hours)))

    assert problem(typed(key, issued_at=far)).code is ProblemCode.KEY_CONTRADICTS_CONTENT


def test_a_moment_may_be_given_in_another_zone() -> None:
    last_minutes = datetime(2026, 11, 1, 2, 50, tzinfo=UTC)

    assert document(typed(LAST_MONTH, issued_at=last_minutes)).issued_at == last_minutes


def test_the_code_of_an_offline_document_tells_everything() -> None:
    found = document(typed(offline(LAST_MONTH, "17")))

    assert (found.value, found.environment) == (9990, Environment.HOMOLOGATION)
    assert found.issued_at == datetime(2026, 10, 17, 12, tzinfo=BRASILIA)
    assert found.url == offline(LAST_MONTH, "17").replace("|", "%7C")


def test_a_day_that_is_given_beside_one_that_is_known_counts_nothing() -> None:
    assert document(typed(offline(LAST_MONTH, "17"), issued_at=HERE)).issued_at.day == 17


def test_the_moment_in_a_code_of_version_1_is_taken() -> None:
    moment = "2026-10-17T10:20:30-03:00"
    text = f"{SITE}?chNFe={LAST_MONTH}&nVersao=100&tpAmb=1&dhEmi={moment.encode().hex()}&vNF=99.90"

    assert document(typed(text)).issued_at == datetime.fromisoformat(moment)


def test_a_moment_in_a_code_outside_the_month_of_its_key_is_refused() -> None:
    text = f"{SITE}?chNFe={LAST_MONTH}&nVersao=100&tpAmb=1&dhEmi={b'2026-11-17T10:20:30-03:00'.hex()}&vNF=99.90"

    assert problem(typed(text)).code is ProblemCode.KEY_CONTRADICTS_CONTENT


@pytest.mark.parametrize("given", [None, 9990])
def test_the_value_in_a_code_needs_no_other(given: int | None) -> None:
    assert document(typed(offline(THIS_MONTH, "17"), value=given)).value == 9990


def test_a_value_beside_another_one_in_the_code_is_refused() -> None:
    found = problem(typed(offline(THIS_MONTH, "17"), value=100))

    assert found == Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": 9990, "value": 100})


def test_a_code_of_an_online_document_tells_neither_value_nor_day() -> None:
    found = document(typed(f"{SITE}?p={THIS_MONTH}|3|1"))

    assert (found.value, found.environment) == (None, Environment.PRODUCTION)


def test_a_foreign_address_around_a_key_goes_nowhere() -> None:
    key = a_key(model="55")

    assert document(typed(f"https://evil.example/?p={THIS_MONTH}|3|1")).url == ""
    assert document(typed(f"https://evil.example/?chNFe={key}")).url == f"{NFE_PORTAL}&chNFe={key}"


def test_a_link_to_the_portal_is_the_address_of_an_nfe() -> None:
    link = f"https://www.nfe.fazenda.gov.br/portal/consulta.aspx?chNFe={a_key(model='55')}"

    assert document(typed(link)).url == link


def test_a_key_of_another_model_is_read() -> None:
    assert document(typed(f"CFe{a_key(model='59')}")).model is None


def test_a_wrong_key_tells_where_it_is_wrong() -> None:
    found = problem(typed(THIS_MONTH.text.replace("11222333000181", "11222338000181")))

    assert (found.code, found.facts["found"]) == (ProblemCode.KEY_CHECK_DIGIT, "3800")


def test_of_a_day_without_hour_today_is_now() -> None:
    assert moment_on(date(2026, 11, 20), NOW) == NOW
    assert moment_on(date(2026, 11, 19), NOW) == datetime(2026, 11, 19, 12, tzinfo=BRASILIA)


# a cancellation of which only the protocol is known


def test_a_key_with_a_protocol_is_the_event_that_cancelled_its_document() -> None:
    assert document(typed(f"NFe{THIS_MONTH}", protocol=PROTOCOL)) == Document(
        DocumentKind.CANCELLATION, DocumentSource.KEY, THIS_MONTH, issued_at=HERE, protocol=PROTOCOL
    )


def test_the_day_of_a_cancellation_is_not_that_of_its_document() -> None:
    moment = datetime(2026, 11, 19, 18, 0, tzinfo=BRASILIA)

    assert document(typed(LAST_MONTH, protocol=PROTOCOL)).issued_at == HERE
    assert document(typed(LAST_MONTH, protocol=PROTOCOL, issued_at=moment)).issued_at == moment


def test_a_cancellation_is_worth_nothing_whatever_is_told_of_its_document() -> None:
    found = document(typed(offline(LAST_MONTH, "15"), protocol=PROTOCOL, value=1))

    assert (found.value, found.environment, found.is_authorised) == (None, Environment.HOMOLOGATION, None)


@pytest.mark.parametrize("text", ["135 260000123456", "13.526-0000/123456", " 135260000123456\n"])
def test_a_protocol_may_be_grouped(text: str) -> None:
    assert read_protocol(text) == PROTOCOL


def test_a_protocol_of_17_digits_is_one() -> None:
    assert read_protocol("13326000000000123") == "13326000000000123"


@pytest.mark.parametrize(
    "text", ["", "1", PROTOCOL[:-1], f"{PROTOCOL}9", f"{PROTOCOL}999", "13526000012345A", "٣" * 15]
)
def test_anything_else_is_no_protocol(text: str) -> None:
    assert problem(typed(THIS_MONTH, protocol=text)) == Problem(ProblemCode.PROTOCOL_WRONG, {"length": len(text)})


def test_a_protocol_does_not_make_a_key_of_what_is_none() -> None:
    assert problem(typed("42", protocol=PROTOCOL)).code is ProblemCode.KEY_LENGTH
