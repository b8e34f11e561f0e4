"""What is no message is refused in French, and leaves nothing behind."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from dev.stack import Stack
from tests.stack.visitor import Database, Visitor

BAD_FIELDS = {
    "empty": {"message": ""},
    "blank": {"message": " \n\t "},
    "too long": {"message": "é" * 4001},
    "a number": {"message": 42},
    "a list": {"message": ["bonjour"]},
    "null": {"message": None},
    "a control character": {"message": "bonjour\u0007"},
    "a null character": {"message": "bonjour\u0000"},
    "half a surrogate pair": {"message": "bonjour \ud83d"},
    "no conversation": {"conversation_id": None},
    "a conversation that is no uuid": {"conversation_id": "1"},
    "no turn": {"turn_id": None},
    "a turn that is no uuid": {"turn_id": "'; drop table messages"},
    "a page that is no text": {"page_url": 3},
    "a page with a null character": {"page_url": "https://a.fr/\u0000"},
    "a page with half a surrogate pair": {"page_url": "https://a.fr/\ud83d"},
    "a conversation in a list": {"conversation_id": [str(uuid4())]},
    "a turn in a list": {"turn_id": [str(uuid4())]},
    "a turn that says what its text is": {"turn_id": {"toString": 1}},
    "an unknown field": {"admin": True},
}
NOT_A_CHAT_BODY = {
    "broken JSON": (b'{"message": "bonj', "application/json", 400),
    "no body": (b"", "application/json", 400),
    "a JSON list": (b"[1]", "application/json", 400),
    "a JSON text": (b'"bonjour"', "application/json", 400),
    "JSON null": (b"null", "application/json", 400),
    "bytes that are no UTF-8": (b'{"message": "\xff\xfe"}', "application/json", 400),
    "plain text": (b"bonjour", "text/plain", 415),
    "a form": (b"message=bonjour", "application/x-www-form-urlencoded", 415),
    "no content type": (b'{"message": "bonjour"}', "", 415),
    "one megabyte": (b'{"message": "' + b"a" * 1_000_000 + b'"}', "application/json", 413),
}


def count(database: Database) -> int:
    [row] = database.rows("select (select count(*) from messages) + (select count(*) from conversations) as count")
    return row["count"]


def is_french_error(body: Any) -> bool:
    return (
        set(body) == {"error"} and set(body["error"]) == {"code", "message"} and body["error"]["message"][0].isupper()
    )


@pytest.mark.parametrize("fields", BAD_FIELDS.values(), ids=BAD_FIELDS.keys())
def test_a_bad_field_is_refused_in_french_and_nothing_is_stored(
    visitor: Visitor, database: Database, fields: dict[str, Any]
) -> None:
    before = count(database)
    body = {**visitor.body("bonjour"), **fields}
    missing = [name for name, value in fields.items() if value is None and name != "message"]

    response = visitor.client.post(
        visitor.webhook_url,
        content=json.dumps({name: value for name, value in body.items() if name not in missing}),
        headers={"content-type": "application/json"},
    )

    assert response.status_code == 400, response.text
    assert is_french_error(response.json())
    assert count(database) == before


@pytest.mark.parametrize("path", ["", "/stream"])
@pytest.mark.parametrize(("content", "content_type", "status"), NOT_A_CHAT_BODY.values(), ids=NOT_A_CHAT_BODY.keys())
def test_what_is_no_json_object_is_refused_in_french(
    visitor: Visitor, database: Database, path: str, content: bytes, content_type: str, status: int
) -> None:
    before = count(database)
    headers = {"content-type": content_type} if content_type else {}

    response = visitor.client.post(visitor.webhook_url + path, content=content, headers=headers)

    assert count(database) == before
    if path and response.status_code == 200:  # n8n has said 200 before the flow could look at the body
        [item] = [line for line in response.text.splitlines() if '"type":"item"' in line]
        assert is_french_error(json.loads(json.loads(item)["content"]))
    else:
        assert response.status_code == status, response.text
        assert is_french_error(response.json())


def test_a_streamed_refusal_carries_the_same_error_in_its_last_chunk(visitor: Visitor) -> None:
    streamed = visitor.stream("  ")

    assert streamed.tokens == []
    assert streamed.final["error"]["code"] == "empty_message"


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer wrong", "Basic d3Jvbmc6d3Jvbmc="])
def test_the_functions_refuse_a_wrong_token(stack: Stack, authorization: str | None) -> None:
    headers = {} if authorization is None else {"authorization": authorization}

    response = httpx.post(f"{stack.functions_url}/orchestrate", json={"message": "bonjour"}, headers=headers)

    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("body", [{}, {"message": ""}, {"message": "a" * 4001}, {"message": "a", "admin": 1}, []])
def test_the_functions_refuse_a_bad_body_with_problem_json(stack: Stack, body: Any) -> None:
    headers = {"authorization": f"Bearer {stack.settings.functions_token}"}

    response = httpx.post(f"{stack.functions_url}/orchestrate", json=body, headers=headers)

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "urn:sales-copilot:problem:invalid-request"


def test_a_message_of_exactly_4000_characters_is_welcome(visitor: Visitor) -> None:
    answer = visitor.ask("Instagram " + "🌿" * 3990, turn_id=str(uuid4()))

    assert answer["response"]
