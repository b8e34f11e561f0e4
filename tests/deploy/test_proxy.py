"""The proxy opens exactly the webhooks of the flows; what it answers itself is in the form of the widget's contract."""

import json
import re

import pytest

from tests.deploy.compose import ROOT

CADDYFILE = (ROOT / "deploy" / "proxy" / "Caddyfile").read_text()
WORLD, EDITOR = CADDYFILE.split("http://:5678", 1)
LIST = r"method (\w+) OPTIONS\s+vars_regexp sent \{http\.request\.orig_uri\} (\S+)"
OPEN = {method: re.compile(pattern) for method, pattern in re.findall(LIST, WORLD)}


def webhooks() -> set[tuple[str, str]]:
    """Method and path of every webhook of the flows."""
    flows = [json.loads(file.read_text()) for file in (ROOT / "n8n" / "workflows").glob("*.json")]
    nodes = [node["parameters"] for flow in flows for node in flow["nodes"] if node["type"] == "n8n-nodes-base.webhook"]
    return {(node.get("httpMethod", "GET"), f"/webhook/{node['path']}") for node in nodes}


def form() -> str:
    """The path of the form that adds a document."""
    flow = json.loads((ROOT / "n8n" / "workflows" / "add-document.json").read_text())
    [trigger] = [node["parameters"] for node in flow["nodes"] if node["type"] == "n8n-nodes-base.formTrigger"]
    return trigger["options"]["path"]


def test_the_flows_have_webhooks():
    assert ("POST", "/webhook/chat") in webhooks()


def test_every_webhook_of_the_flows_is_open_and_no_other():
    listed = {method: re.search(r"/webhook/\(\?:([^)]+)\)", pattern.pattern) for method, pattern in OPEN.items()}
    opened = {(method, f"/webhook/{path}") for method, found in listed.items() if found for path in found[1].split("|")}
    assert opened == webhooks()
    assert WORLD.count("handle @") == WORLD.count("import to_n8n") == len(OPEN)


def test_a_webhook_gets_its_own_path_whatever_the_query():
    for method, path in webhooks():
        for sent in (path, f"{path}?utm=1"):
            found = OPEN[method].match(sent)
            assert found
            assert found[1] == path
    assert "rewrite * {re.sent.1}\n" in WORLD


@pytest.mark.parametrize(
    "sent",
    [
        "/", "/form/ajouter-un-document", "/form-waiting/1", "/rest/login", "/healthz", "/metrics",
        "/webhook-test/chat", "/webhook-waiting/1", "/webhook/other", "/webhook/chat/", "/webhook/chat/other",
        "/WEBHOOK/chat", "/webhook/Chat", "/webhook/%63hat", "//webhook/chat", "/webhook%2Fchat", "/webhook/./chat",
        "/rest/../webhook/chat", "/webhook/../rest/login", "/webhook/chat;x", "/webhook/chat%0a", "/webhook/chat#x",
    ],
)  # fmt: skip
def test_nothing_else_is_open(sent: str):
    assert not [method for method, pattern in OPEN.items() if pattern.match(sent)]


def test_the_world_reaches_n8n_in_one_place_only():
    assert WORLD.count("reverse_proxy") == 1
    assert re.search(r"handle \{\s*error 404\s*\}", WORLD)


def test_the_teams_link_to_the_form_says_where_the_form_is():
    told = re.search(r'handle (\S+) \{\s*header Content-Type "([^"]+)"\s*respond "([^"]+)" 403\s*\}', WORLD)
    assert told
    assert told.group(1, 2) == ("/form/*", "text/plain; charset=utf-8")
    assert "tunnel SSH" in told[3]
    assert f"http://localhost:5678/form/{form()}" in told[3]


def test_a_large_body_is_refused_with_and_without_a_declared_length():
    assert "> 32768" in WORLD
    assert "error @large 413" in WORLD
    assert "max_size 32KiB" in WORLD


def test_a_visitor_cannot_choose_its_own_address():
    for header in ("X-Real-Ip", "X-Visitor-Ip", "Forwarded"):
        assert f"header_up -{header}\n" in WORLD
    assert WORLD.count("header_up X-Forwarded-For {client_ip}\n") == 1
    assert "trusted_proxies" not in CADDYFILE


def test_a_slow_body_is_cut_off_but_for_a_document_that_comes_through_the_tunnel():
    timeouts = dict(re.findall(r"\tservers( :\d+)? \{\s*timeouts \{([^}]*)\}", WORLD))
    assert timeouts.keys() == {"", " :5678"}
    assert "read_body 15s" in timeouts[""]
    assert "read_body" not in timeouts[" :5678"]
    assert all("read_header 5s" in text for text in timeouts.values())


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
