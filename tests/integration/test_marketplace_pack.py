"""What marketplaces need, from a file: what it must say, and what is wrong with one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_invoicer.assets import asset
from desktop_invoicer.domain.certainty import Certainty
from desktop_invoicer.domain.marketplaces import Demand
from desktop_invoicer.errors import MarketplacesUnreadableError
from desktop_invoicer.fiscal.marketplace_pack import load_marketplaces, read_marketplaces, shipped_marketplaces

SHIPPED = asset("rules", "marketplaces.toml").read_text("utf-8")
NEWER = SHIPPED.replace("\ndate = 2026-11-21", "\ndate = 2027-01-02", 1)

MINIMAL = """
schema = 1
date = 2026-11-20

[[marketplaces]]
name = "Loja X"
key = "required"
affiliates = ["LJX"]
connectors = ["loja-x"]
source = "a source"
checked_on = 2026-11-20
certainty = "sure"
"""

OTHER = MINIMAL[MINIMAL.index("[[") :].replace("Loja X", "Loja Y")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "marketplaces.toml"


def refused(text: str | bytes) -> tuple[str, ...]:
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(MarketplacesUnreadableError) as caught:
        read_marketplaces(Path("marketplaces.toml"), content)
    return caught.value.problems


def test_what_ships_names_its_sources() -> None:
    assert all(rule.source and rule.checked_on for rule in shipped_marketplaces().rules)


def test_the_marketplace_of_the_published_article_needs_the_key_for_sure() -> None:
    sure = [rule for rule in shipped_marketplaces().rules if rule.key is Demand.REQUIRED]

    assert [(rule.back_office, rule.certainty) for rule in sure] == [("Nova.com", Certainty.SURE)]


def test_a_broken_file_is_told_and_what_ships_counts(file: Path) -> None:
    file.write_text(NEWER.replace('key = "required"', 'key = "yes"'), "utf-8")

    loaded = load_marketplaces(file)

    assert loaded.pack == shipped_marketplaces()
    assert loaded.problem is not None
    assert loaded.problem.path == file
    assert loaded.problem.problems == (
        "marketplace Casas Bahia (CNova).key: must be 'required', 'wanted' or 'unknown'",
    )


def test_a_file_that_was_cut_short_hides_no_marketplace_that_stands_still_without_a_key(file: Path) -> None:
    file.write_text(MINIMAL.replace("2026-11-20", "2027-01-02", 1), "utf-8")

    problem = load_marketplaces(file).problem

    assert problem is not None
    assert problem.problems == ("marketplaces: Casas Bahia (CNova) is missing",)


def test_a_newer_file_may_call_a_marketplace_otherwise(file: Path) -> None:
    file.write_text(NEWER.replace('name = "Casas Bahia (CNova)"', 'name = "Grupo Casas Bahia"'), "utf-8")

    assert load_marketplaces(file).problem is None


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("schema = 1", "schema = 2", "schema: must be 1"),
        ("date = 2026-11-20", "", "date: is missing"),
        ('name = "Loja X"', "", "marketplace #1.name: is missing"),
        ('key = "required"', "keys = 1", "marketplace Loja X.keys: is unknown"),
        ('affiliates = ["LJX"]', "affiliates = []", "marketplace Loja X.affiliates: must not be empty"),
        ('affiliates = ["LJX"]', 'affiliates = "LJX"', "marketplace Loja X.affiliates: must be a list in brackets"),
        ('affiliates = ["LJX"]', "false_alarms = 1", "marketplace Loja X.false_alarms: must be true or false"),
        ("[[marketplaces]]", "[[marketplace]]", "marketplaces: is missing"),
        ("checked_on = 2026-11-20", "checked_on = 2026-11-21", "marketplace Loja X: was checked after the date of"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(written: str, instead: str, problem: str) -> None:
    assert refused(MINIMAL.replace(written, instead))[0].startswith(problem)


def test_marks_that_two_marketplaces_share_are_told() -> None:
    assert refused(MINIMAL + OTHER.replace("LJX", "ljx").replace("loja-x", "loja-y")) == (
        "affiliate ljx: stands with Loja X and with Loja Y",
    )


def test_a_marketplace_that_stands_there_twice_is_told() -> None:
    twice = MINIMAL + OTHER.replace("Loja Y", "LOJA  X").replace("LJX", "LJY").replace("loja-x", "loja-y")

    assert refused(twice) == ("name loja x: stands with Loja X and with LOJA  X",)
