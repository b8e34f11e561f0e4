"""Each flow calls routes and SQL functions that exist, with fields that they accept."""

import re
from typing import Any

import pytest

from dev.addresses import COMMITTED_FUNCTIONS_URL, COMMITTED_N8N_URL, COMMITTED_SUPABASE_URL
from functions.main import app
from tests.workflows.flows import ROOT, run_node

SQL = "\n".join(file.read_text() for file in sorted((ROOT / "supabase" / "migrations").glob("*.sql")))


def requests_to(address: str) -> list[Any]:
    found = [request for request in run_node("print_requests.cjs") if request["url"].startswith(f"{address}/")]
    return [pytest.param(request, id=f"{request['file']} {request['node']}") for request in found]


def fields_of_route(method: str, path: str, media_type: str) -> set[str]:
    schema = app.openapi()
    body = schema["paths"][path][method.lower()]["requestBody"]["content"][media_type]["schema"]
    model = schema["components"]["schemas"][body["$ref"].rsplit("/", maxsplit=1)[-1]] if "$ref" in body else body
    assert model["additionalProperties"] is False, f"{path} accepts unknown fields"
    return set(model["properties"])


def parameters_of_function(name: str) -> set[str]:
    found = re.findall(rf"create or replace function public\.{name}\((.*?)\)\nreturns", SQL, re.DOTALL)
    assert found, f"no SQL function {name}"
    return {line.split()[0] for line in re.split(r",\s*", found[-1].strip())}  # a later migration replaces it


def columns_of_table(name: str) -> set[str]:
    found = re.search(rf"create table if not exists public\.{name} \((.*?)\n\);", SQL, re.DOTALL)
    assert found, f"no table {name}"
    return set(re.findall(r"^    (\w+) ", found[1], re.MULTILINE))


@pytest.mark.parametrize("request_", requests_to(COMMITTED_FUNCTIONS_URL))
def test_a_flow_calls_a_function_with_fields_of_its_contract(request_: dict[str, Any]) -> None:
    path = request_["url"].removeprefix(COMMITTED_FUNCTIONS_URL)

    assert set(request_["fields"]) <= fields_of_route(request_["method"], path, request_["type"])


@pytest.mark.parametrize("request_", requests_to(COMMITTED_SUPABASE_URL))
def test_a_flow_calls_the_database_with_parameters_that_exist(request_: dict[str, Any]) -> None:
    kind, _, name = request_["url"].removeprefix(f"{COMMITTED_SUPABASE_URL}/rest/v1/").rpartition("/")

    accepted = parameters_of_function(name) if kind == "rpc" else columns_of_table(name)

    assert request_["fields"] is None or set(request_["fields"]) <= accepted


def test_every_http_request_goes_to_a_function_to_the_database_or_asks_the_chat_again() -> None:
    for request in run_node("print_requests.cjs"):
        ours = (f"{COMMITTED_FUNCTIONS_URL}/", f"{COMMITTED_SUPABASE_URL}/", f"{COMMITTED_N8N_URL}/webhook/chat")
        assert request["url"].startswith(ours), request
