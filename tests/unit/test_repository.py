"""Rules that the repository itself keeps."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LOCKS = {"requirements.lock", "requirements-dev.lock"}
LOCK_LIKE = ("*.lock", "*lock*.txt", "*lock*.json", "*requirements*", "pylock*.toml", "uv.toml", "pip.conf", ".npmrc")
MODULE_LINES = 500


def lock_like_files() -> Iterator[Path]:
    """Give every file that could name a package registry; folders that start with a dot are not ours."""
    ours = [ROOT, *(path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith("."))]
    for pattern in LOCK_LIKE:
        for folder in ours:
            found = folder.glob(pattern) if folder == ROOT else folder.rglob(pattern)
            yield from (path for path in found if path.is_file() and path.suffix != ".py")


def test_locks_hold_no_address_of_a_registry() -> None:
    files = sorted(lock_like_files())

    assert {path.name for path in files} >= LOCKS
    assert [path.name for path in files if "://" in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("lock", sorted(LOCKS))
def test_every_locked_package_has_an_exact_version_and_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    entries = re.split(r"\n(?=[a-z0-9])", text.strip())

    assert entries
    assert [entry for entry in entries if not re.match(r"[a-z0-9.\-]+==\S+.*?--hash=sha256:", entry, re.DOTALL)] == []


def test_both_locks_agree_on_the_versions_that_ship() -> None:
    shipped, development = (
        set(re.findall(r"^[a-z0-9.\-]+==\S+", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        for lock in ("requirements.lock", "requirements-dev.lock")
    )

    assert shipped <= development


def test_changelog_fragments_have_an_issue_and_a_known_type() -> None:
    types = "|".join(entry["directory"] for entry in SETTINGS["tool"]["towncrier"]["type"])
    fragments = [path.name for path in (ROOT / "changelog.d").iterdir() if not path.name.startswith(".")]

    assert [name for name in fragments if not re.fullmatch(rf"\d+\.({types})(\.\d+)?\.md", name)] == []


def test_no_product_module_is_longer_than_500_lines() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "desktop_invoicer").rglob("*.py")
    }

    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}
