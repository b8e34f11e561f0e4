"""The widget's answer, put together from what the steps found."""

from dataclasses import dataclass

from functions.postprocess.figures import LoopMetrics, Metrics, Reranked, Trigger
from functions.postprocess.loop import LoopKind
from functions.postprocess.models import (
    PostprocessRequest,
    PostprocessResponse,
    Sentiment,
    Upsell,
)
from functions.postprocess.next_step import NextStep
from functions.postprocess.words import count_words
from functions.shared.output_guard_links import own_hosts, remove_foreign_links

SMALL_TALK = {"smalltalk", "small_talk"}


@dataclass(frozen=True)
class Reading:
    """What the visitor's messages say."""

    sentiment: Sentiment
    frustrated: bool
    kind: LoopKind | None
    trigger: Trigger | None
    welcome: bool


def compose(
    request: PostprocessRequest, reading: Reading, following: NextStep, response: str, site_url: str
) -> PostprocessResponse:
    """Return the widget's answer with its metrics; what the guard and the form changed is filled in after."""
    offer, decision, rag = following.offer, request.decision, request.rag
    confidence = decision.confidence if decision else 0.0
    metrics = Metrics(
        loop=LoopMetrics(detected=reading.kind is not None, kind=reading.kind),
        frustrated=reading.frustrated,
        total_ms=0,
        word_count=count_words(response),
        changes=[],
        guard=[],
        confidence=confidence,
        chunks_found=rag.chunks_found if rag else 0,
        decided_by=decision.decided_by if decision else None,
        intent=decision.analysis.intent if decision else None,
        trigger=reading.trigger,
        message_length=len(request.message),
        response_length=len(response),
        reasoning=decision.logged_reasoning if decision else None,
        reranked=[Reranked(chunk_id=one.chunk_id, relevance=one.rerank_score) for one in rag.sources] if rag else [],
        workflow_version=request.workflow_version,
    )
    failed = [*(decision.degraded if decision else []), *(rag.degraded if rag else []), *request.degraded]
    return PostprocessResponse(
        response=response,
        agent=request.agent,
        confidence=confidence,
        sources=_sources(request, site_url),
        conversation_id=request.conversation_id,
        turn_id=request.turn_id,
        loop_detected=reading.kind is not None,
        sentiment=reading.sentiment,
        upsell=Upsell(offer=offer.offer, text=offer.text, url=offer.url) if offer else None,
        next_action=following.next_action,
        degraded=list(dict.fromkeys(failed)),
        metrics=metrics,
    )


def _sources(request: PostprocessRequest, site_url: str) -> list[str]:
    """Return the files that the answer can rest on; a file whose name carries a foreign address is not named."""
    if request.rag is None or is_canned(request) or is_small_talk(request):
        return []
    names = dict.fromkeys(source.filename for source in request.rag.sources)
    return [name for name in names if not remove_foreign_links(name, own_hosts((site_url,)))[1]]


def is_canned(request: PostprocessRequest) -> bool:
    """Say if the text is the marketers' own: a hand-off's, or the apology where the writer failed."""
    return request.agent == "escalate" or "writer" in request.degraded


def is_small_talk(request: PostprocessRequest) -> bool:
    """Say if the message only greets or thanks: there is nothing to look up and nothing to do."""
    return request.decision is not None and request.decision.analysis.intent in SMALL_TALK
