"""The rules of the canvas that a reader, a marketer and an operator count on."""

import json
import re
from typing import Any

import pytest

from tests.workflows.flows import FLOWS, ROOT, run_node

SKIPPED = {"n8n-nodes-base.stickyNote"}
ENGLISH_DEFAULTS = re.compile(r"^(HTTP Request|Edit Fields|If|Switch|Set|Code|AI Agent|Webhook|Wait|Merge|OpenAI)\b")
SECRET = re.compile(r"sk-[A-Za-z0-9_-]{16,}|eyJ[A-Za-z0-9_-]{16,}\.|sb_secret_|xox[bp]-|Bearer [A-Za-z0-9]")
CREDENTIALS = {file.stem: json.loads(file.read_text()) for file in (ROOT / "n8n/credentials.example").glob("*.json")}


def flows() -> list[Any]:
    return [pytest.param(json.loads(file.read_text()), id=file.stem) for file in sorted(FLOWS.glob("*.json"))]


def nodes_of(flow: dict[str, Any], kind: str = "") -> list[dict[str, Any]]:
    return [node for node in flow["nodes"] if kind in node["type"] and node["type"] not in SKIPPED]


def chat_turn() -> dict[str, Any]:
    return json.loads((FLOWS / "chat-turn.json").read_text())


@pytest.mark.parametrize("flow", flows())
def test_nodes_say_in_french_what_happens(flow: dict[str, Any]) -> None:
    assert not [node["name"] for node in nodes_of(flow) if ENGLISH_DEFAULTS.match(node["name"])]
    assert flow["description"].count(".") >= 2


@pytest.mark.parametrize("flow", flows())
def test_no_code_node_and_nothing_that_n8n_3_removes(flow: dict[str, Any]) -> None:
    types = {node["type"] for node in flow["nodes"]}
    assert not {kind for kind in types if kind.endswith((".code", ".function", ".functionItem", "toolCode"))}
    assert all(node["typeVersion"] >= 3 for node in nodes_of(flow, "langchain.agent"))


@pytest.mark.parametrize("flow", flows())
def test_every_http_request_has_a_time_out_and_an_error_exit(flow: dict[str, Any]) -> None:
    # a marketer who adds a long document waits for it; a visitor or a colleague must not
    longest = 90_000 if flow["id"] == "add-document" else 10_000
    for node in nodes_of(flow, "httpRequest"):
        assert 0 < node["parameters"]["options"]["timeout"] <= longest, node["name"]
        assert node.get("onError") in {"continueErrorOutput", "continueRegularOutput"}, node["name"]
        if node["onError"] == "continueErrorOutput":
            exits = flow["connections"][node["name"]]["main"]
            assert len(exits) == 2, f"{node['name']}: the error exit leads nowhere"
            assert exits[1], f"{node['name']}: the error exit leads nowhere"


@pytest.mark.parametrize("flow", flows())
def test_every_switch_has_a_wired_fallback(flow: dict[str, Any]) -> None:
    for node in nodes_of(flow, "n8n-nodes-base.switch"):
        assert node["parameters"]["options"]["fallbackOutput"] == "extra"
        rules = node["parameters"]["rules"]["values"]
        exits = flow["connections"][node["name"]]["main"]
        assert len(exits) == len(rules) + 1
        assert all(exits)


@pytest.mark.parametrize("flow", flows())
def test_no_secret_is_in_a_flow_and_each_credential_has_its_example(flow: dict[str, Any]) -> None:
    assert not SECRET.search(json.dumps(flow))
    for node in flow["nodes"]:
        for kind, reference in node.get("credentials", {}).items():
            example = CREDENTIALS[reference["id"]]
            assert (example["type"], example["name"]) == (kind, reference["name"])


@pytest.mark.parametrize("credential", CREDENTIALS.values(), ids=CREDENTIALS.keys())
def test_an_example_of_a_credential_holds_only_placeholders(credential: dict[str, Any]) -> None:
    for value in credential["data"].values():
        if isinstance(value, str) and value and not value.startswith("="):
            assert "${" in value or value in {"X-Turn-Id", "HS256", "passphrase", "equipe"}


@pytest.mark.parametrize("flow", flows())
def test_successful_executions_leave_no_text_and_failures_are_noted(flow: dict[str, Any]) -> None:
    assert flow["settings"]["saveDataSuccessExecution"] == "none"
    assert flow["settings"].get("errorWorkflow") == (None if flow["id"] == "on-error" else "on-error")


@pytest.mark.parametrize("flow", flows())
def test_what_a_flow_refers_to_exists(flow: dict[str, Any]) -> None:
    names = {node["name"] for node in flow["nodes"]}
    referred = re.findall(r"\$\('([^']+)'\)", json.dumps(flow, ensure_ascii=False))
    assert set(referred) <= names
    for node in nodes_of(flow, "executeWorkflow"):
        if "workflowId" in node["parameters"]:
            assert (FLOWS / f"{node['parameters']['workflowId']['value']}.json").exists()


def test_the_groups_are_legal_and_at_most_seven_boxes_are_visible() -> None:
    for file, report in run_node("validate_groups.cjs").items():
        assert report == {"violations": [], "boxes": report["boxes"]}, file
        assert report["boxes"] <= 7, file


def test_groups_are_numbered_in_reading_order_with_short_descriptions() -> None:
    groups = chat_turn()["nodeGroups"]
    assert [group["name"].split(".")[0] for group in groups] == [str(n + 1) for n in range(len(groups))]
    assert all(0 < len(group["description"]) <= 145 for group in groups)


def test_the_webhooks_parameters_are_static() -> None:
    # an expression there strands memory per streamed request
    for node in nodes_of(chat_turn(), "n8n-nodes-base.webhook"):
        assert "{{" not in json.dumps(node["parameters"])


def test_marketers_find_their_settings_in_one_node() -> None:
    [settings] = [node for node in chat_turn()["nodes"] if node["name"] == "Réglages"]
    values = json.loads(settings["parameters"]["jsonOutput"])
    assert {"limite_par_visiteuse", "seuil_de_confiance", "horaires", "message_de_relais", "offres"} <= set(values)


@pytest.mark.parametrize("expert", ["Audrey", "Carole"])
def test_a_persona_has_all_its_sections(expert: str) -> None:
    [agent] = [node for node in chat_turn()["nodes"] if node["name"] == expert]
    prompt = agent["parameters"]["options"]["systemMessage"]
    sections = ("expertise", "style", "clientes", "ressources", "conversation", "rôle", "règles")
    assert all(re.search(rf"^# .*{section}", prompt, re.MULTILINE | re.IGNORECASE) for section in sections)
    assert "300 mots" in prompt
    assert "action concrète" in prompt
    assert "tutoies" in prompt


@pytest.mark.parametrize("expert", ["Audrey", "Carole"])
def test_the_question_comes_last_and_the_persona_stays_the_same_from_turn_to_turn(expert: str) -> None:
    [agent] = [node for node in chat_turn()["nodes"] if node["name"] == expert]
    history, context, question = (
        agent["parameters"]["text"].find(part) for part in ("history", "context", "message }")
    )
    assert 0 < history < context < question
    assert "{{" not in agent["parameters"]["options"]["systemMessage"]
