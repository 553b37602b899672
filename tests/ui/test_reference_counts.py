"""Qt and Python count references to the same objects: a release of Qt for Python that miscounts ends the program.

PySide6 6.12.0 under Python 3.11 gave back references to ``None`` that it had not taken, until the interpreter aborted
after some 50,000 ticks of a timer: minutes of work, and nothing that a short test shows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

TICKS = 200_000
LEEWAY = 100
"""References that come and go for good reasons."""

LOOP = f"""
import json, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel

app = QApplication([])
label = QLabel()
timer = QTimer(interval=0)
ticks = 0

def on_tick():
    global ticks
    ticks += 1
    label.setText(str(ticks))
    label.setEnabled(True)
    if ticks >= {TICKS}:
        app.quit()

timer.timeout.connect(on_tick)
timer.start()
before = [sys.getrefcount(None), sys.getrefcount(True)]
app.exec()
print(json.dumps({{"ticks": ticks, "before": before, "after": [sys.getrefcount(None), sys.getrefcount(True)]}}))
"""


def test_a_long_day_of_ticks_leaves_the_reference_counts_as_they_were() -> None:
    done = subprocess.run(  # noqa: S603 (our own words only)
        [sys.executable, "-c", LOOP],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["ticks"] == TICKS
    for before, after in zip(told["before"], told["after"], strict=True):
        assert abs(after - before) < LEEWAY  # from Python 3.12 on these objects are immortal, and this is always so
