"""What is on the pages, looked at with a real HTML parser."""

import base64
import hashlib
from typing import Any

import pytest

from functions.desk.models import KnowledgeGaps, TeamDesk
from functions.desk.steps import draw_gaps, draw_team
from functions.desk.wording import OUTCOMES
from tests.browser.payloads import HTML, MARK
from tests.desk.rows import CONVERSATION, DESK_KEY, NOW, Element, Page, ago, gap, message, opened, waiting

OFFER = {"offer": "formation", "text": "On peut le faire avec toi", "url": "https://agence.fr/a"}
ATTRIBUTES = {"href", "src", "action", "formaction", "content", "style", "srcset", "data"}


def team(*rows: dict[str, Any], open_: dict[str, Any] | None = None, **fields: Any) -> Page:
    return Page(draw_team(TeamDesk(waiting=list(rows), open=open_, **fields), NOW))  # type: ignore[arg-type]


def gaps(*rows: dict[str, Any]) -> Page:
    return Page(draw_gaps(KnowledgeGaps(gaps=list(rows), since_days=30), NOW))  # type: ignore[arg-type]


def refresh(page: Page) -> list[Element]:
    return [meta for meta in page.all("meta") if meta.attributes.get("http-equiv") == "refresh"]


def hostile(text: str) -> tuple[Page, Page]:
    """Every place where somebody else's text can stand, filled with it."""
    upsell = OFFER | {"text": text, "url": text}
    thread = opened(
        *(message(role, text, sources=[text], upsell=upsell) for role in ("user", "assistant", "team", "notice")),
        reason=text,
        summary=text,
        contact_email=text,
        page_url=text,
    )
    row = waiting(reason=text, summary=text, contact_email=text, last_message=text)
    return team(row, open_=thread), gaps(gap(text), gap(text, "thumbs_down"))


def harmless() -> tuple[Page, Page]:
    return hostile("Bonjour")


@pytest.mark.parametrize("payload", HTML)
def test_no_text_of_somebody_else_becomes_markup(payload: str) -> None:
    for page, plain in zip(hostile(payload), harmless(), strict=True):
        assert page.shape == plain.shape
        for element, expected in zip(page.elements, plain.elements, strict=True):
            assert element.attributes.keys() == expected.attributes.keys()
            for name in ATTRIBUTES & element.attributes.keys():
                value = (element.attributes[name] or "").lower()
                assert element.tag == "meta" or value == expected.attributes[name] or value.startswith("../../form/")
    assert payload in hostile(payload)[0].one("li", "team").text


def test_the_payloads_are_many_and_would_be_seen() -> None:
    assert len(HTML) >= 30
    broken = Page(f"<p><img src=x onerror={MARK}></p>")
    assert [one.tag for one in broken.elements] == ["p", "img"]


def test_a_page_forbids_scripts_and_foreign_content_and_names_its_own_style() -> None:
    for page in (team(), gaps()):
        [policy] = [
            m.attributes["content"]
            for m in page.all("meta")
            if m.attributes.get("http-equiv", "") == "Content-Security-Policy"
        ]
        digest = base64.b64encode(hashlib.sha256(page.one("style").text.encode()).digest()).decode()
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
        assert not page.all("script")


def test_the_list_tells_why_what_how_long_and_where_to_answer() -> None:
    page = team(
        waiting(contact_email="c@exemple.fr"), waiting(conversation_id=DESK_KEY, reason="human", status="taken")
    )

    first, second = page.all("a", "card")
    for said in (
        "Demande un remboursement",
        "Elle veut être remboursée.",
        "il y a 4 min",
        "Attend une réponse",
        "c@exemple.fr",
    ):
        assert said in first.text
    assert "En cours" in second.text
    assert first.attributes["href"] == f"equipe?conversation={CONVERSATION}#repondre"
    assert page.one("title").text.startswith("(1) Conversations")


def test_a_conversation_shows_who_said_what_in_order_with_sources_and_offer() -> None:
    page = team(
        waiting(),
        open_=opened(
            message("user", "Bonjour\nà toutes"),
            message("assistant", "Voici", agent="audrey", sources=["guide.md"], upsell=OFFER, feedback="down"),
            message("team", "Coucou"),
            page_url="https://agence.fr/page",
        ),
    )

    said = page.all("li", "message")
    assert [line.classes[1] for line in said] == ["user", "assistant", "team"]
    assert "Visiteuse" in said[0].text and "Bonjour\nà toutes" in said[0].text
    assert all(part in said[1].text for part in ("Audrey (IA)", "guide.md", OFFER["text"], "Pouce en bas"))
    links = {a.attributes["href"] for a in page.all("a") if a.attributes.get("target")}
    assert links == {OFFER["url"], "https://agence.fr/page"}
    assert all(a.attributes["rel"] == "noopener noreferrer" for a in page.all("a") if a.attributes.get("target"))


