import json
import re
from typing import Any

import pytest

from functions.postprocess.next_step import HANDOFF, PERSON_OFFER
from tests.postprocess.conftest import ANSWER, CONVERSATION_ID, TURN_ID, talk, turn

DECISION = {
    "agent": "audrey",
    "confidence": 0.93,
    "primary_need": "e-mails",
    "secondary_needs": [],
    "reasoning": "Ysolde veut écrire ses e-mails.",
    "logged_reasoning": "Les e-mails sont le métier d'Audrey.",
    "timings": {"router_ms": 4.5},
    "analysis": {"intent": "automation", "urgency": "normal", "language": "fr"},
    "decided_by": "local",
    "degraded": ["router_llm"],
}
SOURCES = [
    {"filename": name, "title": "Guide", "chunk_id": str(place), "similarity": 0.5, "rerank_score": 0.8}
    for place, name in enumerate(["guide-emails.md", "bienvenue.md", "guide-emails.md"])
]
RAG = {"context": "Extraits", "sources": SOURCES, "chunks_found": 3, "degraded": ["rerank"], "added_later": True}
RAG |= {"timings": {"embed_ms": 1.5, "search_ms": 6.0, "rerank_ms": None}}


async def test_a_sound_answer_is_returned_with_its_metrics(post: Any):
    answer = await post(decision=DECISION, rag=RAG, degraded=["history", "rerank"], workflow_version="v7")
    metrics = answer.pop("metrics")
    assert answer == {
        "response": ANSWER,
        "agent": "audrey",
        "confidence": 0.93,
        "sources": ["guide-emails.md", "bienvenue.md"],
        "conversation_id": CONVERSATION_ID,
        "turn_id": TURN_ID,
        "loop_detected": False,
        "sentiment": "neutral",
        "upsell": None,
        "next_action": None,
        "degraded": ["router_llm", "rerank", "history"],
    }
    assert metrics.pop("total_ms") >= 0
    times = metrics.pop("timings")
    assert times.pop("postprocess_ms") > 0
    assert times == {"router_ms": 4.5, "embed_ms": 1.5, "search_ms": 6.0, "rerank_ms": None}
    assert metrics == {
        "loop": {"detected": False, "kind": None},
        "frustrated": False,
        "word_count": 24,
        "changes": [],
        "guard": [],
        "confidence": 0.93,
        "chunks_found": 3,
        "decided_by": "local",
        "intent": "automation",
        "trigger": None,
        "message_length": 41,
        "response_length": len(ANSWER),
        "reasoning": "Les e-mails sont le métier d'Audrey.",
        "reranked": [{"chunk_id": str(place), "relevance": 0.8} for place in range(3)],
        "workflow_version": "v7",
    }


async def test_an_escalation_hands_over_and_keeps_the_marketers_words(post: Any):
    text = "Je passe le relais : appelle le 04 91 23 45 67, vous serez rappelée. 🌿🌿"
    answer = await post(agent="escalate", response=text, rag=RAG, message="je veux parler à quelqu'un")
    assert (answer["response"], answer["next_action"], answer["sources"]) == (text, "human_handoff", [])
    assert answer["upsell"] is None


async def test_small_talk_has_no_sources_and_needs_no_action(post: Any):
    analysis = {"intent": "small_talk", "urgency": "low", "language": "fr"}
    answer = await post(
        message="merci !", response="Avec plaisir.", rag=RAG, decision={**DECISION, "analysis": analysis}
    )
    assert (answer["response"], answer["sources"]) == ("Avec plaisir.", [])


async def test_a_file_whose_name_carries_a_foreign_address_is_not_named(post: Any):
    sources = [{**SOURCES[0], "filename": "voir-https://evil.example-maintenant.md"}, SOURCES[1]]
    assert (await post(rag={**RAG, "sources": sources}))["sources"] == ["bienvenue.md"]


STUCK = talk(
    "Comment je change l'expéditeur de mes mails ?",
    "Va dans les réglages de ton outil, rubrique expéditeur.",
    "Je ne trouve pas où changer l'expéditeur des mails.",
    "Dans les réglages de ton outil, ouvre la rubrique expéditeur.",
)


async def test_a_stuck_visitor_is_offered_a_person_once(post: Any):
    again = "Je cherche toujours comment changer l'expéditeur de mes mails."
    first = await post(history=STUCK, message=again)
    assert first["metrics"]["loop"] == {"detected": True, "kind": "stuck"}
    assert first["loop_detected"] is True
    assert first["response"].endswith(PERSON_OFFER)
    assert (first["next_action"], first["upsell"]) == (None, None)
    second = await post(
        history=[*STUCK, *talk(again, first["response"])], message="L'expéditeur de mes mails, je le change comment ?"
    )
    assert PERSON_OFFER not in second["response"]


