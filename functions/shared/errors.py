"""Every error that a caller can see, as one tree.

    Problem
    ├── CallerProblem            4xx: the request has to change
    │   ├── InvalidRequest       422
    │   ├── Unauthorized         401
    │   ├── BodyTooLarge         413
    │   ├── UnsupportedDocument  415
    │   ├── UnreadablePage       422
    │   └── UnknownDocument      404
    └── UpstreamProblem          5xx: ours, or of a service behind us
        ├── DatabaseUnavailable  503
        └── ProviderFailure      502, with the kind of failure

The body is `application/problem+json` (RFC 9457); `type` is stable, `detail` is French where a marketer reads it.
"""

from typing import Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

FailureKind = Literal[
    "timeout",
    "refused",
    "unauthorized",
    "no_credit",
    "retired_model",
    "bad_request",
    "rate_limited",
    "server_error",
    "malformed",
    "empty",
    "cut",
    "open",  # not asked: its circuit breaker is open
    "busy",  # not asked: no connection of ours was free
]


class Problem(Exception):  # noqa: N818 - RFC 9457's word
    """An answer that is an error: its HTTP status, its stable `type` and a sentence for a person."""

    status = 500
    type = "internal"

    def __init__(self, detail: str, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = headers or {}


class CallerProblem(Problem):
    """The caller has to change the request."""

    status = 400
    type = "bad-request"


class InvalidRequest(CallerProblem):
    """The body does not have the shape of the contract."""

    status = 422
    type = "invalid-request"


class Unauthorized(CallerProblem):
    """The bearer token is missing or wrong."""

    status = 401
    type = "unauthorized"


class BodyTooLarge(CallerProblem):
    """The body is over the limit of the settings."""

    status = 413
    type = "body-too-large"


class UnsupportedDocument(CallerProblem):
    """The file cannot become knowledge: unknown kind, encrypted, corrupt or empty."""

    status = 415
    type = "unsupported-document"


class UnreadablePage(CallerProblem):
    """The address may not be read, or cannot be."""

    status = 422
    type = "unreadable-page"


class UnknownDocument(CallerProblem):
    """No document has this name or id."""

    status = 404
    type = "unknown-document"


class UpstreamProblem(Problem):
    """We, or a service behind us, failed."""

    status = 503
    type = "upstream"


class DatabaseUnavailable(UpstreamProblem):
    """Supabase did not answer, or answered with an error."""

    type = "database-unavailable"


class ProviderFailure(UpstreamProblem):
    """A model provider failed in a way that has a name; its own words stay in `reason`, for the log only."""

    status = 502
    type = "provider-failure"

    def __init__(
        self, provider: str, kind: FailureKind, reason: str = "", *, retry_after_s: float | None = None
    ) -> None:
        super().__init__(f"{provider} failed: {kind}")
        self.provider = provider
        self.kind: FailureKind = kind
        self.reason = reason
        self.retry_after_s = retry_after_s


def failure_kind_of_status(status: int) -> FailureKind:
    """Name what a provider's HTTP status means for us (OpenRouter's list: 400 and 404 are also its retired models)."""
    by_status: dict[int, FailureKind] = {
        401: "unauthorized",
        402: "no_credit",
        403: "unauthorized",
        404: "retired_model",
        408: "timeout",
        429: "rate_limited",
    }
    if status >= 500:
        return "server_error"
    return by_status.get(status, "bad_request")


def problem_response(problem: Problem, **extra: object) -> JSONResponse:
    """Render a problem as RFC 9457 asks, with the extension members of `extra`."""
    body: dict[str, object] = {
        "type": f"urn:sales-copilot:problem:{problem.type}",
        "title": problem.type.replace("-", " "),
        "status": problem.status,
        "detail": problem.detail,
        **extra,
    }
    return JSONResponse(body, problem.status, problem.headers, media_type="application/problem+json")


def add_error_handlers(app: FastAPI) -> None:
    """Turn every exception of `app` into problem+json, in this one place."""

    @app.exception_handler(Problem)
    async def _(_: Request, problem: Problem) -> JSONResponse:
        return problem_response(problem)

    @app.exception_handler(RequestValidationError)
    async def _(_: Request, error: RequestValidationError) -> JSONResponse:
        places = [{"loc": e["loc"], "msg": e["msg"], "type": e["type"]} for e in error.errors()]
        return problem_response(InvalidRequest("La requête ne respecte pas le contrat : voir errors."), errors=places)

    @app.exception_handler(HTTPException)
    async def _(_: Request, error: HTTPException) -> JSONResponse:
        if isinstance(error.__cause__, Problem):
            return problem_response(error.__cause__)
        problem = CallerProblem(str(error.detail), headers=dict(error.headers or {}))
        problem.status, problem.type = error.status_code, f"http-{error.status_code}"
        return problem_response(problem)
