"""``config.toml`` on disk: read, judged as a whole, changed without losing a comment."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.config import Home, Settings, load_config, set_value, set_values
from desktop_invoicer.domain.money import Cents
from desktop_invoicer.domain.policy import ReturnPolicy
from desktop_invoicer.errors import ConfigError

DESIGN = """\
language = "pt-BR"                 # pt-BR | es | en; default: the system's
submit = "confirm"                 # confirm | automatic (sales whose document matches exactly)

[store]
name = "Loja Gávea"
account = "lojafarmgavea"          # the VTEX account of this counter
cnpj = "11222333000181"
uf = "RJ"

[[accounts]]
name = "lojafarmgavea"
catalog_account = "farm"
require_access_key = "marketplace" # always | marketplace | never
embed_xml = false
receiver_token = "header:Authorization"   # where VTEX puts its token

[receiver]
enabled = true
host = "127.0.0.1"
port = 8710

[polling]
enabled = true
requests_per_minute = 120          # this desk's share of the account's limit

[documents]
watch = []                         # folders where the fiscal program drops authorised XML
"""

KNOWN = "language, submit, store, decision, returns, people, accounts, receiver, polling, documents, keeping"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home.below(tmp_path / "home")


def write(home: Home, text: str | bytes) -> None:
    home.config_file.parent.mkdir(parents=True, exist_ok=True)
    home.config_file.write_bytes(text.encode() if isinstance(text, str) else text)


def problems(home: Home, text: str | bytes) -> list[str]:
    write(home, text)
    with pytest.raises(ConfigError) as refused:
        load_config(home)
    assert refused.value.path == home.config_file
    return list(refused.value.problems)


def test_without_a_file_the_settings_are_the_defaults(home: Home) -> None:
    assert load_config(home) == Settings()


def test_the_file_of_the_design_is_read(home: Home) -> None:
    write(home, DESIGN)

    settings = load_config(home)

    assert settings.store.name == "Loja Gávea"
    assert settings.accounts[0].catalog_account == "farm"


def test_every_problem_is_told_at_once_with_its_key_and_what_would_be_right(home: Home, tmp_path: Path) -> None:
    told = problems(
        home,
        f"""
