"""The chain: the model of the canvas, the fallback model, the offline writer; it always ends with an answer."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from functions.llm import offline_writer
from functions.llm.attempt import Limits, attempt
from functions.llm.chunks import Piece
from functions.llm.fallback import models_to_ask, needs_repair, patience
from functions.llm.forwarding import body_for
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
    for model in _models(request, clients):
        said = False
        try:
            async with aclosing(_ask(request, model, clients, progress)) as pieces:
                async for piece in pieces:
                    said = True
                    yield piece
            return
        except ProviderFailure as failure:
            _report(model, failure, progress, after_text=said)
        if said:
            progress.interrupted = True
            yield Piece(content=INTERRUPTION)
            return
    async for piece in _write_offline(request, progress):
        yield piece


def _models(request: ChatRequest, clients: Clients) -> tuple[str, ...]:
    return models_to_ask(request.model, clients.settings.writer_fallback_model) if clients.openrouter else ()


async def _ask(request: ChatRequest, model: str, clients: Clients, progress: Progress) -> AsyncGenerator[Piece, None]:
    assert clients.openrouter is not None
    progress.begin(model)
    limits = _limits(clients.settings, progress)
    async with aclosing(attempt(clients.openrouter, body_for(request, model), limits, progress)) as pieces:
        if request.stream:
            async for piece in pieces:
                yield piece
            return
        # Nothing was shown yet: the whole answer is awaited, so that the next model can replace a broken one.
        for piece in [piece async for piece in pieces]:
            yield piece


def _limits(settings: Settings, progress: Progress) -> Limits:
    first = settings.writer_first_token_timeout_s
    return Limits(
        first_token_s=patience(first, progress.waited_s()),
        silence_s=SILENCE_PATIENCE * first,
        deadline=progress.started + settings.writer_timeout_s,
    )


def _report(model: str, failure: ProviderFailure, progress: Progress, *, after_text: bool) -> None:
    progress.failures.append(ModelFailure(model=model, kind=failure.kind))
    say = log.error if needs_repair(failure.kind) else log.warning
    turn_id = str(progress.turn_id) if progress.turn_id else None
    say("writer_failed", model=model, kind=failure.kind, reason=failure.reason, after_text=after_text, turn_id=turn_id)


async def _write_offline(request: ChatRequest, progress: Progress) -> AsyncIterator[Piece]:
    progress.begin_offline()
    text = offline_writer.write(request.messages, outage=bool(progress.failures))
    progress.saw_text()
    yield Piece(content=text)
