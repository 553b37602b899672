"""How packs of data are read: the file that ships, or a newer one that lies beside the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from pydantic import ValidationError

from desktop_invoicer.assets import asset
from desktop_invoicer.errors import MarketplacesUnreadableError, RulesUnreadableError
from desktop_invoicer.fiscal.pack_file import read_bytes, read_toml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class Dated(Protocol):
    """What a pack says, as of a day."""

    @property
    def as_of(self) -> date:
        """Give the day."""
        ...


Pack = TypeVar("Pack", bound=Dated)
Refusal = TypeVar("Refusal", RulesUnreadableError, MarketplacesUnreadableError)


@dataclass(frozen=True, slots=True)
class PackInUse(Generic[Pack, Refusal]):
    """The pack that counts on this desk."""

    pack: Pack
    file: Path | None = None
    """The file that took the place of the one that ships."""
    problem: Refusal | None = None
    """Why a file that lies there does not count."""


@dataclass(frozen=True, slots=True)
class PackFormat(Generic[Pack, Refusal]):
    """What packs of one kind look like."""

    shipped_name: str
    refusal: type[Refusal]
    parse: Callable[[dict[str, Any]], Pack]
    """Takes the tables of a file; pydantic tells what is wrong with their shape."""
    place: Callable[[dict[str, Any], ErrorDetails], str]
    """Puts into words what pydantic tells."""
    problems: Callable[[Pack], Iterable[str]]
    """Tells what the shape alone does not show."""
    lacking: Callable[[Pack, Pack], Iterable[str]]
    """Tells what a newer pack may not leave out beside the one that ships."""

    def load(self, file: Path) -> PackInUse[Pack, Refusal]:
        """Give what ``file`` says where it is newer than what ships; never fail because of it."""
        shipped = self.shipped()
        try:
            own = self.read(file, read_bytes(file))
        except FileNotFoundError:
            return PackInUse(shipped)
        except ValueError as exc:
            return PackInUse(shipped, problem=self.refusal(file, [str(exc)]))
        except self.refusal as exc:
            return PackInUse(shipped, problem=exc)
        if own.as_of <= shipped.as_of:
            return PackInUse(shipped)
        if lacking := tuple(self.lacking(own, shipped)):
            return PackInUse(shipped, problem=self.refusal(file, lacking))
        return PackInUse(own, file)

    def shipped(self) -> Pack:
        """Give the pack that comes with the program."""
        file = asset("rules", self.shipped_name)
        return self.read(Path(str(file)), file.read_bytes())

    def read(self, file: Path, content: bytes) -> Pack:
        """Read a pack; ``file`` only names it. Raises the refusal, with a line for each problem."""
        try:
            raw = read_toml(content)
        except ValueError as exc:
            raise self.refusal(file, [str(exc)]) from exc
        try:
            pack = self.parse(raw)
        except ValidationError as exc:
            raise self.refusal(file, [self.place(raw, detail) for detail in exc.errors()]) from exc
        if problems := tuple(self.problems(pack)):
            raise self.refusal(file, problems)
        return pack