langage = "es"
submit = "always"
colour = 1
[store]
account = "other"
cnpj = "11222333000180"
uf = "XX"
[[accounts]]
name = "loja"
feeed = true
embed_xml = 1
receiver_token = "none"
oms_origin = "http://loja.example"
ncm_names = [""]
[[accounts]]
name = "Loja"
[[accounts]]
name = "loja"
[receiver]
host = "0.0.0.0"
port = "8710"
[polling]
requests_per_minute = 0
[documents]
watch = ["here", "{tmp_path.as_posix()}"]
""",
    )

    assert sorted(told) == sorted(
        [
            "langage: is unknown; did you mean language?",
            "submit: must be one of 'confirm' or 'automatic'",
            f"colour: is unknown; known here: {KNOWN}",
            "store.cnpj: must be a CNPJ of 14 characters with right check digits, with or without dots",
            "store.uf: must be one of the 27 states, as in RJ",
            "accounts.loja.feeed: is unknown; did you mean feed?",
            "accounts.loja.embed_xml: must be true or false",
            "accounts.loja.oms_origin: must begin with https:// (http is for this very machine only)",
            "accounts.loja.ncm_names.0: must be the name of a product specification, as in NCM",
            "accounts.#2.name: must be a VTEX account: small letters, digits and hyphens, as in lojafarmgavea",
            "receiver.port: must be a whole number, without quotes",
            "polling.requests_per_minute: must be from 1 to 6000",
            "documents.watch.0: must be a whole path, from the root of the disk on",
            "accounts.loja.name: stands there 2 times, must be unique",
            "store.account: must be one of the accounts: loja",
            "accounts.loja.receiver_token: must not be none while receiver.host is 0.0.0.0, open to other machines",
        ]
    )


def test_what_does_not_fit_together_is_told_when_everything_else_is_right(home: Home) -> None:
    told = problems(home, '[[accounts]]\nname = "loja"\n[[accounts]]\nname = "loja"\n')

    assert told == [
        "accounts.loja.name: stands there 2 times, must be unique",
        "store.account: must be one of the accounts: loja",
    ]


def test_a_store_may_name_its_account_before_there_is_one(home: Home) -> None:
    write(home, '[store]\naccount = "loja"\n')

    assert load_config(home).store.account == "loja"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("accounts = 1", "accounts: must be a list in brackets"),
        ("accounts = [1]", "accounts.#1: must be a table"),
        ("store = 1", "store: must be a table"),
        ("[[accounts]]", "accounts.#1.name: is missing"),
        ("[store]\nname = 1", "store.name: must be text in quotes"),
        ("[documents]\nwatch = 'x'", "documents.watch: must be a list in brackets"),
        ("[documents]\nwatch = [1]", "documents.watch.0: must be a path in quotes"),
        ("[documents]\nblock = 'digest'", "documents.block: must be a list in brackets"),
        ("[documents]\nblock = ['key']", "documents.block.0: must be one of digest, model, buyer, items, date"),
        ("[returns]\nfreight = 'yes'", "returns.freight: must be true or false"),
        ("[returns]\nterminal_reversal = 1", "returns.terminal_reversal: must be true or false"),
        ("[returns]\napproval_above = 'much'", "returns.approval_above: must be a whole number, without quotes"),
        ("[returns]\napproval_above = true", "returns.approval_above: must be a whole number, without quotes"),
        (
            "[returns]\napproval_above = -1",
            "returns.approval_above: must be an amount in cents, as in 50000 for R$ 500,00",
        ),
        (
            "[returns]\napproval_above = 1000000000001",
            "returns.approval_above: must be an amount in cents, as in 50000 for R$ 500,00",
        ),
        ("[returns]\nmanagers = 'Ana'", "returns.managers: must be a list in brackets"),
        ("[returns]\nmanagers = [' ']", "returns.managers.0: must be the name of a person, as in Ana Souza"),
        ("[returns]\nmanagers = ['•']", "returns.managers.0: must be the name of a person, as in Ana Souza"),
        ("[returns]\nmanagers = ['Ana\u202e']", "returns.managers.0: must be the name of a person, as in Ana Souza"),
        (
            f"[returns]\nmanagers = ['{'x' * 61}']",
            "returns.managers.0: must be the name of a person, as in Ana Souza",
        ),
        ("[returns]\nmanager = ['Ana']", "returns.manager: is unknown; did you mean managers?"),
        ("[documents]\nblock = [[]]", "documents.block.0: must be one of digest, model, buyer, items, date"),
    ],
)
def test_what_has_the_wrong_shape_is_told(home: Home, text: str, told: str) -> None:
    assert problems(home, text) == [told]


def test_a_secret_in_the_wrong_place_is_not_repeated(home: Home) -> None:
    told = problems(
        home,
        """