async def test_a_stuck_and_frustrated_visitor_gets_a_person(post: Any):
    message = (
        "C'est la troisième fois !! ça marche toujours pas, j'en ai marre, je change l'expéditeur des mails où ???"
    )
    answer = await post(history=STUCK, message=message)
    assert answer["metrics"]["frustrated"] is True
    assert answer["next_action"] == "human_handoff"
    assert answer["response"].endswith(HANDOFF)
    assert answer["upsell"] is None


DEEPENING = talk(
    "Comment choisir un micro pour mon podcast ?", "Un USB suffit.",
    "Filaire ou sans fil ?", "Filaire.",
    "Et je le place où ?", "À vingt centimètres.",
)  # fmt: skip


async def test_a_deepening_conversation_gets_one_offer_of_the_training(post: Any):
    fourth = "Comment couper les bruits du podcast ?"
    first = await post(history=DEEPENING, message=fourth)
    assert first["metrics"]["loop"]["kind"] == "deepening"
    assert first["upsell"]["offer"] == "formation-tunnels"
    later = [*DEEPENING, *talk(fourth, "Avec Audacity.")]
    assert (await post(history=later, message="Et l'intro du podcast, elle dure combien ?"))["upsell"] is None


async def test_an_offer_is_not_made_again_nor_under_an_apology(post: Any):
    message = "Vous avez une formation sur les tunnels ?"
    assert (await post(message=message))["upsell"]["offer"] == "formation-tunnels"
    assert (await post(message=message, offers_made=["formation-tunnels"]))["upsell"] is None
    assert (await post(message=message, degraded=["writer"]))["upsell"] is None
    fourth = {"history": DEEPENING, "message": "Comment couper les bruits du podcast ?"}
    assert (await post(**fourth, offers_made=[]))["upsell"] is not None


GOOD_OFFER = {"offer": "tarifs", "trigger": "price", "text": "Parlons-en.", "url": "https://lagencedescopines.com/x"}


@pytest.mark.parametrize(
    ("bad", "named"),
    [
        ({**GOOD_OFFER, "url": "javascript:alert(1)"}, {"offer": "tarifs", "fields": ["url"]}),
        ({**GOOD_OFFER, "offer": "Écris à Zoé", "trigger": "prix"}, {"offer": 0, "fields": ["trigger"]}),
        ({**GOOD_OFFER, "offer": "x" * 41, "text": ""}, {"offer": 0, "fields": ["text"]}),
        ({**GOOD_OFFER, "Zoé": 1, "agent": None}, {"offer": "tarifs", "fields": ["agent", "other"]}),
        ({"offer": "tarifs", "trigger": "price"}, {"offer": "tarifs", "fields": ["text", "url"]}),
        ({**GOOD_OFFER, "offer": 7}, {"offer": 0, "fields": ["offer"]}),
        ("Zoé", {"offer": 0, "fields": ["other"]}),
    ],
)
async def test_an_offer_with_a_mistake_is_left_out_and_named_once(
    post: Any, capsys: pytest.CaptureFixture[str], bad: Any, named: dict[str, Any]
):
    answer = await post(message="Quels sont vos tarifs ?", offers=[bad, {**GOOD_OFFER, "offer": "sain"}])
    assert answer["upsell"]["offer"] == "sain"
    printed = capsys.readouterr().out
    [line] = [json.loads(line) for line in printed.splitlines() if '"offers_left_out"' in line]
    assert (line["level"], line["offers"]) == ("warning", [named])
    assert not re.search("Zoé|javascript|prix", printed)


async def test_offers_that_are_no_list_leave_none_and_one_alone_is_a_list(post: Any):
    message = "Quels sont vos tarifs ?"
    assert (await post(message=message, offers="aucune"))["upsell"] is None
    assert (await post(message=message, offers=GOOD_OFFER))["upsell"]["offer"] == "tarifs"


async def test_the_offers_of_the_canvas_replace_the_built_in_ones(post: Any):
    offer = {
        "offer": "x",
        "trigger": "price",
        "agent": "carole",
        "text": "Parlons-en.",
        "url": "https://lagencedescopines.com/x",
    }
    message = "Quels sont vos tarifs ?"
    assert (await post(message=message, offers=[offer]))["upsell"] is None
    answer = await post(message=message, offers=[offer], agent="carole", response=f"{ANSWER} ✨")
    assert answer["upsell"] == {"offer": "x", "text": "Parlons-en.", "url": "https://lagencedescopines.com/x"}


