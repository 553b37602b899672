"""``python -m tests.campaign --notifications 10000 --seed 1`` prints what came of a campaign."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.campaign.campaign import run
from tests.campaign.judging import faults_of
from tests.campaign.plan import NAMES, Plan
from tests.campaign.report import as_markdown, as_text


def main() -> int:
    """Run a campaign as wished, print what came of it, and fail when something is wrong with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notifications", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=NAMES, default="all", help="let nothing else go wrong")
    parser.add_argument("--markdown", action="store_true", help="print a table for the docs")
    parser.add_argument("--keep", action="store_true", help="leave the desks' homes where they are")
    wish = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="campaign-"))
    try:
        outcome = run(Plan(wish.notifications, wish.seed, wish.only), folder, say)
    finally:
        if not wish.keep:
            shutil.rmtree(folder, ignore_errors=True)
    wrong = faults_of(outcome)
    print((as_markdown if wish.markdown and not wrong else as_text)(outcome, wrong))  # noqa: T201 (its results)
    if wish.keep:
        say(f"the homes are in {folder}")
    return int(bool(wrong))


def say(line: str) -> None:
    """Tell how far it is, beside the results."""
    print(line, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
