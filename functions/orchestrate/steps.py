"""How it is decided who answers, from top to bottom."""

from functions.orchestrate.asking import ask_router
from functions.orchestrate.decision import decide_locally, decide_with_llm
from functions.orchestrate.local_stage import LocalVerdict, judge
from functions.orchestrate.models import Decision, Timings, Turn
from functions.orchestrate.router_model import RouterModel, load_model
from functions.shared.ahead import announce
from functions.shared.clients import Clients
from functions.shared.errors import ProviderFailure
from functions.shared.facts import note, noted_times, step
from functions.shared.metrics import decisions

# Answered without passages: an embedding would be paid for nothing.
UNSEARCHED = ("small_talk", "ai_question")


async def orchestrate(clients: Clients, turn: Turn) -> Decision:
    """Return who answers: rules and the local classifier where they are sure, else the router model."""
    threshold = clients.settings.confidence_threshold if turn.threshold is None else turn.threshold
    model = load_model()
    with step("router"):
        with step("local"):
            verdict = judge(model, turn.message, turn.history)
        decision = await _decide(clients, model, turn, verdict, threshold)
    decisions.labels(decision.agent, decision.decided_by).inc()
    note(
        agent=decision.agent,
        confidence=decision.confidence,
        decided_by=decision.decided_by,
        intent=decision.analysis.intent,
        degraded=decision.degraded,
    )
    return decision.model_copy(update={"timings": Timings(**noted_times("router"))})


async def _decide(
    clients: Clients, model: RouterModel, turn: Turn, verdict: LocalVerdict, threshold: float
) -> Decision:
    if clients.openrouter is None or _decides_alone(clients.settings.router_mode, model, verdict):
        decision = decide_locally(verdict, turn.message, threshold, degraded=[])
        if decision.agent != "escalate" and decision.analysis.intent not in UNSEARCHED:
            clients.embeddings.warm(turn.message)  # her search is the next step: its vector is on its way
        return decision
    # Speculation: whoever answers, her passages are searched with this vector; it is ready when the router is.
    clients.embeddings.warm(turn.message)
    if clients.settings.router_speculation == "search":
        announce(clients, turn.message)
    try:
        llm = await ask_router(clients, clients.openrouter, turn)
    except ProviderFailure:
        return decide_locally(verdict, turn.message, threshold, degraded=["router_llm"])
    return decide_with_llm(llm, verdict, turn.message, threshold)


def _decides_alone(mode: str, model: RouterModel, verdict: LocalVerdict) -> bool:
    """Critical needs, small talk, our prices and the truth about who answers are decided by code in every mode."""
    if mode == "local" or verdict.decided_by == "rule":
        return True
    return mode == "hybrid" and verdict.is_sure(model.calibration.sure)
