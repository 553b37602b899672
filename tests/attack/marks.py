"""What must not be found: secrets anywhere, personal data where nobody needs it; and how it is searched for."""

from __future__ import annotations

import io
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from tests.flow.desk_process import TOKEN

SECRETS = {
    "application key": APP_KEY,
    "application token": APP_TOKEN,
    "receiver token": TOKEN,
    "database key": "5a" * 32,
    "passphrase": "a passphrase that nobody may read 4711",
    "pin": "80516274",
}
PERSONAL = {
    "cpf": "52998224725",
    "dotted cpf": "529.982.247-25",
    "e-mail": "marcelina.marcada@example.org",
    "phone": "+5521987650123",
    "street": "Travessa Marcada do Segredo",
}


def written(text: str) -> Iterator[bytes]:
    """Give the ways in which a text may stand in a file."""
    for form in {text, quote(text, safe="")}:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield form.encode(encoding)
    plain = text.encode()
    yield plain.hex().encode()
    for lead in range(3):  # base64 depends on where it begins; its ends are shared with the neighbours
        yield b64encode(b"\0" * lead + plain)[4 if lead else 0 : -4]


def found_in(content: bytes, marks: Mapping[str, str]) -> list[str]:
    """Name the marks that stand in a content, unpacked where it is an archive or holds packed streams."""
    parts = list(unpacked(content))
    return [name for name, text in marks.items() if any(form in part for form in written(text) for part in parts)]


def unpacked(content: bytes) -> Iterator[bytes]:
    """Give a content, and what is packed in it."""
    yield content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield from unpacked(archive.read(name))
    if content.startswith(b"%PDF"):
        for part in content.split(b"stream\n")[1:]:
            try:
                yield zlib.decompressobj().decompress(part)
            except zlib.error:
                continue


def found_below(folder: Path, marks: Mapping[str, str]) -> dict[str, list[str]]:
    """Name the marks of every file below a folder, and in the names of the files."""
    told = {}
    for file in sorted(folder.rglob("*")):
        names = found_in(str(file).encode(), marks)
        if file.is_file():
            names += found_in(file.read_bytes(), marks)
        if names:
            told[str(file.relative_to(folder))] = names
    return told
