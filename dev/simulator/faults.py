"""Error answers in each provider's own words and shape.

OpenAI and OpenRouter: their OpenAPI files (`ErrorResponse`, `BadRequestResponse` and its siblings). Cohere: the error
pages of its API reference and the types of its SDK, where an error is `{"message": ...}`.
"""

from starlette.responses import JSONResponse, Response

from dev.simulator.control import Fault, Provider, Rule
from dev.simulator.scripted import never, refused

STATUS: dict[Fault, int] = {
    "retired_400": 400,
    "retired_404": 404,
    "unauthorized_401": 401,
    "no_credit_402": 402,
    "forbidden_403": 403,
    "rate_limited_429": 429,
    "server_500": 500,
    "unavailable_503": 503,
    "overloaded_529": 529,
}
OPENROUTER_WORDS: dict[Fault, str] = {
    "retired_400": "{model} is not a valid model ID",
    "retired_404": "No endpoints found for {model}.",
    "unauthorized_401": "User not found.",
    "no_credit_402": "Insufficient credits. Add more using https://openrouter.ai/credits",
    "forbidden_403": "Request blocked: prompt injection patterns detected",
    "rate_limited_429": "Rate limit exceeded",
    "server_500": "Internal Server Error",
    "unavailable_503": "Service temporarily unavailable",
    "overloaded_529": "Provider returned error",
}
OPENAI_WORDS: dict[Fault, tuple[int, str, str, str | None]] = {
    "retired_400": (400, "Invalid model `{model}`.", "invalid_request_error", None),
    "retired_404": (404, "The model `{model}` does not exist.", "invalid_request_error", "model_not_found"),
    "unauthorized_401": (401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key"),
    # OpenAI has no 402: an empty account is a 429 with its own code.
    "no_credit_402": (429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota"),
    "forbidden_403": (403, "Country, region, or territory not supported.", "request_forbidden", None),
    "rate_limited_429": (429, "Rate limit reached for {model}.", "requests", "rate_limit_exceeded"),
    "server_500": (500, "The server had an error processing your request.", "server_error", None),
    "unavailable_503": (503, "The engine is currently overloaded.", "server_error", None),
    "overloaded_529": (529, "The engine is currently overloaded.", "server_error", None),
}
COHERE_WORDS: dict[Fault, str] = {
    "retired_400": "invalid request: model '{model}' is no longer available",
    "retired_404": "model '{model}' not found, make sure the correct model ID was used",
    "unauthorized_401": "invalid api token",
    "no_credit_402": "please add or update your payment method",
    "forbidden_403": "this API key is blocked",
    "rate_limited_429": "You are using a Trial key, which is limited to 10 API calls / minute",
    "server_500": "internal server error",
    "unavailable_503": "service unavailable",
    "overloaded_529": "service unavailable",
}


def error_response(rule: Rule, model: str) -> Response | None:
    """Return the answer of a fault that needs no content: a status, silence or a closed socket; None for the others."""
    if rule.fault is None:
        return None
    if rule.fault == "stall_headers":
        return never()
    if rule.fault == "refuse":
        return refused()
    if rule.fault == "error_200":
        return JSONResponse(error_body(rule.provider, "overloaded_529", model))
    if rule.fault not in STATUS:
        return None
    status = OPENAI_WORDS[rule.fault][0] if rule.provider == "openai" else STATUS[rule.fault]
    headers = {"Retry-After": str(rule.retry_after)} if status == 429 and rule.retry_after is not None else {}
    return JSONResponse(error_body(rule.provider, rule.fault, model), status, headers)


def error_body(provider: Provider, fault: Fault, model: str) -> dict[str, object]:
    """Return the JSON with which this provider words this fault."""
    if provider == "openai":
        _, words, kind, code = OPENAI_WORDS[fault]
        return {"error": {"message": words.format(model=model), "type": kind, "param": None, "code": code}}
    if provider == "cohere":
        return {"id": "00000000-0000-4000-8000-000000000000", "message": COHERE_WORDS[fault].format(model=model)}
    return {"error": {"code": STATUS[fault], "message": OPENROUTER_WORDS[fault].format(model=model)}}
