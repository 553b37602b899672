"""A single file of a watched folder: opened so that nobody is disturbed, read whole or not at all."""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from pathlib import Path
from stat import S_ISREG

from desktop_invoicer import errors
from desktop_invoicer.domain.document import Document, Paper
from desktop_invoicer.domain.filing import FileRead, FoundFile, Stamp
from desktop_invoicer.domain.problem import Problem, ProblemCode
from desktop_invoicer.fiscal.strict_xml import MAX_BYTES

Reader = Callable[[bytes], Paper]
"""Reads a document; raises ``DocumentRefusedError``, ``UnreadableDocumentError`` or its kin."""

_NEVER_READ = -1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MEGABYTE = 1024 * 1024
_LATEST = 2**63 - 1
"""Nanoseconds that the database has room for, until April 2262; what some shares tell is later, or before 1970."""
_ESCAPED_BYTE = re.compile(rb"\\x([0-9a-f]{2})")

_log = logging.getLogger(__name__)


class Healing(Enum):
    """Whether trying again may give something better while the file stays the same."""

    NONE = auto()
    WHILE_YOUNG = auto()
    """It is cut: whoever writes it may not be done."""
    ANY_TIME = auto()
    """It cannot be opened: it is locked, or its rights or the network are in the way."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file, and what is to be told of it."""

    news: FileRead
    healing: Healing = Healing.NONE


def path_text(path: str) -> str:
    r"""Give a path as text that can be kept, shown and logged: what is not printable becomes its bytes, as ``\xe7``."""
    if os.name == "nt":
        return path.encode(errors="replace").decode()
    if path.isprintable() and "\\" not in path:
        return path
    return "".join(char if char.isprintable() and char != "\\" else _escaped(char) for char in path)


def real_path(text: str) -> str:
    """Give the path that ``path_text`` made the text of."""
    if os.name == "nt" or "\\" not in text:
        return text
    return os.fsdecode(_ESCAPED_BYTE.sub(lambda found: bytes.fromhex(found[1].decode()), text.encode()))


def stamp_of(status: os.stat_result) -> Stamp:
    """Give what tells whether a file was changed."""
    return Stamp(status.st_size, min(max(status.st_mtime_ns, 0), _LATEST))


def file_stamp(path: str) -> Stamp | None:
    """Give the stamp of a file as it is now; ``None`` where none can be seen."""
    try:
        status = Path(real_path(path)).stat()
    except OSError:
        return None
    return stamp_of(status) if S_ISREG(status.st_mode) else None


def is_gone(path: str) -> bool:
    """Tell whether a file is certainly not there any more."""
    try:
        Path(real_path(path)).stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def read_found(path: str, stamp: Stamp, read: Reader) -> Reading:
    """Read a file that was found with a stamp, and say what came of it.

    Raises:
        FileChangedError: it is gone, or was changed before it was read to its end.

    """
    if stamp.size > MAX_BYTES:
        facts = {"megabytes": -(-stamp.size // _MEGABYTE), "most": MAX_BYTES // _MEGABYTE}
        return Reading(FileRead(path, stamp, problem=Problem(ProblemCode.FILE_TOO_LARGE, facts)))
    try:
        content = _content(path, stamp)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise errors.FileChangedError(path) from exc
    except OSError as exc:
        problem = Problem(ProblemCode.FILE_FORBIDDEN, {"reason": exc.strerror or str(exc)})
        # No file has this stamp: whoever knows the file by it finds it changed at the next start, and tries again.
        unread = Stamp(_NEVER_READ, stamp.modified_ns)
        return Reading(FileRead(path, unread, problem=problem), Healing.ANY_TIME)
    return _reading(path, stamp, content, read)


def read_file(found: FoundFile, read: Reader) -> Paper:
    """Read a file again that was found some time ago.

    Raises:
        FileChangedError: it is gone, cannot be read, was written since, or holds another document.

    """
    try:
        paper = read(_bytes(found.path))
    except (OSError, errors.CommandError) as exc:
        raise errors.FileChangedError(found.path) from exc
    stamp = file_stamp(found.path)
    found_at = (found.modified_at - _EPOCH) // timedelta(microseconds=1)
    if stamp is None or stamp.modified_ns // 1000 != found_at or not _is_same(paper.document, found.document):
        raise errors.FileChangedError(found.path)
    return paper


def _is_same(document: Document, found: Document | None) -> bool:
    return found is not None and (document.kind, document.key) == (found.kind, found.key)


def _reading(path: str, stamp: Stamp, content: bytes, read: Reader) -> Reading:
    try:
        return Reading(FileRead(path, stamp, paper=read(content)))
    except errors.NoFiscalDocumentError:
        return Reading(FileRead(path, stamp))
    except errors.UnreadableDocumentError as exc:
        problem = Problem(ProblemCode.FILE_UNREADABLE, {"reason": exc.reason})
        return Reading(FileRead(path, stamp, problem=problem), Healing.WHILE_YOUNG)
    except errors.DocumentRefusedError as exc:
        problem = next(problem for problem in exc.problems if isinstance(problem, Problem))
        return Reading(FileRead(path, stamp, problem=problem))
    except Exception as exc:  # noqa: BLE001 (a defect of ours must not keep the other files from being read)
        _log.exception("file %s could not be read", path)
        problem = Problem(ProblemCode.INTERNAL, {"error": type(exc).__name__})
        return Reading(FileRead(path, stamp, problem=problem))


def _content(path: str, stamp: Stamp) -> bytes:
    """Give all bytes of a file that had the stamp before and has it afterwards."""
    content = _bytes(path)
    if len(content) != stamp.size or file_stamp(path) != stamp:
        raise errors.FileChangedError(path)
    return content


def _bytes(path: str) -> bytes:
    """Read a file, but not more of it than any document has; one byte more tells that it is too large."""
    with open(real_path(path), "rb", opener=_opener) as file:
        return file.read(MAX_BYTES + 1) or b""  # a pipe that took its place has nothing to read yet: None


def _escaped(char: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(char))


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _GENERIC_READ = 0x80000000
    _SHARE_ALL = 0x7  # FILE_SHARE_READ, _WRITE and _DELETE
    _OPEN_EXISTING = 3
    _INVALID = wintypes.HANDLE(-1).value
    _create_file = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
    _create_file.restype = wintypes.HANDLE
    _create_file.argtypes = (
        wintypes.LPCWSTR,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.LPVOID,
        wintypes.DWORD,
        wintypes.DWORD,
        wintypes.HANDLE,
    )

    def _opener(path: str, flags: int) -> int:
        """Open so that others may write, rename and delete meanwhile; Python's own way keeps them from the last two."""
        handle = _create_file(path, _GENERIC_READ, _SHARE_ALL, None, _OPEN_EXISTING, 0, None)
        if handle == _INVALID:
            raise ctypes.WinError(ctypes.get_last_error())
        return msvcrt.open_osfhandle(handle, flags)

else:

    def _opener(path: str, flags: int) -> int:
        return os.open(path, flags | os.O_NONBLOCK)  # what took the file's place may be a pipe: never wait for it
