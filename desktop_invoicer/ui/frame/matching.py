"""How well a few typed letters fit a text: as a part of it, at the beginnings of its words, or spread over it."""

from __future__ import annotations

import re
import unicodedata

SCATTERED = 3
"""Letters that are looked for one by one; fewer are found in almost every text."""

_WORDS = re.compile(r"\w+")


def fitness(typed: str, text: str) -> int:
    """Rate how ``typed`` fits ``text``, the higher the better; 0 when it does not. Case and accents do not count."""
    wanted, given = _bare(typed).split(), _bare(text)
    if not wanted:
        return 1
    return min(_one(word, given) for word in wanted)


def _one(wanted: str, given: str) -> int:
    if given.startswith(wanted):
        return 5
    words = _WORDS.findall(given)
    if any(word.startswith(wanted) for word in words):
        return 4
    if wanted in given:
        return 3
    if "".join(word[0] for word in words).startswith(wanted):
        return 2
    letters = iter(given)
    return int(len(wanted) >= SCATTERED and all(letter in letters for letter in wanted))


def _bare(text: str) -> str:
    """Take case and accents away."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
