"""One turn after the model has written: read the visitor, guard the answer, choose what comes next, give it form."""

from collections.abc import Sequence
from datetime import datetime

from functions.postprocess.answer import Reading, compose, is_canned, is_small_talk
from functions.postprocess.figures import StageTimes
from functions.postprocess.formatting import format_answer
from functions.postprocess.loop import find_loop
from functions.postprocess.models import (
    Offer,
    PostprocessRequest,
    PostprocessResponse,
)
from functions.postprocess.mood import may_be_offered
from functions.postprocess.next_step import NextStep, Situation, choose_next_step
from functions.postprocess.sentiment import find_sentiment, is_frustrated, sentiment_features
from functions.postprocess.upsell import built_in_offers, find_trigger
from functions.shared.facts import note, noted_times, step
from functions.shared.output_guard import NOTHING_LEFT, Guarded, guard
from functions.shared.output_guard_context import GuardContext, secrets_of
from functions.shared.quotation import QUOTATION
from functions.shared.settings import Settings


def postprocess(request: PostprocessRequest, settings: Settings, now: datetime) -> PostprocessResponse:
    """Return the turn's answer; `now` is when the request came in."""
    with step("postprocess"):
        answer = _finish(request, settings)
    answer.metrics.total_ms = max(0, round((now - request.started_at).total_seconds() * 1000))
    answer.metrics.timings = stage_times(request, noted_times("postprocess"))
    _note(answer)
    return answer


def stage_times(request: PostprocessRequest, own: dict[str, float]) -> StageTimes:
    """Return the times that the stages before told, and our own."""
    told = [part.timings.model_dump(exclude_none=True) for part in (request.decision, request.rag) if part]
    return StageTimes.model_validate({name: ms for times in (*told, own) for name, ms in times.items()})


def read_visitor(request: PostprocessRequest) -> Reading:
    """Return the feeling of the newest message, the loop of the conversation, and what she wants from us."""
    features = sentiment_features(request.message)
    feeling = find_sentiment(features)
    visitor, assistant = _said(request, "user"), _said(request, "assistant")
    trigger = find_trigger(request.message)
    need = request.decision.analysis.intent or request.decision.primary_need if request.decision else ""
    calm_before = not visitor or may_be_offered(visitor[-1], sentiment_features(visitor[-1]))
    welcome = may_be_offered(request.message, features, need=need, overloaded=trigger == "overwhelmed")
    return Reading(
        sentiment=feeling,
        frustrated=is_frustrated(features, feeling),
        kind=find_loop([*visitor, request.message], assistant),
        trigger=trigger,
        welcome=welcome and calm_before and "writer" not in request.degraded,
    )


def guard_answer(request: PostprocessRequest, offers: Sequence[Offer], settings: Settings) -> Guarded:
    """Return the model's answer without what must not be shown; the marketers' own may give the agency's number."""
    context = request.rag.context if request.rag else ""
    quoted = QUOTATION.search(context)
    known = GuardContext(
        site_url=settings.site_url,
        visitor_text="\n".join([*_said(request, "user"), request.message]),
        question="" if is_canned(request) else request.message,
        passages=request.response if is_canned(request) else context,
        secrets=(*secrets_of(settings), *([quoted["marker"]] if quoted else [])),
        offers=tuple(part for offer in offers for part in (offer.text, offer.url)),
    )
    return guard(request.response, known)


def give_form(request: PostprocessRequest, text: str, following: NextStep) -> tuple[str, list[str]]:
    """Return the answer in its form, and what was changed; a text of the marketers' stays as they wrote it."""
    shown = text if text.strip() else NOTHING_LEFT
    if is_canned(request):
        return "\n\n".join(part for part in (shown, following.addition) if part), []
    in_french = request.decision is None or request.decision.analysis.language in ("", "fr")
    needs_action = in_french and not is_small_talk(request) and following.next_action is None
    return format_answer(shown, request.agent, addition=following.addition, needs_action=needs_action)


def _finish(request: PostprocessRequest, settings: Settings) -> PostprocessResponse:
    offers = built_in_offers() if request.offers is None else request.offers
    with step("read"):
        reading = read_visitor(request)
    with step("guard"):
        guarded = guard_answer(request, offers, settings)
    following = choose_next_step(_situation(request, reading, offers))
    with step("format"):
        response, changes = give_form(request, guarded.text, following)
    answer = compose(request, reading, following, response, settings.site_url)
    answer.metrics.changes, answer.metrics.guard = changes, guarded.removed
    return answer


def _situation(request: PostprocessRequest, reading: Reading, offers: Sequence[Offer]) -> Situation:
    return Situation(
        agent=request.agent,
        kind=reading.kind,
        frustrated=reading.frustrated,
        trigger=reading.trigger,
        welcome=reading.welcome,
        visitor=[*_said(request, "user"), request.message],
        assistant=_said(request, "assistant"),
        offers=offers,
        offers_made=request.offers_made,
    )


def _said(request: PostprocessRequest, role: str) -> list[str]:
    return [message.content for message in request.history if message.role == role]


def _note(answer: PostprocessResponse) -> None:
    note(
        turn_id=str(answer.turn_id),
        conversation_id=str(answer.conversation_id),
        agent=answer.agent,
        sentiment=answer.sentiment,
        frustrated=answer.metrics.frustrated,
        loop=answer.metrics.loop.kind,
        upsell=answer.upsell.offer if answer.upsell else None,
        next_action=answer.next_action,
        changes=answer.metrics.changes,
        guard=answer.metrics.guard,
        turn_ms=answer.metrics.total_ms,
    )
