"""How far sending everything that is ready got."""

from __future__ import annotations

from desktop_invoicer.domain.submission import LineResult, Progress, Submission, SubmissionId, SubmissionLine
from desktop_invoicer.domain.workflow import Stage
from tests.builders import NOW, a_job_at
from tests.day_builders import DAY


def test_lines_are_counted_by_how_they_stand() -> None:
    results = [LineResult.SENT, LineResult.SENT, LineResult.FAILED]
    lines = tuple(SubmissionLine(a_job_at(Stage.CLOSED), result) for result in results)
    progress = Progress(Submission(SubmissionId(1), DAY.date, "Bia", NOW, ()), lines, is_running=False)

    assert progress.count(LineResult.SENT) == 2
    assert progress.count(LineResult.FAILED) == 1
    assert progress.count(LineResult.UNDER_WAY) == 0
