"""The values of ``config.toml`` that need more than a type: each reader says what would be right."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from pathlib import Path
from platform import node
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from desktop_invoicer.domain.check import CheckName
from desktop_invoicer.domain.policy import NEGOTIABLE
from desktop_invoicer.domain.tax_id import bare, is_cnpj

UFS = frozenset({
    "AC", "AL", "AM", "AP", "BA", "CE", "DF", "ES", "GO", "MA", "MG", "MS", "MT", "PA",
    "PB", "PE", "PI", "PR", "RJ", "RN", "RO", "RR", "RS", "SC", "SE", "SP", "TO",
})  # fmt: skip

_ZONES = {
    "AC": "America/Rio_Branco", "AM": "America/Manaus", "MS": "America/Campo_Grande", "MT": "America/Cuiaba",
    "RO": "America/Porto_Velho", "RR": "America/Boa_Vista",
}  # fmt: skip
"""Of the states whose clocks do not show the time of Brasília."""
_BRASILIA = "America/Sao_Paulo"

_ACCOUNT = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_LABEL_LENGTH = 63  # an account's name is part of host names
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*", re.IGNORECASE)
_ORIGIN = re.compile(r"(https?)://(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::([0-9]{1,5}))?/?", re.IGNORECASE | re.ASCII)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # of a header's name, RFC 9110
_PORTS = range(1, 65536)
_LONGEST_NAME = 60
_MOST_CENTS = 10**12


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where VTEX puts the receiver's token: a header, a query parameter, or nowhere."""

    kind: Literal["header", "query", "none"]
    name: str = ""

    def __str__(self) -> str:
        """Give the place as the settings write it."""
        return f"{self.kind}:{self.name}" if self.name else self.kind


def is_loopback(host: str) -> bool:
    """Tell whether ``host`` can only be reached from this very machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_account_name(text: str) -> bool:
    """Tell whether ``text`` can be the name of a VTEX account."""
    return bool(_ACCOUNT.fullmatch(text)) and len(text) <= _LABEL_LENGTH


def account_name(text: str) -> str:
    """Read the name of a VTEX account."""
    if not is_account_name(text):
        msg = "must be a VTEX account: small letters, digits and hyphens, as in lojafarmgavea"
        raise ValueError(msg)
    return text


def cnpj(text: str) -> str:
    """Read a CNPJ, bare or with its mask, perhaps empty; give it bare."""
    number = bare(text)
    if number and not is_cnpj(number):
        msg = "must be a CNPJ of 14 characters with right check digits, with or without dots"
        raise ValueError(msg)
    return number


def uf(text: str) -> str:
    """Read a state's two letters, perhaps empty."""
    letters = text.strip().upper()
    if letters and letters not in UFS:
        msg = f"must be one of the {len(UFS)} states, as in RJ"
        raise ValueError(msg)
    return letters


def time_zone(name: str) -> str:
    """Read the name of a time zone."""
    try:
        return ZoneInfo(name).key
    except (ValueError, KeyError, OSError) as exc:  # no name of a file, none that is known, or a folder
        msg = f"must be a time zone by its name, as in {_BRASILIA} or America/Manaus"
        raise ValueError(msg) from exc


def usual_zone(uf: str) -> str:
    """Give the time zone of a state; Fernando de Noronha has to be written down."""
    return _ZONES.get(uf, _BRASILIA)


def origin(text: str) -> str:
    """Read scheme, host and perhaps a port; credentials travel there, so nothing else may stand in it."""
    match = _ORIGIN.fullmatch(text)
    host = match[2].strip("[]") if match else ""
    if match is None or not _is_host(host) or urlsplit(text).hostname != host.lower():
        msg = "must be an origin and nothing else, as in https://lojafarmgavea.myvtex.com"
        raise ValueError(msg)
    if match[1].lower() == "http" and not is_loopback(host):
        msg = "must begin with https:// (http is for this very machine only)"
        raise ValueError(msg)
    if match[3] is not None and int(match[3]) not in _PORTS:
        msg = "must have a port from 1 to 65535"
        raise ValueError(msg)
    return text.lower().removesuffix("/")


