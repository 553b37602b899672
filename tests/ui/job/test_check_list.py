"""The figures and the outcome of checks, in words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_invoicer.domain.check import Check, CheckName, Verdict
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.workflow import JobId
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from desktop_invoicer.ui.job.check_list import CheckList, figure, in_short, outcome
from desktop_invoicer.ui.theme.theme import Theme

FITS = Check(CheckName.VALUE, Verdict.OK, None, 100, 100)
UNKNOWN = Check(CheckName.ITEMS, Verdict.UNKNOWN)
OLD = Check(
    CheckName.DATE,
    Verdict.WARNING,
    Problem(ProblemCode.DATE_BEFORE_ORDER, {"issued": "2026-11-01", "ordered": "2026-11-20"}),
    "2026-11-20",
    "2026-11-01",
)
OTHER_BUYER = Check(CheckName.BUYER, Verdict.WARNING, Problem(ProblemCode.BUYER_DIFFERS), "•••91", "•••09")
WRONG = Check(CheckName.MODEL, Verdict.BLOCKING, Problem(ProblemCode.MODEL_NOT_DUE), "NF-e", "NFC-e")


@pytest.fixture
def checks(theme: Theme, qtbot: QtBot) -> CheckList:
    assert Theme.current() is theme
    made = CheckList(JobId(1))
    qtbot.addWidget(made)
    made.show()
    return made


def texts(checks: CheckList) -> list[str]:
    return [label.text() for label in checks.findChildren(QLabel) if label.isVisible() and label.text()]


@pytest.mark.parametrize(
    ("name", "side", "told"),
    [
        (CheckName.VALUE, 123456, "R$ 1,234.56"),
        (CheckName.ISSUER, "11222333000181", "11.222.333/0001-81"),
        (CheckName.ENVIRONMENT, "homologation", "homologação"),
        (CheckName.DIRECTION, "Input", "goods come back"),
        (CheckName.BUYER, "•••91", "•••91"),
        (CheckName.KEY, None, ""),
    ],
)
def test_a_side_is_written_as_people_do(name: CheckName, side: str | int | None, told: str) -> None:
    assert figure(name, side) == told


@pytest.mark.parametrize(("language", "told"), [(Language.PT_BR, "01/11/2026"), (Language.EN, "2026-11-01")])
def test_a_day_is_written_as_the_language_does(language: Language, told: str) -> None:
    activate(language)

    assert figure(CheckName.DATE, "2026-11-01") == told


def test_the_outcome_that_is_read_out_names_what_to_look_at() -> None:
    assert outcome([FITS, UNKNOWN]) == "The document fits."
    assert outcome([FITS, OLD, OTHER_BUYER]) == "The document fits. 2 things to look at: date of issue, buyer."
    assert outcome([OLD, WRONG]) == "One thing does not fit: model. One thing to look at: date of issue."


def test_the_outcome_in_short_counts_the_worst() -> None:
    assert in_short([FITS]) == "Everything that can be compared fits"
    assert in_short([OLD, OTHER_BUYER]) == "2 things to look at"
    assert in_short([OLD, WRONG]) == "One thing does not fit"


def test_the_worst_stands_first_and_what_nobody_tells_last(checks: CheckList) -> None:
    checks.show_checks([UNKNOWN, FITS, OLD, WRONG], "NFC-e 42, series 1")

    told = texts(checks)
    assert told.index("NFC-e, not NF-e") < told.index("2026-11-01") < told.index("Value: R$ 1.00")
    assert told[-1] == "Not known: items"


def test_of_a_date_only_the_one_of_the_document_is_shown(checks: CheckList) -> None:
    checks.show_checks([OLD])

    assert "2026-11-01" in texts(checks)


def test_what_is_wrong_although_it_says_the_same_is_not_set_against_itself(checks: CheckList) -> None:
    wrong = Problem(ProblemCode.DIRECTION_WRONG, {"operation": "return"})
    checks.show_checks([Check(CheckName.DIRECTION, Verdict.BLOCKING, wrong, "Input", "Input")])

    assert "does not fit" in texts(checks)


def test_each_row_says_in_a_word_how_it_ends(checks: CheckList) -> None:
    checks.show_checks([WRONG, OLD, FITS])

    names = [label.accessibleName() for label in checks.findChildren(QLabel) if label.accessibleName()]
    assert names == ["does not fit", "look at it", "fits"]
