"""``support``: a bundle that helps, and gives nobody away."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from desktop_invoicer import logs
from desktop_invoicer.credentials import Secret, write_credentials
from desktop_invoicer.persistence.tables import REVISIONS
from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from tests.cli.conftest import ACCOUNT, CommandLine

TOKEN = "S3CRET-of-the-receiver"
PLANTED = {
    "name": "Berenice Quaresma",
    "cpf": "529.982.247-25",
    "bare_cpf": "52998224725",
    "email": "berenice@quaresma.example",
    "address": "Rua Desembargador Alfredo Russel",
    "phone": "+5521998765432",
    "card": "4111111111111111",
    "xml": "<infNFe Id=",
    "manager": "Otília Vasconcelos",
    "folder": "pasta-da-otilia",
    "token": TOKEN,
}
_PERSONAL = re.compile(
    r'"(?:firstName|lastName|email|document|phone|street|postalCode|receiverName|neighborhood)":\s*"([^"]+)"'
)


def written(di: CommandLine, folder: Path) -> dict[str, str]:
    """Write a bundle, and give what each of its files says."""
    done = di("support", str(folder / "bundle.zip"))
    assert (done.code, done.err) == (0, "")
    with zipfile.ZipFile(folder / "bundle.zip") as bundle:
        assert bundle.testzip() is None
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def failure_about(what: str) -> Exception:
    """Give a failure that names somebody, caused by one that does."""
    failure = KeyError(what)
    failure.__cause__ = ValueError(f"\n{what}: {what}")
    return failure


def plant_in_log(home_log: Path) -> None:
    """Log everything that must not leave the store, in each way in which it may come into a log."""
    logs.start_logging(home_log, stream=io.StringIO())
    ours, library = logging.getLogger("desktop_invoicer.tests"), logging.getLogger("asyncio")
    for what in PLANTED.values():
        ours.error("told %s", what)
        ours.error("told %r", {"nested": [{what: what}]})
        library.error("Task exception was never retrieved: %s", what)
        library.error(f"put together of {what}")
        info = failure_about(what)
        ours.error("failed for %s", what, exc_info=info)
        library.error("failed", exc_info=info)
    logs.stop_logging()
    with home_log.open("a", encoding="utf-8") as log:  # of an earlier version
        log.writelines(f"2026-11-20T15:30:00.000Z INFO tests: {what}\n" for what in PLANTED.values())


@pytest.fixture
def planted(loaded: CommandLine, tmp_path: Path) -> CommandLine:
    """Give a desk with orders of people, whose settings and logs are full of what is nobody's business."""
    write_credentials(loaded.vault, ACCOUNT, {Secret.RECEIVER_TOKEN: TOKEN})
    folder = tmp_path / PLANTED["folder"]
    folder.mkdir()
    (folder / "nota.xml").write_text(PLANTED["xml"], "utf-8")
    text = loaded.home.config_file.read_text("utf-8").replace('name = "Loja Gávea"', f'name = "{PLANTED["name"]}"')
    more = f"[returns]\nmanagers = ['{PLANTED['manager']}']\n[documents]\nwatch = ['{folder}']\n"
    loaded.configure(text.replace("uf =", 'desk = "caixa-da-otilia"\nuf =') + more)
    for log in (loaded.home.log_file, loaded.home.log_file.with_name(f"{loaded.home.log_file.name}.3")):
        plant_in_log(log)
    return loaded


def test_a_bundle_gives_nobody_and_no_secret_away(planted: CommandLine, tmp_path: Path) -> None:
    raw = [planted("jobs", "raw", str(job["job"])).json for job in planted("jobs", "--json").json]
    told = {*PLANTED.values(), APP_KEY, APP_TOKEN, "caixa-da-otilia", str(planted.home.data)}
    known = told.union(*(_PERSONAL.findall(text) for texts in raw for text in texts.values() if text))
    assert len(known) > len(told) + 4

    bundle = written(planted, tmp_path)

    everything = "\n".join(bundle.values()).casefold()
    forms = {form for text in known for form in (text, quote(text), json.dumps(text)[1:-1], text.split()[0])}
    assert sorted(form for form in forms if len(form) > 3 and form.casefold() in everything) == []