def listening_host(text: str) -> str:
    """Read the address that the receiver listens on."""
    if not _is_host(text):
        msg = "must be an address or a name of this machine, as in 127.0.0.1"
        raise ValueError(msg)
    return text


def port(number: int) -> int:
    """Read a TCP port to listen on; 0 takes any free one."""
    if number and number not in _PORTS:
        msg = "must be from 0 (any free port) to 65535"
        raise ValueError(msg)
    return number


def requests_per_minute(number: int) -> int:
    """Read a request budget."""
    highest = 6000
    if not 1 <= number <= highest:
        msg = f"must be from 1 to {highest}"
        raise ValueError(msg)
    return number


def lock_after(minutes: int) -> int:
    """Read after how many minutes without anybody a window locks itself; 0 means never."""
    longest = 8 * 60
    if not 0 <= minutes <= longest:
        msg = f"must be from 0 to {longest}"
        raise ValueError(msg)
    return minutes


def retention_days(number: int) -> int:
    """Read for how many days personal data stays; people ask for an order of last week."""
    return _between(number, 7, 3650)


def backups_kept(number: int) -> int:
    """Read how many backups of a folder stay."""
    return _between(number, 1, 366)


def cents(number: int) -> int:
    """Read an amount in cents."""
    if not 0 <= number <= _MOST_CENTS:
        msg = "must be an amount in cents, as in 50000 for R$ 500,00"
        raise ValueError(msg)
    return number


def person(text: str) -> str:
    """Read the name of somebody who works here, as it can be typed again."""
    name = " ".join(text.split())
    if not any(map(str.isalnum, name)) or not name.isprintable() or len(name) > _LONGEST_NAME:
        msg = "must be the name of a person, as in Ana Souza"
        raise ValueError(msg)
    return name


def desk(text: str) -> str:
    """Read the name of this desk; an empty one is the computer's."""
    name = " ".join(text.split())
    if not name.isprintable() or len(name) > _LONGEST_NAME:
        msg = f"must be a name of up to {_LONGEST_NAME} characters, as in Caixa 2"
        raise ValueError(msg)
    return name or node()


def token_place(value: object) -> object:
    """Read ``header:NAME``, ``query:NAME`` or ``none``."""
    if isinstance(value, TokenPlace):
        return value
    kind, _, name = (value if isinstance(value, str) else "").partition(":")
    kind, name = kind.strip().lower(), name.strip()
    if kind in {"header", "query"} and _TOKEN.fullmatch(name):
        return TokenPlace("header" if kind == "header" else "query", name)
    if kind == "none" and not name:
        return TokenPlace("none")
    msg = (
        "must say where VTEX puts its token: header:NAME, query:NAME or none; "
        "the token itself belongs in the keyring (desktop-invoicer credentials set)"
    )
    raise ValueError(msg)


def folder(path: Path) -> Path:
    """Read a folder's path; ``~`` is the user's own folder."""
    path = path.expanduser()
    if not path.is_absolute():
        msg = "must be a whole path, from the root of the disk on"
        raise ValueError(msg)
    return path


def given(value: object) -> object:
    """Take an empty text for nothing."""
    return None if value == "" else value


def negotiable(value: object) -> CheckName:
    """Read the name of a comparison of which the store decides whether it keeps a document out."""
    names = {name.value: name for name in CheckName if name in NEGOTIABLE}
    if isinstance(value, str) and value in names:
        return names[value]
    msg = "must be one of " + ", ".join(names)
    raise ValueError(msg)


def product_specification(text: str) -> str:
    """Read the name of a product specification."""
    if not text.strip():
        msg = "must be the name of a product specification, as in NCM"
        raise ValueError(msg)
    return text


def _between(number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        msg = f"must be from {least} to {most}"
        raise ValueError(msg)
    return number


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return bool(_HOST.fullmatch(text)) and not re.fullmatch(r"[0-9.]+", text)
    return True
