"""A real server on loopback plays the internet: the test's own rule lets its one address pass, and no other."""

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from functions.knowledge import addresses
from functions.knowledge.decoding import decode
from functions.knowledge.extraction import extract
from functions.knowledge.web_page import MAX_BYTES, WebPage, fetch_page, resolve
from functions.shared.errors import UnreadablePage

HOSTS = {
    "site.example": ["127.0.0.1"],
    "xn--lise-9oa.example": ["127.0.0.1"],
    "intern.example": ["10.0.0.1"],
    "both.example": ["127.0.0.1", "10.0.0.1"],
}


async def answer(request: Request) -> Response:
    answers: dict[str, Callable[[], Response]] = {
        "page": lambda: HTMLResponse(f"<p>Bonjour {request.headers['host']}</p>"),
        "latin": lambda: Response("été".encode("latin-1"), media_type="text/plain; charset=iso-8859-1"),
        "old": lambda: Response(
            "<meta charset=iso-8859-1><p>été".encode("latin-1"), media_type="text/html; charset=iso-8859-1"
        ),
        "marked": lambda: Response(b"\xef\xbb\xbf<h1>Titre</h1>", media_type="text/html; charset=utf-8"),
        "hex": lambda: Response("été".encode(), media_type="text/plain; charset=hex"),
        "odd": lambda: Response("été".encode(), media_type="text/plain; charset=utf8mb4"),
        "pdf": lambda: Response(b"%PDF", media_type="application/pdf"),
        "missing": lambda: PlainTextResponse("non", 404),
        "heavy": lambda: PlainTextResponse("x" * (MAX_BYTES + 1)),
        "away": lambda: RedirectResponse(request.query_params["to"]),
    }
    return answers[request.path_params["kind"]]()


@pytest.fixture
def port(serve, monkeypatch):
    with serve(Starlette(routes=[Route("/{kind}", answer)])) as url:
        port = urlsplit(url).port
        monkeypatch.setitem(addresses.PORTS, "http", port)  # the test server's port is the web's port here
        yield port


async def read(path: str, host: str = "site.example") -> WebPage:
    async def resolved(name: str, _: int):
        return [ip_address(address) for address in HOSTS.get(name, [])]

    return await fetch_page(f"http://{host}/{path}", resolve=resolved, is_allowed=lambda one: str(one) == "127.0.0.1")


async def refusal(path: str, host: str = "site.example") -> str:
    with pytest.raises(UnreadablePage) as caught:
        await read(path, host)
    return caught.value.detail


async def test_a_page_is_read_at_the_checked_address_under_its_own_host_name(port):
    page = await read("page")
    assert (page.filename, decode(page.content)) == ("site-example-page.html", "<p>Bonjour site.example</p>")


async def test_a_page_in_another_encoding_becomes_utf_8(port):
    assert decode((await read("latin")).content) == "été"
    assert decode((await read("odd")).content) == "été"
    assert decode((await read("hex")).content) == "été"
    assert decode((await read("marked")).content) == "<h1>Titre</h1>"


async def test_what_the_page_says_of_its_old_encoding_is_not_believed_twice(port):
    page = await read("old")
    assert [block.text for block in extract(page.filename, page.content).blocks] == ["été"]


async def test_a_host_with_an_accent_is_asked_by_its_wire_name(port):
    assert decode((await read("page", "élise.example")).content) == "<p>Bonjour xn--lise-9oa.example</p>"


async def test_a_redirect_is_followed(port):
    assert decode((await read("away?to=/page")).content).startswith("<p>Bonjour")


@pytest.mark.parametrize(
    "target",
    [
        "http://intern.example/page",
        "http://both.example/page",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
    ],
)
async def test_a_redirect_into_a_private_network_is_refused(port, target):
    host = urlsplit(target).hostname or ""
    HOSTS[host] = HOSTS.get(host, [host.strip("[]")])
    assert "réseau privé" in await refusal(f"away?to={target}")


@pytest.mark.parametrize("target", ["file:///etc/passwd", "http://a:b@site.example/page", "http://site.example:22/"])
async def test_a_redirect_to_something_else_than_the_web_is_refused(port, target):
    assert "adresse" in (await refusal(f"away?to={target}")).lower()


async def test_one_private_address_among_several_is_enough_to_refuse(port):
    assert "réseau privé" in await refusal("page", "both.example")


async def test_a_host_without_address_is_refused(port):
    assert "réseau privé" in await refusal("page", "nowhere.example")


@pytest.mark.parametrize(
    ("path", "message"),
    [("missing", "404"), ("pdf", "télécharge"), ("heavy", "trop lourde"), ("away?to=/away?to=/away", "trop souvent")],
)
async def test_what_is_no_readable_page_is_refused_in_french(port, path, message):
    if "away" in path:
        path = "away?to=" + "/away?to=" * 6 + "/page"
    assert message in await refusal(path)


async def test_a_server_that_does_not_answer_is_refused(monkeypatch):
    monkeypatch.setitem(addresses.PORTS, "http", 9)
    assert "ne répond pas" in await refusal("page")


async def test_the_real_rule_refuses_this_machine():
    for url in (
        "http://localhost/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://[::ffff:127.0.0.1]/",
    ):
        with pytest.raises(UnreadablePage):
            await fetch_page(url)


async def test_this_machines_name_resolves():
    assert ip_address("127.0.0.1") in await resolve("localhost", 80)
