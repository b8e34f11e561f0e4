"""The chain of models, then the offline writer: it always ends with an answer."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from functions.llm import offline_writer
from functions.llm.attempt import Limits, attempt
from functions.llm.chain import Candidate, candidates
from functions.llm.chunks import Piece
from functions.llm.fallback import is_too_late, needs_repair, patience
from functions.llm.models import ChatRequest
from functions.llm.progress import Progress
from functions.shared.clients import Clients
from functions.shared.errors import ProviderFailure
from functions.shared.llm_calls import ModelFailure
from functions.shared.logs import get_logger
from functions.shared.settings import Settings

# A model that has begun may pause this many times longer than one that has not: its words are being read meanwhile.
SILENCE_PATIENCE = 2.0
INTERRUPTION = "\n\n_Ma réponse a été interrompue ici : repose-moi ta question si tu veux la suite._"

log = get_logger(__name__)


async def write(request: ChatRequest, clients: Clients, progress: Progress) -> AsyncGenerator[Piece, None]:
    """Yield the answer of the first model that gives one.

    In stream mode words cannot be taken back: a model that breaks after the first one ends the answer, and says so.
    """
    chain = candidates(request, clients)
    for place, candidate in enumerate(chain):
        left_s = clients.settings.turn_first_token_s - progress.silent_s()
        if place and is_too_late(left_s):
            break
        limits = _limits(clients.settings, progress, left_s, len(chain) - place - 1)
        said = False
        try:
            async with aclosing(_ask(request, candidate, clients, limits, progress)) as pieces:
                async for piece in pieces:
                    said = True
                    yield piece
            return
        except ProviderFailure as failure:
            clients.resilience.breakers.respect(candidate.breaker, failure)
            _report(candidate.model, failure, progress, after_text=said)
        if said:
            progress.interrupted = True
            yield Piece(content=INTERRUPTION)
            return
    async for piece in _write_offline(request, progress):
        yield piece


async def _ask(
    request: ChatRequest, candidate: Candidate, clients: Clients, limits: Limits, progress: Progress
) -> AsyncGenerator[Piece, None]:
    progress.begin(candidate.model)
    with clients.resilience.breakers.watch(candidate.breaker):
        async with aclosing(attempt(candidate.provider, candidate.body, limits, progress)) as pieces:
            if request.stream:
                async for piece in pieces:
                    yield piece
                return
            # Nothing was shown yet: the whole answer is awaited, so that the next model can replace a broken one.
            held = [piece async for piece in pieces]
    for piece in held:
        yield piece


def _limits(settings: Settings, progress: Progress, left_s: float, models_after: int) -> Limits:
    first = settings.writer_first_token_timeout_s
    return Limits(
        first_token_s=patience(first, left_s, models_after),
        silence_s=SILENCE_PATIENCE * first,
        deadline=progress.started + settings.writer_timeout_s,
    )


def _report(model: str, failure: ProviderFailure, progress: Progress, *, after_text: bool) -> None:
    progress.failures.append(ModelFailure(model=model, kind=failure.kind))
    if failure.kind == "open":
        return  # said when the breaker opened
    say = log.error if needs_repair(failure.kind) else log.warning
    turn_id = str(progress.turn_id) if progress.turn_id else None
    say("writer_failed", model=model, kind=failure.kind, reason=failure.reason, after_text=after_text, turn_id=turn_id)


async def _write_offline(request: ChatRequest, progress: Progress) -> AsyncIterator[Piece]:
    progress.begin_offline()
    text = offline_writer.write(request.messages, outage=bool(progress.failures))
    progress.saw_text(text)
    yield Piece(content=text)
