"""The one line of a turn, with the names of the architecture document; the view `turns` holds the same facts."""

from functions.postprocess.models import PostprocessResponse
from functions.shared.clients import Clients
from functions.shared.llm_calls import TurnCalls, read_turn_calls
from functions.shared.logs import get_logger
from functions.shared.metrics import turn_seconds, turns_degraded

# What `degraded` may name: a label of a metric is a closed set, whatever a flow sends.
PARTS = frozenset({"embeddings", "rerank", "router_llm", "writer", "history", "knowledge", "postprocess"})

log = get_logger(__name__)


async def log_turn(clients: Clients, answer: PostprocessResponse) -> None:
    """Write the line and count the turn; without the database its models, tokens and cost are null."""
    calls = await read_turn_calls(clients.database, answer.turn_id) or TurnCalls()
    log.info("turn", **turn_line(answer, calls))
    turn_seconds.labels(answer.agent).observe(answer.metrics.total_ms / 1000)
    for part in {part if part in PARTS else "other" for part in _degraded(answer, calls)}:
        turns_degraded.labels(part).inc()


def turn_line(answer: PostprocessResponse, calls: TurnCalls) -> dict[str, object]:
    """Return the facts of a turn; lengths in characters, times in milliseconds, cost in US dollars."""
    figures = answer.metrics
    writer = {"first_token_ms": calls.first_token_ms, "writer_ms": calls.writer_ms}
    return {
        "conversation_id": str(answer.conversation_id),
        "turn_id": str(answer.turn_id),
        "user_message_length": figures.message_length,
        "orchestrator_decision": {
            "agent": answer.agent,
            "confidence": answer.confidence,
            "reasoning": figures.reasoning,
            "decided_by": figures.decided_by,
            "intent": figures.intent,
        },
        "rag_results": {
            "chunks_found": figures.chunks_found,
            "reranked_top_3": [passage.model_dump() for passage in figures.reranked],
            "sources": answer.sources,
        },
        "agent_response_length": figures.response_length,
        "total_time_ms": figures.total_ms,
        "stage_times_ms": figures.timings.model_dump() | writer,
        "model_asked": calls.model_asked,
        "model_used": calls.model_answered,
        "tokens_used": {"prompt": calls.prompt_tokens, "completion": calls.completion_tokens},
        "cost_usd": calls.cost_usd,
        "degraded": _degraded(answer, calls),
        "workflow_version": figures.workflow_version,
    }


def _degraded(answer: PostprocessResponse, calls: TurnCalls) -> list[str]:
    # only the gateway knows that the writer was replaced, and it told the database
    return sorted({*answer.degraded, *(["writer"] if calls.writer_replaced else [])})
