"""A desk moves to another computer by the commands of docs/keeping.md, with two homes and two real keyrings."""

from __future__ import annotations

import re
from pathlib import Path

from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.simulator.simulator import Simulator
from tests.cli.computer import ROOT, Computer, needs_computer
from tests.cli.conftest import ACCOUNT, settings

PASSPHRASE = "four words that wander"
SECRETS = f"printf 'app-key={APP_KEY}\\napp-token={APP_TOKEN}\\n'"

pytestmark = needs_computer


def test_a_desk_moves_by_the_commands_of_its_page(account: Simulator, tmp_path: Path) -> None:
    old, new, stick = Computer(tmp_path / "old"), Computer(tmp_path / "new"), tmp_path / "usb" / "desk.backup"
    stick.parent.mkdir()
    (old.home / "config.toml").write_text(settings(account.origin), "utf-8")
    word = f"printf 'passphrase={PASSPHRASE}\\n'"

    before = old.does(
        f"{SECRETS} | di credentials set {ACCOUNT} --stdin; di jobs add v70000001gvea-01;"
        f" {word} | di backup {stick} --portable --stdin"
    )
    after = new.does(
        f"{word} | di restore {stick} --yes --stdin; {SECRETS} | di credentials set {ACCOUNT} --stdin;"
        " di doctor; di run --until-idle; di jobs"
    )

    assert before.count("exit 0") == 3, before
    assert "Settings written: config.toml" in after, after
    assert re.search(r"1 +v70000001gvea-01 .*loaded", after), after
    assert (old.home / "config.toml").read_text() == (new.home / "config.toml").read_text()
    for text in (before, after, *(log.read_text("utf-8") for log in tmp_path.rglob("*.log"))):
        assert PASSPHRASE not in text
        assert APP_TOKEN not in text


def test_the_page_names_every_step_that_the_test_takes() -> None:
    page = (ROOT / "docs" / "keeping.md").read_text("utf-8")

    for step in ("--portable", "desktop-invoicer restore", "credentials set ACCOUNT", "desktop-invoicer doctor"):
        assert step in page.split("## Moving a desk", 1)[1]
