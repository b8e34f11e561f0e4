from ipaddress import ip_address

import pytest

from functions.knowledge.addresses import is_public, parse_address
from functions.shared.errors import UnreadablePage


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254",
        "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_private_addresses_in_every_disguise_are_refused(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])
def test_public_addresses_pass(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org", "file:///etc/passwd", "gopher://example.org", "//example.org", "example.org", "http://",
        "http://user:pass@example.org", "http://example.org:8080", "https://example.org:80", "http://[::1",
        "javascript:x", "http://example.org:99999",
    ],
)  # fmt: skip
def test_an_address_that_is_no_plain_web_address_is_refused(url):
    with pytest.raises(UnreadablePage):
        parse_address(url)


@pytest.mark.parametrize("url", ["http://example.org", "https://example.org:443/a?b#c", " https://éxample.fr "])
def test_plain_web_addresses_pass(url):
    assert parse_address(url).hostname
