"""Reports are read back in a known language; the report of a whole day is made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_invoicer.domain.day_report import DayReport
from desktop_invoicer.language import Language
from desktop_invoicer.messages import activate
from tests.report_builders import a_day_report, some_findings


@pytest.fixture(autouse=True)
def known_language() -> Iterator[None]:
    activate(Language.EN)
    yield
    activate(Language.PT_BR)


@pytest.fixture(scope="package")
def busy_day() -> DayReport:
    """Give a day of 2,000 orders."""
    return a_day_report(2000, findings=some_findings())
