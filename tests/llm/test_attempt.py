"""One model asked once: endings that no status tells."""

import json
import time
from typing import Any

import httpx
import pytest

from functions.llm.attempt import Limits, attempt
from functions.llm.progress import Progress
from functions.shared.errors import ProviderFailure
from functions.shared.openrouter import OpenRouter

DONE = "data: [DONE]\n\n"


def event(content: str | None, finish_reason: str | None = None, **more: Any) -> str:
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish_reason}
    return f"data: {json.dumps({'model': 'm-2026', 'choices': [choice], **more})}\n\n"


async def ask(settings: Any, body: str) -> tuple[str, Progress]:
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, text=body, headers={"content-type": "text/event-stream"})
    )
    progress = Progress(model_asked="m")
    progress.begin("m")
    limits = Limits(first_token_s=1, silence_s=1, deadline=time.monotonic() + 2)
    async with httpx.AsyncClient(transport=transport) as http:
        pieces = [piece async for piece in attempt(OpenRouter(settings, http), {}, limits, progress)]
    return "".join(piece.content for piece in pieces), progress


async def test_the_model_that_really_answered_is_the_one_that_is_named(settings_for: Any) -> None:
    text, progress = await ask(settings_for(), event("Bon") + event("jour", "length") + DONE)
    assert (text, progress.model, progress.finish_reason) == ("Bonjour", "m-2026", "length")


async def test_a_stream_that_is_cut_after_its_last_word_is_whole(settings_for: Any) -> None:
    text, _ = await ask(settings_for(), event("Bonjour") + event("", "stop"))
    assert text == "Bonjour"


async def test_a_stream_that_is_cut_before_its_last_word_is_cut(settings_for: Any) -> None:
    with pytest.raises(ProviderFailure) as caught:
        await ask(settings_for(), event("Bon"))
    assert caught.value.kind == "cut"


async def test_an_error_that_only_the_finish_reason_tells_is_an_error(settings_for: Any) -> None:
    with pytest.raises(ProviderFailure) as caught:
        await ask(settings_for(), event("Bon") + event("", "error") + DONE)
    assert caught.value.kind == "server_error"


async def test_what_the_provider_does_not_tell_is_estimated_for_the_budget_alone(settings_for: Any) -> None:
    endless = "".join(event("mot " * 1000) for _ in range(4))
    _, progress = await ask(settings_for(), endless + DONE)
    progress.prompt_characters = 400
    call = progress.as_call()
    assert (call.prompt_tokens, call.completion_tokens) == (None, None)
    assert call.estimated_tokens == (400 + 16_000) // 4
    progress.begin("n")
    assert progress.as_call().estimated_tokens == call.estimated_tokens


async def test_what_the_provider_tells_is_not_estimated(settings_for: Any) -> None:
    usage = {"prompt_tokens": 7, "completion_tokens": 2}
    _, progress = await ask(settings_for(), event("Bonjour", "stop") + event(None, usage=usage) + DONE)
    assert (progress.as_call().prompt_tokens, progress.as_call().estimated_tokens) == (7, 0)


@pytest.mark.parametrize("body", [DONE, event(None, "stop") + DONE, event("", "content_filter") + DONE])
async def test_an_answer_without_a_word_is_empty(body: str, settings_for: Any) -> None:
    with pytest.raises(ProviderFailure) as caught:
        await ask(settings_for(), body)
    assert caught.value.kind == "empty"


async def test_thinking_is_not_shown_and_its_usage_is_kept(settings_for: Any) -> None:
    thinking = 'data: {"choices": [{"delta": {"reasoning": "Voyons"}}]}\n\n'
    usage = {"prompt_tokens": 9, "completion_tokens": 4, "cost": 0.01}
    text, progress = await ask(settings_for(), thinking + event("Oui") + event("", "stop", usage=usage) + DONE)
    assert text == "Oui"
    assert progress.usage.cost_usd == 0.01