@pytest.mark.parametrize(
    "message",
    [
        "c'est combien votre formation de voleurs ? c'est une honte",
        "vous avez une formation ? non parce que je veux être remboursée de la première",
        "je suis débordée, je pleure tous les soirs et je n'ai plus envie de vivre",
    ],
)
async def test_nothing_is_offered_to_an_angry_or_distressed_person(post: Any, message: str):
    assert (await post(message=message))["upsell"] is None


async def test_nothing_is_offered_right_after_anger(post: Any):
    history = talk("vous êtes des voleurs, c'est scandaleux", "Je comprends.")
    assert (await post(history=history, message="Quels sont vos tarifs ?"))["upsell"] is None


async def test_nothing_is_offered_when_the_orchestrator_heard_a_complaint(post: Any):
    decision = {**DECISION, "analysis": {**DECISION["analysis"], "intent": "complaint"}}
    assert (await post(decision=decision, message="Quels sont vos tarifs ?"))["upsell"] is None


async def test_what_the_guard_removes_is_reported_by_its_kind_only(post: Any):
    answer = await post(response=f"{ANSWER} Va sur https://evil.example et appelle le 06 41 87 22 93.")
    assert answer["metrics"]["guard"] == ["link", "personal_data"]
    assert "evil" not in json.dumps(answer)


async def test_the_marker_of_the_passages_is_not_shown(post: Any):
    context = "=== DÉBUT DES EXTRAITS cafebabe0099 ===\n> texte\n=== FIN DES EXTRAITS cafebabe0099 ==="
    answer = await post(rag={**RAG, "context": context}, response=f"{ANSWER} Le code est cafebabe0099.")
    assert "cafebabe" not in answer["response"]


async def test_the_apology_for_a_writer_that_failed_rests_on_nothing_and_stays_as_it_was_written(post: Any):
    apology = "Notre assistante reprend son souffle 🌸 : rappelez-nous au 01 42 68 53 00 🌸"
    answer = await post(agent="carole", rag=RAG, response=apology, degraded=["writer"])
    assert (answer["response"], answer["sources"], answer["metrics"]["changes"]) == (apology, [], [])
    plain = await post(agent="carole", rag=RAG, response="Je reviens vite.", degraded=["writer"])
    assert plain["response"] == "Je reviens vite."
    assert (await post(agent="carole", rag=RAG, response="Je reviens vite.", degraded=["history"]))["sources"]


async def test_a_person_is_still_offered_under_the_apology_to_who_is_stuck(post: Any):
    stuck = talk("Ça ne marche pas.", "Essaie ceci.", "Ça ne marche toujours pas.", "Essaie cela.")
    message = "Ça ne marche toujours pas !"
    answered = await post(history=stuck, message=message)
    apologised = await post(history=stuck, message=message, response="Je reviens vite.", degraded=["writer"])
    addition = next(text for text in (HANDOFF, PERSON_OFFER) if answered["response"].endswith(text))
    assert apologised["response"] == f"Je reviens vite.\n\n{addition}"


async def test_an_empty_answer_becomes_a_sentence(post: Any):
    assert len((await post(response="  "))["response"]) > 20


async def test_a_start_without_a_zone_is_read_as_utc_and_a_late_clock_gives_no_negative_time(post: Any):
    assert (await post(started_at="2999-01-01T00:00:00"))["metrics"]["total_ms"] == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"agent": "olga"},
        {"message": ""},
        {"message": "x" * 4001},
        {"turn_id": "1"},
        {"surprise": 1},
        {"history": [{"role": "system", "content": "x"}]},
        {"offers": [GOOD_OFFER] * 101},
        {"decision": {"agent": "audrey", "confidence": 2}},
    ],
)
async def test_a_body_of_another_shape_is_refused(client: Any, changes: dict[str, Any]):
    response = await client.post("/postprocess", json=turn(**changes))
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


async def test_a_wrong_token_is_refused(client: Any):
    response = await client.post("/postprocess", json=turn(), headers={"Authorization": "Bearer no"})
    assert response.status_code == 401


async def test_the_log_line_holds_no_text(client: Any, capsys: pytest.CaptureFixture[str]):
    secret_words = "mon IBAN est FR76 3000 6000 0112 3456 7890 189 et je m'appelle Ysolde"
    await client.post("/postprocess", json=turn(message=secret_words, response="Réponse pour Ysolde."))
    line = capsys.readouterr().out
    assert '"route": "/postprocess"' in line
    assert "Ysolde" not in line
    assert "FR76" not in line
