"""Encrypted connections to VTEX: what is demanded of the other side, and how a refusal of ours is told apart.

The other side has to prove who it is before anything is said to it. Certificates are those that the program brings
along: none of the environment, none that the machine's network has installed (docs/operations.md).
"""

from __future__ import annotations

import ssl

import httpx

_INTERRUPTED = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError, ssl.SSLWantReadError)


def make_tls_context() -> ssl.SSLContext:
    """Make what verifies every connection: TLS 1.2 at least, and no secrets of it in a file.

    Python would write them where the environment's ``SSLKEYLOGFILE`` says.
    """
    context = httpx.create_ssl_context(trust_env=False)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.keylog_filename = None  # type: ignore[assignment]  # it takes None, and only then forgets the file
    return context


def distrust(failure: Exception) -> str:
    """Say why a connection was not made because the other side is not proved to be VTEX; empty for other failures."""
    if not isinstance(failure, httpx.ConnectError):
        return ""
    cause: BaseException | None = failure
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return str(cause.verify_message)
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, _INTERRUPTED):
            return (cause.reason or "no encryption").replace("_", " ").lower()
        cause = cause.__cause__ or cause.__context__
    return ""
