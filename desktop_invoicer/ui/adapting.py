"""Widgets whose texts and icons follow the language and the theme while the program runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop_invoicer.messages import gettext
from desktop_invoicer.ui.theme.theme import Role, Theme

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object


class Adapting(_Widget):
    """Mixed into a widget, before its Qt class: remembers what it says and wears, and says it anew after a change.

    ``say(label.setText, N_("Order"))`` and ``wear(button.setIcon, "search")`` set once and after every change. What is
    computed from more than one text belongs into ``adapt``, which is called after these.
    """

    def say(self, setter: Callable[[str], object], text: str) -> None:
        """Set a marked text in the language in use, now and after each change of language."""
        self.__dict__.setdefault("_texts", []).append((setter, text))
        setter(gettext(text))

    def wear(self, setter: Callable[[QIcon], object], name: str, role: Role = Role.INK) -> None:
        """Set an icon in the colours in use, now and after each change of theme."""
        self.__dict__.setdefault("_icons", []).append((setter, name, role))
        setter(Theme.current().icon(name, role))

    def adapt(self) -> None:
        """Show anew what was computed; does nothing unless a widget has such things."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for setter, text in self.__dict__.get("_texts", ()):
                setter(gettext(text))
            self.adapt()
        elif event.type() == QEvent.Type.ThemeChange:
            for setter, name, role in self.__dict__.get("_icons", ()):
                setter(Theme.current().icon(name, role))
            self.adapt()
