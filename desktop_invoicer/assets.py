"""Data files: in a wheel they lie inside the package, in a working copy beside it, both times as ``resources``."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

FOLDER = "resources"


def asset(*parts: str) -> Traversable:
    """Give a data file or folder: ``asset("locale", "es")``.

    Raises:
        FileNotFoundError: the installation lacks it, which no setting can mend.

    """
    found = _folder().joinpath(*parts)
    if found.is_file() or found.is_dir():
        return found
    msg = f"this installation is incomplete: {found} is missing; install desktop-invoicer again"
    raise FileNotFoundError(msg)


def _folder() -> Traversable:
    """Give the folder of all data files; one beside an installed package would be somebody else's."""
    packaged = files("desktop_invoicer").joinpath(FOLDER)
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / FOLDER
