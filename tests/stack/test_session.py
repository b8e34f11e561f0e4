"""The signed session: who may speak, read and rate, and what a foreign page or a forged token gets."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest

from dev import env_file
from dev.stack import Stack
from tests.conftest import SimulatorHandle
from tests.stack.test_turn import INSTAGRAM
from tests.stack.visitor import PATIENCE, Database

EVIL = "https://evil.example"


class Page:
    """A page with the widget open: its origin, and the session that it was given."""

    def __init__(self, stack: Stack, client: httpx.Client) -> None:
        self.url, self.origin, self.client = stack.webhook_url, stack.demo_url, client
        self.session: dict[str, Any] = {}

    def headers(self, **changes: str) -> dict[str, str]:
        token = {"authorization": f"Bearer {self.session['token']}"} if self.session else {}
        return {"origin": self.origin, **token, **changes}

    def open(self, **body: Any) -> dict[str, Any]:
        response = self.client.post(f"{self.url}/session", json=body, headers={"origin": self.origin})
        assert response.status_code == 200, response.text
        self.session = response.json()
        return self.session

    def say(self, message: str, **headers: str) -> httpx.Response:
        body = {"message": message, "conversation_id": self.session["conversation_id"], "turn_id": str(uuid4())}
        return self.client.post(self.url, json=body, headers=self.headers(**headers))

    def history(self, after: int = 0, **headers: str) -> httpx.Response:
        return self.client.get(f"{self.url}/history", params={"after": after}, headers=self.headers(**headers))


@pytest.fixture
def page(stack: Stack, simulator: SimulatorHandle) -> Iterator[Page]:
    with httpx.Client(timeout=PATIENCE) as client:
        yield Page(stack, client)


def code_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def test_a_session_starts_a_conversation_and_tells_that_an_ai_answers(page: Page, database: Database) -> None:
    session = page.open(page_url="https://lagencedescopines.com/")

    assert session["status"] == "bot"
    assert session["messages"] == []
    assert "intelligence artificielle" in session["ai_notice"]
    assert datetime.fromisoformat(session["expires_at"]) > datetime.now(UTC)
    [row] = database.rows("select * from conversations where id = %s", session["conversation_id"])
    assert row["ai_notice_at"] is not None


def test_a_conversation_is_read_again_in_order_with_its_session(page: Page) -> None:
    page.open()
    answer = page.say(INSTAGRAM).json()

    thread = page.history().json()

    assert [m["role"] for m in thread["messages"]] == ["user", "assistant"]
    assert thread["messages"][1]["content"] == answer["response"]
    assert page.history(after=thread["messages"][0]["seq"]).json()["messages"] == thread["messages"][1:]


def test_an_old_session_resumes_its_own_conversation(page: Page) -> None:
    first = page.open()
    page.say(INSTAGRAM)

    again = page.open(token=first["token"])

    assert again["conversation_id"] == first["conversation_id"]
    assert len(again["messages"]) == 2


def test_a_conversation_id_alone_opens_nothing_of_it(page: Page) -> None:
    first = page.open()
    page.say(INSTAGRAM)

    other = page.open(conversation_id=first["conversation_id"])

    assert other["conversation_id"] != first["conversation_id"]
    assert other["messages"] == []


def test_a_foreign_origin_is_refused_and_no_model_is_called(page: Page, simulator: SimulatorHandle) -> None:
    page.open()
    simulator.forget()

    refused = page.client.post(f"{page.url}/session", json={}, headers={"origin": EVIL})

    assert code_of(refused) == (403, "forbidden_origin")
    assert code_of(page.say(INSTAGRAM, origin=EVIL)) == (403, "forbidden_origin")
    assert simulator.calls() == []


def test_a_session_speaks_only_for_its_own_conversation_and_origin(page: Page) -> None:
    page.open()
    body = {"message": INSTAGRAM, "conversation_id": str(uuid4()), "turn_id": str(uuid4())}

    elsewhere = page.client.post(page.url, json=body, headers=page.headers())

    assert code_of(elsewhere) == (401, "invalid_session")
    assert code_of(page.history(origin="http://localhost:8080")) == (401, "invalid_session")


@pytest.mark.parametrize("forgery", ["unsigned", "wrong key", "no algorithm", "expired", "nothing"])
def test_a_forged_or_expired_token_reads_and_says_nothing(stack: Stack, page: Page, forgery: str) -> None:
    session = page.open()
    claims = {"conversation_id": session["conversation_id"], "origin": page.origin, "exp": 4102444800}
    key = env_file.read(stack.settings.env_file)["SESSION_SECRET"]
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).rstrip(b"=").decode()
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    forged = {
        "unsigned": session["token"].rpartition(".")[0] + ".",
        "wrong key": jwt.encode(claims, "another key, long enough for the algorithm", algorithm="HS256"),
        "no algorithm": f"{header}.{payload}.",
        "expired": jwt.encode({**claims, "exp": 1}, key, algorithm="HS256"),
        "nothing": "",
    }[forgery]
    page.session = {**session, "token": forged or "x"}

    assert code_of(page.history()) == (401, "invalid_session")
    assert code_of(page.say(INSTAGRAM)) == (401, "invalid_session")


def test_a_thumb_is_kept_with_its_turn_and_only_the_last_one_counts(page: Page) -> None:
    page.open()
    turn_id = page.say(INSTAGRAM).json()["turn_id"]
    for rating in ("up", "down"):
        response = page.client.post(
            f"{page.url}/feedback", json={"turn_id": turn_id, "rating": rating}, headers=page.headers()
        )
        assert response.json() == {"done": True}

    assert page.history().json()["messages"][1]["feedback"] == "down"


def test_an_address_is_checked_and_kept(page: Page, database: Database) -> None:
    session = page.open()

    bad = page.client.post(f"{page.url}/contact", json={"email": "pas une adresse"}, headers=page.headers())
    good = page.client.post(f"{page.url}/contact", json={"email": "lea@exemple.fr"}, headers=page.headers())

    assert code_of(bad) == (400, "invalid_email")
    assert good.json() == {"done": True}
    [row] = database.rows("select contact_email from conversations where id = %s", session["conversation_id"])
    assert row["contact_email"] == "lea@exemple.fr"


@pytest.mark.parametrize("question", ["tu es un robot ?", "Je parle à une vraie personne ?", "are you human?"])
def test_the_truth_about_the_ai_is_told_by_code(
    page: Page, database: Database, simulator: SimulatorHandle, question: str
) -> None:
    session = page.open()
    simulator.forget()

    answer = page.say(question).json()

    assert "intelligence artificielle" in answer["response"]
    assert answer["agent"] == "carole"
    assert simulator.chats() == []
    stored = database.messages(session["conversation_id"])[-1]
    assert stored["metadata"]["metrics"]["intent"] == "ai_question"


@pytest.mark.parametrize("address", ["203.0.113.61", "2001:db8:61:0:{n:x}::7"], ids=["one", "a network of IPv6"])
def test_an_address_that_opens_session_after_session_is_asked_to_wait(page: Page, address: str) -> None:
    headers = [{"origin": page.origin, "x-forwarded-for": address.format(n=n)} for n in range(62)]
    answers = [page.client.post(f"{page.url}/session", json={}, headers=one) for one in headers]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429] * 2
    [last] = answers[-1:]
    assert last.json()["error"]["code"] == "rate_limited"
    assert 1 <= int(last.headers["retry-after"]) == last.json()["error"]["retry_after"] <= 60
