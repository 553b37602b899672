"""The log file: each line in one piece, whichever process writes it, and cut into files of bounded size."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from io import FileIO
from pathlib import Path

PATIENCE = 1.0
"""Seconds that another process may take to cut the log."""


class LineFile(logging.Handler):
    """Appends records to a file that only this user can read.

    Several processes may write to one log: a line is one appending write, and a process that finds the file renamed
    goes on in the new one. Cutting is done under a lock, so that no older file is pushed out before its time.
    """

    def __init__(self, path: Path, most: int, old_files: int) -> None:
        """Open the file; ``OSError`` where that is impossible."""
        super().__init__()
        self._path = path
        self._most = most
        self._old_files = old_files
        self._file = _opened(path)
        self._is_troubled = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; where the disk refuses, say so once, without what the record holds."""
        line = f"{self.format(record)}\n".encode("utf-8", "backslashreplace")
        try:
            self._follow()
            if self._size() + len(line) > self._most:
                self._cut(len(line))
            self._write(line)
        except OSError as exc:
            if not self._is_troubled and sys.stderr is not None:
                with suppress(OSError):
                    sys.stderr.write(f"WARNING {__name__}: the log cannot be written: {exc.strerror}\n")
            self._is_troubled = True

    def close(self) -> None:
        """Close the file."""
        self.acquire()
        try:
            self._file.close()
        finally:
            self.release()
        super().close()

    def _write(self, line: bytes) -> None:
        """Append a line with one call; after a trouble there may be the beginning of another one."""
        if self._is_troubled:
            line = b"\n" + line
        if self._file.write(line) != len(line):  # the disk is full
            self._is_troubled = True
        else:
            self._is_troubled = False

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size

    def _follow(self) -> None:
        """Go on in the new file where another process has cut the log."""
        try:
            is_current = os.path.samestat(self._path.stat(), os.fstat(self._file.fileno()))
        except FileNotFoundError:
            is_current = False
        if not is_current:
            self._file.close()
            self._file = _opened(self._path)

    def _cut(self, coming: int) -> None:
        """Begin a new file, unless another process has just done so; the older ones move on by one place.

        Windows renames no file that another process has open: the log grows until that one has ended.
        """
        from filelock import FileLock, Timeout  # rarely needed

        with suppress(Timeout, PermissionError), FileLock(f"{self._path}.lock", timeout=PATIENCE, mode=0o600):
            self._follow()
            if self._size() + coming <= self._most:
                return
            self._file.close()  # Windows renames no open file
            try:
                for number in reversed(range(self._old_files)):
                    with suppress(FileNotFoundError):
                        self._older(number).replace(self._older(number + 1))
            finally:
                self._file = _opened(self._path)

    def _older(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}") if number else self._path


def _opened(path: Path) -> FileIO:
    file = FileIO(path, "ab", opener=lambda name, flags: os.open(name, flags, 0o600))
    if os.name == "posix":
        os.fchmod(file.fileno(), 0o600)  # it may stem from somebody else's hand
    return file
