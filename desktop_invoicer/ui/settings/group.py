"""A card of fields that stand for keys of ``config.toml``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_invoicer.errors import ConfigError, InvoicerError
from desktop_invoicer.messages import explain_failure
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.parts.card import Card
from desktop_invoicer.ui.settings.book import SettingsBook
from desktop_invoicer.ui.settings.field import Field, TextField

if TYPE_CHECKING:
    from desktop_invoicer.config import Settings
    from desktop_invoicer.config.file import Value


@dataclass(slots=True)
class _Bound:
    field: Field
    key: str
    value: Callable[[Settings], object]
    default: Callable[[Settings], str] | None
    under_way: int = 0
    """How many of its values are being written."""


class Group(Card):
    """Shows what the file says, and writes each value that is entered."""

    refused = Signal()
    """A value was not written; its field says why."""
    settled = Signal()
    """Nothing is being written any more."""

    def __init__(self, book: SettingsBook, title: str, parent: QWidget | None = None) -> None:
        """Make an empty group with a marked title."""
        super().__init__(title, parent)
        self.book = book
        self._bound: list[_Bound] = []
        book.loaded.connect(self._on_loaded)

    @property
    def fields(self) -> dict[str, Field]:
        """Give the fields by their keys."""
        return {bound.key: bound.field for bound in self._bound}

    @property
    def is_right(self) -> bool:
        """Tell whether no field is wrong as it stands."""
        texts = [bound.field for bound in self._bound if isinstance(bound.field, TextField)]
        wrong = [field for field in texts if not field.judge()]
        return not wrong

    @property
    def is_writing(self) -> bool:
        """Tell whether a value was given that is neither written nor refused yet."""
        return any(bound.under_way for bound in self._bound)

    def give(self) -> None:
        """Write what was typed last and not left yet."""
        for bound in self._bound:
            if isinstance(bound.field, TextField):
                bound.field.give()

    def bind(
        self,
        field: Field,
        key: str,
        value: Callable[[Settings], object],
        default: Callable[[Settings], str] | None = None,
    ) -> None:
        """Add a field that stands for ``key``; ``default`` gives what counts while it is empty."""
        self.content.addWidget(field)
        bound = _Bound(field, key, value, default)
        self._bound.append(bound)
        field.entered.connect(partial(self._on_entered, bound))
        if self.book.settings is not None:
            self._show(bound, self.book.settings)

    def _show(self, bound: _Bound, settings: Settings) -> None:
        if bound.default is not None and isinstance(bound.field, TextField):
            bound.field.show_default(bound.default(settings))
        bound.field.show_value(bound.value(settings))

    def _on_loaded(self, settings: Settings) -> None:
        for bound in self._bound:
            if not bound.under_way:  # else its answer is still to come: a text that is refused must not be lost
                self._show(bound, settings)

    def _on_entered(self, bound: _Bound, value: Value) -> None:
        bound.under_way += 1
        answered = partial(self._on_answered, bound)
        self.book.keep(bound.field, {bound.key: value}, answered, answered)

    def _on_answered(self, bound: _Bound, error: InvoicerError | None = None) -> None:
        """Show what came of a value, unless a later one of the same field is being written."""
        bound.under_way -= 1
        if bound.under_way:
            return
        if error is None:
            bound.field.show_kept()
        else:
            bound.field.show_refusal(refusal(error))
            self.refused.emit()
        if self.book.settings is not None:
            self._show(bound, self.book.settings)
        if not self.is_writing:
            self.settled.emit()


def refusal(error: InvoicerError) -> str:
    """Say why a value that looks right was not written."""
    if isinstance(error, ConfigError) and any(".receiver_token: must not be none" in line for line in error.problems):
        return _("Without a token only this machine may reach the receiver: set a token, or listen on 127.0.0.1.")
    return explain_failure(error).sentence
