"""Every route against its own OpenAPI document: no 5xx, no answer that the document does not announce."""

from typing import Any

import pytest
import schemathesis
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.temporary_base import TemporaryBase
from functions.knowledge.addresses import parse_address
from functions.main import app
from functions.shared.errors import UnreadablePage
from tests.fuzz.budget import budget

schema = schemathesis.openapi.from_dict(app.openapi())
# What a route has to refuse is tested beside it: Pydantic reads "3" as a number, and some rules join two fields.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    ignored_auth,
]
DOCUMENTED = {(method.upper(), path) for path, operations in app.openapi()["paths"].items() for method in operations}


@schema.hook
def map_body(context: Any, body: Any) -> Any:
    """An address that would be fetched becomes one of this machine: no example leaves it."""
    if isinstance(body, dict) and isinstance(body.get("url"), str):
        try:
            parse_address(body["url"])
        except UnreadablePage:
            return body
        return {**body, "url": "http://127.0.0.1/page"}
    return body


@schema.parametrize()
@budget(25)
def test_a_route_keeps_its_contract(case: Case, functions_url: str, base: TemporaryBase) -> None:
    token = base.settings.functions_token.get_secret_value()
    headers = {"Authorization": f"Bearer {token}"}
    case.call_and_validate(base_url=functions_url, headers=headers, checks=CHECKS)


def test_the_document_names_every_route() -> None:
    assert {("POST", "/orchestrate"), ("POST", "/rag"), ("POST", "/postprocess")} <= DOCUMENTED
    assert {("POST", "/llm/v1/chat/completions"), ("POST", "/knowledge/documents")} <= DOCUMENTED


@pytest.mark.parametrize(("method", "path"), sorted(DOCUMENTED))
def test_only_health_is_open_without_a_token(functions_url: str, method: str, path: str) -> None:
    import httpx

    response = httpx.request(method, functions_url + path.replace("{name}", "x"))

    assert (response.status_code == 401) == (path not in {"/healthz", "/readyz", "/metrics"})
