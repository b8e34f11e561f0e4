"""The proxy opens exactly the webhooks of the flows; what it answers itself is in the form of the widget's contract."""

import json
import re

import pytest

from tests.deploy.compose import ROOT

CADDYFILE = (ROOT / "deploy" / "proxy" / "Caddyfile").read_text()
WORLD, EDITOR = CADDYFILE.split("http://:5678", 1)
SENT = re.compile(re.search(r"vars_regexp sent \{http\.request\.orig_uri\} (\S+)", CADDYFILE)[1])  # type: ignore[index]


def webhooks() -> set[str]:
    flows = [json.loads(file.read_text()) for file in (ROOT / "n8n" / "workflows").glob("*.json")]
    nodes = [node for flow in flows for node in flow["nodes"]]
    return {f"/webhook/{node['parameters']['path']}" for node in nodes if node["type"] == "n8n-nodes-base.webhook"}


def test_the_flows_have_webhooks():
    assert "/webhook/chat" in webhooks()


def test_every_webhook_of_the_flows_is_open_and_no_other():
    alternatives = re.search(r"/webhook/\(\?:([^)]+)\)", SENT.pattern)
    assert alternatives
    assert {f"/webhook/{path}" for path in alternatives[1].split("|")} == webhooks()


def test_a_webhook_gets_its_own_path_whatever_the_query():
    for path in webhooks():
        assert SENT.match(path)
        found = SENT.match(f"{path}?utm=1")
        assert found and found[1] == path
    assert "rewrite * {re.sent.1}?\n" in WORLD


@pytest.mark.parametrize(
    "sent",
    [
        "/", "/rest/login", "/healthz", "/metrics", "/webhook-test/chat", "/webhook-waiting/1", "/webhook/other",
        "/webhook/chat/", "/webhook/chat/other", "/WEBHOOK/chat", "/webhook/Chat", "/webhook/%63hat", "//webhook/chat",
        "/webhook%2Fchat", "/webhook/./chat", "/rest/../webhook/chat", "/webhook/../rest/login", "/webhook/chat;x",
        "/webhook/chat%0a", "/webhook/chat#x",
    ],
)  # fmt: skip
def test_nothing_else_is_open(sent: str):
    assert not SENT.match(sent)


def test_the_world_reaches_n8n_in_one_place_only():
    assert WORLD.count("reverse_proxy") == 1
    assert re.search(r"handle \{\s*error 404\s*\}", WORLD)
    assert "method POST OPTIONS" in WORLD


def test_a_large_body_is_refused_with_and_without_a_declared_length():
    assert "> 32768" in WORLD
    assert "error @large 413" in WORLD
    assert "max_size 32KiB" in WORLD


def test_a_visitor_cannot_choose_its_own_address():
    for header in ("X-Real-Ip", "X-Visitor-Ip", "Forwarded"):
        assert f"header_up -{header}\n" in WORLD
    assert "trusted_proxies" not in CADDYFILE


def test_the_proxys_own_errors_are_those_of_the_widgets_contract():
    bodies = [json.loads(body) for body in re.findall(r"`(\{.*\})`", WORLD)]
    assert [body["error"]["code"] for body in bodies] == ["not_found", "too_large", "unavailable"]
    assert all(set(body) == {"error"} and set(body["error"]) == {"code", "message"} for body in bodies)


def test_the_editors_door_is_the_loopback_port_of_compose():
    assert EDITOR.count("reverse_proxy n8n:5678") == 1
    assert "bind 127.0.0.1" in EDITOR  # the health check's


def test_the_door_of_the_database_takes_rest_only_and_a_token_always():
    text = (ROOT / "deploy" / "proxy" / "supabase.Caddyfile").read_text()
    assert "handle_path /rest/v1/*" in text
    assert "@anonymous not header Authorization" in text
    assert text.count("reverse_proxy postgrest:3000") == 1
