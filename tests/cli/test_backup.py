"""``backup`` and ``restore`` as people and schedules call them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from desktop_invoicer import errors
from desktop_invoicer.bootstrap import Parts, Program
from desktop_invoicer.config import Home, load_config
from desktop_invoicer.credentials import DATABASE_KEY, SERVICE, MemoryVault, Vault, read_database_key
from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.audit_check import AnchorState
from desktop_invoicer.domain.people import Role
from desktop_invoicer.engine.commands import Commands
from desktop_invoicer.persistence.database import unlocked
from desktop_invoicer.persistence.operators import OperatorTable
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import CommandLine, KeptVault

PASSPHRASE = "correct horse battery"
SECRET = f"passphrase={PASSPHRASE}\n"


class StubbornVault(KeptVault):
    """A keyring that gives what another holds, and deletes nothing."""

    def __init__(self, other: Vault) -> None:
        super().__init__()
        self._other = other

    def get(self, service: str, name: str) -> str | None:
        return self._other.get(service, name)

    def delete(self, service: str, name: str) -> None:
        raise errors.KeyringError(service + name)


@pytest.fixture
def desk(di: CommandLine, account: Simulator) -> CommandLine:
    """Give a desk with a sale that has been loaded."""
    di.use(account)
    assert di("jobs", "add", "v70000001gvea-01").code == 0
    return di


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "desk.backup"


def state(home: Home) -> dict[str, str]:
    """Give every file that holds anything of a desk, with its digest."""
    files = (*home.settings.glob("*.toml"), *home.data.glob("*.db"), *home.data.glob("*-wal"), *home.data.glob(".*"))
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.stat().st_size}


@contextmanager
def running(di: CommandLine) -> Iterator[Program]:
    """Run a desk with the home of the commands."""
    with Program(di.home, load_config(di.home), di.vault, Parts(works=False)) as program:
        yield program


def moved(di: CommandLine, folder: Path) -> CommandLine:
    """Give the command line of another computer: another home, another keyring."""
    home = Home.below(folder / "other")
    di.monkeypatch.setenv("DESKTOP_INVOICER_HOME", str(home.settings))
    return CommandLine(home, di.monkeypatch, di.capsys)


def key_of(di: CommandLine) -> bytes:
    key = read_database_key(di.vault)
    assert key is not None
    return key


def orders(di: CommandLine) -> list[str]:
    return [job["order"] for job in di("jobs", "--json").json]


def test_a_backup_comes_back(desk: CommandLine, file: Path) -> None:
    before = orders(desk)

    done = desk("backup", str(file))
    assert desk("jobs", "dismiss", "1", "--reason", "by mistake").code == 0
    back = desk("restore", str(file), "--yes")

    assert (done.code, back.code) == (0, 0)
    assert f"Backup written: {file} (jobs: 1" in done.said
    assert "Jobs in it: 1" in back.said
    assert "The former data is kept" in back.said
    assert orders(desk) == before
    assert desk("jobs", "--json").json[0]["stage"] == "received"


def test_what_a_backup_is_can_be_read_by_programs(desk: CommandLine, file: Path) -> None:
    made = desk("backup", str(file), "--json").json

    assert (made["path"], made["jobs"], made["is_portable"]) == (str(file), 1, False)
    assert made["size"] == file.stat().st_size


def test_the_running_program_makes_the_backup_and_goes_on(desk: CommandLine, file: Path) -> None:
    with Program(desk.home, load_config(desk.home), desk.vault, Parts()) as program:
        assert desk("backup", str(file)).code == 0
        assert program.answer("jobs", {})["result"][0]["job"] == 1


def test_a_running_program_keeps_its_data(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    with running(desk):
        refused = desk("restore", str(file), "--yes")

    assert refused.code == 1
    assert "is already running" in refused.said


def test_nothing_happens_without_a_yes(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    before = state(desk.home)

    refused = desk("restore", str(file), stdin="\n")

    assert refused.code == 1
    assert "Nothing was changed." in refused.said
    assert state(desk.home) == before
    assert desk("restore", str(file), stdin="y\n").code == 0


def test_the_former_data_stays_and_can_be_opened(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    former = desk.home.database_file.read_bytes()
    desk("restore", str(file), "--yes")

    (aside,) = desk.home.data.glob("invoicer-before-*.db")
    assert aside.read_bytes() == former
    shutil.copy(aside, desk.home.database_file)
    assert len(orders(desk)) == 1


def test_a_portable_backup_moves_the_desk_to_another_computer(desk: CommandLine, file: Path, tmp_path: Path) -> None:
    before, config = orders(desk), desk.home.config_file.read_text()
    assert desk("backup", str(file), "--portable", "--stdin", stdin=SECRET).code == 0
    other = moved(desk, tmp_path)

    back = other("restore", str(file), "--yes", "--stdin", stdin=SECRET)

    assert back.code == 0
    assert "Settings written: config.toml" in back.said
    assert other.home.config_file.read_text() == config
    assert orders(other) == before
    assert read_database_key(other.vault) not in {None, read_database_key(desk.vault)}


def test_the_desk_s_own_backup_is_of_no_use_elsewhere(desk: CommandLine, file: Path, tmp_path: Path) -> None:
    desk("backup", str(file))
    other = moved(desk, tmp_path)

    refused = other("restore", str(file), "--yes")

    assert refused.code == 1
    assert "can only be opened on the computer where it was made" in refused.said
    assert state(other.home) == {}


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        ("passphrase=wrong horse battery\n", "This is not the passphrase"),
        ("", "opens with a passphrase"),
        ("word=x\n", "Each line must be name=value"),
    ],
)
def test_a_wrong_passphrase_changes_nothing(desk: CommandLine, file: Path, stdin: str, said: str) -> None:
    desk("backup", str(file), "--portable", "--stdin", stdin=SECRET)
    before = state(desk.home)

    refused = desk("restore", str(file), "--yes", "--stdin", stdin=stdin)

    assert refused.code in {1, 2}
    assert said in refused.said
    assert state(desk.home) == before


@pytest.mark.parametrize("arguments", [("--portable",), ("--portable", "--stdin")])
def test_a_passphrase_has_to_be_given_and_long(desk: CommandLine, file: Path, arguments: tuple[str, ...]) -> None:
    refused = desk("backup", str(file), *arguments, stdin="passphrase=short\n")

    assert refused.code != 0
    assert "--stdin" in refused.said or "12 characters" in refused.said
    assert not file.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "is no backup of this program"),
        (b"SQLite format 3\0" + bytes(4096), "is no backup of this program"),
        ("cut", "is damaged"),
        ("changed", "is damaged"),
    ],
)
def test_a_file_that_is_no_whole_backup_changes_nothing(
    desk: CommandLine, file: Path, content: bytes | str | None, said: str
) -> None:
    desk("backup", str(file))
    whole, before = file.read_bytes(), state(desk.home)
    if content is None:
        file.unlink()
    else:
        known = {"cut": whole[:-1], "changed": whole[:9000] + bytes([whole[9000] ^ 1]) + whole[9001:]}
        file.write_bytes(known.get(content, b"") if isinstance(content, str) else content)

    refused = desk("restore", str(file), "--yes")

    assert refused.code == 1
    assert said in refused.said
    assert "Nothing was changed." in refused.said
    assert state(desk.home) == before


def test_the_backup_of_another_store_takes_a_word(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    config = desk.home.config_file.read_text()
    desk.configure(config.replace("11222333000181", "11444777000161"))
    before = state(desk.home)

    refused = desk("restore", str(file), "--yes")

    assert refused.code == 1
    assert "is of another store" in refused.said
    assert state(desk.home) == before
    assert desk("restore", str(file), "--yes", "--other-store").code == 0
    assert "11444777000161" in desk.home.config_file.read_text()
    assert desk("restore", str(file), "--yes", "--other-store", "--settings").code == 0
    assert desk.home.config_file.read_text() == config
    (aside,) = desk.home.settings.glob("config-before-*.toml")
    assert "11444777000161" in aside.read_text()


def test_without_a_keyring_nothing_is_taken_back(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    before, vault = state(desk.home), desk.vault
    desk.vault = MemoryVault("locked")

    refused = desk("restore", str(file), "--yes")

    desk.vault = vault
    assert refused.code == 1
    assert "locked" in refused.said or "keyring" in refused.said
    assert state(desk.home) == before


def test_a_keyring_that_does_not_forget_the_trail_changes_nothing(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    before = state(desk.home)
    desk.vault = StubbornVault(desk.vault)

    assert desk("restore", str(file), "--yes").code == 1

    assert state(desk.home) == before


def test_a_disk_without_room_for_it_changes_nothing(
    desk: CommandLine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk("backup", str(file))
    before = state(desk.home)
    free = 3 * file.stat().st_size - 1
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))

    refused = desk("restore", str(file), "--yes")

    assert (refused.code, state(desk.home)) == (1, before)
    assert "not enough room" in refused.said


def test_a_lost_database_comes_back(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    for lost in desk.home.data.glob("invoicer.db*"):
        lost.unlink()

    back = desk("restore", str(file), "--yes")

    assert back.code == 0
    assert "The former data is kept" not in back.said
    assert len(orders(desk)) == 1


def test_a_database_that_nobody_can_read_is_moved_aside_as_it_is(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file), "--portable", "--stdin", stdin=SECRET)
    log = desk.home.database_file.with_name("invoicer.db-wal")
    with running(desk) as program:
        program.answer("dismiss", {"job": "1", "operator": "ana", "reason": "by mistake"})
        former = desk.home.database_file.read_bytes(), log.read_bytes()
    for name, content in zip((desk.home.database_file, log), former, strict=True):  # as after a kill
        name.write_bytes(content)
    desk.vault.delete(SERVICE, DATABASE_KEY)

    assert desk("restore", str(file), "--yes", "--stdin", stdin=SECRET).code == 0

    (aside,) = desk.home.data.glob("invoicer-before-*.db")
    assert (aside.read_bytes(), aside.with_name(f"{aside.name}-wal").read_bytes()) == former
    assert len(former[1]) > 0
    assert len(orders(desk)) == 1


def test_garbage_in_the_place_of_the_database_is_moved_aside(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    desk.home.database_file.write_bytes(b"garbage" * 1000)

    assert desk("restore", str(file), "--yes").code == 0

    (aside,) = desk.home.data.glob("invoicer-before-*.db")
    assert aside.read_bytes() == b"garbage" * 1000
    assert len(orders(desk)) == 1


def test_taking_a_backup_back_stands_in_the_audit_trail_which_stays_whole(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    desk("jobs", "dismiss", "1", "--reason", "by mistake")
    desk("restore", str(file), "--yes")

    with running(desk) as program:
        verdict = program.begin(lambda commands: commands.auditing.verify()).result(60)
        (entry,) = [each for each in program.commands.auditing.trail.entries(file.name) if each.deed is Deed.RESTORED]

    assert entry.facts["jobs"] == 1
    assert verdict.is_sound
    assert verdict.anchor is not AnchorState.SILENT


def test_where_people_sign_in_an_administrator_takes_a_backup_back(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    with running(desk) as program:
        program.begin(_registered).result(60)
    before = orders(desk)

    def taken(name: str, pin: str) -> tuple[int, str]:
        done = desk("restore", str(file), "--yes", "--stdin", stdin=f"name={name}\npin={pin}\n")
        return done.code, done.said

    assert taken("Bea", "48151624")[0] == 1
    assert taken("Caio", "91827364")[0] == 1
    assert orders(desk) == before
    assert taken("Bea", "48151623")[0] == 0


def test_who_acts_may_be_said_before_the_command(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file))
    with running(desk) as program:
        program.begin(_registered).result(60)

    nobody = desk("restore", str(file), "--yes")
    done = desk("--operator", "Bea", "--pin-stdin", "restore", str(file), "--yes", stdin="48151623\n")

    assert nobody.code == 2
    assert "--stdin" in nobody.said
    assert done.code == 0


def test_a_database_that_is_held_just_now_asks_for_an_administrator_all_the_same(
    desk: CommandLine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_invoicer.persistence.database.BUSY_SECONDS", 0.1)
    desk("backup", str(file))
    with running(desk) as program:
        program.begin(_registered).result(60)

    with closing(unlocked(desk.home.database_file, key_of(desk))) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        refused = desk("restore", str(file), "--yes")

    assert refused.code == 1
    assert "Another program is using the database" in refused.said
    assert not list(desk.home.data.glob("invoicer-before-*"))


def test_damage_where_people_are_written_down_keeps_no_backup_from_being_taken_back(
    desk: CommandLine, file: Path
) -> None:
    desk("backup", str(file))
    with running(desk) as program:
        program.begin(_registered).result(60)
    with closing(unlocked(desk.home.database_file, key_of(desk))) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'audit'").fetchone()
    damaged = bytearray(desk.home.database_file.read_bytes())
    damaged[(page - 1) * int(size) + 100] ^= 1
    desk.home.database_file.write_bytes(damaged)

    back = desk("restore", str(file), "--yes", "--stdin", stdin="name=Bea\npin=48151623\n")

    assert back.code == 0
    assert len(orders(desk)) == 1


def test_a_full_disk_is_no_reason_to_ask_nobody(desk: CommandLine, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk("backup", str(file))
    with running(desk) as program:
        program.begin(_registered).result(60)

    def full(*_: object) -> None:
        raise errors.StorageFullError(desk.home.database_file, "disk full")

    monkeypatch.setattr(OperatorTable, "change", full)
    refused = desk("restore", str(file), "--yes", "--stdin", stdin="name=Bea\npin=48151623\n")

    assert refused.code == 1
    assert not list(desk.home.data.glob("invoicer-before-*"))


async def _registered(commands: Commands) -> None:
    people = commands.desk.context.people
    await people.add("Bea", "Bea", Role.ADMINISTRATOR, "48151623")
    await people.sign_in("Bea", "48151623")
    await people.add("Bea", "Caio", Role.MANAGER, "91827364")


def test_no_secret_is_written_anywhere(desk: CommandLine, file: Path) -> None:
    desk("backup", str(file), "--portable", "--stdin", stdin=SECRET)
    desk("restore", str(file), "--yes", "--stdin", stdin=SECRET)
    key = read_database_key(desk.vault)
    assert key is not None

    written = (
        b"".join(each.read_bytes() for each in desk.home.settings.rglob("*") if each.is_file()) + file.read_bytes()
    )

    assert PASSPHRASE.encode() not in written
    assert key not in written
    assert key.hex().encode() not in written
    assert isinstance(desk.vault, KeptVault)
