"""Reads bombs in a process of bounded memory and time: ``bombs.py xml|json NAME`` prints what came of one, as JSON."""

from __future__ import annotations

import gzip
import io
import json
import resource
import sys
import time
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable, Mapping

from desktop_invoicer import errors
from desktop_invoicer.domain.notification import NotificationId, OrderId
from desktop_invoicer.fiscal.authorised_xml import read_paper
from desktop_invoicer.vtex.reading import read_notification, read_notification_ids, read_order, read_specifications

MEMORY = 300 * 1024 * 1024
"""Bytes that reading may take beyond what the program takes anyway."""
SECONDS = 20
"""Of the processor, until the system ends the process."""
SIZE = 5 * 1024 * 1024 - 4096
"""Just small enough to be looked at."""


def _laughs(count: int, width: int) -> str:
    entities = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * width}">' for number in range(1, count))
    return f'<!DOCTYPE l [<!ENTITY l0 "ha">{entities}]><NFe>&l{count - 1};</NFe>'


def _filled(begin: str, piece: str, end: str, size: int = SIZE) -> bytes:
    return (begin + piece * ((size - len(begin) - len(end)) // len(piece)) + end).encode()


def _numbered(begin: str, piece: Callable[[int], str], end: str) -> bytes:
    parts, size, number = [begin], len(begin), 0
    while size < SIZE - len(end) - 64:
        parts.append(piece(number))
        size += len(parts[-1])
        number += 1
    return "".join((*parts, end)).encode()


def _packed(content: bytes) -> bytes:
    return b"<retDistDFeInt><docZip>" + b64encode(content) + b"</docZip></retDistDFeInt>"


def _gzip_of_zeros(gigabytes: int) -> bytes:
    squeezed = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1024 * 1024)
    return b"".join([squeezed.compress(block) for _ in range(gigabytes * 1024)]) + squeezed.flush()


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nfe.xml", b"0" * 50_000_000)
    return file.getvalue()


_SIGNED = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>'
_TRANSFORM = (
    '<Reference URI="file:///etc/passwd"><Transforms>'
    '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116">'
    '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"/>'
    "</Transform></Transforms></Reference>"
)
_NOTE = '<NFe xmlns="http://www.portalfiscal.inf.br/nfe"><infNFe Id="NFe1" versao="4.00">'

XML: Mapping[str, Callable[[], bytes]] = {
    "billion laughs": lambda: _laughs(10, 10).encode(),
    "billion laughs in UTF-16": lambda: _laughs(10, 10).encode("utf-16"),
    "billion laughs in UTF-32": lambda: _laughs(10, 10).encode("utf-32"),
    "quadratic": lambda: _filled(f'<!DOCTYPE l [<!ENTITY a "{"a" * 100_000}">]><l>', "&a;", "</l>"),
    "a file": lambda: b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>',
    "a device": lambda: b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///dev/zero">]><l>&a;</l>',
    "an address": lambda: b'<!DOCTYPE l [<!ENTITY a SYSTEM "http://127.0.0.1:9/">]><l>&a;</l>',
    "a parameter": lambda: b'<!DOCTYPE l [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><l/>',
    "a document type": lambda: b'<!DOCTYPE l SYSTEM "file:///dev/zero"><l/>',
    "XInclude": lambda: (
        b'<NFe xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></NFe>'
    ),
    "a stylesheet": lambda: b'<?xml-stylesheet href="file:///dev/zero" type="text/xsl"?><NFe/>',
    "a schema": lambda: (
        b'<NFe xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a file:///dev/zero"/>'
    ),
    "deep": lambda: b"<a>" * (SIZE // 7) + b"</a>" * (SIZE // 7),
    "deep and never closed": lambda: b"<a>" * (SIZE // 3),
    "wide": lambda: _filled("<NFe>", "<a/>", "</NFe>"),
    "wide with notes": lambda: _filled("<nfeProc>", "<infNFe/>", "</nfeProc>"),
    "wide with mentions": lambda: _filled("<mdfe>", "<infNFe><chNFe/></infNFe>", "</mdfe>"),
    "many items": lambda: _filled(_NOTE, "<det><prod><cProd>1</cProd></prod></det>", "</infNFe></NFe>"),
    "many references": lambda: _filled(_NOTE + "<ide>", "<NFref><refNFe>1</refNFe></NFref>", "</ide></infNFe></NFe>"),
    "many attributes": lambda: _numbered("<NFe ", lambda number: f'a{number}="" ', "/>"),
    "many prefixes": lambda: _numbered("<NFe ", lambda number: f'xmlns:a{number}="u" ', "/>"),
    "many prefixes, one by one": lambda: _numbered("<NFe>", lambda number: f'<a xmlns:a{number}="u"/>', "</NFe>"),
    "a long text": lambda: _filled("<NFe>", "a", "</NFe>"),
    "a long attribute": lambda: _filled('<NFe a="', "a", '"/>'),
    "a long name": lambda: _filled("<", "a", "/>"),
    "a long comment": lambda: _filled("<NFe><!--", "a", "--></NFe>"),
    "many comments": lambda: _filled("<NFe>", "<!---->", "</NFe>"),
    "a long section": lambda: _filled("<NFe><![CDATA[", "a", "]]></NFe>"),
    "many characters by number": lambda: _filled("<NFe>", "&#65;", "</NFe>"),
    "blanks": lambda: _filled("<NFe", " ", "/>"),
    "opening brackets": lambda: b"<" * SIZE,
    "unclosed prefixes": lambda: _filled("<NFe ", "xmlns:", ">"),
    "unclosed encodings": lambda: _filled("<?xml ", "encoding ", ""),
    "many signatures": lambda: _filled(_NOTE + "</infNFe>", _SIGNED + "</SignedInfo></Signature>", "</NFe>"),
    "a signature that transforms": lambda: _filled(
        _NOTE + "</infNFe>" + _SIGNED, _TRANSFORM, "</SignedInfo></Signature></NFe>"
    ),
    "UTF-7": lambda: b'<?xml version="1.0" encoding="UTF-7"?>+ADw-NFe/+AD4-',
    "EBCDIC": lambda: '<?xml version="1.0" encoding="cp037"?><NFe/>'.encode("cp037"),
    "an encoding that is none": lambda: b'<?xml version="1.0" encoding="unicode_escape"?><NFe>\\u003c</NFe>',
    "another than it says": lambda: '<?xml version="1.0" encoding="utf-8"?><NFe/>'.encode("utf-16-le"),
    "zeros": lambda: bytes(SIZE),
    "packed zeros": lambda: _packed(_gzip_of_zeros(1)),
    "packed laughs": lambda: _packed(gzip.compress(_laughs(10, 10).encode())),
    "packed in packed": lambda: _packed(gzip.compress(_packed(gzip.compress(_packed(b""))))),
    "no gzip": lambda: _packed(b"PK\x03\x04"),
    "an archive": _zip,
    "more than may be": lambda: bytes(3 * SIZE),
}

_ORDER = OrderId("v1-01")


def _numbers(count: int) -> str:
    return "[" + ",".join(map(str, range(count))) + "]"


JSON: Mapping[str, Callable[[], str]] = {
    "deep lists": lambda: "[" * (SIZE // 2) + "]" * (SIZE // 2),
    "deep objects": lambda: '{"a":' * (SIZE // 6) + "1" + "}" * (SIZE // 6),
    "never closed": lambda: '{"items":[' * (SIZE // 10),
    "a million keys": lambda: "{" + ",".join(f'"{number}":1' for number in range(450_000)) + "}",
    "one key over and over": lambda: '{"orderId":"v1-01"' + ',"items":[]' * 400_000 + "}",
    "many items": lambda: '{"orderId":"v1-01","items":[' + "{}," * 190_000 + "{}]}",
    "a million items": lambda: '{"orderId":"v1-01","items":[' + "{}," * 1_500_000 + "{}]}",
    "a million numbers": lambda: '{"orderId":"v1-01","items":' + _numbers(600_000) + "}",
    "a huge number": lambda: '{"orderId":"v1-01","value":' + "9" * SIZE + "}",
    "a number of 4300 digits": lambda: '{"orderId":"v1-01","value":' + "9" * 4300 + "}",
    "a huge fraction": lambda: '{"orderId":"v1-01","value":0.' + "9" * SIZE + "}",
    "a huge exponent": lambda: '{"orderId":"v1-01","value":1e999999999}',
    "a huge exponent as text": lambda: '{"orderId":"v1-01","value":"1e999999999"}',
    "an exponent beyond all": lambda: '{"orderId":"v1-01","value":1e' + "9" * 100_000 + "}",
    "no number": lambda: '{"orderId":"v1-01","value":NaN}',
    "infinity": lambda: '{"orderId":"v1-01","value":-Infinity}',
    "half pairs": lambda: '{"orderId":"' + "\\ud800" * (SIZE // 6 - 10) + '"}',
    "backslashes": lambda: '{"orderId":"' + "\\" * (SIZE - 20) + '"}',
    "blanks": lambda: '{"changedItems"' + " " * (SIZE - 20),
    "braces as skus": lambda: '{"changedItems": [ { ' + '"1", ' * (SIZE // 6),
    "many changed items": lambda: '"changedItems": [ {"1"} ], ' * (SIZE // 30),
    "a long text": lambda: '{"orderId":"' + "a" * (SIZE - 20) + '"}',
    "a long key": lambda: '{"' + "a" * (SIZE - 20) + '":1}',
    "an observation as JSON": lambda: json.dumps(
        {"orderId": "v1-01", "items": [], "observation": "inStore:" + "[" * 1_000_000}
    ),
}


def _read_json(text: str) -> str:
    """Read a text as every kind of answer; give the names of what refused it."""
    told = []
    for read in (
        lambda: read_order(text, _ORDER),
        lambda: read_notification(text, _ORDER, NotificationId("n")),
        lambda: read_notification_ids(text),
        lambda: read_specifications(text),
    ):
        try:
            read()
            told.append("read")
        except (errors.VtexGarbledError, errors.InvalidOrderError) as exc:
            told.append(f"{type(exc).__name__}: {exc}")
    return "; ".join(told)


def _read_xml(content: bytes) -> str:
    try:
        read_paper(content)
    except errors.UnreadableDocumentError as exc:
        return f"{type(exc).__name__}: {exc}"
    return "read"


def main(kind: str, name: str) -> None:
    """Read one bomb."""
    bomb = XML[name]() if kind == "xml" else JSON[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    pages = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()  # noqa: SIM115, PTH123
    resource.setrlimit(resource.RLIMIT_AS, (pages + MEMORY, pages + MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    started = time.process_time()
    outcome = _read_xml(bomb) if isinstance(bomb, bytes) else _read_json(bomb)
    told = {
        "outcome": outcome,
        "seconds": time.process_time() - started,
        "grown": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
