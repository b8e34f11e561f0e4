"""A web page, fetched without letting its address lead into our own network.

The host is resolved once, every address it has must be public, and the connection goes to the address that was checked:
a second resolution cannot answer otherwise (DNS rebinding). Each redirect is checked in the same way.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin

import httpx

from functions.knowledge.addresses import PORTS, IpAddress, is_public, parse_address
from functions.knowledge.decoding import known_charset
from functions.shared.errors import UnreadablePage

MAX_BYTES = 5_000_000
MAX_REDIRECTS = 5
TOTAL_SECONDS = 20.0
KINDS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md"}
PRIVATE = "Cette adresse mène à un réseau privé : seules les pages publiques peuvent être lues."
UNREACHABLE = "Cette page ne répond pas : vérifie l'adresse, ou colle son texte."

Resolve = Callable[[str, int], Awaitable[list[IpAddress]]]
IsAllowed = Callable[[IpAddress], bool]


@dataclass(frozen=True)
class WebPage:
    """What was read, under the name it is stored with."""

    filename: str
    content: bytes


async def resolve(host: str, port: int) -> list[IpAddress]:
    """Return every address of a host; raise `OSError` when it has none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


async def fetch_page(url: str, *, resolve: Resolve = resolve, is_allowed: IsAllowed = is_public) -> WebPage:
    """Return a page's text; raise `UnreadablePage` in French when it may not or cannot be read."""
    try:
        async with asyncio.timeout(TOTAL_SECONDS), httpx.AsyncClient(trust_env=False, timeout=10) as http:
            for _ in range(MAX_REDIRECTS + 1):
                parts = parse_address(url)
                request = await _request_to_checked_address(http, parts, resolve, is_allowed)
                response = await http.send(request, stream=True)
                try:
                    if not response.has_redirect_location:
                        return await _read(response, parts)
                    url = urljoin(url, response.headers["location"])
                finally:
                    await response.aclose()
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, UnicodeError) as error:
        raise UnreadablePage(UNREACHABLE) from error
    raise UnreadablePage("Cette page renvoie trop souvent vers une autre adresse.")


async def _request_to_checked_address(
    http: httpx.AsyncClient, parts: SplitResult, resolve: Resolve, is_allowed: IsAllowed
) -> httpx.Request:
    named = httpx.URL(parts.geturl())
    host = named.raw_host.decode("ascii")
    port = parts.port or PORTS[parts.scheme]
    addresses = await resolve(host, port)
    if not addresses or not all(is_allowed(address) for address in addresses):
        raise UnreadablePage(PRIVATE)
    url = named.copy_with(host=str(addresses[0]), port=port, fragment=None)
    headers = {"Host": named.netloc.decode("ascii"), "Accept": "text/html, text/*;q=0.9", "Accept-Encoding": "identity"}
    return http.build_request("GET", url, headers=headers, extensions={"sni_hostname": host})


async def _read(response: httpx.Response, parts: SplitResult) -> WebPage:
    if response.status_code != 200:
        raise UnreadablePage(f"Cette page répond par une erreur ({response.status_code}).")
    kind = KINDS.get(response.headers.get("content-type", "text/html").partition(";")[0].strip().lower())
    if kind is None:
        raise UnreadablePage("Cette adresse ne mène pas à une page de texte : télécharge le fichier et dépose-le.")
    content = bytearray()
    async for piece in response.aiter_bytes(65_536):
        content += piece
        if len(content) > MAX_BYTES:
            raise UnreadablePage("Cette page est trop lourde : colle son texte.")
    text = bytes(content)
    if charset := known_charset(response.charset_encoding or ""):
        text = text.decode(charset, errors="replace").removeprefix("\ufeff").encode("utf-8-sig")  # wins over a <meta>
    return WebPage(_filename(parts, kind), text)


def _filename(parts: SplitResult, kind: str) -> str:
    path = re.sub(r"\.(html?|php|aspx?|txt|md)$", "", parts.path.strip("/"))
    slug = re.sub(r"[^\w-]+", "-", f"{parts.hostname}-{path}-{parts.query}".lower()).strip("-")
    return f"{slug[:150]}{kind}"
