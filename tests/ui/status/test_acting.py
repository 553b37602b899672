"""What comes of the buttons of the status page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.health import Condition, Part, PartHealth
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.errors import StorageBusyError
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.settings.place import Place
from tests.builders import ACCOUNT
from tests.ui.status.fake_desk import LOST, a_line, some_trouble, wrong
from tests.ui.status.visitor import Visitor


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keep what the system is asked to open."""
    urls: list[str] = []

    def open_url(url: QUrl) -> bool:
        urls.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return urls


def test_a_backup_goes_to_the_folder_of_the_settings(visitor: Visitor) -> None:
    visitor.desk.settings = SimpleNamespace(keeping=SimpleNamespace(backup_folder="/srv/backups"))

    visitor.press(Part.BACKUP, "Back up now")

    (asked,) = [words for words in visitor.desk.asked if words.startswith("back up")]
    assert asked.startswith("back up /srv/backups/desktop-invoicer-backup-")
    assert asked.endswith("by Ana None")
    assert "Backed up: 4,312 jobs" in visitor.notice


def test_without_a_folder_it_is_asked_where_to(visitor: Visitor, tmp_path: Path) -> None:
    visitor.press(Part.BACKUP, "Back up now")
    assert not any(words.startswith("back up") for words in visitor.desk.asked)

    visitor.save_as(str(tmp_path / "mine.backup"))

    assert f"back up {tmp_path / 'mine.backup'} by Ana None" in visitor.desk.asked


def test_what_was_done_is_looked_at_again(visitor: Visitor) -> None:
    visitor.desk.asked.clear()

    visitor.press(Part.AUDIT, "Verify now")
    visitor.qtbot.waitUntil(lambda: "health" in visitor.desk.asked)

    assert visitor.desk.asked == ["verify", "health"]


def test_a_whole_trail_is_told_with_its_length(visitor: Visitor) -> None:
    visitor.press(Part.AUDIT, "Verify now")

    assert "The audit trail is whole: 20,431 entries." in visitor.notice


def test_a_broken_trail_tells_its_first_finding(visitor: Visitor) -> None:
    finding = Problem(ProblemCode.AUDIT_BROKEN)
    visitor.desk.verdict = replace(visitor.desk.verdict, findings=(finding,), found=1)

    visitor.press(Part.AUDIT, "Verify now")

    assert "does not hold together" in visitor.notice


def test_an_account_tries_again_and_vtex_is_asked(visitor: Visitor) -> None:
    visitor.happens(wrong(Part.VTEX, ProblemCode.CREDENTIALS, account=ACCOUNT))

    visitor.press(Part.VTEX, "Try again")

    assert visitor.desk.asked[-3:-1] == [f"resume {ACCOUNT}", f"knock {ACCOUNT}"]
    assert f"VTEX takes the credentials of {ACCOUNT}." in visitor.notice


@pytest.mark.parametrize(
    ("part", "button", "place"),
    [
        (wrong(Part.VTEX, ProblemCode.CREDENTIALS, account=ACCOUNT), "Set credentials", Place.ACCOUNTS),
        (wrong(Part.RECEIVER, ProblemCode.RECEIVER_DEAF, address="127.0.0.1:8710"), "Settings", Place.RECEIVER),
        (wrong(Part.FOLDERS, ProblemCode.FOLDER_MISSING, folder=LOST), "Settings", Place.DOCUMENTS),
    ],
)
def test_the_way_into_the_settings_leads_to_the_place(
    visitor: Visitor, part: PartHealth, button: str, place: Place
) -> None:
    visitor.finds(part)

    visitor.press(part.part, button)

    assert visitor.places == [place]


def test_folders_are_opened(visitor: Visitor, opened: list[str]) -> None:
    visitor.finds(*some_trouble())

    visitor.press(Part.FOLDERS, "Open folder")
    visitor.page.summary.logs.click()

    assert opened == [LOST, str(visitor.workplace.home.logs)]


def test_a_part_that_died_starts_again_with_the_desk(visitor: Visitor) -> None:
    visitor.finds(wrong(Part.ENGINE, ProblemCode.PART_DIED, work="polling"))

    with visitor.qtbot.waitSignal(visitor.workplace.link.started):
        visitor.press(Part.ENGINE, "Start again")


