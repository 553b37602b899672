"""Days of the store, as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import typer

from desktop_invoicer.cli.session import settings_in_use
from desktop_invoicer.messages import gettext as _
from desktop_invoicer.messages.figures import shown

FORMS = ("%Y-%m-%d", "%d/%m/%Y")
"""How a date may be typed: 2026-11-21 or 21/11/2026."""
FIRST_YEAR = 2000
LONGEST_SHOWN = 60


def typed_day(text: str | None) -> date:
    """Take a day that has begun in the store, as people type it; today where none is given."""
    _home, settings = settings_in_use()
    today = datetime.now(UTC).astimezone(settings.store.zone).date()
    day = today if text is None else _typed_date(text)
    if day > today:
        raise typer.BadParameter(_("This day has not begun: {date}.").format(date=day.isoformat()))
    return day


def _typed_date(text: str) -> date:
    for form in FORMS:
        try:
            day = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 (a date has no zone)
        except ValueError:
            continue
        if day.year >= FIRST_YEAR:
            return day
    raise typer.BadParameter(
        _("This is no date: “{text}”. Write it as 2026-11-21 or 21/11/2026.").format(text=shown(text, LONGEST_SHOWN))
    )
