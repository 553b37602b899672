"""The window. All that knows Qt lives here, and nothing here decides: rules are the domain's and the engine's."""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401 (what it does to imports has to be done before it can be undone)

# PySide6 reads the source of every module that is imported after it, to find out who wants its methods in snake_case,
# and keeps all of it in memory. Nobody here does; plain imports are quicker, and spare some 25 MB.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
