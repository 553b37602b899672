"""The order of checks."""

from __future__ import annotations

from desktop_invoicer.domain.check import Check, CheckName, Verdict, worst_first


def test_what_has_to_be_done_something_about_comes_first() -> None:
    checks = [
        Check(CheckName.KEY, Verdict.OK),
        Check(CheckName.VALUE, Verdict.UNKNOWN),
        Check(CheckName.BUYER, Verdict.WARNING),
        Check(CheckName.ISSUER, Verdict.OK),
        Check(CheckName.MODEL, Verdict.BLOCKING),
    ]

    names = [check.name for check in worst_first(checks)]

    assert names == [CheckName.MODEL, CheckName.BUYER, CheckName.VALUE, CheckName.KEY, CheckName.ISSUER]
