"""The rerank client: Cohere's answers from cassettes, its failures from the simulator."""

from typing import Any

import httpx
import pytest

from functions.shared.errors import ProviderFailure
from functions.shared.reranking import LocalReranker, choose_reranker

QUERY = "Comment créer un tunnel de vente ?"
PASSAGES = ["Trois idées de Reels pour une prof de yoga.", "Un tunnel de vente se construit en quatre étapes."]


@pytest.mark.vcr
async def test_cohere_scores_come_in_the_order_of_the_passages(provider_settings: Any) -> None:
    async with httpx.AsyncClient() as http:
        scores = await choose_reranker(provider_settings("cohere_api_key"), http).score(QUERY, PASSAGES)
    assert len(scores) == 2
    assert 0 <= scores[0] < scores[1] <= 1


@pytest.mark.vcr
async def test_a_wrong_key_is_unauthorized(provider_settings: Any) -> None:
    async with httpx.AsyncClient() as http:
        reranker = choose_reranker(provider_settings("cohere_api_key", cohere_api_key="wrong"), http)
        with pytest.raises(ProviderFailure) as caught:
            await reranker.score(QUERY, PASSAGES)
    assert caught.value.kind == "unauthorized"


@pytest.mark.vcr
async def test_a_model_that_is_gone_is_a_retired_model(provider_settings: Any) -> None:
    async with httpx.AsyncClient() as http:
        reranker = choose_reranker(provider_settings("cohere_api_key", rerank_model="rerank-of-the-past"), http)
        with pytest.raises(ProviderFailure) as caught:
            await reranker.score(QUERY, PASSAGES)
    assert caught.value.kind == "retired_model"


FAULTS = {
    "rate_limited_429": "rate_limited",
    "server_500": "server_error",
    "unavailable_503": "server_error",
    "unauthorized_401": "unauthorized",
    "no_credit_402": "no_credit",
    "retired_400": "bad_request",
    "retired_404": "retired_model",
    "error_200": "malformed",
    "empty_choices": "malformed",
    "malformed_json": "malformed",
    "cut_stream": "refused",
    "refuse": "refused",
    "stall_headers": "timeout",
    "stall_stream": "timeout",
}


@pytest.mark.parametrize(("fault", "kind"), FAULTS.items())
async def test_every_fault_has_a_name(fault: str, kind: str, simulator: Any, settings_for: Any) -> None:
    simulator.behave("cohere", fault)
    async with httpx.AsyncClient() as http:
        with pytest.raises(ProviderFailure) as caught:
            await choose_reranker(settings_for(rerank_timeout_s=0.3), http).score(QUERY, PASSAGES)
    assert (caught.value.provider, caught.value.kind) == ("cohere", kind)
    assert len(simulator.calls()) == 1


async def test_without_a_key_the_local_reranker_answers(settings_for: Any) -> None:
    async with httpx.AsyncClient() as http:
        reranker = choose_reranker(settings_for(cohere_api_key=None), http)
    assert isinstance(reranker, LocalReranker)
    scores = await reranker.score(QUERY, PASSAGES)
    assert scores[0] < scores[1]