def test_a_bundle_helps_whoever_helps(planted: CommandLine, tmp_path: Path) -> None:
    bundle = written(planted, tmp_path)
    found: dict[str, Any] = {name: json.loads(text) for name, text in bundle.items() if name.endswith(".json")}
    lines = [json.loads(line) for line in bundle["logs/desktop-invoicer.log.jsonl"].splitlines()]

    assert found["doctor.json"]["schema"] == REVISIONS[-1]
    assert {"topic": "database", "level": "ok"} in found["doctor.json"]["findings"]
    assert {part["part"] for part in found["doctor.json"]["health"]["parts"]} >= {"engine", "database", "disk"}
    assert {one["stage"] for one in found["desk.json"]["jobs"]} == {"loaded"}
    assert found["desk.json"]["audit"]["lines"] > 0
    assert found["settings.json"]["polling"] == {"enabled": True, "requests_per_minute": 120}
    assert found["settings.json"]["store"]["name"] == "(set)"
    assert (found["settings.json"]["returns"]["managers"], found["settings.json"]["documents"]["watch"]) == (1, 1)
    assert found["libraries.json"]["httpx"]
    assert {one["origin"][0] for one in found["failures.json"]} == {"KeyError"}
    assert any(line.get("event", "").startswith("order %s job %s at stage") for line in lines)
    assert lines[-1] == {"left_out": len(PLANTED)}
    assert set(bundle) >= {"README.txt", "logs/desktop-invoicer.log.3.jsonl"}


def test_a_bundle_says_in_plain_words_what_it_holds(desk: CommandLine, tmp_path: Path) -> None:
    bundle = written(desk, tmp_path)

    told = bundle["README.txt"]
    assert [name for name in bundle if name != "README.txt" and name.partition("/")[0] not in told] == []
    assert "It holds no passwords" in told


@pytest.mark.skipif(os.name != "posix", reason="the system knows no modes")
def test_a_bundle_is_readable_by_this_user_only(desk: CommandLine, tmp_path: Path) -> None:
    written(desk, tmp_path)

    assert (tmp_path / "bundle.zip").stat().st_mode & 0o777 == 0o600


def test_a_bundle_that_cannot_be_written_leaves_what_was_there(desk: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "bundle.zip").mkdir()

    done = desk("support", str(tmp_path / "bundle.zip"))

    assert done.code == 1
    assert "could not be saved" in done.said
    assert {path.name for path in tmp_path.iterdir()} == {"bundle.zip", "home"}


def test_a_bundle_ends_in_zip(desk: CommandLine) -> None:
    assert desk("support", "bundle.txt").code == 2


def test_a_desk_that_cannot_start_gets_its_bundle_all_the_same(desk: CommandLine, tmp_path: Path) -> None:
    desk.home.database_file.parent.mkdir(parents=True, exist_ok=True)
    desk.home.database_file.write_bytes(b"no database" * 500)

    bundle = written(desk, tmp_path)

    assert json.loads(bundle["desk.json"]) == {"unreached": "WrongKeyError"}
    assert json.loads(bundle["doctor.json"])["health"] is None


def test_broken_settings_are_told_without_quoting_them(di: CommandLine, tmp_path: Path) -> None:
    di.configure('token = "S3CRET-x"')

    bundle = written(di, tmp_path)

    assert "error" in json.loads(bundle["settings.json"])
    assert "S3CRET" not in "".join(bundle.values())


def test_who_had_a_bundle_made_is_written_down(desk: CommandLine, tmp_path: Path) -> None:
    written(desk, tmp_path)

    assert "support_written" in {line["deed"] for line in desk("audit", "--json").json}
