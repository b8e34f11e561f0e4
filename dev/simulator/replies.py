"""What the simulated language models say: a verdict for the router, a French text for the writer."""

import json
import re
from typing import Any

from functions.shared.quotation import read_question, read_quotation
from functions.shared.text import fold

ESCALATE = ("rembours", "humain", "une personne", "plainte", "avocat", "medecin", "suicid", "arnaque", "conseiller")
AUDREY = ("kajabi", "zapier", "tunnel", "automat", "e-mail", "email", "activecampaign", "systeme.io", "analytic")
CAROLE = ("instagram", "reel", "story", "stories", "contenu", "storytelling", "branding", "communaute", "editorial")
BAD_ROUTER_JSON = (
    "Bien sûr ! Voici mon analyse :\n```json\n"
    '{"reasoning": "La personne parle de tunnel.", "agent": "Audrey", "confidence": "très sûre",}\n'
    "```\nN'hésite pas si tu as d'autres questions."
)
HUGE_SENTENCE = "Voici une phrase qui revient sans fin. "
PERSONA = re.compile(r"\bTu es (Audrey|Carole)\b")


def is_for_router(body: dict[str, Any]) -> bool:
    """Say whether a request wants a JSON verdict: by its response format or by its system prompt."""
    form: dict[str, Any] = body.get("response_format") or {}
    if form.get("type") in ("json_object", "json_schema"):
        return True
    return any(m.get("role") == "system" and "JSON" in text_of(m) for m in body["messages"])


def verdict(body: dict[str, Any]) -> str:
    """Return the router's JSON, decided by simple keywords in the last message."""
    said = fold(text_of(body["messages"][-1]))
    counts = {"audrey": _hits(said, AUDREY), "carole": _hits(said, CAROLE), "escalate": 10 * _hits(said, ESCALATE)}
    agent = max(counts, key=lambda name: (counts[name], name == "carole"))
    reply: dict[str, Any] = {
        "reasoning": "Décidé par les mots du message (fournisseur simulé).",
        "analysis": {"intent": "demande d'aide", "urgency": "medium", "language": "fr"},
        "primary_need": "automation" if agent == "audrey" else "content",
        "secondary_needs": [],
        "agent": agent,
        "confidence": 0.93 if counts[agent] else 0.5,
    }
    wanted = _schema(body).get("properties")
    return json.dumps({key: value for key, value in reply.items() if not wanted or key in wanted}, ensure_ascii=False)


def answer(body: dict[str, Any]) -> str:
    """Return the writer's text, made from the prompt's question and quoted passages."""
    system = " ".join(text_of(message) for message in body["messages"] if message.get("role") == "system")
    prompt = text_of(body["messages"][-1])
    persona = PERSONA.search(system)
    titles = ", ".join(f"« {passage.title} »" for passage in read_quotation(prompt))
    return (
        f"Réponse simulée de {persona[1] if persona else 'ton experte'} à ta question : "
        f"« {read_question(prompt)[:200]} ».\n\n1. Commence par écrire ton objectif en une phrase.\n"
        "2. Choisis un seul outil et tiens-t'y un mois.\n3. Regarde tes chiffres chaque vendredi.\n\n"
        "À faire maintenant : bloque 20 minutes aujourd'hui pour l'étape 1."
        + (f"\n\nSource : {titles}" if titles else "")
    )


def text_of(message: dict[str, Any]) -> str:
    """Return the text of one message, whether its content is a string or a list of parts."""
    content = message.get("content") or ""
    return content if isinstance(content, str) else "\n".join(part.get("text") or "" for part in content)


def _schema(body: dict[str, Any]) -> dict[str, Any]:
    form: dict[str, Any] = body.get("response_format") or {}
    wrapped: dict[str, Any] = form.get("json_schema") or {}
    return wrapped.get("schema") or {}


def _hits(said: str, keywords: tuple[str, ...]) -> int:
    return sum(keyword in said for keyword in keywords)
