"""What can be told of a folder without watching it: whether it can be read, and how quickly changes will be seen."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from desktop_invoicer.domain.problem import Problem
from desktop_invoicer.fiscal.folders.events import gives_events
from desktop_invoicer.fiscal.folders.look import Look, inside

_REMOTE_DRIVE = 4
_MOUNTS = Path("/proc/self/mountinfo")
_NETWORK_TYPES = frozenset(
    {
        "9p",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.sshfs",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "vboxsf",
    }
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a folder is like. ``files`` counts its XML; with ``has_more`` there was no time to count them all."""

    files: int
    has_more: bool
    problem: Problem | None
    is_on_network: bool
    """As far as can be told."""
    gives_events: bool


def survey(folder: Path, seconds: float) -> Survey:
    """Look through a folder, but not for longer than some seconds."""
    look = Look(str(folder))
    files, has_more, until = 0, False, monotonic() + seconds
    for _ in look.files():
        files += 1
        if has_more := monotonic() > until:
            break
    watched = look.problem is None and gives_events(folder)
    return Survey(files, has_more, look.problem, _is_on_network(os.path.realpath(folder)), watched)


def mount_type(path: str, mounts: str) -> str:
    """Give the type of the file system that a path lies on; ``mounts`` is ``/proc/self/mountinfo`` (man 5 proc)."""
    deepest, found = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = before.split()[4].encode().decode("unicode_escape").encode("latin-1").decode(errors="replace")
        if inside(path).startswith(inside(point)) and len(point) >= len(deepest):
            deepest, found = point, after.split()[0]
    return found


if sys.platform == "win32":
    import ctypes

    def _is_on_network(path: str) -> bool:
        return path.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(Path(path).anchor) == _REMOTE_DRIVE

else:

    def _is_on_network(path: str) -> bool:
        mounts = _MOUNTS.read_text("utf-8", errors="replace") if _MOUNTS.exists() else ""
        return mount_type(path, mounts) in _NETWORK_TYPES
