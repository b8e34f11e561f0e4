"""OpenAI's `POST /v1/embeddings`; the vectors are those of the local embedding, so that retrieval works."""

import base64
import json
import struct
from functools import lru_cache
from typing import Any

from starlette.responses import JSONResponse, Response

from dev.simulator.control import Rule
from dev.simulator.scripted import drip, half
from functions.shared.local_embedding import embed_text

WRONG_DIMENSIONS = 8


def embeddings(body: dict[str, Any], rule: Rule) -> Response:
    """Answer an embedding request, or its fault."""
    asked: list[Any] | str = body.get("input", "")
    texts: list[Any] = asked if isinstance(asked, list) else [asked]
    if not texts or any(not isinstance(text, str) or not text for text in texts):
        error = {"message": "'$.input' is invalid.", "type": "invalid_request_error", "param": None, "code": None}
        return JSONResponse({"error": error}, 400)
    size = WRONG_DIMENSIONS if rule.fault == "wrong_dimensions" else body.get("dimensions", 1536)
    whole = _reply(body["model"], texts, size, body.get("encoding_format", "float"), rule)
    if rule.fault in ("cut_stream", "stall_stream"):
        return half(whole, "close" if rule.fault == "cut_stream" else "stall")
    if rule.fault == "drip":
        return drip(whole)
    if rule.fault in ("malformed_json", "malformed_sse"):
        whole = whole[: len(whole) // 2]
    return Response(whole, media_type="application/json")


def _reply(model: str, texts: list[str], size: int, encoding: str, rule: Rule) -> bytes:
    # Put together by hand: encoding 1,536 floats again and again would make the simulator the bottleneck.
    items = [
        f'{{"object":"embedding","index":{index},"embedding":{_vector(text, size, encoding)}}}'
        for index, text in enumerate(texts)
        if rule.fault not in ("empty_choices", "null_content", "error_chunk")
    ]
    padding = f',"padding":"{"x" * 100_000}"' if rule.fault == "huge" else ""
    tokens = sum(max(1, len(text) // 4) for text in texts)
    usage = f'{{"prompt_tokens":{tokens},"total_tokens":{tokens}}}'
    head = f'{{"object":"list","model":{json.dumps(model)},"usage":{usage}{padding}'
    return f'{head},"data":[{",".join(items)}]}}'.encode()


@lru_cache(maxsize=20_000)
def _vector(text: str, size: int, encoding: str) -> str:
    vector = embed_text(text)[:size]
    if encoding == "base64":
        return json.dumps(base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode())
    return json.dumps(vector, separators=(",", ":"))
