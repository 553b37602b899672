"""Files of watched folders on the panel of the job that waits for one, and how its document fits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.filing import FileId, FileState, FoundFile, Match
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import Hold, HoldKind, Stage
from desktop_invoicer.engine.desk import JobDetails
from desktop_invoicer.engine.events import FilesChanged
from desktop_invoicer.ui.actions import Command
from desktop_invoicer.ui.job.command_button import CommandButton
from tests.builders import a_content, a_document, some_details
from tests.ui.job.seen import Seen

DUE = Hold(HoldKind.WAITING_FOR_DOCUMENT, Problem(ProblemCode.DOCUMENT_DUE, {"document": "NFC-e", "value": 9990}))
FITS = (Check(CheckName.KEY, Verdict.OK), Check(CheckName.VALUE, Verdict.OK, None, 9990, 9990))
ODD_BUYER = Check(
    CheckName.BUYER, Verdict.WARNING, Problem(ProblemCode.BUYER_DIFFERS, {"document": "***.456.789-**"}), "a", "b"
)
WRONG_VALUE = Check(
    CheckName.VALUE,
    Verdict.BLOCKING,
    Problem(ProblemCode.DOCUMENT_VALUE_DIFFERS, {"document": 100, "value": 9990}),
    9990,
    100,
)


def due(job_id: int = 1) -> JobDetails:
    return some_details(a_content(), job_id=job_id, hold=DUE)


def documented(*checks: Check) -> JobDetails:
    details = some_details(a_content(), stage=Stage.DOCUMENTED, document=a_document(), version=2)
    return replace(details, checks=checks)


def found(details: JobDetails, *checks: Check, file: int = 7, names_order: bool = True) -> Match:
    seen = FoundFile(
        FileId(file), f"/till/nota-{file}.xml", datetime(2026, 11, 20, 12, tzinfo=UTC), FileState.PROPOSED, a_document()
    )
    return Match(a_document(), details.job, checks or FITS, names_order, is_exact=False, file=seen)


def urges_to_attach(seen: Seen) -> bool:
    return any(button.isVisible() for button in seen.panel.findChildren(CommandButton, "primary_attach"))


@pytest.fixture
def offered(seen: Seen) -> Seen:
    """Select a job for which a file was found that fits."""
    seen.desk.found[due().job.id] = (found(due()),)
    seen.show(due())
    return seen


def test_a_file_that_may_hold_the_document_is_shown_with_its_figures(offered: Seen) -> None:
    assert "NFC-e 42, series 1, R$ 99.90" in offered.text
    assert "nota-7.xml" in offered.text
    assert "names this order" in offered.text
    assert "The document fits." in offered.text


def test_a_file_is_used_by_its_button(offered: Seen) -> None:
    offered.press("Use this one")

    assert offered.acting.told == [("attach_found", 1, 7)]


def test_a_file_is_used_by_its_key(offered: Seen) -> None:
    assert Command.USE_FOUND in offered.panel.possible

    offered.panel.perform(Command.USE_FOUND)

    assert offered.acting.told == [("attach_found", 1, 7)]


def test_a_file_that_may_be_used_stands_out_instead_of_the_usual_ways(offered: Seen) -> None:
    offered.panel.focus_primary()

    assert offered.focused == "use_0"
    assert offered.button("use_0").property("part") == "primary"
    assert not urges_to_attach(offered)
    assert "Its XML was found" in offered.text


def test_a_file_is_looked_at_before_it_is_used(offered: Seen) -> None:
    offered.press("Look at it")

    assert offered.acting.told == [("look_at_found", 1, 7)]


def test_a_file_that_does_not_fit_can_only_be_looked_at(seen: Seen) -> None:
    seen.desk.found[due().job.id] = (found(due(), WRONG_VALUE),)

    seen.show(due())

    assert "One thing does not fit: value." in seen.text
    assert "Use this one" not in seen.buttons
    assert urges_to_attach(seen)
    assert "Look at it" in seen.buttons
    assert Command.USE_FOUND not in seen.panel.possible


def test_files_that_are_found_later_are_shown(seen: Seen) -> None:
    seen.show(due())
    assert "Found in the watched folders" not in seen.texts

    seen.desk.found[due().job.id] = (found(due()),)
    seen.workplace.link.published.emit((FilesChanged(),))

    seen.qtbot.waitUntil(lambda: "Found in the watched folders" in seen.texts)


def test_files_of_another_job_are_not_shown(offered: Seen) -> None:
    offered.show(due(2))

    assert "Found in the watched folders" not in offered.texts
    assert Command.USE_FOUND not in offered.panel.possible


def test_more_files_than_there_is_room_for_are_counted(seen: Seen) -> None:
    seen.desk.found[due().job.id] = tuple(found(due(), file=number) for number in range(5))

    seen.show(due())

    assert "2 more files may fit" in seen.texts


def test_a_job_with_a_document_is_offered_no_files(seen: Seen) -> None:
    seen.desk.found[due().job.id] = (found(due()),)

    seen.show(documented(*FITS))

    assert "Found in the watched folders" not in seen.texts


def test_the_focus_stays_where_it_was_when_other_files_are_found(offered: Seen) -> None:
    offered.button("look_0").setFocus()

    offered.desk.found[due().job.id] = (found(due()), found(due(), file=8))
    offered.workplace.link.published.emit((FilesChanged(),))

    offered.qtbot.waitUntil(lambda: "nota-8.xml" in offered.text)
    assert offered.focused == "look_0"


def test_where_folders_are_watched_the_hint_says_that_the_xml_comes_by_itself(seen: Seen) -> None:
    seen.desk.settings.documents = SimpleNamespace(watch=("/till",))

    seen.show(due())

    assert "shows up here by itself" in seen.text


def test_what_is_to_be_looked_at_stands_first_and_what_fits_is_folded(seen: Seen) -> None:
    seen.show(documented(*FITS, ODD_BUYER))

    assert "b, not a" in seen.texts
    assert "Value: R$ 99.90" not in seen.text


def test_what_fits_unfolds_and_stays_so_for_this_job(seen: Seen) -> None:
    seen.show(documented(*FITS, ODD_BUYER))
    seen.press("What was compared")
    assert "Value: R$ 99.90" in seen.text

    seen.change(replace(documented(*FITS, ODD_BUYER, ODD_BUYER), job=replace(documented().job, version=3)))

    assert "2 things to look at" in seen.texts
    assert "Value: R$ 99.90" in seen.text


def test_of_a_document_that_fits_one_line_tells_so_below_it(seen: Seen) -> None:
    seen.show(documented(*FITS))

    assert seen.texts.index("NFC-e 42, series 1") < seen.texts.index("Everything that can be compared fits")


def test_what_does_not_fit_stands_before_what_is_odd(seen: Seen) -> None:
    seen.show(documented(ODD_BUYER, WRONG_VALUE))

    assert seen.texts.index("R$ 1.00, not R$ 99.90") < seen.texts.index("b, not a")
