"""What the settings say about keeping the data."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from desktop_invoicer.config import Settings
from desktop_invoicer.domain.keeping import KeepingPolicy


def test_personal_data_goes_after_ninety_days_and_nothing_is_copied_by_default() -> None:
    policy = Settings.model_validate({"store": {"desk": "Caixa 1"}}).keeping_policy

    assert policy == KeepingPolicy(timedelta(days=90), None, 7, "Caixa 1")


def test_an_empty_folder_is_none() -> None:
    assert Settings.model_validate({"keeping": {"backup_folder": ""}}).keeping.backup_folder is None


def test_a_folder_is_a_whole_path(tmp_path: Path) -> None:
    assert Settings.model_validate({"keeping": {"backup_folder": str(tmp_path)}}).keeping.backup_folder == tmp_path
    with pytest.raises(ValidationError, match="whole path"):
        Settings.model_validate({"keeping": {"backup_folder": "backups"}})


@pytest.mark.parametrize(
    ("key", "wrong"), [("retention_days", 6), ("retention_days", 3651), ("backups_kept", 0), ("backups_kept", 367)]
)
def test_what_would_lose_data_or_keep_it_for_ever_is_refused(key: str, wrong: int) -> None:
    with pytest.raises(ValidationError, match="must be from"):
        Settings.model_validate({"keeping": {key: wrong}})
