"""The day of a store: from midnight to midnight where the store stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Self


@dataclass(frozen=True, slots=True)
class StoreDay:
    """A date in the store's time zone; ``begin`` belongs to the day, ``end`` to the next one."""

    date: date
    zone: tzinfo

    @classmethod
    def of(cls, moment: datetime, zone: tzinfo) -> Self:
        """Give the day in which a moment falls."""
        return cls(moment.astimezone(zone).date(), zone)

    @property
    def begin(self) -> datetime:
        """Its first moment, in UTC."""
        return self._midnight(0)

    @property
    def end(self) -> datetime:
        """The first moment of the day after, in UTC."""
        return self._midnight(1)

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether a moment falls in the day; nothing does not."""
        return moment is not None and self.begin <= moment < self.end

    def hour(self, moment: datetime) -> int:
        """Give the hour that the store's clock shows at a moment, 0 to 23."""
        return moment.astimezone(self.zone).hour

    def next(self, days: int = 1) -> StoreDay:
        """Give the day ``days`` later; negative ones are earlier."""
        return StoreDay(self.date + timedelta(days=days), self.zone)

    def _midnight(self, days: int) -> datetime:
        """Give a midnight in UTC: moments of one zone are compared by the clock on the wall, which goes back."""
        return datetime.combine(self.date + timedelta(days=days), time(), self.zone).astimezone(UTC)
