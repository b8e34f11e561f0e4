"""A port that is taken is one line with the port, the setting and the role."""

import socket
from collections.abc import Iterator

import pytest

from dev import ports
from dev.errors import DevError


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_names_itself_its_setting_and_its_user(taken: int) -> None:
    with pytest.raises(DevError) as refusal:
        ports.check({"N8N_PORT": (taken, "n8n")})
    line = str(refusal.value)
    assert line.startswith(f"port {taken} (N8N_PORT, for n8n) is taken by ")
    assert line.endswith("stop that program or set N8N_PORT in .env.")
    assert "\n" not in line


def test_one_port_for_two_parts_is_refused() -> None:
    with pytest.raises(DevError, match="DEMO_PORT and N8N_PORT are both"):
        ports.check(same_port())


def test_free_ports_pass() -> None:
    ports.check({"N8N_PORT": (ports.free(), "n8n"), "DEMO_PORT": (ports.free(), "the demo page")})


def same_port() -> dict[str, tuple[int, str]]:
    port = ports.free()
    return {"N8N_PORT": (port, "n8n"), "DEMO_PORT": (port, "the demo page")}
