"""The architecture document's own handler, one step after the other, the answer when it is whole.

History and search are waits of the lengths that the document gives; models, embedding and rerank are asked over HTTP at
the same simulator as ours, with the same delays.
"""

import asyncio
import json

import httpx

from bench.running import KEYS

HISTORY_S, SEARCH_S, POSTPROCESS_S = 0.150, 0.200, 0.050
ROUTER, WRITER = "anthropic/claude-haiku-5.5", "anthropic/claude-sonnet-5.5"
HEADERS = {"Authorization": f"Bearer {KEYS['OPENROUTER_API_KEY']}"}


async def handle_message(client: httpx.AsyncClient, providers: str, message: str) -> str:
    """Answer one message as the document does."""
    await asyncio.sleep(HISTORY_S)
    await _complete(client, providers, ROUTER, message)
    vector = {"model": "text-embedding-3-small", "input": message}
    await client.post(f"{providers}/openai/v1/embeddings", json=vector, headers=HEADERS)
    await asyncio.sleep(SEARCH_S)
    rerank = {"model": "rerank-v5.0-fast", "query": message, "documents": [message] * 20, "top_n": 3}
    await client.post(f"{providers}/cohere/v2/rerank", json=rerank, headers=HEADERS)
    answer = await _complete(client, providers, WRITER, message)
    await asyncio.sleep(POSTPROCESS_S)
    return answer


async def _complete(client: httpx.AsyncClient, providers: str, model: str, message: str) -> str:
    # Streamed, because that is where the simulator keeps a model's pace; nothing is shown before the end.
    body = {"model": model, "stream": True, "messages": [{"role": "user", "content": message}]}
    url, text = f"{providers}/openrouter/api/v1/chat/completions", ""
    async with client.stream("POST", url, json=body, headers=HEADERS) as response:
        async for line in response.aiter_lines():
            if line.startswith("data: {"):
                text += "".join(choice["delta"].get("content") or "" for choice in json.loads(line[6:])["choices"])
    return text
