"""What a folder lies on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_invoicer.fiscal.folders.survey import mount_type

MOUNTS = """\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
40 22 0:50 / /mnt/notas\\040fiscais rw,relatime shared:4 - cifs //servidor/notas rw
41 22 0:51 / /mnt/emissão rw,relatime - nfs4 servidor:/notas rw
"""


@pytest.mark.skipif(os.name == "nt", reason="mounts of Linux")
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/loja/xml", "ext4"),
        ("/mnt/notas fiscais", "cifs"),
        ("/mnt/notas fiscais/2026", "cifs"),
        ("/mnt/notas", "ext4"),
        ("/mnt/emissão/2026", "nfs4"),
    ],
)
def test_the_deepest_mount_tells_what_a_folder_lies_on(path: str, kind: str) -> None:
    assert mount_type(str(Path(path)), MOUNTS) == kind
