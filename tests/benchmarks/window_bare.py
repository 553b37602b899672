"""A bare PySide6 window, for comparison: tells when it was seen, and what it weighs then."""

from __future__ import annotations

import json
import os
import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt)
        super().paintEvent(event)
        QTimer.singleShot(0, tell)


def tell() -> None:
    seen = (time.time_ns() - int(os.environ["BEGUN"])) / 1e6
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 (pathlib would weigh something)
        pages = int(statm.read().split()[1])
    print(json.dumps({"seen": seen, "rss": pages * os.sysconf("SC_PAGE_SIZE") / 2**20}), flush=True)
    sys.stdin.read()  # the measured process is ended from outside


if __name__ == "__main__":
    app = QApplication([])
    window = Bare()
    window.resize(1360, 820)
    window.show()
    app.exec()
