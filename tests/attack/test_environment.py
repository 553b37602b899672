"""What stands in the environment of the program leads neither credentials nor trust astray (promise 7)."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import trustme

from tests.attack.world import OWN_HOSTS, Trap, World, a_world

OWN = OWN_HOSTS[0]


def proving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


@pytest.fixture
def misled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[World, Trap]]:
    """Make a world whose environment wants everything to go over a proxy, and to trust its authority."""
    evil = trustme.CA()
    bundle = tmp_path / "evil.pem"
    evil.cert_pem.write_to_path(str(bundle))
    with closing(Trap(proving(evil.issue_cert(*OWN_HOSTS)))) as proxy:
        for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            monkeypatch.setenv(name, str(bundle))
        monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
        monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys.log"))
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
        (tmp_path / "netrc").write_text(f"machine {OWN} login evil password evil\n", "utf-8")
        with a_world(tmp_path, monkeypatch) as made:
            made.net.open.add(proxy.port)
            yield made, proxy


def test_the_environment_leads_nothing_astray(misled: tuple[World, Trap], tmp_path: Path) -> None:
    world, proxy = misled
    (asked,) = world.simulator.request_invoice(story="anonymous-pickup")
    url = f"https://{OWN}/_v/invoice-notifier/{asked.order_id}/invoice"

    world.announce(asked.order_id, asked.id, url)
    world.wait_for_hold(asked.order_id, "document_due")

    assert proxy.caught == []
    assert world.is_untouched()
    lines = (tmp_path / "keys.log").read_text("utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == []  # the library writes a heading in any case


def test_the_environment_makes_no_impostor_trusted(misled: tuple[World, Trap]) -> None:
    world, impostor = misled
    (asked,) = world.simulator.request_invoice(story="anonymous-pickup")
    world.net.own = impostor.port

    world.announce(asked.order_id, asked.id, f"https://{OWN}/_v/invoice-notifier/{asked.order_id}/invoice")
    world.wait_for_hold(asked.order_id, "connection_unsafe")

    assert set(impostor.caught) == {b""}
