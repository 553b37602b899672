"""The commands about how the program is, JSON in and JSON out."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_invoicer.domain.audit import Deed
from desktop_invoicer.domain.people import Action
from desktop_invoicer.engine.auditing import Auditing
from desktop_invoicer.engine.health import HealthDesk
from desktop_invoicer.engine.health_views import health_view
from desktop_invoicer.engine.told import text
from desktop_invoicer.engine.views import Json


@dataclass(frozen=True, slots=True)
class HealthCommands:
    """Answers commands about the program itself."""

    health_desk: HealthDesk
    auditing: Auditing

    @property
    def known(self) -> Mapping[str, Callable[..., Awaitable[Any]]]:
        """Give every command by its name."""
        return {"health": self.health, "support_facts": self.support_facts}

    async def health(self) -> Json:
        """Tell how the program is now."""
        return health_view(await self.health_desk.looked())

    async def support_facts(self, operator: str) -> Json:
        """Give what a support bundle tells of this desk: figures only, nobody's data. It is written down who asked.

        Raises:
            SignInNeededError, NotPermittedError: who asks may not.

        """
        context = self.health_desk.context
        with context.people.permit(text(operator), Action.SUPPORT) as who:
            self.auditing.note(who, Deed.SUPPORT_WRITTEN)
        head, verdict = self.auditing.head, self.auditing.last
        return {
            "health": await self.health(),
            "jobs": await asyncio.to_thread(context.journal.tally),
            "operators": dict(Counter(operator.role.value for operator in context.people.operators())),
            "audit": {
                "lines": head.number,
                "head": head.hash,
                "verified_at": None if verdict is None else verdict.at.isoformat(),
                "sound": None if verdict is None else verdict.is_sound,
            },
        }
