"""Cohere's `POST /v2/rerank`; the scores are those of the local reranker."""

import json
from typing import Any

from starlette.responses import JSONResponse, Response

from dev.simulator.control import Rule
from dev.simulator.scripted import drip, half
from functions.shared.local_reranking import score_passages


def rerank(body: dict[str, Any], rule: Rule) -> Response:
    """Answer a rerank request, or its fault."""
    documents: list[str] = body.get("documents") or []
    if not documents or not body.get("query"):
        return JSONResponse({"message": "invalid request: query and documents are required"}, 400)
    reply = _reply(body["query"], documents, body.get("top_n") or len(documents))
    if rule.fault in ("empty_choices", "null_content", "error_chunk", "wrong_dimensions"):
        reply["results"] = []
    if rule.fault == "huge":
        reply["meta"]["warnings"] = ["x" * 100_000]
    if rule.fault in ("cut_stream", "stall_stream"):
        return half(reply, "close" if rule.fault == "cut_stream" else "stall")
    if rule.fault == "drip":
        return drip(reply)
    if rule.fault in ("malformed_json", "malformed_sse"):
        return Response(json.dumps(reply)[:-20], media_type="application/json")
    return JSONResponse(reply)


def _reply(query: str, documents: list[str], top_n: int) -> dict[str, Any]:
    scores = score_passages(query, documents)
    order = sorted(range(len(documents)), key=lambda index: -scores[index])[:top_n]
    return {
        "id": "07734bd2-2473-4f07-94e1-0d9f0e6843cf",
        "results": [{"index": index, "relevance_score": scores[index]} for index in order],
        "meta": {"api_version": {"version": "2"}, "billed_units": {"search_units": 1}},
    }
