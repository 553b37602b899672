"""Measure what must stay quick (design.md, section 7): ``python -m tests.benchmarks [GROUP …]``.

A figure is always a ratio of two sides measured in this run, so that it means the same on every machine. Nothing is
saved, and a missed target is told without being a failure.
"""

from __future__ import annotations

import sys

from tests.benchmarks import day, day_window, documents, folders, notifications, pages, reports, sales, window

GROUPS = {
    "day": day.compare,
    "day-window": day_window.compare,
    "documents": documents.compare,
    "folders": folders.compare,
    "notifications": notifications.compare,
    "pages": pages.compare,
    "reports": reports.compare,
    "sales": sales.compare,
    "window": window.compare,
}


def main(wanted: list[str]) -> None:
    for name in wanted or GROUPS:
        for comparison in GROUPS[name]():
            print(comparison, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
