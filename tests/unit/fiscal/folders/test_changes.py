"""What is kept of what was told: every change once, and never more than there is room for."""

from __future__ import annotations

from desktop_invoicer.fiscal.folders.changes import MOST_CHANGES, Changes


def test_a_change_that_is_told_often_is_one() -> None:
    changes = Changes()
    for _ in range(3):
        changes.put("/xml", "/xml/a.xml")

    assert changes.wait(0)
    assert changes.take() == {("/xml", "/xml/a.xml")}
    assert not changes.wait(0)


def test_of_too_many_changes_only_their_folders_are_kept() -> None:
    changes = Changes()
    changes.put("/other", "/other/a.xml")
    for number in range(MOST_CHANGES):
        changes.put("/xml", f"/xml/{number}.xml")

    assert changes.take() == {("/xml", None), ("/other", None)}


def test_after_waking_nobody_waits() -> None:
    changes = Changes()

    changes.wake()

    assert changes.wait(60)
    assert changes.take() == set()