def test_the_forms_carry_the_key_and_every_field_has_its_label() -> None:
    page = team(waiting(), open_=opened())

    assert [form.attributes["action"] for form in page.all("form")] == ["equipe", "equipe"]
    assert [one.attributes["value"] for one in page.all("input")] == [DESK_KEY, DESK_KEY]
    assert page.one("label").attributes["for"] == page.one("textarea").attributes["id"]
    assert page.one("textarea").attributes["maxlength"] == "4000"
    assert [b.attributes["value"] for b in page.all("button")] == ["reply", "give_back", "close"]


@pytest.mark.parametrize("status", ["bot", "closed"])
def test_a_conversation_that_left_the_team_can_be_read_but_not_answered(status: str) -> None:
    page = team(open_=opened(status=status))

    assert page.one("li", "message")
    assert not page.all("form")


def test_the_list_refreshes_itself_but_never_under_a_reply_nor_when_it_was_stopped() -> None:
    [meta] = refresh(team(waiting()))
    assert meta.attributes["content"] == "10; url=equipe"
    assert not refresh(team(waiting(), open_=opened()))
    assert not refresh(team(waiting(), paused=True))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_was_done_is_told_once_where_it_is_read(outcome: str) -> None:
    for page in (team(waiting(), outcome=outcome), team(waiting(), open_=opened(), outcome=outcome)):
        told = page.one("p", "outcome")
        assert told.text == OUTCOMES[outcome]  # type: ignore[index]
        assert told.attributes["role"] == "status"


def test_nobody_waits_and_no_gap_are_said_kindly() -> None:
    assert "Personne n’attend." in team().one("div", "empty").text
    assert "Aucune lacune." in gaps().one("div", "empty").text


def test_a_group_of_gaps_has_its_count_its_questions_and_a_way_to_fill_it() -> None:
    page = gaps(
        gap("Comment déclarer la TVA ?"),
        gap("comment declarer la tva", "thumbs_down", agent="carole"),
        gap("Puis-je payer en 3 fois ?", "out_of_scope", agent=None, asked_at=ago(5)),
    )

    group, single = page.all("li", "gap")
    for said in ("2 fois", "Répondu sans source", "Pouce en bas", "Audrey", "Carole", "Voir les 2 questions"):
        assert said in group.text
    assert "Hors domaine" in single.text
    assert "Voir" not in single.text
    assert [a.attributes["href"] for a in page.all("a", "button")] == [
        "../../form/ajouter-un-document?sujet=Comment+d%C3%A9clarer+la+TVA+%3F",
        "../../form/ajouter-un-document?sujet=Puis-je+payer+en+3+fois+%3F",
    ]


def test_the_headings_make_an_outline_and_every_page_has_one_main_part() -> None:
    for page in (team(waiting()), team(waiting(), open_=opened()), gaps(gap("TVA ?"))):
        assert len(page.all("main")) == len(page.all("h1")) == 1
        assert page.one("html").attributes["lang"] == "fr"
        assert page.one("a", "skip").attributes["href"] == "#contenu"


def test_the_team_page_keeps_its_structure() -> None:
    assert team(waiting(), open_=opened()).shape == [
        "body", "a.skip", "header.top", "p.brand", "span.mark", "small", "nav", "a", "a", "a", "main.split",
        "article.conversation", "header", "div.row", "h2", "a.quiet", "p.summary", "dl", "div", "dt", "dd",
        "ol.thread", "li.message.user", "p.who", "strong", "time", "p.text",
        "div.answer", "form", "input", "label", "textarea", "button.main", "form.acts", "input", "button", "button",
        "p.hint",
        "section.list", "div.row", "h1", "span.count", "a.quiet", "ul.cards", "li", "a.card", "span.row", "strong",
        "time", "span.summary", "span.last", "span.tags", "span.tag.waiting",
    ]  # fmt: skip


def test_the_gaps_page_keeps_its_structure() -> None:
    assert gaps(gap("TVA ?")).shape == [
        "body", "a.skip", "header.top", "p.brand", "span.mark", "small", "nav", "a", "a", "a", "main",
        "section.list", "div.row", "h1", "span.count", "a.quiet", "p.lead", "ul.cards", "li.card.gap", "div.row", "h2",
        "p.tags", "span.tag.no_source", "span.tag", "time", "p", "a.button", "span.off-screen",
    ]  # fmt: skip
