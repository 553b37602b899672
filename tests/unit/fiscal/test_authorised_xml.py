"""Reading other programs' XML: what a document tells, and what counts as authorised."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desktop_invoicer.domain.document import NFE_PORTAL, DocumentKind, DocumentSource
from desktop_invoicer.domain.policy import Environment
from desktop_invoicer.domain.problem import ProblemCode
from tests.builders import BRASILIA, PROTOCOL, a_key
from tests.unit.fiscal.notes import (
    KEY,
    NAMESPACE,
    OTHER_KEY,
    a_note,
    a_protocol,
    a_registered_event,
    a_registration,
    an_authorised_note,
    an_event,
)
from tests.unit.fiscal.reading import read, refused, told_apart, unreadable

# What is read


def test_an_authorised_nfce_tells_everything_that_an_invoice_needs() -> None:
    document = read(an_authorised_note())

    assert document.kind is DocumentKind.NOTE
    assert document.source is DocumentSource.XML
    assert document.key == a_key()
    assert document.issued_at == datetime(2026, 11, 20, 12, 29, 30, tzinfo=BRASILIA)
    assert document.value == 9990
    assert document.url == f"https://www.nfce.fazenda.rj.gov.br/consulta?p={KEY}%7C3%7C1"
    assert document.protocol == PROTOCOL
    assert document.is_entry is False
    assert document.is_authorised is True
    assert document.environment is Environment.PRODUCTION
    assert document.authorised_at == document.issued_at
    assert document.substitute == ""


def test_the_moment_of_issue_keeps_its_own_offset() -> None:
    manaus = a_note(emitted="<dhEmi>2026-11-20T11:29:30-04:00</dhEmi>")

    document = read(an_authorised_note(manaus))

    assert document.issued_at.utcoffset() == timedelta(hours=-4)


def test_an_nfe_without_qr_code_is_looked_up_at_the_portal() -> None:
    key = a_key(model="55").text

    document = read(an_authorised_note(a_note(mod="55"), a_protocol(key=key)))

    assert document.url == f"{NFE_PORTAL}&chNFe={key}"


def test_a_note_of_the_old_layout_was_issued_at_midnight_in_brasilia() -> None:
    document = read(an_authorised_note(a_note(emitted="<dEmi>2026-11-20</dEmi>")))

    assert document.issued_at == datetime(2026, 11, 20, tzinfo=BRASILIA)
    assert document.issued_at.utcoffset() == timedelta(hours=-3)


def test_a_note_of_entry_is_told_apart_from_a_sale() -> None:
    assert read(an_authorised_note(a_note(tp_nf="0"))).is_entry is True


def test_letters_in_the_cnpj_are_kept() -> None:
    key = "35260712ABC34501DE35650010000000421123456780"
    note = a_note(key=key, cnpj="12ABC34501DE35", emitted="<dhEmi>2026-07-31T12:00:00-03:00</dhEmi>")
    note = note.replace("<cUF>33</cUF>", "<cUF>35</cUF>")

    assert read(an_authorised_note(note, a_protocol(key=key))).key.text == key


def test_amounts_are_exact_to_the_cent() -> None:
    assert read(an_authorised_note(a_note(vnf="9999999999.99"))).value == 999_999_999_999


@pytest.mark.parametrize("vnf", ["0.00", "0"])
def test_a_note_may_be_worth_nothing(vnf: str) -> None:
    assert read(an_authorised_note(a_note(vnf=vnf))).value == 0


@pytest.mark.parametrize("cut", ["<!-- cut here -->", "<?cut here?>", "<![CDATA[.]]>"])
def test_a_text_that_is_cut_in_two_is_read_whole(cut: str) -> None:
    note = a_note().replace("<vNF>99.90", f"<vNF>99{cut}90" if "." in cut else f"<vNF>99{cut}.90")

    assert read(an_authorised_note(note)).value == 9990


def test_processing_instructions_change_nothing() -> None:
    content = an_authorised_note().replace(b"<emit>", b'<?xml-stylesheet href="file:///etc/passwd"?><emit>')

    assert read(content) == read(an_authorised_note())


def test_a_note_of_990_items_is_read() -> None:
    document = read(an_authorised_note(a_note(items=990)))

    assert document.value == 9990


# What counts as authorised


@pytest.mark.parametrize("c_stat", ["100", "120", "150"])
def test_authorised_late_or_with_an_alert_is_authorised(c_stat: str) -> None:
    assert read(an_authorised_note(protocol=a_protocol(c_stat=c_stat))).is_authorised is True


@pytest.mark.parametrize(
    "c_stat", ["101", "103", "110", "135", "151", "204", "217", "301", "302", "303", "999", "1000", ""]
)
def test_denied_cancelled_or_rejected_is_not_authorised(c_stat: str) -> None:
    assert read(an_authorised_note(protocol=a_protocol(c_stat=c_stat))).is_authorised is False


def test_a_note_without_protocol_is_not_authorised() -> None:
    document = read(a_note().encode())

    assert document.is_authorised is False
    assert document.protocol == ""


@pytest.mark.parametrize(
    "protocol",
    [
        a_protocol(c_stat="204"),
        a_protocol().replace("<dhRecbto>", "<dhRecebto>").replace("</dhRecbto>", "</dhRecebto>"),
        a_protocol().replace("-03:00</dhRecbto>", "</dhRecbto>"),
        a_protocol().replace("T12:29:30-03:00</dhRecbto>", "</dhRecbto>"),
    ],
    ids=["not_authorised", "missing", "without_offset", "only_a_day"],
)
def test_a_moment_of_authorisation_that_nobody_can_be_sure_of_is_not_known(protocol: str) -> None:
    assert read(an_authorised_note(protocol=protocol)).authorised_at is None


def test_a_moment_of_authorisation_that_cannot_be_is_refused() -> None:
    protocol = a_protocol().replace("2026-11-20", "2026-11-31")

    assert "is no moment" in unreadable(an_authorised_note(protocol=protocol))


def test_an_answer_without_protocol_number_authorises_nothing() -> None:
    assert read(an_authorised_note(protocol=a_protocol(n_prot=""))).is_authorised is False


@pytest.mark.parametrize("n_prot", ["133260000000001", "13326000000000123"])
def test_protocols_of_15_and_of_17_digits_are_kept(n_prot: str) -> None:
    assert read(an_authorised_note(protocol=a_protocol(n_prot=n_prot))).protocol == n_prot


def test_a_protocol_of_the_test_environment_does_not_authorise_a_real_note() -> None:
    document = read(an_authorised_note(protocol=a_protocol(tp_amb="2")))

    assert document.is_authorised is False
    assert document.environment is Environment.PRODUCTION


def test_a_note_of_the_test_environment_says_so() -> None:
    document = read(an_authorised_note(a_note(tp_amb="2"), a_protocol(tp_amb="2")))

    assert document.environment is Environment.HOMOLOGATION
    assert document.is_authorised is True


def test_a_qr_code_that_is_no_web_address_is_left_out() -> None:
    document = read(an_authorised_note(a_note(qr_url="javascript:alert(1)")))

    assert document.url == ""


# The event that cancels a note


def test_a_registered_cancellation_names_the_cancelled_note_and_its_own_protocol() -> None:
    document = read(a_registered_event())

    assert document.kind is DocumentKind.CANCELLATION
    assert document.key == a_key()
    assert document.protocol == PROTOCOL
    assert document.number == PROTOCOL
    assert document.issued_at == datetime(2026, 11, 20, 12, 41, 7, tzinfo=BRASILIA)
    assert document.value is None
    assert document.is_entry is None
    assert document.is_authorised is True
    assert document.environment is Environment.PRODUCTION


def test_the_answer_alone_is_enough() -> None:
    content = f'<retEnvEvento xmlns="{NAMESPACE}"><cStat>128</cStat>{a_registration()}</retEnvEvento>'.encode()

    assert read(content) == read(a_registered_event())


def substituted(substitute: str) -> bytes:
    event = an_event(tp_evento="110112", substitute=substitute)
    return a_registered_event(event, a_registration(tp_evento="110112"))


def test_a_cancellation_by_substitution_names_the_note_that_stands_instead() -> None:
    document = read(substituted(OTHER_KEY))

    assert document.kind is DocumentKind.CANCELLATION
    assert (document.key.text, document.substitute) == (KEY, OTHER_KEY)


@pytest.mark.parametrize(
    ("substitute", "reason"),
    [
        ("", "chNFeRef is missing"),
        (OTHER_KEY[:-1], "is no access key"),
        (OTHER_KEY.replace("11222333", "1122 2333"), "is no access key"),
        (KEY, "is the cancelled note itself"),
    ],
)
def test_a_substitution_whose_other_note_cannot_be_told_is_refused(substitute: str, reason: str) -> None:
    assert reason in unreadable(substituted(substitute))


def test_the_answer_alone_does_not_tell_which_note_stands_instead() -> None:
    assert read(a_registration(tp_evento="110112").encode()).substitute == ""


def test_a_plain_cancellation_names_no_other_note() -> None:
    assert read(a_registered_event(an_event(substitute=OTHER_KEY))).substitute == ""


@pytest.mark.parametrize("c_stat", ["135", "136", "155"])
def test_a_registered_event_counts_even_late_or_not_yet_linked(c_stat: str) -> None:
    assert read(a_registered_event(registration=a_registration(c_stat=c_stat))).is_authorised is True


@pytest.mark.parametrize("c_stat", ["100", "128", "220", "501", "573"])
def test_an_event_that_sefaz_did_not_register_is_not_authorised(c_stat: str) -> None:
    registration = a_registration(c_stat=c_stat, n_prot="", registered_at="", tp_evento="")

    document = read(a_registered_event(registration=registration))

    assert document.is_authorised is False
    assert document.issued_at == datetime(2026, 11, 20, 12, 40, tzinfo=BRASILIA)


def test_an_answer_in_production_does_not_register_an_event_of_the_test_environment() -> None:
    document = read(a_registered_event(an_event(tp_amb="2")))

    assert document.environment is Environment.HOMOLOGATION
    assert document.is_authorised is False


def test_an_event_without_answer_is_not_authorised() -> None:
    document = read(a_registered_event(registration=""))

    assert document.is_authorised is False
    assert document.protocol == ""


@pytest.mark.parametrize("tp_evento", ["110110", "110140", "210200", ""])
def test_any_other_event_is_told_apart_by_its_type(tp_evento: str) -> None:
    content = a_registered_event(an_event(tp_evento=tp_evento), a_registration(tp_evento=tp_evento))

    assert told_apart(content) == f"event {tp_evento}".strip()


def test_an_event_that_is_answered_as_another_type_is_refused() -> None:
    content = a_registered_event(registration=a_registration(tp_evento="110110"))

    assert "110110 and 110111 is no cancellation" in unreadable(content)


@pytest.mark.parametrize(
    ("registration", "reason"),
    [
        (a_registration(key=""), "chNFe is missing"),
        (a_registration(registered_at=""), "'' is no moment"),
        (a_registration(tp_amb="3"), "tpAmb is '3'"),
        (a_registration(n_prot="A35"), "no protocol number"),
        (f'<retEvento xmlns="{NAMESPACE}"/>', "infEvento is missing"),
    ],
    ids=["key", "moment", "environment", "protocol", "content"],
)
def test_an_answer_that_lacks_something_is_refused_with_its_name(registration: str, reason: str) -> None:
    assert reason in unreadable(a_registered_event("", registration))


def test_an_event_that_names_several_notes_tells_every_contradiction() -> None:
    event = an_event(cnpj="99999999000191", identity=f"ID110111{OTHER_KEY}01")

    problems = refused(a_registered_event(event, a_registration(key=OTHER_KEY)))

    assert [(problem.code, problem.facts["part"]) for problem in problems] == [
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "event"),
        (ProblemCode.KEY_CONTRADICTS_CONTENT, "cnpj"),
    ]


def test_the_identity_of_an_event_must_name_its_note() -> None:
    problems = refused(a_registered_event(an_event(identity=f"ID110111{OTHER_KEY}01")))

    assert [problem.facts for problem in problems] == [{"part": "event_id", "key": KEY, "content": OTHER_KEY}]
