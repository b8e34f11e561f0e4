"""The faults, and what a faulty dependency says in each of them."""

import json
from typing import Literal

Dependency = Literal["embeddings", "rerank", "openrouter", "database", "functions"]
DEPENDENCIES: tuple[Dependency, ...] = ("embeddings", "rerank", "openrouter", "database", "functions")

HUGE_CHARS = 100_000
# No connection comes about.
CONNECTION_FAULTS = ("refused", "dns_failure", "connect_stall")
# The dependency's own answer, damaged on its way.
DAMAGE = (
    "stall_before_headers",
    "slow_headers",
    "reset_after_headers",
    "cut_in_body",
    "stall_in_body",
    "slow_drip",
    "wrong_content_type",
)
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    404: "Not Found",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
# Another answer in its place: status, content type, body.
ANSWERS: dict[str, tuple[int, str, str]] = {
    "malformed_json": (200, "application/json", '{"id": "x", "choices": [{"message": '),
    "malformed_sse": (200, "text/event-stream", 'data: {"choices": [{"delta": \n\nnonsense\n\n'),
    "empty_body": (200, "application/json", ""),
    "empty_answer": (200, "application/json", '{"id": "x", "choices": [], "data": [], "results": []}'),
    "huge_answer": (200, "application/json", json.dumps({"choices": [], "text": "x" * HUGE_CHARS})),
    "error_in_200": (200, "application/json", '{"error": {"code": 502, "message": "Provider returned error"}}'),
    "unauthorized_401": (401, "application/json", '{"error": {"code": 401, "message": "User not found."}}'),
    "no_credit_402": (402, "application/json", '{"error": {"code": 402, "message": "Insufficient credits."}}'),
    "retired_400": (400, "application/json", '{"error": {"code": 400, "message": "x is not a valid model ID"}}'),
    "retired_404": (404, "application/json", '{"error": {"code": 404, "message": "No endpoints found for x."}}'),
    "rate_limited_429": (429, "application/json", '{"error": {"code": 429, "message": "Rate limit exceeded"}}'),
    "server_error_500": (500, "text/plain", "Internal Server Error"),
    "unavailable_503": (503, "text/html", "<html><body>503 Service Unavailable</body></html>"),
}
FAULTS = (*CONNECTION_FAULTS, *DAMAGE, *ANSWERS)
RETRY_AFTER_S = 2


def answer(fault: str) -> bytes:
    """Return the whole HTTP answer with which a fault replaces the dependency's own."""
    status, content_type, text = ANSWERS[fault]
    body = text.encode()
    retry = f"Retry-After: {RETRY_AFTER_S}\r\n" if status == 429 else ""
    head = f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Type: {content_type}\r\n{retry}"
    return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body