[store]
account = "loja"
[[accounts]]
name = "loja"
app_token = "SECRET"
receiver_token = "SECRET"
myvtex_origin = "https://user:SECRET@loja.example"
""",
    )

    assert len(told) == 3
    assert sum("belong" in line and "keyring" in line for line in told) == 2
    assert "SECRET" not in "".join(told)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"submit = ", "is no TOML"),
        (b"a = 1\na = 2", "is no TOML"),
        (b"\xff\xfe", "must be written in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(home: Home, content: bytes, told: str) -> None:
    (line,) = problems(home, content)

    assert line.startswith(told)


def test_a_folder_in_place_of_the_file_is_told(home: Home) -> None:
    home.config_file.mkdir(parents=True)

    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(home)


def test_a_mark_of_a_windows_editor_does_no_harm(home: Home) -> None:
    write(home, b"\xef\xbb\xbf" + DESIGN.replace("\n", "\r\n").encode())

    assert load_config(home).store.uf == "RJ"


@given(st.text())
def test_any_text_is_settings_or_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    home = Home.below(tmp_path_factory.getbasetemp() / "any")
    try:
        write(home, text)
        load_config(home)
    except (ConfigError, UnicodeEncodeError):
        pass


def test_changing_a_key_keeps_every_other_byte(home: Home) -> None:
    write(home, DESIGN)

    settings = set_value(home, "polling.requests_per_minute", 60)

    assert settings.polling.requests_per_minute == 60
    assert home.config_file.read_text("utf-8") == DESIGN.replace("= 120 ", "= 60 ")


def test_a_key_that_is_not_there_yet_is_added(home: Home) -> None:
    write(home, DESIGN)

    set_value(home, "accounts.lojafarmgavea.feed", value=True)

    assert load_config(home).accounts[0].feed
    assert "# always | marketplace | never" in home.config_file.read_text("utf-8")


def test_a_first_account_is_added_together_with_the_store(home: Home) -> None:
    set_values(home, {"accounts.loja.catalog_account": "farm", "store.account": "loja", "documents.watch": ()})

    settings = load_config(home)
    assert [account.name for account in settings.accounts] == ["loja"]
    assert settings.accounts[0].catalog_account == "farm"


def test_the_terms_of_returns_are_those_of_the_file(home: Home) -> None:
    write(
        home,
        "[returns]\nfreight = false\nterminal_reversal = false\napproval_above = 50000\n"
        "managers = [' Ana  Souza', 'Rui']\n",
    )

    policy = load_config(home).policy.returns

    assert policy == ReturnPolicy(
        refunds_freight=False, records_reversal=False, approval_above=Cents(50000), managers=("Ana Souza", "Rui")
    )


def test_without_a_word_the_terms_of_returns_are_those_of_the_rules() -> None:
    assert Settings().policy.returns == ReturnPolicy()


def test_a_limit_of_nothing_lets_a_second_person_see_every_return(home: Home) -> None:
    write(home, "[returns]\napproval_above = 0\n")

    assert load_config(home).policy.returns.needs_approval(Cents(1))


@pytest.mark.parametrize("before", ['[[accounts]]\nname = "a"\n', 'accounts = [{name = "a"}]\n'])
def test_another_account_is_added_and_taken_out(home: Home, before: str) -> None:
    write(home, before + '[store]\naccount = "a"\n')

    added = set_value(home, "accounts.b.name", "b")
    taken_out = set_value(home, "accounts.b", None)

    assert [account.name for account in added.accounts] == ["a", "b"]
    assert [account.name for account in taken_out.accounts] == ["a"]
    assert load_config(home) == taken_out


def test_taking_a_key_out_gives_its_default_back(home: Home) -> None:
    write(home, DESIGN)

    assert set_value(home, "accounts.lojafarmgavea.catalog_account", None).accounts[0].catalog_account == (
        "lojafarmgavea"
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("receiver.port", 65536),
        ("receiver.prt", 1),
        ("nonsense", 1),
        ("language.deeper", "es"),
        ("accounts", "x"),
        ("accounts.x", "x"),
        ("accounts.x.y.z", "x"),
        ("accounts.Wrong.feed", True),
    ],
)
def test_a_change_that_would_be_wrong_changes_nothing(home: Home, key: str, value: str | int) -> None:
    write(home, DESIGN)

    with pytest.raises(ConfigError):
        set_value(home, key, value)

    assert home.config_file.read_text("utf-8") == DESIGN
    assert list(home.settings.iterdir()) == [home.config_file]


def test_a_change_may_put_a_wrong_file_right(home: Home) -> None:
    write(home, "[receiver]\nport = -1 # wrong\n")

    assert set_value(home, "receiver.port", 8711).receiver.port == 8711


def test_a_file_that_cannot_be_replaced_is_told(home: Home) -> None:
    home.settings.write_text("a file where the folder should be")

    with pytest.raises(ConfigError, match="cannot be"):
        set_value(home, "receiver.port", 8711)
