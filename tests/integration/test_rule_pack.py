"""Rules from a file: what it must say, and what is wrong with one that cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop_invoicer.assets import asset
from desktop_invoicer.domain.choices import DocumentModel
from desktop_invoicer.domain.rules import Reason
from desktop_invoicer.domain.windows import Way
from desktop_invoicer.errors import RulesUnreadableError
from desktop_invoicer.fiscal.rule_pack import load_rules, read_rules, shipped_rules

SHIPPED = asset("rules", "rules.toml").read_text("utf-8")
NEWER = SHIPPED.replace("\ndate = 2026-11-20", "\ndate = 2027-01-02", 1)

MINIMAL = """
schema = 1
date = 2026-11-20

[[rules]]
name = "anything"
effect = "choose"
model = "nfce"
reason = "pickup_anonymous"
source = "a source"
checked_on = 2026-11-20
certainty = "sure"
"""

EXTRA = """
[[rules]]
name = "extra"
effect = "note"
reason = "small_danfe"
source = "a source"
checked_on = 2026-11-20
certainty = "sure"
"""


WINDOW = """
[[windows]]
way = "cancel"
model = "nfce"
minutes = 30
source = "a source"
checked_on = 2026-11-20
certainty = "sure"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rules.toml"


def refused(text: str | bytes) -> tuple[str, ...]:
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(RulesUnreadableError) as caught:
        read_rules(Path("rules.toml"), content)
    return caught.value.problems


def test_the_rules_that_ship_name_their_sources() -> None:
    assert all(rule.source and rule.checked_on <= shipped_rules().as_of for rule in shipped_rules().rules)


def test_a_broken_file_is_told_and_the_shipped_rules_count(file: Path) -> None:
    file.write_text(NEWER.replace('"sure"', '"certain"', 1), "utf-8")

    in_use = load_rules(file)

    assert in_use.pack == shipped_rules()
    assert in_use.problem is not None
    assert in_use.problem.path == file
    assert in_use.problem.problems == ("rule return.certainty: must be 'sure', 'likely' or 'unsure'",)


def test_a_file_that_was_cut_between_two_rules_allows_nothing_more(file: Path) -> None:
    start, *rules = NEWER.split("[[rules]]")
    usual = [rule for rule in rules if 'effect = "require"' not in rule]
    file.write_text("[[rules]]".join([start, *usual]), "utf-8")

    in_use = load_rules(file)

    assert in_use.pack == shipped_rules()
    assert in_use.problem is not None
    assert all(what in in_use.problem.problems[0] for what in ("return", "other_state", "above_ceiling"))


@pytest.mark.parametrize(
    ("cut", "models"),
    [("[[windows]]", "NF-e, NFC-e"), ('[[windows]]\nway = "cancel"\nmodel = "nfe"', "NF-e")],
    ids=["all", "one"],
)
def test_a_file_that_was_cut_before_its_windows_leaves_nobody_without_a_clock(
    file: Path, cut: str, models: str
) -> None:
    file.write_text(NEWER[: NEWER.index(cut)], "utf-8")

    in_use = load_rules(file)

    assert in_use.pack == shipped_rules()
    assert in_use.problem is not None
    assert in_use.problem.problems == (f"windows: none says how long an {models} may be cancelled",)


def test_a_window_of_one_state_is_no_window_for_all(file: Path) -> None:
    national = 'way = "cancel"\nmodel = "nfe"\n'
    file.write_text(NEWER.replace(national, national + 'uf = ["RJ"]\n'), "utf-8")

    assert load_rules(file).problem is not None


