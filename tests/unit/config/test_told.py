"""The settings as the audit trail tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_invoicer.config import Settings
from desktop_invoicer.config.told import told_settings


def told(**values: object) -> dict[str, str | int]:
    return told_settings(Settings.model_validate(values))


def test_each_setting_is_told_by_its_name_with_its_value() -> None:
    settings = told(
        store={"name": "Loja Gávea", "account": "loja"},
        accounts=[{"name": "loja", "feed": True}],
        receiver={"port": 8711},
    )

    assert settings["store.name"] == "Loja Gávea"
    assert settings["accounts.loja.feed"] == "True"
    assert settings["receiver.port"] == "8711"
    assert all(isinstance(value, str) for value in settings.values())


def test_folders_and_people_are_told_by_a_fingerprint(tmp_path: Path) -> None:
    settings = told(documents={"watch": [str(tmp_path)]}, returns={"managers": ["Rita"]})

    assert str(settings["documents.watch"]).startswith("sha256:")
    assert str(tmp_path) not in str(settings)
    assert "Rita" not in str(settings)


@pytest.mark.parametrize("other", [{"documents": {"watch": ["/srv/xml"]}}, {"store": {"name": "Loja " + "x" * 90}}])
def test_another_value_is_told_as_another_one(other: dict[str, object]) -> None:
    assert told(**other) != told()
    assert told(**other) == told(**other)
