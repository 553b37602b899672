"""Problems are values: a code and its facts."""

from __future__ import annotations

from desktop_invoicer.domain.problem import Problem, ProblemCode


def test_a_problem_without_facts_is_its_code() -> None:
    assert str(Problem(ProblemCode.NOTHING_ASKED)) == "nothing_asked"


def test_a_problem_tells_its_facts_in_order() -> None:
    problem = Problem(ProblemCode.LINE_EXCEEDED, {"asked": 3, "left": 1})

    assert str(problem) == "line_exceeded (asked=3, left=1)"


def test_a_code_is_the_name_that_json_shows() -> None:
    assert all(code.value == code.name.lower() for code in ProblemCode)
