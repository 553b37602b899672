"""``files`` as commands, on a home whose watched folder is full of what a fiscal program drops."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from desktop_invoicer.engine import file_commands
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.conftest import CommandLine, settings
from tests.cli.papers import document_of

CUT = b"<nfeProc><NFe>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "xml"
    path.mkdir()
    return path


@pytest.fixture
def watching(desk: CommandLine, account: Simulator, folder: Path) -> CommandLine:
    """Give a desk that has loaded everything, and watches a folder from now on."""
    desk.configure(f'{settings(account.origin)}\n[documents]\nwatch = ["{folder.as_posix()}"]\n')
    run(desk)
    return desk


def run(desk: CommandLine) -> None:
    assert desk("run", "--until-idle").code == 0


def sale(desk: CommandLine) -> Any:  # noqa: ANN401 (JSON of jobs show)
    """Show the sale at the counter."""
    job = next(job for job in desk("jobs", "--json").json if job["value"] == 12990)
    return desk("jobs", "show", str(job["job"]), "--json").json


def files(desk: CommandLine, *states: str) -> dict[str, Any]:
    """Give the files of some states by name, as they are listed in JSON."""
    options: list[tuple[str, ...]] = [("--state", state) for state in states] or [()]
    found = [file for option in options for file in desk("files", *option, "--json").json]
    return {Path(file["path"]).name: file for file in found}


def test_a_run_until_idle_finds_what_lies_in_the_folder_and_attaches_it(
    watching: CommandLine, account: Simulator, folder: Path
) -> None:
    job = sale(watching)
    file = document_of(account, job, folder)

    run(watching)

    assert sale(watching)["document"]["key"] in file.read_text("utf-8")
    assert files(watching) == {}
    assert files(watching, "attached")[file.name]["job"] == job["job"]


def test_what_fits_no_job_is_listed_shown_and_given_to_one_by_hand(
    watching: CommandLine, account: Simulator, folder: Path
) -> None:
    job = sale(watching)
    first, second = (document_of(account, job, folder).rename(folder / f"{name}.xml") for name in ("a", "b"))
    run(watching)

    listed = files(watching)
    shown = watching("files", "show", str(listed["b.xml"]["file"]), "--json").json
    attached = watching("files", "attach", str(listed["b.xml"]["file"]), str(job["job"]), "--json")

    assert {name: file["state"] for name, file in listed.items()} == {"a.xml": "proposed", "b.xml": "proposed"}
    assert [(found["job"], found["is_exact"]) for found in shown["candidates"]] == [(job["job"], True)]
    assert attached.code == 0
    assert attached.json["document"]["key"] in second.read_text("utf-8")
    assert attached.json["document"]["key"] not in first.read_text("utf-8")


def test_a_file_that_cannot_be_read_is_listed_with_the_reason(watching: CommandLine, folder: Path) -> None:
    (folder / "request.xml").write_text('<consStatServ xmlns="http://www.portalfiscal.inf.br/nfe"/>', "utf-8")
    (folder / "cut.xml").write_bytes(CUT)
    os.utime(folder / "cut.xml", (0, 0))  # nobody is writing it
    run(watching)

    (file,) = files(watching).values()
    told = watching("files")

    assert (file["state"], Path(file["path"]).name) == ("unreadable", "cut.xml")
    assert told.code == 0
    assert file["problem"]["message"] in told.said
    assert file["problem"]["next_action"] in told.said


def test_a_file_that_is_set_aside_is_off_the_list_until_it_is_taken_back(
    watching: CommandLine, account: Simulator, folder: Path
) -> None:
    file = document_of(account, sale(watching), folder, extra=1)
    run(watching)
    number = str(files(watching)[file.name]["file"])

    aside = watching("files", "set-aside", number, "--json")
    assert (aside.code, aside.json["state"]) == (0, "set_aside")
    assert files(watching) == {}
    assert file.exists()

    back = watching("files", "take-back", number)
    assert back.code == 0
    assert files(watching).keys() == {file.name}


def test_a_document_that_does_not_fit_is_refused_with_the_reason(
    watching: CommandLine, account: Simulator, folder: Path
) -> None:
    job = sale(watching)
    file = document_of(account, job, folder, extra=1)
    run(watching)
    number = str(files(watching)[file.name]["file"])

    refused = watching("files", "attach", number, str(job["job"]))

    assert (refused.code, refused.out) == (1, "")
    assert "129.91" in refused.said
    assert files(watching).keys() == {file.name}


def test_a_file_that_is_gone_is_told(watching: CommandLine, account: Simulator, folder: Path) -> None:
    job = sale(watching)
    file = document_of(account, job, folder, extra=1)
    run(watching)
    number = str(files(watching)[file.name]["file"])
    file.unlink()

    assert watching("files", "attach", number, str(job["job"])).code == 1

    run(watching)
    assert files(watching) == {}
    assert watching("files", "show", number).code == 1


def test_a_folder_that_is_away_keeps_no_run_from_its_end(watching: CommandLine, folder: Path) -> None:
    folder.rmdir()

    run(watching)


def test_a_list_that_is_cut_says_so(watching: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one.xml", "two.xml"):
        file = folder / name
        file.write_bytes(CUT)
        os.utime(file, (1_700_000_000, 1_700_000_000))  # nobody is writing it any more
    run(watching)
    monkeypatch.setattr(file_commands, "MOST_LISTED", 1)

    assert "Only the newest 1 of 2 are listed." in watching("files").said
