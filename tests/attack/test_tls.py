"""Whoever cannot prove to be VTEX is told nothing; the desk says so, and goes on once it is put right."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from desktop_invoicer.doctor.network import origins
from desktop_invoicer.domain.problem import ProblemCode
from desktop_invoicer.engine.events import AccountReached, AccountUnreached
from tests.attack.world import OWN_HOSTS, Trap, World, a_world, settings

OWN = OWN_HOSTS[0]
NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch, a_world(tmp_path_factory.mktemp("world"), patch) as made:
        yield made


def proving(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, OWN)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in OWN_HOSTS]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "self-signed.pem"
    file.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def of_old(authority: trustme.CA, version: ssl.TLSVersion) -> ssl.SSLContext:
    context = proving(authority.issue_cert(*OWN_HOSTS))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that it is outdated is the point
        context.minimum_version = version
        context.maximum_version = version
    return context


Make = Callable[[trustme.CA, Path], ssl.SSLContext | None]
IMPOSTORS: dict[str, tuple[Make, str]] = {
    "another host": (lambda ca, _: proving(ca.issue_cert("evil.example")), "Hostname mismatch"),
    "another account": (lambda ca, _: proving(ca.issue_cert("lojaleblon.myvtex.com")), "Hostname mismatch"),
    "an address": (lambda ca, _: proving(ca.issue_cert("127.8.0.1")), "Hostname mismatch"),
    "a wildcard of all": (lambda ca, _: proving(ca.issue_cert("*.com")), "Hostname mismatch"),
    "expired": (
        lambda ca, _: proving(ca.issue_cert(*OWN_HOSTS, not_before=NOW - 9 * DAY, not_after=NOW - DAY)),
        "certificate has expired",
    ),
    "not yet": (
        lambda ca, _: proving(ca.issue_cert(*OWN_HOSTS, not_before=NOW + DAY, not_after=NOW + 9 * DAY)),
        "certificate is not yet valid",
    ),
    "self-signed": (lambda _, folder: self_signed(folder), "self-signed certificate"),
    "an unknown authority": (
        lambda _, __: proving(trustme.CA().issue_cert(*OWN_HOSTS)),
        "unable to get local issuer certificate",
    ),
    "no encryption": (lambda _, __: None, ""),
    "TLS 1.0": (lambda ca, _: of_old(ca, ssl.TLSVersion.TLSv1), "protocol"),
    "TLS 1.1": (lambda ca, _: of_old(ca, ssl.TLSVersion.TLSv1_1), "protocol"),
}


@pytest.mark.parametrize("name", IMPOSTORS)
def test_an_impostor_learns_nothing_and_it_is_told(world: World, name: str, tmp_path: Path) -> None:
    make, words = IMPOSTORS[name]
    (asked,) = world.simulator.request_invoice(story="anonymous-pickup")
    honest = world.net.own
    with closing(Trap(make(world.authority, tmp_path))) as impostor:
        world.net.own = impostor.port
        world.announce(asked.order_id, asked.id, f"https://{OWN}/_v/invoice-notifier/{asked.order_id}/invoice")
        hold = world.wait_for_hold(asked.order_id, "connection_unsafe")["hold"]
        world.net.own = honest

    assert set(impostor.caught) == {b""}  # it was called, and nothing was said
    assert (hold["kind"], hold["owner"]) == ("account_paused", "it")
    assert OWN in hold["message"]
    assert words in hold["detail"]
    told = world.wait_for_event(AccountUnreached)
    assert told.problem.code is ProblemCode.CONNECTION_UNSAFE
    world.wait_for_hold(asked.order_id, "document_due")  # tried again by itself
    world.wait_for_event(AccountReached)


def test_the_doctor_tells_it(world: World) -> None:
    honest = world.net.own
    with closing(Trap(proving(trustme.CA().issue_cert(*OWN_HOSTS)))) as impostor:
        world.net.own = impostor.port
        findings = list(origins(settings()))
        world.net.own = honest

    assert [finding.level.value for finding in findings] == ["error", "error"]
    assert all(host in finding.sentence for host, finding in zip(OWN_HOSTS, findings, strict=True))
    assert [finding.level.value for finding in origins(settings())][::2] == ["ok", "ok"]
    assert set(impostor.caught) == {b""}
