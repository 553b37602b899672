"""Which addresses are trusted; everything else is not called, whatever it looks like."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_invoicer.domain.notification import AccountName, OrderId
from desktop_invoicer.errors import InvalidOrderError, UntrustedOriginError
from desktop_invoicer.vtex.trust import Origins, path_part, read_origin

ACCOUNT = AccountName("gavea")
ORDER = OrderId("v70530116str-01")
PATH = f"/_v/invoice-notifier/{ORDER}/invoice"
USUAL = Origins.of(ACCOUNT)
LOCAL = Origins.of(ACCOUNT, "http://127.0.0.1:8711", "http://localhost:8711")


@pytest.mark.parametrize(
    "url",
    [
        f"https://gavea.myvtex.com{PATH}",
        f"https://gavea.myvtex.com{PATH}/",
        f"https://gavea.myvtex.com:443{PATH}",
        f"HTTPS://Gavea.MyVtex.com{PATH}",
        f"https://master--gavea.myvtex.com{PATH}",
        f"https://my-work-2--gavea.myvtex.com{PATH}",
    ],
)
def test_the_accounts_own_callback_is_trusted(url: str) -> None:
    USUAL.check_callback(url, ORDER)
    USUAL.check_any_callback(url)


HOSTILE = [
    "",
    "/",
    PATH,
    "gavea.myvtex.com",
    f"//gavea.myvtex.com{PATH}",
    f"http://gavea.myvtex.com{PATH}",
    f"ftp://gavea.myvtex.com{PATH}",
    f"javascript://gavea.myvtex.com{PATH}",
    f"https:/gavea.myvtex.com{PATH}",
    f"https:gavea.myvtex.com{PATH}",
    f"https:///gavea.myvtex.com{PATH}",
    f" https://gavea.myvtex.com{PATH}",
    f"https://gavea.myvtex.com{PATH} ",
    f"https://gavea.myvtex.com{PATH}\n",
    f"https://gavea.myvtex.com\r\nHost: evil.example{PATH}",
    f"ht\ttps://gavea.myvtex.com{PATH}",
    f"https://gavea.myvtex.com\x00{PATH}",
    f"https://evil.example{PATH}",
    f"https://myvtex.com{PATH}",
    f"https://leblon.myvtex.com{PATH}",
    f"https://xgavea.myvtex.com{PATH}",
    f"https://gavea.myvtex.com.evil.example{PATH}",
    f"https://gavea.myvtex.com.br{PATH}",
    f"https://gavea-myvtex.com{PATH}",
    f"https://gaveaXmyvtex.com{PATH}",
    f"https://evil.gavea.myvtex.com{PATH}",
    f"https://gavea.evil.myvtex.com{PATH}",
    f"https://gavea.myvtex.com.{PATH}",
    f"https://.gavea.myvtex.com{PATH}",
    f"https://gavea..myvtex.com{PATH}",
    f"https://--gavea.myvtex.com{PATH}",
    f"https://-a--gavea.myvtex.com{PATH}",
    f"https://a---gavea.myvtex.com{PATH}",
    f"https://evil--x--gavea.myvtex.com{PATH}",
    f"https://gavea--evil.myvtex.com{PATH}",
    f"https://evil.example/x--gavea.myvtex.com{PATH}",
    f"https://a_b--gavea.myvtex.com{PATH}",
    f"https://gavea@evil.example{PATH}",
    f"https://gavea.myvtex.com@evil.example{PATH}",
    f"https://user:pass@gavea.myvtex.com{PATH}",
    f"https://evil.example\\@gavea.myvtex.com{PATH}",
    f"https://gavea.myvtex.com\\@evil.example{PATH}",
    f"https://evil.example#@gavea.myvtex.com{PATH}",
    f"https://evil.example?@gavea.myvtex.com{PATH}",
    f"https://gavea.myvtex.com:8443{PATH}",
    f"https://gavea.myvtex.com:80{PATH}",
    f"https://gavea.myvtex.com:{PATH}",
    f"https://gavea.myvtex.com:0{PATH}",
    f"https://gavea.myvtex.com:99999{PATH}",
    f"https://gavea.myvtex.com:443x{PATH}",
    f"https://gavea.myvtex.com:٤٤٣{PATH}",
    f"https://gávea.myvtex.com{PATH}",
    f"https://gаvea.myvtex.com{PATH}",  # noqa: RUF001 (a Cyrillic letter)
    f"https://gavea.myvte\u212a.com{PATH}",
    f"https://gavea。myvtex。com{PATH}",
    f"https://xn--gvea-5na.myvtex.com{PATH}",
    f"https://gavea%2emyvtex.com{PATH}",
    f"https://%67avea.myvtex.com{PATH}",
    f"https://127.0.0.1{PATH}",
    f"https://2130706433{PATH}",
    f"https://0x7f000001{PATH}",
    f"https://0177.0.0.1{PATH}",
    f"https://[::1]{PATH}",
    f"https://[::ffff:127.0.0.1]{PATH}",
    f"https://[gavea.myvtex.com]{PATH}",
    f"https://localhost{PATH}",
    f"http://127.0.0.1:8711{PATH}",
    "https://gavea.myvtex.com",
    "https://gavea.myvtex.com/",
    "https://gavea.myvtex.com/evil",
    "https://gavea.myvtex.com/_v/invoice-notifier/v1str-01/invoice",
    "https://gavea.myvtex.com/_v/invoice-notifier//invoice",
    f"https://gavea.myvtex.com/_v/invoice-notifier/{ORDER}",
    f"https://gavea.myvtex.com/_v/invoice-notifier/{ORDER}/5f3c/invoice",
    f"https://gavea.myvtex.com/_v/invoice-notifier/../{ORDER}/invoice",
    f"https://gavea.myvtex.com/_v/other/../invoice-notifier/{ORDER}/invoice",
    f"https://gavea.myvtex.com/_v/./invoice-notifier/{ORDER}/invoice",
    f"https://gavea.myvtex.com/evil{PATH}",
    f"https://gavea.myvtex.com/{PATH}",
    f"https://gavea.myvtex.com{PATH}//",
    f"https://gavea.myvtex.com{PATH}/..",
    f"https://gavea.myvtex.com{PATH}/../../evil",
    f"https://gavea.myvtex.com{PATH}?an=evil",
    f"https://gavea.myvtex.com{PATH}#evil",
    f"https://gavea.myvtex.com{PATH};evil",
    f"https://gavea.myvtex.com/_v/invoice-notifier/x%2F..%2F{ORDER}/invoice",
    f"https://gavea.myvtex.com/_v/invoice-notifier/%2e%2e/{ORDER}/invoice",
    f"https://gavea.myvtex.com/_v/invoice-notifier/{ORDER}%00/invoice",
    f"https://gavea.myvtex.com/_v/invoice-notifier\\{ORDER}\\invoice",
    f"https://gavea.myvtex.com/_V/Invoice-Notifier/{ORDER}/Invoice",
    "https://gavea.myvtex.com/_v/invoice-notifier/v70530116str%2D01/invoice",
]


@pytest.mark.parametrize("url", HOSTILE, ids=ascii)
def test_a_callback_that_is_not_plainly_the_accounts_own_is_refused(url: str) -> None:
    with pytest.raises(UntrustedOriginError) as refusal:
        USUAL.check_callback(url, ORDER)

    assert (refusal.value.address, refusal.value.account) == (url, ACCOUNT)


def test_a_callback_of_another_order_of_the_account_is_refused() -> None:
    url = "https://gavea.myvtex.com/_v/invoice-notifier/v1str-01/invoice"

    USUAL.check_any_callback(url)
    with pytest.raises(UntrustedOriginError):
        USUAL.check_callback(url, ORDER)


def test_an_order_id_with_odd_characters_is_compared_as_it_is_written_in_a_path() -> None:
    USUAL.check_callback("https://gavea.myvtex.com/_v/invoice-notifier/AMZ%3A7/invoice", OrderId("AMZ:7"))


def test_configured_origins_are_matched_exactly() -> None:
    LOCAL.check_callback(f"http://127.0.0.1:8711{PATH}", ORDER)
    for url in (
        f"http://127.0.0.1:8712{PATH}",
        f"http://127.0.0.2:8711{PATH}",
        f"http://127.0.0.1{PATH}",
        f"https://127.0.0.1:8711{PATH}",
        f"http://localhost:8711{PATH}",
        f"http://master--127.0.0.1:8711{PATH}",
        f"https://gavea.myvtex.com{PATH}",
        f"https://master--gavea.myvtex.com{PATH}",
    ):
        with pytest.raises(UntrustedOriginError):
            LOCAL.check_callback(url, ORDER)


def test_a_configured_workspace_is_the_only_one() -> None:
    origins = Origins.of(ACCOUNT, "https://dev--gavea.myvtex.com")

    origins.check_callback(f"https://dev--gavea.myvtex.com{PATH}", ORDER)
    with pytest.raises(UntrustedOriginError):
        origins.check_callback(f"https://master--gavea.myvtex.com{PATH}", ORDER)


@pytest.mark.parametrize(
    "origin",
    [
        "http://gavea.myvtex.com",
        "http://192.168.0.7:8711",
        "http://127.0.0.1.evil.example",
        "http://0.0.0.0:1",
        "https://8.8.8.8",
        "https://gavea.myvtex.com/path",
        "https://gavea.myvtex.com?x",
        "https://user@gavea.myvtex.com",
        "https://gavea.myvtex.com:",
        "gavea.myvtex.com",
        "https://",
        "https://[::g]",
    ],
)
def test_an_origin_that_would_leak_or_is_none_is_refused(origin: str) -> None:
    with pytest.raises(UntrustedOriginError):
        Origins.of(ACCOUNT, origin)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("https://gavea.myvtex.com/", "https://gavea.myvtex.com"),
        ("https://gavea.myvtex.com:443", "https://gavea.myvtex.com"),
        ("HTTP://LOCALHOST:80", "http://localhost"),
        ("http://[::1]:8711", "http://[::1]:8711"),
        ("http://127.0.0.9:1", "http://127.0.0.9:1"),
    ],
)
def test_an_origin_is_written_in_one_form(text: str, written: str) -> None:
    assert str(read_origin(text, ACCOUNT)) == written


def test_the_usual_origins_follow_the_account() -> None:
    assert str(USUAL.myvtex) == "https://gavea.myvtex.com"
    assert str(USUAL.oms) == "https://gavea.vtexcommercestable.com.br"


@pytest.mark.parametrize("account", ["", "a.b", "evil.example/", "a--b ", "-a", "Gávea", "a_b", "A"])
def test_an_account_name_that_could_lead_elsewhere_is_refused(account: str) -> None:
    with pytest.raises(UntrustedOriginError):
        Origins.of(AccountName(account))


@pytest.mark.parametrize(
    "url",
    [
        "https://gavea.myvtex.com/_v/invoice-notifier/1/",
        "https://gavea.vtexcommercestable.com.br/api/oms/pvt/orders?f_status=a%2Cb&f=%5B1%20TO%202%5D",
    ],
)
def test_requests_go_to_both_origins(url: str) -> None:
    USUAL.check_request(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/_v/invoice-notifier/1/",
        "https://master--gavea.myvtex.com/_v/invoice-notifier/1/",
        "https://gavea.vtexcommercestable.com.br.evil.example/",
        "http://gavea.vtexcommercestable.com.br/",
        "https://gavea.vtexcommercestable.com.br/api/../x",
        "https://gavea.vtexcommercestable.com.br/api?x#y",
        "https://gavea.vtexcommercestable.com.br/api?x y",
    ],
)
def test_requests_go_nowhere_else(url: str) -> None:
    with pytest.raises(UntrustedOriginError):
        USUAL.check_request(url)


@pytest.mark.parametrize(
    ("identifier", "written"),
    [("v70530116str-01", "v70530116str-01"), ("AMZ:7", "AMZ%3A7"), ("a@b", "a%40b"), ("...", "...")],
)
def test_an_id_is_one_segment_of_a_path(identifier: str, written: str) -> None:
    assert path_part(identifier) == written


@pytest.mark.parametrize(
    "identifier", ["", ".", "..", "a/b", "a\\b", "a%2fb", "a?b", "a#b", "a b", "a\n", "á", "x" * 201]
)
def test_an_id_that_would_lead_elsewhere_is_none(identifier: str) -> None:
    with pytest.raises(InvalidOrderError, match="is no id"):
        path_part(identifier)


PIECES = ("https://", "http://", "gavea", ".myvtex.com", "myvtex.com", "evil.example", "--", "@", ":", "443", "/", "\\")
ODD_PIECES = ("//", "..", "#", "?", "%2f", "%00", " ", "\t", "[", "]", "127.0.0.1", "localhost", "\uff41", "\u3002")
TEMPTING = st.lists(st.sampled_from((*PIECES, *ODD_PIECES, PATH, ORDER)), max_size=9).map("".join)


@given(TEMPTING | st.text(max_size=60))
def test_whatever_passes_is_the_accounts_own_for_the_standard_library_too(url: str) -> None:
    try:
        USUAL.check_callback(url, ORDER)
    except UntrustedOriginError:
        return
    parts = urlsplit(url)
    assert parts.scheme == "https"
    assert parts.hostname is not None
    assert parts.hostname == "gavea.myvtex.com" or parts.hostname.endswith("--gavea.myvtex.com")
    assert parts.port in {None, 443}
    assert parts.username is None
    assert parts.path.removesuffix("/") == PATH
    assert not parts.query + parts.fragment


@given(TEMPTING)
def test_a_prefix_that_is_right_does_not_excuse_what_follows(tail: str) -> None:
    url = f"https://gavea.myvtex.com{PATH}{tail}"

    if tail in {"", "/"}:
        USUAL.check_callback(url, ORDER)
    else:
        with pytest.raises(UntrustedOriginError):
            USUAL.check_callback(url, ORDER)
