"""One turn, one trace: n8n's spans and the functions' meet at a collector on loopback, on the real stack."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest

from dev import ports
from dev import settings as dev_settings
from dev import stack as dev_stack
from dev.stack import Stack
from tests.conftest import FUNCTIONS_ENV, SimulatorHandle, serving
from tests.observability.collector import Collector
from tests.stack.visitor import PATIENCE, Visitor

WORDS = "cactusbleu7391"
QUESTION = f"Comment construire mon premier tunnel de vente ? Mon e-mail : {WORDS}@exemple.fr"
IN_N8N = {"workflow.execute", "Ouvrir l’échange", "Choisir l’experte", "Audrey", "Enregistrer l’échange"}
IN_THE_FUNCTIONS = {"POST /orchestrate", "POST /rag", "POST /llm/v1/chat/completions", "POST /postprocess"}

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def collector() -> Collector:
    return Collector()


@pytest.fixture(scope="module")
def traced(collector: Collector, simulator_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("traced")
    free = ports.free_for_a_stack()
    with serving(collector.app()) as url:
        settings = dev_settings.load(folder / "env", data_dir=folder / "data", otel_exporter_otlp_endpoint=url, **free)
        providers = {
            "OTEL_EXPORTER_OTLP_ENDPOINT": url,
            "OPENAI_BASE_URL": f"{simulator_url}/openai/v1",
            "COHERE_BASE_URL": f"{simulator_url}/cohere",
            "OPENROUTER_BASE_URL": f"{simulator_url}/openrouter/api/v1",
        }
        parts = [part for part in dev_stack.ALL if part != "demo"]
        with dev_stack.start(settings, functions_env=FUNCTIONS_ENV | providers, only=parts) as running:
            yield running


@pytest.fixture
def visitor(traced: Stack, simulator: SimulatorHandle) -> Iterator[Visitor]:
    with httpx.Client(timeout=PATIENCE) as client:
        yield Visitor(traced.webhook_url, str(uuid4()), client)


def test_a_turn_is_one_trace_over_n8n_and_the_functions(visitor: Visitor, collector: Collector) -> None:
    stranger = f"00-{'a' * 32}-{'b' * 16}-01"
    visitor.client.headers["traceparent"] = stranger
    answer = visitor.ask(QUESTION)
    assert answer["agent"] == "audrey"

    spans = collector.wait_for(answer["turn_id"].replace("-", ""), IN_N8N | IN_THE_FUNCTIONS, PATIENCE)

    assert {span.service for span in spans} == {"n8n", "functions"}
    by_id = {span.span_id: span for span in spans}
    [search] = [span for span in spans if span.name == "POST /rag"]
    assert by_id[search.parent_id].attributes["n8n.node.name"] == "Connaissances d’Audrey"
    [workflow] = [span for span in spans if span.attributes.get("n8n.workflow.id") == "chat-turn"]
    assert workflow.attributes["n8n.workflow.version_id"]
    assert "a" * 32 not in {span.trace_id for span in collector.spans}


def test_no_span_holds_a_word_of_the_visitor_not_even_when_a_node_fails(
    traced: Stack, visitor: Visitor, collector: Collector
) -> None:
    answer = visitor.ask(QUESTION)
    traced.kill("functions")
    failed = visitor.ask(QUESTION)
    traced.start_part("functions")
    assert failed["next_action"] == "human_handoff"
    collector.wait_for(failed["turn_id"].replace("-", ""), {"workflow.execute", "Choisir l’experte"}, PATIENCE)

    sent = b"".join(collector.raw)

    settings = traced.settings
    assert "Choisir l’experte".encode() in sent
    for text in (WORDS, answer["response"][:40], settings.functions_token, settings.supabase_service_role_key):
        assert text.encode() not in sent
