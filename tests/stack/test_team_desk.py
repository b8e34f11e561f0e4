"""A hand-off from both sides: the visitor's widget and the team's page."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest

from dev.stack import Stack
from tests.stack.colleague import Colleague
from tests.stack.test_parts_that_die import without
from tests.stack.test_turn import FUNNEL, INSTAGRAM
from tests.stack.visitor import Database, Visitor

PERSON = "Je veux parler à un humain s'il vous plaît"
HOSTILE = "Je veux parler à un humain <script>alert(1)</script><img src=//evil.example onerror=alert(1)>"
REPLY = "Coucou, c’est Inès ! <b>On</b> regarde ça.\n\nÀ tout de suite 🌿 & {{ $json }}"


@pytest.fixture
def colleague(stack: Stack) -> Iterator[Colleague]:
    colleague = Colleague.of(stack)
    with colleague.client:
        yield colleague


@pytest.fixture
def waiting(visitor: Visitor) -> str:
    """A conversation that waits for a person."""
    visitor.ask(PERSON)
    return visitor.conversation_id


def seen_by_the_widget(database: Database, conversation_id: str) -> list[tuple[str, str]]:
    [row] = database.rows("select read_conversation(%s) as thread", conversation_id)
    return [(message["role"], message["content"]) for message in row["thread"]["messages"]]


def status(database: Database, conversation_id: str) -> tuple[str, str]:
    [row] = database.rows(
        "select c.status as conversation, h.status as handoff from conversations c "
        "join handoffs h on h.conversation_id = c.id where c.id = %s",
        conversation_id,
    )
    return row["conversation"], row["handoff"]


def test_a_hand_off_waits_on_the_page_with_its_reason_and_its_last_message(waiting: str, colleague: Colleague) -> None:
    [card] = [one for one in colleague.look().all("a", "card") if waiting in (one.attributes["href"] or "")]

    assert "Veut parler à une personne" in card.text
    assert "Attend une réponse" in card.text
    assert PERSON in card.text


def test_the_row_of_a_hand_off_says_why_and_leads_to_the_conversation(
    waiting: str, colleague: Colleague, database: Database
) -> None:
    [row] = database.rows("select reason, summary, link from handoffs where conversation_id = %s", waiting)

    assert (row["reason"], row["summary"]) == ("human", "parler à une personne")
    assert PERSON in colleague.look(row["link"].removeprefix("/webhook/")).one("ol", "thread").text


def test_the_reply_is_in_the_thread_of_the_widget_as_it_was_typed(
    waiting: str, colleague: Colleague, database: Database
) -> None:
    page = colleague.act(waiting, "reply", reply=REPLY.replace("\n", "\r\n"))

    assert "Ta réponse est envoyée" in page.one("p", "outcome").text
    assert REPLY in page.one("li", "team").text
    assert seen_by_the_widget(database, waiting)[-1] == ("team", REPLY)
    assert status(database, waiting) == ("human", "taken")


def test_given_back_to_the_chat_the_bot_answers_again(
    visitor: Visitor, waiting: str, colleague: Colleague, database: Database
) -> None:
    assert visitor.ask(FUNNEL)["agent"] == "escalate"

    page = colleague.act(waiting, "give_back")

    assert "rendue au chat" in page.one("p", "outcome").text
    assert status(database, waiting) == ("bot", "closed")
    role, notice = seen_by_the_widget(database, waiting)[-1]
    assert (role, notice) == ("notice", "Audrey et Carole, nos assistantes IA, reprennent la conversation.")
    assert visitor.ask(INSTAGRAM)["agent"] == "carole"


def test_a_closed_conversation_leaves_the_list_and_can_still_be_read(
    waiting: str, colleague: Colleague, database: Database
) -> None:
    colleague.act(waiting, "close")

    assert status(database, waiting) == ("closed", "closed")
    assert waiting not in colleague.look().source
    page = colleague.read(waiting)
    assert PERSON in page.one("ol", "thread").text
    assert not page.all("form")


def test_an_address_that_was_left_is_shown(waiting: str, colleague: Colleague, database: Database) -> None:
    database.rows("select leave_contact(%s, 'camille@exemple.fr')", waiting)

    assert "camille@exemple.fr" in colleague.read(waiting).one("dl").text


def test_what_the_visitor_wrote_stays_text(visitor: Visitor, colleague: Colleague) -> None:
    visitor.ask(HOSTILE)

    page = colleague.read(visitor.conversation_id)

    assert HOSTILE in page.one("ol", "thread").text
    assert not page.all("script") + page.all("img")


@pytest.mark.parametrize("path", ["/webhook/equipe", "/webhook/equipe/lacunes", "/form/ajouter-un-document"])
@pytest.mark.parametrize("auth", [None, ("equipe", "wrong"), ("admin", "wrong"), ("equipe", "")])
def test_without_the_right_password_nothing_is_shown(stack: Stack, path: str, auth: tuple[str, str] | None) -> None:
    for method in ("GET", "POST") if "lacunes" not in path else ("GET",):
        response = httpx.request(method, stack.n8n_url + path, auth=auth, timeout=30)

        assert response.status_code == 401
        assert response.headers["www-authenticate"].startswith("Basic")
        assert "<html" not in response.text


WRONG: dict[str, Callable[[str], dict[str, str]]] = {
    "another key": lambda key: {"desk_key": str(uuid4()), "action": "reply", "reply": "x"},
    "no key": lambda key: {"action": "reply", "reply": "x"},
    "a key that is none": lambda key: {"desk_key": "' or 1=1", "action": "close"},
    "unknown action": lambda key: {"desk_key": key, "action": "delete"},
    "no action": lambda key: {"desk_key": key},
    "empty reply": lambda key: {"desk_key": key, "action": "reply", "reply": " \r\n "},
    "no reply": lambda key: {"desk_key": key, "action": "reply"},
    "endless reply": lambda key: {"desk_key": key, "action": "reply", "reply": "x" * 4001},
    "unreadable reply": lambda key: {"desk_key": key, "action": "reply", "reply": "a\x00b"},
}


@pytest.mark.parametrize("fields", WRONG.values(), ids=WRONG.keys())
def test_a_form_that_is_not_the_pages_own_changes_nothing(
    waiting: str, colleague: Colleague, database: Database, fields: Callable[[str], dict[str, str]]
) -> None:
    key = str(colleague.read(waiting).all("input")[0].attributes["value"])
    before = seen_by_the_widget(database, waiting)

    page = colleague.follow(colleague.send(**fields(key)))

    assert "Rien n’a changé" in page.one("p", "outcome").text
    assert seen_by_the_widget(database, waiting) == before
    assert status(database, waiting) == ("human", "waiting")


@pytest.mark.parametrize(
    "query",
    ["conversation=x", "conversation=", f"conversation={uuid4()}", "fait=<script>", "conversation=a&conversation=b"],
)
def test_a_strange_address_shows_the_list(colleague: Colleague, query: str) -> None:
    page = colleague.look(f"equipe?{query}")

    assert not page.all("article") + page.all("script")


def test_the_page_is_not_kept_not_framed_and_sandboxed(stack: Stack, colleague: Colleague) -> None:
    for path in ("equipe", "equipe/lacunes"):
        headers = colleague.client.get(f"/webhook/{path}").headers

        assert headers["content-type"] == "text/html; charset=utf-8"
        assert headers["cache-control"] == "no-store"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "allow-forms" in headers["content-security-policy"]
        assert "allow-same-origin" not in headers["content-security-policy"]


@pytest.mark.parametrize("part", ["gateway", "functions"])
def test_a_part_that_is_away_is_told_in_french(stack: Stack, colleague: Colleague, waiting: str, part: str) -> None:
    with without(stack, part):
        answers = [colleague.client.get(f"/webhook/{path}") for path in ("equipe", "equipe/lacunes")]

    for answer in answers:
        assert answer.status_code == 503
        assert "indisponible" in answer.text
        assert 'lang="fr"' in answer.text


def test_a_reply_without_a_database_is_said_to_be_not_sent(stack: Stack, colleague: Colleague, waiting: str) -> None:
    key = str(colleague.read(waiting).all("input")[0].attributes["value"])
    with without(stack, "gateway"):
        answer = colleague.send(desk_key=key, action="reply", reply="Coucou")

    assert answer.status_code == 503
    assert "Reviens en arrière" in answer.text


def test_a_question_with_a_thumb_down_is_on_the_page_of_gaps_with_a_way_to_the_form(
    visitor: Visitor, colleague: Colleague, database: Database
) -> None:
    question = f"Comment publier un reel Instagram {uuid4().hex} ?"
    answer = visitor.ask(question)
    database.rows("select rate_answer(%s, %s, 'down')", visitor.conversation_id, answer["turn_id"])

    page = colleague.look("equipe/lacunes")

    [card] = [one for one in page.all("li", "gap") if question in one.text]
    assert "Pouce en bas" in card.text
    link = str(page.all("a", "button")[page.all("li", "gap").index(card)].attributes["href"])
    form = colleague.client.get(f"/webhook/equipe/{link}")
    assert form.status_code == 200
    assert "Ajouter un document" in form.text
