"""What the settings mean once they are read."""

from __future__ import annotations

from datetime import UTC, datetime
from platform import node

import pytest
from pydantic import ValidationError

from desktop_invoicer.config import Account, Decision, Receiver, Settings, Store, Submit, TokenPlace, is_loopback
from desktop_invoicer.domain.check import CheckName
from desktop_invoicer.domain.choices import Choices, DocumentModel, Presence
from desktop_invoicer.domain.notification import AccountName
from desktop_invoicer.domain.policy import BLOCKING, Environment, KeyDemand, StorePolicy


def an_account(name: str = "lojatestegavea", **more: object) -> Account:
    return Account.model_validate({"name": name, **more})


def some_settings(*accounts: Account, **more: object) -> Settings:
    return Settings.model_validate({"store": {"account": accounts[0].name}, "accounts": accounts, **more})


def test_nothing_is_sent_without_a_person_by_default() -> None:
    settings = Settings()

    assert settings.submit is Submit.CONFIRM
    assert settings.accounts == ()
    assert (settings.receiver.host, settings.receiver.port, settings.receiver.is_loopback) == ("127.0.0.1", 8710, True)
    assert settings.polling.requests_per_minute == 120


def test_a_window_is_locked_after_a_while_by_default_and_not_after_a_sale() -> None:
    people = Settings().people

    assert (people.lock_after, people.lock_after_sale) == (5, False)


@pytest.mark.parametrize("minutes", [-1, 481, True, "5", 5.0])
def test_what_is_no_time_after_which_a_window_is_locked_is_told(minutes: object) -> None:
    with pytest.raises(ValidationError, match="lock_after"):
        Settings.model_validate({"people": {"lock_after": minutes}})


def test_an_account_needs_nothing_but_its_name() -> None:
    account = an_account()

    assert account.myvtex_origin == "https://lojatestegavea.myvtex.com"
    assert account.oms_origin == "https://lojatestegavea.vtexcommercestable.com.br"
    assert account.catalog_account == "lojatestegavea"
    assert account.require_access_key is KeyDemand.MARKETPLACE
    assert account.receiver_token == TokenPlace("header", "Authorization")
    assert account.ncm_names == ("NCM",)
    assert not account.feed
    assert not account.embed_xml


def test_the_store_gives_the_policy_of_the_rules() -> None:
    store = Store.model_validate(
        {"account": "loja", "cnpj": "11.222.333/0001-81", "uf": "rj", "environment": "homologation"}
    )

    assert store.policy == StorePolicy(AccountName("loja"), "11222333000181", "RJ", Environment.HOMOLOGATION)


@pytest.mark.parametrize(
    ("uf", "zone"), [("", "America/Sao_Paulo"), ("RJ", "America/Sao_Paulo"), ("am", "America/Manaus")]
)
def test_the_days_of_a_store_are_those_of_its_state(uf: str, zone: str) -> None:
    assert Store.model_validate({"uf": uf}).zone.key == zone


def test_a_store_on_an_island_names_its_time_zone() -> None:
    store = Store.model_validate({"uf": "PE", "time_zone": "America/Noronha"})

    assert datetime(2026, 11, 21, 1, 30, tzinfo=UTC).astimezone(store.zone).hour == 23


@pytest.mark.parametrize("name", ["", "Brasília", "-03:00", "../../etc/passwd", "America", "x\0"])
def test_what_is_no_time_zone_is_told(name: str) -> None:
    with pytest.raises(ValidationError, match="must be a time zone by its name, as in America/Sao_Paulo"):
        Store.model_validate({"time_zone": name})


def test_a_desk_is_called_as_its_computer_unless_it_has_a_name() -> None:
    assert Store().desk == node()
    assert Store.model_validate({"desk": " "}).desk == node()
    assert Store.model_validate({"desk": " Caixa  2 "}).desk == "Caixa 2"


@pytest.mark.parametrize("name", ["x" * 61, "Caixa\x07"])
def test_what_is_no_name_of_a_desk_is_told(name: str) -> None:
    with pytest.raises(ValidationError, match="must be a name of up to 60 characters"):
        Store.model_validate({"desk": name})


def test_the_store_says_what_keeps_a_document_out() -> None:
    assert Settings().policy.blocking == BLOCKING
    assert Settings.model_validate({"documents": {"block": []}}).policy.blocking == frozenset()
    settings = Settings.model_validate({"documents": {"block": ["date", "buyer", "date"]}})
    assert settings.policy.blocking == {CheckName.DATE, CheckName.BUYER}


def test_settings_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().submit = Submit.AUTOMATIC  # type: ignore[misc]