@pytest.mark.parametrize("instead", ["", "valid_to = 2026-11-01", "valid_from = 2099-01-01"])
def test_a_window_that_gives_no_clock_now_is_none(file: Path, instead: str) -> None:
    file.write_text(NEWER.replace("minutes = 30\n", f"minutes = 30\n{instead}\n" if instead else ""), "utf-8")

    problem = load_rules(file).problem

    assert problem is not None
    assert problem.problems == ("windows: none says how long an NFC-e may be cancelled",)


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("schema = 1", "schema = 2", "schema: must be 1"),
        ("date = 2026-11-20", "", "date: is missing"),
        ("date = 2026-11-20", 'date = "2026-11-20"', "date: must be a date without quotes and without a time"),
        ('name = "anything"', "", "rule #1.name: is missing"),
        ('name = "anything"', 'name = ""', "rule #1.name: must not be empty"),
        ('model = "nfce"', 'model = "65"', "rule anything.model: must be one of nfe, nfce"),
        ('model = "nfce"', "model = 65", "rule anything.model: must be one of nfe, nfce"),
        ('model = "nfce"', "", "rule anything: needs a model to choose"),
        ('source = "a source"', "", "rule anything.source: is missing"),
        ('source = "a source"', 'sauce = "a source"', "rule anything.sauce: is unknown"),
        (
            "checked_on = 2026-11-20",
            "checked_on = 2026-11-21",
            "rule anything: was checked after the date of the rules",
        ),
        ('certainty = "sure"', 'uf = ["RJ", "XX"]', "rule anything.uf.1: must be a state, as in RJ"),
        ('certainty = "sure"', "uf = []", "rule anything.uf: must not be empty"),
        ('certainty = "sure"', "when = 1", "rule anything.when: must be a table"),
        ('certainty = "sure"', "when = { above = 1.5 }", "rule anything.when.above: must be a whole number of cents"),
        ('certainty = "sure"', "when = { masked = 1 }", "rule anything.when.masked: must be true or false"),
        ('certainty = "sure"', "when = { buyers = [] }", "rule anything.when.buyers: must not be empty"),
        ('certainty = "sure"', "when = { colour = 1 }", "rule anything.when.colour: is unknown"),
    ],
)
def test_what_is_wrong_is_told_with_the_rule_and_the_key(written: str, instead: str, problem: str) -> None:
    assert problem in refused(MINIMAL.replace(written, instead, 1))


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("minutes = 30", "minutes = 0", "window #1.minutes: must be more than 0"),
        ("minutes = 30", "minutes = -30", "window #1.minutes: must be more than 0"),
        ("minutes = 30", "minutes = 30.5", "window #1.minutes: must be a whole number of minutes"),
        ("minutes = 30", 'minutes = "30"', "window #1.minutes: must be a whole number of minutes"),
        ("minutes = 30", "minutes = true", "window #1.minutes: must be a whole number of minutes"),
        ("minutes = 30", "minutes = 99999999999999", "window #1.minutes: is too long"),
        ("minutes = 30", "hours = 1", "window #1.hours: is unknown"),
        ('way = "cancel"', 'way = "undo"', "window #1.way: must be 'cancel', 'cancel_late' or 'substitute'"),
        ('way = "cancel"', "", "window #1.way: is missing"),
        ('model = "nfce"', 'model = "65"', "window #1.model: must be one of nfe, nfce"),
        ('source = "a source"', "", "window #1.source: is missing"),
        ('certainty = "sure"', "uf = []", "window #1.uf: must not be empty"),
        ("checked_on = 2026-11-20", "checked_on = 2026-11-21", "window cancel NFC-e: was checked after the date of"),
        (
            'certainty = "sure"',
            'certainty = "sure"\nvalid_from = 2026-11-20\nvalid_to = 2026-11-19',
            "window cancel NFC-e: ends before it begins",
        ),
    ],
)
def test_what_is_wrong_with_a_window_is_told(written: str, instead: str, problem: str) -> None:
    told = refused(MINIMAL + WINDOW.replace(written, instead, 1))

    assert any(line.startswith(problem) for line in told)


def test_windows_that_are_no_tables_are_told() -> None:
    assert refused("windows = 1\n" + MINIMAL) == ("windows: must be a list of tables",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ('uf = ["RJ", "SP"]', 'uf = ["SP"]'),
        ("valid_to = 2026-12-31", "valid_from = 2026-12-31"),
    ],
)
def test_two_windows_of_one_way_and_model_may_not_meet(one: str, other: str) -> None:
    text = MINIMAL + WINDOW + one + WINDOW + other

    assert refused(text) == ("window cancel NFC-e: stands there twice for the same place and time",)


