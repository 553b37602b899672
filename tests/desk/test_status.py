"""A manager takes away from the real window what it can save, with the keyboard alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from desktop_invoicer.persistence.backup_file import read_header
from desktop_invoicer.simulator.simulator import Simulator
from tests.desk.clerk import Clerk

pytestmark = pytest.mark.desk


def test_a_manager_saves_a_bundle_a_backup_and_the_trail(clerk: Clerk, simulator: Simulator, tmp_path: Path) -> None:
    clerk.opens_the_window()
    (request,) = simulator.request_invoice(story="anonymous-pickup")
    clerk.turns_to(request.order_id)
    clerk.screen.key("ctrl+6")
    clerk.sees("Check this desk", role="push button", state="focused")

    clerk.screen.key("Tab", "space")
    clerk.saves_as("Save the support bundle", "help.zip")
    clerk.sees("README.txt in it says what it holds")
    clerk.tabs_to("Back up now")
    clerk.screen.key("space")
    clerk.saves_as("Save the backup", "evening.backup")
    clerk.sees("Backed up: 1 job")
    clerk.tabs_to("Show entries")
    clerk.screen.key("space")
    clerk.tabs_to("Export…")
    clerk.screen.key("space")
    clerk.saves_as("Export the audit trail", "trail.csv")
    clerk.sees("entries written.")

    assert json.loads(ZipFile(tmp_path / "help.zip").read("desk.json"))
    assert read_header(tmp_path / "evening.backup").jobs == 1
    with (tmp_path / "trail.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {"support_written", "backed_up"} <= {cell for row in csv.reader(file, delimiter=";") for cell in row}
