"""A scan of the document's key, anywhere in the window."""

from __future__ import annotations

from desktop_invoicer.domain.workflow import Stage
from tests.ui.acting.counter import Counter


def test_the_right_key_is_attached_by_the_scan_alone(counter: Counter) -> None:
    job = counter.job()

    with counter.qtbot.waitSignal(counter.acting.attached) as attached:
        counter.acting.attach_key(job, counter.key(job))

    assert attached.args[0].document is not None
    assert counter.verdicts[0][0]
