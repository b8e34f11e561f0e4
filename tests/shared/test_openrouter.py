"""The OpenRouter client: its answers from cassettes, its failures from the simulator."""

from typing import Any

import httpx
import pytest

from functions.shared.errors import ProviderFailure
from functions.shared.openrouter import OpenRouter

BODY = {
    "model": "anthropic/claude-haiku-5.5",
    "messages": [{"role": "user", "content": "Réponds « bonjour » et rien d'autre."}],
    "max_completion_tokens": 1_000,
    "reasoning": {"effort": "low"},
}


async def collect(openrouter: OpenRouter, body: dict[str, Any], timeout_s: float = 20) -> list[dict[str, Any]]:
    return [chunk async for chunks in openrouter.stream(body, timeout_s) for chunk in chunks]


@pytest.mark.vcr
async def test_a_completion_comes_with_its_cost(provider_settings: Any) -> None:
    async with httpx.AsyncClient() as http:
        reply = await OpenRouter(provider_settings("openrouter_api_key"), http).complete(BODY, 20)
    assert "bonjour" in reply["choices"][0]["message"]["content"].lower()
    assert reply["usage"]["cost"] > 0


@pytest.mark.vcr
async def test_a_stream_comes_in_chunks_and_ends_with_its_cost(provider_settings: Any) -> None:
    async with httpx.AsyncClient() as http:
        chunks = await collect(OpenRouter(provider_settings("openrouter_api_key"), http), BODY)
    said = [chunk["choices"][0]["delta"].get("content") or "" for chunk in chunks if chunk["choices"]]
    assert "bonjour" in "".join(said).lower()
    assert chunks[-1]["usage"]["cost"] > 0


@pytest.mark.vcr
async def test_the_list_of_models_knows_the_configured_ones(provider_settings: Any) -> None:
    settings = provider_settings("openrouter_api_key")
    async with httpx.AsyncClient() as http:
        models = await OpenRouter(settings, http).list_models()
    assert {settings.router_model, settings.writer_model, settings.writer_fallback_model} <= models


@pytest.mark.vcr
async def test_a_model_that_is_gone_is_a_retired_model_although_the_status_is_400(provider_settings: Any) -> None:
    async with httpx.AsyncClient() as http:
        openrouter = OpenRouter(provider_settings("openrouter_api_key"), http)
        with pytest.raises(ProviderFailure) as caught:
            await openrouter.complete(BODY | {"model": "anthropic/claude-of-the-past"}, 20)
    assert caught.value.kind == "retired_model"


@pytest.mark.vcr
async def test_a_wrong_key_is_unauthorized(provider_settings: Any) -> None:
    async with httpx.AsyncClient() as http:
        openrouter = OpenRouter(provider_settings("openrouter_api_key", openrouter_api_key="wrong"), http)
        with pytest.raises(ProviderFailure) as caught:
            await collect(openrouter, BODY)
    assert caught.value.kind == "unauthorized"


# fault -> kind without stream, kind with stream (None: the stream itself is sound, its reader finds nothing in it)
FAULTS: dict[str, tuple[str, str | None]] = {
    "error_200": ("server_error", "server_error"),
    "error_chunk": ("server_error", "server_error"),
    "null_content": ("empty", None),
    "empty_choices": ("empty", None),
    "retired_400": ("retired_model", "retired_model"),
    "retired_404": ("retired_model", "retired_model"),
    "unauthorized_401": ("unauthorized", "unauthorized"),
    "no_credit_402": ("no_credit", "no_credit"),
    "forbidden_403": ("unauthorized", "unauthorized"),
    "rate_limited_429": ("rate_limited", "rate_limited"),
    "server_500": ("server_error", "server_error"),
    "unavailable_503": ("server_error", "server_error"),
    "overloaded_529": ("server_error", "server_error"),
    "stall_headers": ("timeout", "timeout"),
    "cut_stream": ("cut", "cut"),
    "malformed_json": ("malformed", "malformed"),
    "malformed_sse": ("malformed", "malformed"),
    "refuse": ("cut", "cut"),
}


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize(("fault", "kinds"), FAULTS.items())
async def test_every_fault_has_a_name(
    fault: str, kinds: tuple[str, str | None], stream: bool, simulator: Any, settings_for: Any
) -> None:
    simulator.behave("openrouter", fault)
    async with httpx.AsyncClient() as http:
        openrouter = OpenRouter(settings_for(), http)
        asked = collect(openrouter, BODY, 0.3) if stream else openrouter.complete(BODY, 0.3)
        if kinds[stream] is None:
            assert await asked
            return
        with pytest.raises(ProviderFailure) as caught:
            await asked
    assert (caught.value.provider, caught.value.kind) == ("openrouter", kinds[stream])


async def test_a_429_says_when_to_come_back(simulator: Any, settings_for: Any) -> None:
    simulator.behave("openrouter", "rate_limited_429")
    async with httpx.AsyncClient() as http:
        with pytest.raises(ProviderFailure) as caught:
            await OpenRouter(settings_for(), http).complete(BODY, 1)
    assert caught.value.retry_after_s == 2


PARTS = b'{"choices": [{"message": {"content": [{"type": "text", "text": "{}"}]}}]}'


@pytest.mark.parametrize(
    "body", [b"[]", b"null", b'"text"', b"{}", b'{"choices": null}', b'{"choices": [null]}', PARTS]
)
async def test_json_of_another_shape_is_a_failure_and_never_a_crash(body: bytes, settings_for: Any) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    async with httpx.AsyncClient(transport=transport) as http:
        with pytest.raises(ProviderFailure) as caught:
            await OpenRouter(settings_for(), http).complete(BODY, 1)
    assert caught.value.kind in ("malformed", "empty")


async def test_a_stream_does_not_change_the_headers_of_later_calls(simulator: Any, settings_for: Any) -> None:
    async with httpx.AsyncClient() as http:
        openrouter = OpenRouter(settings_for(), http)
        await collect(openrouter, BODY)
        await openrouter.complete(BODY, 5)
    streamed, whole = simulator.chats()
    assert streamed["headers"]["accept"] == "text/event-stream"
    assert whole["headers"]["accept"] == "*/*"


async def test_visitors_words_may_not_be_kept_by_anyone(simulator: Any, settings_for: Any) -> None:
    async with httpx.AsyncClient() as http:
        await OpenRouter(settings_for(), http).complete(BODY, 5)
    assert simulator.chats()[0]["body"]["provider"] == {"data_collection": "deny", "zdr": True}


async def test_a_stream_of_another_kind_is_malformed(settings_for: Any) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, html="<h1>Maintenance</h1>"))
    async with httpx.AsyncClient(transport=transport) as http:
        with pytest.raises(ProviderFailure) as caught:
            await collect(OpenRouter(settings_for(), http), BODY)
    assert caught.value.kind == "malformed"


@pytest.mark.parametrize("answer", [httpx.Response(502, html="<h1>Bad gateway</h1>"), httpx.Response(200, json={})])
async def test_a_list_of_models_that_is_none_is_a_failure(answer: httpx.Response, settings_for: Any) -> None:
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: answer)) as http:
        with pytest.raises(ProviderFailure):
            await OpenRouter(settings_for(), http).list_models()


async def test_without_a_key_there_is_no_client(settings_for: Any) -> None:
    async with httpx.AsyncClient() as http:
        with pytest.raises(ValueError, match="OPENROUTER_API_KEY"):
            OpenRouter(settings_for(openrouter_api_key=None), http)