def test_a_support_bundle_is_written_by_who_is_there(visitor: Visitor, tmp_path: Path) -> None:
    visitor.page.summary.bundle.click()
    visitor.save_as(str(tmp_path / "help.zip"))

    visitor.qtbot.waitUntil(lambda: "README.txt" in visitor.notice)

    assert "support facts for Ana" in visitor.desk.asked
    assert "desk.json" in ZipFile(tmp_path / "help.zip").namelist()


def test_a_support_bundle_is_written_although_no_desk_runs(visitor: Visitor, tmp_path: Path) -> None:
    with visitor.qtbot.waitSignal(visitor.workplace.link.stopped):
        visitor.workplace.link.stop()

    visitor.page.acting.write_bundle(tmp_path / "help.zip")
    visitor.qtbot.waitUntil(lambda: "README.txt" in visitor.notice)

    assert "NotRunningError" in ZipFile(tmp_path / "help.zip").read("desk.json").decode()


def test_the_doctor_is_called(visitor: Visitor) -> None:
    visitor.finds(PartHealth(Part.KEYRING, Condition.TROUBLE, problem=Problem(ProblemCode.KEYRING_UNUSABLE)))

    with visitor.qtbot.waitSignal(visitor.workplace.actions.of(Command.DOCTOR).triggered):
        visitor.press(Part.KEYRING, "Check this desk")


def test_the_trail_lists_who_did_what_newest_first(visitor: Visitor) -> None:
    table = visitor.trail().table

    assert [line.number for line in table.rows] == [3, 2, 1]
    assert [table.model().index(0, column).data() for column in (1, 2)] == ["Ana", "Confirmed"]


@pytest.mark.parametrize(("text", "number"), [("bia", 3), ("v9-01", 2), ("dismissed", 1)])
def test_the_trail_is_found_by_person_order_and_deed(visitor: Visitor, text: str, number: int) -> None:
    visitor.desk.lines = (a_line(3, who="Bia"), a_line(2, order="v9-01"), a_line(1, Deed.DISMISSED))
    dialog = visitor.trail()

    dialog.search.setText(text)

    visitor.qtbot.waitUntil(lambda: [line.number for line in dialog.table.rows] == [number])


def test_a_line_that_somebody_changed_is_shown_as_it_is(visitor: Visitor) -> None:
    visitor.desk.lines = (replace(a_line(1, "no deed"), at="no time", facts="no facts"),)

    table = visitor.trail().table

    assert [table.model().index(0, column).data() for column in (0, 2, 4)] == ["no time", "no deed", "no facts"]


def test_the_trail_is_verified_and_exported_from_its_dialog(visitor: Visitor, tmp_path: Path) -> None:
    dialog = visitor.trail()

    dialog.verify.click()
    visitor.qtbot.waitUntil(lambda: "whole" in dialog.notice.text)
    dialog.export_to(tmp_path / "audit.csv")
    visitor.qtbot.waitUntil(lambda: "3 entries written." in dialog.notice.text)

    assert f"export {tmp_path / 'audit.csv'} by Ana" in visitor.desk.asked


def test_a_trail_that_cannot_be_verified_now_may_be_verified_again(visitor: Visitor) -> None:
    dialog = visitor.trail()
    visitor.desk.refusal = StorageBusyError()
    dialog.verify.click()
    visitor.qtbot.waitUntil(lambda: "Another program is using the database" in dialog.notice.text)
    visitor.desk.refusal = None

    dialog.verify.click()

    visitor.qtbot.waitUntil(lambda: "whole" in dialog.notice.text)


def test_the_trail_tells_that_no_desk_runs(visitor: Visitor) -> None:
    dialog = visitor.trail()
    with visitor.qtbot.waitSignal(visitor.workplace.link.stopped):
        visitor.workplace.link.stop()

    dialog.verify.click()

    visitor.qtbot.waitUntil(lambda: "The desk is not running yet. Nothing was done." in dialog.notice.text)
    assert dialog.verify.isEnabled()
