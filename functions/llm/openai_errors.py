"""Errors of this function's callers: problem+json as everywhere, plus the `error` member that OpenAI's clients read."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from functions.shared.errors import InvalidRequest, Problem, problem_response


class OpenAIRoute(APIRoute):
    """A route whose errors an OpenAI client can show: RFC 9457 allows extension members, so one body serves both."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's handler with its errors rendered for OpenAI's clients."""
        handle = super().get_route_handler()

        async def handle_or_explain(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                places = [".".join(str(step) for step in place["loc"]) for place in error.errors()]
                return _explain(InvalidRequest("La requête ne respecte pas le contrat : " + ", ".join(places[:5])))
            except Problem as problem:
                return _explain(problem)

        return handle_or_explain


def _explain(problem: Problem) -> Response:
    kind = "authentication_error" if problem.status == 401 else "invalid_request_error"
    if problem.status >= 500:
        kind = "server_error"
    error = {"message": problem.detail, "type": kind, "param": None, "code": problem.type}
    return problem_response(problem, error=error)
