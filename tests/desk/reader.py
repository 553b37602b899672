"""What a screen reader knows of the window, told to whoever asks: a line of JSON in, a line of JSON out.

Runs in the system's Python, which alone has pyatspi.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]

PROGRAM = "desktop-invoicer"
TOLD_STATES = ("enabled", "focused", "selected", "checked", "showing")


def tell(node: Any) -> dict[str, Any]:  # noqa: ANN401 (pyatspi has no types)
    """Tell what a node is, is called, says, and how it is."""
    states = node.getState()
    return {
        "role": node.getRoleName(),
        "name": node.name,
        "description": node.description,
        "text": _text(node),
        "states": [name for name in TOLD_STATES if states.contains(getattr(pyatspi, f"STATE_{name.upper()}"))],
    }


def shown(node: Any) -> Iterator[Any]:  # noqa: ANN401
    """Give what can be seen, in the order it is read."""
    for child in node:
        if child is not None and child.getState().contains(pyatspi.STATE_SHOWING):
            yield child
            yield from shown(child)


def tree() -> list[dict[str, Any]]:
    """Tell everything that can be seen of the program."""
    return [tell(node) for node in _nodes()]


def press(role: str, name: str) -> bool:
    """Press what has this role and name."""
    for node in _nodes():
        if node.getRoleName() == role and node.name == name:
            action = node.queryAction()
            return bool(action.doAction(0))
    return False


def _nodes() -> Iterator[Any]:
    for program in pyatspi.Registry.getDesktop(0):
        if program is not None and program.name == PROGRAM:
            yield from shown(program)


def _text(node: Any) -> str:  # noqa: ANN401
    try:
        return str(node.queryText().getText(0, -1))
    except NotImplementedError:
        return ""


def main() -> None:
    """Answer until nobody asks any more."""
    commands: dict[str, Callable[..., object]] = {"tree": tree, "press": press}
    for line in sys.stdin:
        question = json.loads(line)
        command = commands[question.pop("command")]
        try:
            answer = command(**question)
        except Exception as exc:  # noqa: BLE001 (what was there a moment ago may be gone: whoever asks, asks again)
            answer = {"gone": f"{type(exc).__name__}: {exc}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
