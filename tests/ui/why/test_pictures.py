"""The page looks as it did when somebody last looked and found it good (``UPDATE_PICTURES=1`` renews)."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_invoicer.domain.cause import Likelihood, Repair
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.ui.theme.metrics import Density
from desktop_invoicer.ui.theme.theme import Appearance, Theme
from tests.report_builders import MADE_AT
from tests.ui.painting import compared
from tests.ui.why.asker import Asker
from tests.ui.why.builders import OF_SHOP, a_cause, a_diagnosis, a_lost_key

LOOKS = (Appearance.LIGHT, Appearance.DARK)


@pytest.mark.usefixtures("in_rio")
@pytest.mark.parametrize("look", LOOKS)
def test_an_answer_looks_as_it_did(asker: Asker, theme: Theme, tmp_path: Path, look: Appearance) -> None:
    theme.apply(look, Density.TOUCH, 100)
    xml = a_cause(ProblemCode.XML_MISSING, Repair.BACK_OFFICE, {**OF_SHOP, "embeds": 0}, likelihood=Likelihood.LIKELY)
    error = a_cause(
        ProblemCode.BRIDGE_ERROR,
        Repair.BRIDGE,
        {"marketplace": "Cnova"},
        likelihood=Likelihood.POSSIBLE,
        link="https://lojatestegavea.example/bridge",
    )
    found = a_diagnosis(a_lost_key(), xml, error, marketplace="Cnova")
    asker.page.order.show_diagnosis(found)
    asker.page.order.answer.show_diagnosis(found, MADE_AT)
    asker.settle()

    assert not compared(asker.page.window().grab().toImage(), f"why-{look}-en", tmp_path)


@pytest.mark.parametrize("look", LOOKS)
def test_a_day_looks_as_it_did(asker: Asker, theme: Theme, tmp_path: Path, look: Appearance) -> None:
    theme.apply(look, Density.TOUCH, 100)
    gone = a_cause(ProblemCode.ORDER_GONE, Repair.NOTHING, {"status": "canceled"})
    wrong = (a_diagnosis(a_lost_key(), order=f"SLR-{number}-01", marketplace="Cnova") for number in range(4))
    asker.asks_about_day(a_diagnosis(), *wrong, a_diagnosis(gone, order="v70530117str-01"))

    assert not compared(asker.page.window().grab().toImage(), f"why-day-{look}-en", tmp_path)
