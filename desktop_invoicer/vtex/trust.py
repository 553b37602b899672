"""Which addresses are an account's own. Credentials and invoices go nowhere else (design.md, promise 7)."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.errors import InvalidOrderError, UntrustedOriginError

_ACCOUNT = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?",
    re.IGNORECASE | re.ASCII,
)
_WORKSPACE = r"[a-z0-9]+(?:-[a-z0-9]+)*"  # without "--": where it ends and the account begins must be beyond doubt
_CALLBACK_PATH = re.compile(r"/_v/invoice-notifier/(?P<order>[^/]+)/invoice/?")
_IDENTIFIER = re.compile(r"(?!\.{1,2}$)[!-~]{1,200}")
_NOT_IN_IDENTIFIER = re.compile(r"[/\\%?#]")
_DEFAULT_PORTS = {"https": 443, "http": 80}
_PORTS = range(1, 65536)


@dataclass(frozen=True, slots=True)
class Origin:
    """Scheme, host and port, all in the form they are compared in."""

    scheme: str
    host: str
    port: int

    @property
    def is_safe(self) -> bool:
        """Tell whether credentials may travel there: over https, or to this very machine."""
        return self.scheme == "https" or _is_loopback(self.host)

    def __str__(self) -> str:
        """Give the origin as the beginning of an address."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _DEFAULT_PORTS[self.scheme] else f":{self.port}")


@dataclass(frozen=True, slots=True)
class Origins:
    """The two origins of one account: ``myvtex`` (the notifier app) and ``oms`` (orders, feed, catalogue)."""

    account: AccountName
    myvtex: Origin
    oms: Origin

    @classmethod
    def of(cls, account: AccountName, myvtex_origin: str = "", oms_origin: str = "") -> Origins:
        """Take the account's usual origins, or those that its settings name.

        Raises:
            UntrustedOriginError: an origin is none, or would carry credentials in the clear.

        """
        if not _ACCOUNT.fullmatch(account):
            raise UntrustedOriginError(account, account)
        return cls(
            account,
            read_origin(myvtex_origin or f"https://{account}.myvtex.com", account),
            read_origin(oms_origin or f"https://{account}.vtexcommercestable.com.br", account),
        )

    def check_request(self, url: str) -> None:
        """Raise ``UntrustedOriginError`` unless ``url`` lies on one of the account's origins."""
        check_origin(url, {self.myvtex, self.oms}, self.account)

    def check_callback(self, url: str, order_id: OrderId) -> None:
        """Raise ``UntrustedOriginError`` unless ``url`` is where the account takes invoices of this order."""
        if self.callback_order(url) != quote(order_id, safe=""):
            raise UntrustedOriginError(url, self.account)

    def callback_order(self, url: str) -> str:
        """Give the order id that a callback address of this account names, as it stands in the path.

        Only the plain form ``{origin}/_v/invoice-notifier/{orderId}/invoice`` is known; the origin is the configured
        one exactly or, where that is the usual one, also a workspace of the account (facts: VTEX, 1.2).

        Raises:
            UntrustedOriginError: anything else.

        """
        origin, path = _split(url, self.account)
        order = _CALLBACK_PATH.fullmatch(path)
        if order is None or not _is_plain(path) or not self._takes_invoices(origin):
            raise UntrustedOriginError(url, self.account)
        return order["order"]

    def check_any_callback(self, url: str) -> None:
        """Raise ``UntrustedOriginError`` unless ``url`` is where the account takes invoices, of whichever order."""
        self.callback_order(url)

    def _takes_invoices(self, origin: Origin) -> bool:
        if origin == self.myvtex:
            return True
        usual = Origin("https", f"{self.account}.myvtex.com", 443)
        workspace = re.fullmatch(rf"{_WORKSPACE}--{re.escape(usual.host)}", origin.host)
        return self.myvtex == usual and workspace is not None and (origin.scheme, origin.port) == ("https", 443)


def read_origin(text: str, account: str) -> Origin:
    """Read an origin from settings: scheme, host and perhaps a port, nothing behind them.

    Raises:
        UntrustedOriginError: it is no origin, or plain http to another machine.

    """
    origin, rest = _split(text, account)
    if rest not in {"", "/"}:
        raise UntrustedOriginError(text, account)
    return origin


def check_origin(url: str, allowed: Collection[Origin], account: str) -> None:
    """Raise ``UntrustedOriginError`` unless a final address lies on an allowed origin; it may have a query."""
    origin, rest = _split(url, account)
    path, _, query = rest.partition("?")
    if origin not in allowed or not _is_plain(path) or not re.fullmatch(r"[!-~]*", query) or "#" in query:
        raise UntrustedOriginError(url, account)


def path_part(identifier: str) -> str:
    """Write an order, notification or product id as one segment of a path.

    Raises:
        InvalidOrderError: it is no id: it would lead to another address.

    """
    if not _IDENTIFIER.fullmatch(identifier) or _NOT_IN_IDENTIFIER.search(identifier):
        reason = f"{identifier[:60]!r} is no id"
        raise InvalidOrderError(reason)
    return quote(identifier, safe="")


def _split(url: str, account: str) -> tuple[Origin, str]:
    """Split an address into its origin and the rest; both must be beyond doubt for every reader of addresses."""
    match = _ORIGIN.match(url)
    if match is None or url[match.end() : match.end() + 1] not in {"", "/"}:
        raise UntrustedOriginError(url, account)
    scheme = match["scheme"].lower()
    host = match["host"].lower().strip("[]")
    origin = Origin(scheme, host, int(match["port"] or _DEFAULT_PORTS[scheme]))
    if not _is_host(host) or origin.port not in _PORTS or not origin.is_safe:
        raise UntrustedOriginError(url, account)
    return origin, url[match.end() :]


def _is_plain(path: str) -> bool:
    """Tell whether a path means the same to everybody: printable ASCII, no dot segments, no empty ones, no query."""
    if not re.fullmatch(r"[!-~]*", path) or re.search(r"[\\?#;]|%(?:2[ef]|5c|00|25)|//", path, re.IGNORECASE):
        return False
    return not {".", ".."} & set(path.split("/"))


def _is_host(host: str) -> bool:
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        return _is_loopback(host)
    labels = host.split(".")
    return all(re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", label) for label in labels)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
