"""What comes once the frame was seen: the pages, and what runs beside them."""

from __future__ import annotations

from desktop_invoicer.ui.companion import Companion
from desktop_invoicer.ui.frame.announcer import Announcer
from desktop_invoicer.ui.frame.help import Help
from desktop_invoicer.ui.frame.notice_bar import Trait
from desktop_invoicer.ui.frame.palette import Palette
from desktop_invoicer.ui.frame.sounds import Sounds
from desktop_invoicer.ui.frame.till import Till
from desktop_invoicer.ui.frame.tray import Tray
from desktop_invoicer.ui.main_window import MainWindow


def furnish(window: MainWindow, companion: Companion | None) -> None:
    """Build everything that the window holds; in the demo, ``companion`` plays the till."""
    furniture = window.furniture
    Palette(window)
    Help(window)
    Announcer(window, Tray.of(window), Sounds(window.workplace.preferences))
    if companion is not None:
        furniture.notices.mute(Trait.KEYRING)  # the demo keeps nothing, and says so
        window.header.show_badge(Till(companion, window))
