"""A setting that somebody changed in the window is in the audit trail under their name."""

from __future__ import annotations

from typing import Any

from tests.ui.settings.desk import SettingsDesk


def changes(desk: SettingsDesk) -> list[dict[str, Any]]:
    """Give what the trail tells of settings, oldest first."""
    running = desk.application.link.running
    assert running is not None
    answer = running.begin(lambda commands: commands.answer("audit", {"subject": "settings"})).result(60)
    return list(answer["result"])


def test_the_trail_names_who_changed_a_setting_and_what_it_was(working_desk: SettingsDesk) -> None:
    at_the_start = changes(working_desk)

    working_desk.kept(working_desk.choose("language", "es"))  # the desk need not start again for it

    working_desk.qtbot.waitUntil(lambda: len(changes(working_desk)) > len(at_the_start))
    newest = changes(working_desk)[-1]
    assert newest["who"] == "Ana"
    assert newest["facts"] == {"before language": "en", "language": "es"}
