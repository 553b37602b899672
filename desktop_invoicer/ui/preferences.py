"""How this person likes the window: size, columns, appearance, keys. Kept beside ``config.toml``, apart from it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QObject, QSettings

from desktop_invoicer.config.home import Home
from desktop_invoicer.ui.theme.metrics import LARGEST_SCALE, SMALLEST_SCALE, Density
from desktop_invoicer.ui.theme.theme import Appearance

FILE = "window.ini"


class Preferences(QObject):
    """Reads and keeps what is worth remembering of the window. Anything unreadable counts as not chosen."""

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        """Use the file of this home."""
        super().__init__(parent)
        self._file = QSettings(str(home.settings / FILE), QSettings.Format.IniFormat, self)

    @property
    def appearance(self) -> Appearance:
        """Give light, dark, or the system's."""
        text = self.text("look/appearance")
        return Appearance(text) if text in set(Appearance) else Appearance.SYSTEM

    @property
    def density(self) -> Density:
        """Give touch or compact."""
        text = self.text("look/density")
        return Density(text) if text in set(Density) else Density.TOUCH

    @property
    def scale(self) -> int:
        """Give the text scale in per cent."""
        text = self.text("look/scale")
        return min(max(int(text), SMALLEST_SCALE), LARGEST_SCALE) if text.isdecimal() else 100

    @property
    def sounds(self) -> bool:
        """Tell whether the desk makes sounds."""
        return self.text("desk/sounds", "yes") == "yes"

    @property
    def notices(self) -> bool:
        """Tell whether the system shows a notice when something arrives or goes wrong."""
        return self.text("desk/notices", "yes") == "yes"

    @property
    def holds(self) -> bool:
        """Tell whether what moves money is kept pressed; who cannot do that presses twice."""
        return self.text("confirm/hold", "yes") == "yes"

    @property
    def keys(self) -> Mapping[str, str]:
        """Give the keys that the person chose, by command."""
        self._file.beginGroup("keys")
        try:
            return {name: str(self._file.value(name)) for name in self._file.childKeys()}
        finally:
            self._file.endGroup()

    def text(self, key: str, default: str = "") -> str:
        """Give what was kept under ``key``."""
        value = self._file.value(key, default)
        return value if isinstance(value, str) else default

    def state(self, key: str) -> QByteArray:
        """Give the state of a splitter, a header or a window; empty when none was kept."""
        value = self._file.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep(self, key: str, value: str | QByteArray) -> None:
        """Remember a value."""
        self._file.setValue(key, value)

    def sync(self) -> None:
        """Write what is not on disk yet; Qt does it by itself now and then, and at the end."""
        self._file.sync()

    def forget(self, key: str) -> None:
        """Go back to the default."""
        self._file.remove(key)
