"""Why there are no jobs in the list, and what can be done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_invoicer.domain.listing import JobFilter, JobQuery, Section
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.ui.actions import Actions, Command
from desktop_invoicer.ui.parts.buttons import ActionButton
from desktop_invoicer.ui.parts.vacancy import Vacancy


class Nothing(Vacancy):
    """Tells of a query that nothing answers to; VTEX can be asked about what was searched for."""

    def __init__(self, view: QWidget, actions: Actions) -> None:
        """Say that the desk starts."""
        super().__init__(view, ActionButton(actions.of(Command.ADD_ORDER), "add"))
        self._query: JobQuery | None = None
        self.adapt()

    def tell(self, query: JobQuery | None) -> None:
        """Say that nothing answers to ``query``; that nothing is known yet when there is none."""
        self._query = query
        self.adapt()

    def adapt(self) -> None:
        """Say it in the language and draw it in the colours in use."""
        self.say_why(*_told(self._query), offers=self._query is not None and bool(self._query.search))


def _told(query: JobQuery | None) -> tuple[str, str, str]:
    """Give icon, words, and a hint."""
    if query is None:
        return "loaded", _("Starting…"), ""
    if query.search:
        hint = _("If it is an order, VTEX can be asked about it.")
        return "search", _("Nothing found for “{text}”").format(text=query.search), hint
    if query.filter is not JobFilter.ALL:
        return "filter", _("Nothing here"), _("No job answers to this filter now.")
    if query.section is Section.ENDED:
        return "history", _("Nothing is done yet"), _("What is invoiced stands here.")
    return "done", _("Nothing to invoice now"), _("New requests appear here by themselves.")
