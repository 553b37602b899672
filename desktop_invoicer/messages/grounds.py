"""Where a rule comes from, since when and where it counts, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_invoicer.domain.decision import Ground
from desktop_invoicer.domain.windows import Window
from desktop_invoicer.messages.catalogue import gettext as _
from desktop_invoicer.messages.figures import day, shown
from desktop_invoicer.messages.words import word


def tell_ground(ground: Ground | Window) -> str:
    """Put the origin of a rule into a line; its source is quoted as the rule pack gives it."""
    return " · ".join(_parts(ground))


def _parts(ground: Ground | Window) -> Iterator[str]:
    yield shown(ground.source)
    if ground.uf:
        yield _("only in {uf}").format(uf=ground.uf if isinstance(ground, Ground) else ", ".join(sorted(ground.uf)))
    if ground.valid_from is not None:
        yield _("since {day}").format(day=day(ground.valid_from))
    yield _("checked on {day}").format(day=day(ground.checked_on))
    yield word(ground.certainty)
