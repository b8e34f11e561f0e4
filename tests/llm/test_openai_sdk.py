"""The openai SDK as a client of the gateway: n8n's node speaks the same protocol."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import httpx2
import openai
import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from functions.llm.app import router
from functions.shared.web import create_app

ASKED = "anthropic/claude-sonnet-5.5"
MESSAGES: list[Any] = [{"role": "user", "content": "Question : Comment débuter ?"}]


@pytest.fixture
async def client(settings_for: Any) -> AsyncIterator[openai.AsyncOpenAI]:
    settings = settings_for()
    app = create_app("llm", router, settings=settings)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app)) as http,
        openai.AsyncOpenAI(
            api_key=settings.functions_token.get_secret_value(),
            base_url="http://gateway/llm/v1",
            http_client=http,
            max_retries=0,
        ) as opened,
    ):
        yield opened


async def test_it_reads_a_whole_answer(client: openai.AsyncOpenAI) -> None:
    reply = await client.chat.completions.create(model=ASKED, messages=MESSAGES)
    assert isinstance(reply, ChatCompletion)
    assert reply.model == ASKED
    assert (reply.choices[0].message.content or "").startswith("Réponse simulée")
    assert reply.choices[0].finish_reason == "stop"
    assert reply.usage is not None
    assert reply.usage.total_tokens > 0
    # What the SDK only builds, its strict model checks.
    ChatCompletion.model_validate(reply.model_dump(), strict=True)


async def test_it_reads_a_stream(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model=ASKED, messages=MESSAGES, stream=True, stream_options={"include_usage": True}
    )
    chunks = [chunk async for chunk in stream]
    for chunk in chunks:
        ChatCompletionChunk.model_validate(chunk.model_dump(), strict=True)
    assert len({chunk.id for chunk in chunks}) == 1
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text.startswith("Réponse simulée")
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [c.choices[0].finish_reason for c in chunks if c.choices and c.choices[0].finish_reason] == ["stop"]
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None


async def test_usage_is_not_sent_to_those_who_did_not_ask(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(model=ASKED, messages=MESSAGES, stream=True)
    assert all(chunk.choices and chunk.usage is None for chunk in [chunk async for chunk in stream])


async def test_it_reads_a_stream_of_the_offline_writer_some_words_at_a_time(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(model="local/offline-writer", messages=MESSAGES, stream=True)
    chunks = [chunk async for chunk in stream]
    texts = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert len(texts) > 4
    assert all(len(text.split()) <= 10 for text in texts)
    assert chunks[0].model == "local/offline-writer"


async def test_it_reads_the_list_of_models(client: openai.AsyncOpenAI) -> None:
    assert ASKED in [model.id async for model in client.models.list()]


async def test_its_errors_carry_our_words(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.AuthenticationError) as caught:
        await client.with_options(api_key="wrong").chat.completions.create(model=ASKED, messages=MESSAGES)
    assert caught.value.code == "unauthorized"
    with pytest.raises(openai.UnprocessableEntityError) as refused:
        await client.chat.completions.create(model=ASKED, messages=[])
    assert refused.value.body["message"].startswith("La requête ne respecte pas le contrat")  # type: ignore[index]


async def test_words_arrive_while_the_model_still_writes(settings_for: Any, simulator: Any, serve: Any) -> None:
    simulator.behave("openrouter", tokens_per_s=40)
    start = time.monotonic()
    arrivals: list[float] = []
    with serve(create_app("llm", router, settings=settings_for())) as url:
        async with openai.AsyncOpenAI(api_key="a-token-of-the-tests", base_url=f"{url}/llm/v1") as client:
            start = time.monotonic()
            async for _ in await client.chat.completions.create(model=ASKED, messages=MESSAGES, stream=True):
                arrivals.append(time.monotonic() - start)
    assert arrivals[0] < arrivals[-1] / 2
    assert len(arrivals) > 5


async def test_a_caller_who_leaves_is_in_the_log_and_stops_the_model(
    settings_for: Any, simulator: Any, serve: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.behave("openrouter", tokens_per_s=20)
    with serve(create_app("llm", router, settings=settings_for())) as url:
        body = {"model": ASKED, "messages": MESSAGES, "stream": True}
        async with (
            httpx.AsyncClient(headers={"Authorization": "Bearer a-token-of-the-tests"}) as http,
            http.stream("POST", f"{url}/llm/v1/chat/completions", json=body) as response,
        ):
            await anext(response.aiter_lines())
        lines: list[str] = []
        for _ in range(60):
            await asyncio.sleep(0.05)
            lines += capsys.readouterr().out.splitlines()
            if any("llm_call_abandoned" in line for line in lines):
                break
    (line,) = [json.loads(line) for line in lines if "llm_call_abandoned" in line]
    assert (line["model"], line["status"]) == (ASKED, "cut")