def test_a_catalogue_account_of_its_own_entry_is_asked_at_that_entrys_origin() -> None:
    store = an_account("loja", catalog_account="farm", oms_origin="https://proxy.example")
    settings = some_settings(store, an_account("farm", oms_origin="https://farm.example"))

    assert settings.catalog_origin(store) == "https://farm.example"


def test_a_catalogue_account_without_entry_is_asked_where_the_orders_are_named_to_be() -> None:
    store = an_account("loja", catalog_account="farm", oms_origin="http://127.0.0.1:8711")

    assert some_settings(store).catalog_origin(store) == "http://127.0.0.1:8711"


def test_a_catalogue_account_without_any_origin_is_asked_at_its_usual_one() -> None:
    store = an_account("loja", catalog_account="farm")

    assert some_settings(store).catalog_origin(store) == "https://farm.vtexcommercestable.com.br"


def test_an_account_is_its_own_catalogue_by_default() -> None:
    store = an_account("loja")

    assert some_settings(store).catalog_origin(store) == store.oms_origin


@pytest.mark.parametrize(
    "origin",
    [
        "https://loja.example/",
        "https://LOJA.example:8443",
        "http://127.0.0.1:1",
        "http://localhost:8711",
        "http://[::1]:8711",
    ],
)
def test_an_origin_is_kept_in_one_form(origin: str) -> None:
    assert an_account(oms_origin=origin).oms_origin == origin.lower().removesuffix("/")


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "loja.example",
        "ftp://loja.example",
        "http://loja.example",
        "http://192.168.0.7:8711",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "https://user:secret@loja.example",
        "https://loja.example/api",
        "https://loja.example?a=b",
        "https://loja.example#a",
        "https://loja.example:0",
        "https://loja.example:65536",
        "https://loja.example:",
        "https://-loja.example",
        "https://loja..example",
        "https://loja.example\\@127.0.0.1",
        "https://loja.example\n",
        " https://loja.example",
        "https://1.2.3",
        "https://[::1",
    ],
)
def test_what_is_no_safe_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValidationError):
        an_account(oms_origin=origin)


@pytest.mark.parametrize("name", ["", "Loja", "loja_1", "loja.1", "-loja", "loja-", "lójà", "loja\n", "a" * 64])
def test_what_is_no_account_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        an_account(name)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("header:X-Token", TokenPlace("header", "X-Token")),
        ("Query: token", TokenPlace("query", "token")),
        ("none", TokenPlace("none")),
    ],
)
def test_the_place_of_the_token_is_read(text: str, place: TokenPlace) -> None:
    assert an_account(receiver_token=text).receiver_token == place


@pytest.mark.parametrize("text", ["", "header", "header:", "header:a b", "none:x", "cookie:x", 5, None])
def test_what_is_no_place_of_a_token_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        an_account(receiver_token=text)


@pytest.mark.parametrize("place", [TokenPlace("header", "X-Token"), TokenPlace("query", "t"), TokenPlace("none")])
def test_a_place_of_a_token_reads_as_it_was_written(place: TokenPlace) -> None:
    assert an_account(receiver_token=str(place)).receiver_token == place


@pytest.mark.parametrize("port", [65536, -1, True, "8710", 8710.0])
def test_what_is_no_port_is_refused(port: object) -> None:
    with pytest.raises(ValidationError):
        Receiver.model_validate({"port": port})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::1", "127.0.0.1", "localhost", "till-7.loja.example"])  # noqa: S104
def test_the_receiver_listens_on_addresses_and_names(host: str) -> None:
    assert Receiver(host=host).host == host


@pytest.mark.parametrize("host", ["", "a b", "http://localhost", "127.0.0.1:80", "1.2.3"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(ValidationError):
        Receiver(host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_a_loopback_host_is_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.example", ""])  # noqa: S104
def test_any_other_host_is_not_this_machine(host: str) -> None:
    assert not is_loopback(host)


def test_a_store_that_chooses_nothing_has_the_usual_documents() -> None:
    assert Settings().policy.choices == Choices()


@pytest.mark.parametrize(
    ("key", "value", "choices"),
    [
        ("delivery", "nfce", Choices(delivery=DocumentModel.NFCE)),
        ("company_buyer", "nfce", Choices(company_buyer=DocumentModel.NFCE)),
        ("identified_buyer", "nfe", Choices(identified_buyer=DocumentModel.NFE)),
        ("pickup", "distance", Choices(pickup=Presence.DISTANCE)),
    ],
)
def test_each_choice_of_the_store_reaches_the_rules(key: str, value: str, choices: Choices) -> None:
    assert Decision.model_validate({key: value}).choices == choices
