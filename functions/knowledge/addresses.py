"""Which addresses the web-page door may connect to: the public internet and nothing else."""

import ipaddress
from urllib.parse import SplitResult, urlsplit

from functions.shared.errors import UnreadablePage

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
PORTS = {"http": 80, "https": 443}
# Translations of IPv4 into IPv6: the embedded address is the one that counts, and none of ours needs them.
TRANSLATED = [ipaddress.ip_network(network) for network in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


def parse_address(url: str) -> SplitResult:
    """Return the parts of a web address; raise `UnreadablePage` unless it is plain http or https on its usual port."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise UnreadablePage("Cette adresse n'est pas valide.") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise UnreadablePage("L'adresse doit commencer par http:// ou https://.")
    if parts.username or parts.password:
        raise UnreadablePage("L'adresse ne peut pas contenir d'identifiant.")
    if port not in (None, PORTS[parts.scheme]):
        raise UnreadablePage("L'adresse ne peut pas indiquer de port.")
    return parts


def is_public(address: IpAddress) -> bool:
    """Say whether an address is on the public internet: not private, loopback, link-local, metadata, multicast..."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    translated = address.version == 6 and any(address in network for network in TRANSLATED)
    return address.is_global and not address.is_multicast and not address.is_reserved and not translated