def test_a_window_without_an_end_stands_beside_those_of_other_ways_models_and_states() -> None:
    late = WINDOW.replace('"cancel"', '"cancel_late"').replace("minutes = 30\n", "")
    of_nfe = WINDOW.replace('"nfce"', '"nfe"')
    of_rio = WINDOW + 'uf = ["RJ"]'

    pack = read_rules(Path("rules.toml"), (MINIMAL + WINDOW + late + of_nfe + of_rio).encode())

    assert [window.minutes for window in pack.windows] == [30, None, 30, 30]


def test_the_states_that_take_late_cancellations_are_the_same_in_rules_and_windows() -> None:
    pack = shipped_rules()
    (rule,) = (rule for rule in pack.rules if rule.reason is Reason.CANCELLATION_ALSO_LATE)
    (window,) = (window for window in pack.windows if window.way is Way.CANCEL_LATE)

    assert rule.uf == window.uf


@pytest.mark.parametrize(
    ("way", "model", "minutes"),
    [
        (Way.CANCEL, DocumentModel.NFCE, 30),
        (Way.CANCEL, DocumentModel.NFE, 24 * 60),
        (Way.SUBSTITUTE, DocumentModel.NFCE, 168 * 60),
    ],
)
def test_the_rules_that_ship_know_how_long_a_note_may_be_undone(way: Way, model: DocumentModel, minutes: int) -> None:
    window = shipped_rules().window(way, model, date(2026, 11, 21), "SP")

    assert window is not None
    assert window.minutes == minutes


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ('setting = "delivery"', "rule extra: has a setting, but leaves nothing to choose"),
        ('asks = ["buyer_name"]', "rule extra: must name what it asks for, and only an ask does"),
        ("valid_from = 2026-11-20\nvalid_to = 2026-11-19", "rule extra: ends before it begins"),
    ],
)
def test_a_rule_that_contradicts_itself_is_told(key: str, problem: str) -> None:
    assert refused(MINIMAL + EXTRA + key) == (problem,)


def test_an_ask_has_to_say_what_it_asks_for() -> None:
    text = MINIMAL + EXTRA.replace('"note"', '"ask"')

    assert refused(text) == ("rule extra: must name what it asks for, and only an ask does",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", ""),
        ('uf = ["RJ", "SP"]', 'uf = ["SP"]'),
        ("valid_to = 2026-12-31", "valid_from = 2026-12-31"),
    ],
)
def test_two_rules_of_one_name_may_not_meet(one: str, other: str) -> None:
    text = MINIMAL + EXTRA + one + EXTRA + other

    assert refused(text) == ("rule extra: stands there twice for the same place and time",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("", 'uf = ["RJ"]'),
        ('uf = ["SP"]', 'uf = ["RJ"]'),
        ("valid_to = 2026-12-31", "valid_from = 2027-01-01"),
        ("revoked = 2027-01-01", "valid_from = 2027-01-01"),
    ],
)
def test_rules_of_one_name_may_follow_each_other_or_stand_side_by_side(one: str, other: str) -> None:
    pack = read_rules(Path("rules.toml"), (MINIMAL + EXTRA + one + EXTRA + other).encode())

    assert len(pack.rules) == 3


@pytest.mark.parametrize(
    "key",
    [
        "when = { masked = true }",
        'uf = ["RJ"]',
        "valid_from = 2026-11-20",
        "valid_to = 2030-01-01",
        "revoked = 2030-01-01",
    ],
)
def test_one_choice_has_to_stand_always_and_everywhere(key: str) -> None:
    text = MINIMAL + key

    assert refused(text) == ("rules: one must choose a model everywhere, always and without conditions",)


def test_a_state_may_choose_otherwise_as_long_as_it_has_no_conditions() -> None:
    of_rio = MINIMAL[MINIMAL.index("[[rules]]") :].replace('"nfce"', '"nfe"') + 'uf = ["RJ"]'

    assert len(read_rules(Path("rules.toml"), (MINIMAL + of_rio).encode()).rules) == 2
    assert refused(MINIMAL + of_rio + "\nwhen = { masked = true }")
