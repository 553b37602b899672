"""The keyboard of a screen, for what has to come at once: a scanner does not slow down with the machine it types to."""

from __future__ import annotations

from ctypes import CDLL, c_char_p, c_int, c_ubyte, c_uint, c_ulong, c_void_p
from typing import Any

SHIFT, RETURN = 0xFFE1, 0xFF0D
"""Of X's names of keys; a printable ASCII character is its own."""


def burst(display: str, text: str) -> None:
    """Press the keys of a printable ASCII text, and Enter, in one message to the X server."""
    x11, xtst = _libraries()
    server = x11.XOpenDisplay(display.encode())
    assert server, display
    try:
        shift = x11.XKeysymToKeycode(server, SHIFT)
        for name in [*map(ord, text), RETURN]:
            code = x11.XKeysymToKeycode(server, name)
            assert code, chr(name)
            shifted = x11.XkbKeycodeToKeysym(server, code, 0, 0) != name
            keys = [shift, code] if shifted else [code]
            for key, is_down in [*((key, 1) for key in keys), *((key, 0) for key in reversed(keys))]:
                xtst.XTestFakeKeyEvent(server, key, is_down, 0)
        x11.XSync(server, 0)
    finally:
        x11.XCloseDisplay(server)


def _libraries() -> tuple[Any, Any]:
    """Give Xlib and XTest, with the types of what is called."""
    x11, xtst = CDLL("libX11.so.6"), CDLL("libXtst.so.6")
    x11.XOpenDisplay.argtypes, x11.XOpenDisplay.restype = [c_char_p], c_void_p
    x11.XKeysymToKeycode.argtypes, x11.XKeysymToKeycode.restype = [c_void_p, c_ulong], c_ubyte
    x11.XkbKeycodeToKeysym.argtypes, x11.XkbKeycodeToKeysym.restype = [c_void_p, c_uint, c_int, c_int], c_ulong
    x11.XSync.argtypes = [c_void_p, c_int]
    x11.XCloseDisplay.argtypes = [c_void_p]
    xtst.XTestFakeKeyEvent.argtypes = [c_void_p, c_uint, c_int, c_ulong]
    return x11, xtst
