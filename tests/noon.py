"""A store where it is about noon: what is done to its day must not depend on when the tests run."""

from __future__ import annotations

from datetime import UTC, datetime


def zone_of_noon() -> str:
    """Name a time zone in which it is about noon, so that no test runs over midnight."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}"
