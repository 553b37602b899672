"""``credentials``: set, check and clear."""

from __future__ import annotations

import pytest

from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import load_config
from desktop_invoicer.credentials import MemoryVault, Secret, Vault, read_credentials
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import ACCOUNT, CommandLine, settings

LINES = f"app-key={APP_KEY}\n\n app-token = {APP_TOKEN} \n"


@pytest.fixture
def store(di: CommandLine, account: Simulator) -> CommandLine:
    """Give a store that is set up, but has no credentials yet."""
    di.configure(settings(account.origin))
    return di


def kept(vault: Vault) -> tuple[str, ...]:
    return read_credentials(vault, ACCOUNT).values


def test_lines_from_standard_input_are_kept_and_never_shown(store: CommandLine) -> None:
    done = store("credentials", "set", ACCOUNT, "--stdin", stdin=LINES)

    assert (done.code, done.out) == (0, f"Kept for {ACCOUNT}: app-key, app-token\n")
    assert kept(store.vault) == (APP_KEY, APP_TOKEN)
    assert APP_TOKEN not in done.out + done.err + store.home.log_file.read_text("utf-8")


def test_a_later_value_leaves_the_others(store: CommandLine) -> None:
    store("credentials", "set", ACCOUNT, "--stdin", stdin=LINES)

    store("credentials", "set", ACCOUNT, "--stdin", stdin="receiver-token=Bearer abc\n")

    assert kept(store.vault) == (APP_KEY, APP_TOKEN, "Bearer abc")


@pytest.mark.parametrize(
    "stdin",
    ["", "\n", "S3CRET-value", "password=S3CRET-value", "app-key=", "app-key=S3CRET-ç", "app-key=S3CRET\x07value"],
    ids=["nothing", "blank", "no name", "unknown name", "empty", "accent", "control"],
)
def test_unreadable_lines_keep_nothing_and_show_no_value(store: CommandLine, stdin: str) -> None:
    done = store("credentials", "set", ACCOUNT, "--stdin", stdin=stdin)

    assert (done.code, done.out) == (2, "")
    assert "S3CRET" not in done.err
    assert kept(store.vault) == ()


@pytest.mark.parametrize("name", ["Loja Ç", "", "a/b", "../x", "x" * 64])
@pytest.mark.parametrize("command", [("set", "--stdin"), ("check",), ("clear",)], ids=lambda command: str(command[0]))
def test_what_cannot_be_an_account_is_wrong_usage(store: CommandLine, command: tuple[str, ...], name: str) -> None:
    assert store("credentials", *command, "--", name, stdin=LINES).code == 2


def test_nobody_is_asked_where_there_is_no_terminal(store: CommandLine) -> None:
    done = store("credentials", "set", ACCOUNT)

    assert done.code == 2
    assert "use --stdin" in done.said


def test_vtex_takes_the_credentials(desk: CommandLine) -> None:
    done = desk("credentials", "check", ACCOUNT)

    assert (done.code, done.err) == (0, "")
    assert done.out == f"Kept for {ACCOUNT}: app-key, app-token\nVTEX takes them.\n"


@pytest.mark.parametrize("lines", ["app-key=wrong\napp-token=wrong\n", "app-key=alone\n"])
def test_credentials_that_vtex_does_not_take_are_told(store: CommandLine, lines: str) -> None:
    store("credentials", "set", ACCOUNT, "--stdin", stdin=lines)

    done = store("credentials", "check", ACCOUNT)

    assert done.code == 1
    assert "→ " in done.err
    assert "wrong" not in done.out + done.err


def test_cleared_credentials_are_gone(desk: CommandLine) -> None:
    done = desk("credentials", "clear", ACCOUNT)

    assert done.code == 0
    assert kept(desk.vault) == ()
    assert desk("credentials", "check", ACCOUNT).code == 1


def test_without_a_keyring_nothing_is_said_to_be_kept(store: CommandLine) -> None:
    store.vault = MemoryVault("no keyring here")

    done = store("credentials", "set", ACCOUNT, "--stdin", stdin=LINES)

    assert (done.code, done.out) == (1, "")
    assert "No keyring can be used here (no keyring here)" in done.said
    assert "start `desktop-invoicer run` first" in done.said


def test_a_running_program_without_a_keyring_keeps_them_in_memory(store: CommandLine) -> None:
    memory = MemoryVault("no keyring here")
    with Program(store.home, load_config(store.home), memory, Parts()):
        done = store("credentials", "set", ACCOUNT, "--stdin", stdin=LINES)
        checked = store("credentials", "check", ACCOUNT)

    assert (done.code, checked.code) == (0, 0)
    assert kept(memory) == (APP_KEY, APP_TOKEN)
    assert store.vault.get(f"desktop-invoicer:{ACCOUNT}", Secret.APP_KEY) is None
