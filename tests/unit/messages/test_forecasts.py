"""What is told about a job that is not sent."""

from __future__ import annotations

import pytest

from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.domain.prospect import Forecast, Prospect
from desktop_invoicer.messages import explain
from desktop_invoicer.messages.forecasts import explain_forecast
from tests.builders import a_job


@pytest.mark.parametrize("prospect", Prospect)
def test_every_prospect_has_words_of_its_own(prospect: Prospect) -> None:
    message = explain_forecast(Forecast(a_job(), prospect))

    assert message.sentence
    assert message.step


def test_a_problem_speaks_for_itself() -> None:
    problem = Problem(ProblemCode.DOCUMENT_DUE, {"document": "NFC-e", "value": 9990})

    assert explain_forecast(Forecast(a_job(job_id=7), Prospect.DOCUMENT, problem)) == explain(problem, 7)
