"""The embeddings client: OpenAI's answers from cassettes, its failures from the simulator."""

import math
from typing import Any

import pytest

from functions.shared.embedding import LocalEmbedder, choose_embedder
from functions.shared.errors import ProviderFailure

TEXTS = ["Comment créer un tunnel de vente ?", "Trouver des idées de Reels"]


@pytest.mark.vcr
async def test_openai_gives_one_unit_vector_of_1536_dimensions_per_text(provider_settings: Any, vcr: Any) -> None:
    async with choose_embedder(provider_settings("openai_api_key")) as embedder:
        vectors = await embedder.embed(TEXTS)
    assert embedder.model == "text-embedding-3-small"
    assert [len(vector) for vector in vectors] == [1536, 1536]
    assert all(math.isclose(math.hypot(*vector), 1, abs_tol=1e-3) for vector in vectors)
    assert vectors[0] != vectors[1]
    # The openai SDK speaks through httpx2: the cassette, and not the network, has to be what answered.
    assert vcr.play_count == 1 or vcr.dirty


@pytest.mark.vcr
async def test_a_wrong_key_is_unauthorized(provider_settings: Any) -> None:
    async with choose_embedder(provider_settings("openai_api_key", openai_api_key="sk-wrong")) as embedder:
        with pytest.raises(ProviderFailure) as caught:
            await embedder.embed(TEXTS)
    assert caught.value.kind == "unauthorized"


@pytest.mark.vcr
async def test_a_model_that_is_gone_is_a_retired_model(provider_settings: Any) -> None:
    settings = provider_settings("openai_api_key", embedding_model="text-embedding-of-the-past")
    async with choose_embedder(settings) as embedder:
        with pytest.raises(ProviderFailure) as caught:
            await embedder.embed(TEXTS)
    assert caught.value.kind == "retired_model"


FAULTS = {
    "rate_limited_429": "rate_limited",
    "server_500": "server_error",
    "unavailable_503": "server_error",
    "unauthorized_401": "unauthorized",
    "forbidden_403": "unauthorized",
    "retired_400": "bad_request",
    "retired_404": "retired_model",
    "error_200": "malformed",
    "empty_choices": "malformed",
    "wrong_dimensions": "malformed",
    "malformed_json": "malformed",
    "no_credit_402": "no_credit",
    "cut_stream": "refused",
    "refuse": "refused",
    "stall_headers": "timeout",
    "stall_stream": "timeout",
}


@pytest.mark.parametrize(("fault", "kind"), FAULTS.items())
async def test_every_fault_has_a_name(fault: str, kind: str, simulator: Any, settings_for: Any) -> None:
    simulator.behave("openai", fault)
    async with choose_embedder(settings_for(embedding_timeout_s=1)) as embedder:
        with pytest.raises(ProviderFailure) as caught:
            await embedder.embed(TEXTS)
    assert (caught.value.provider, caught.value.kind) == ("openai", kind)
    assert len(simulator.calls()) == 1


async def test_without_a_key_the_local_embedder_answers(settings_for: Any) -> None:
    async with choose_embedder(settings_for(openai_api_key=None)) as embedder:
        assert isinstance(embedder, LocalEmbedder)
        assert embedder.model.startswith("local/")
        assert [len(vector) for vector in await embedder.embed(TEXTS)] == [1536, 1536]
