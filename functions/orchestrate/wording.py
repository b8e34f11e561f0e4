"""The French words of a decision, for the person who reads the conversation."""

from functions.orchestrate.concepts import concept_names, count_concepts
from functions.orchestrate.models import Agent, Intent

NEED_OF_CONCEPT = {
    "audrey.tools": "outils en ligne",
    "audrey.email": "e-mails et séquences",
    "audrey.funnel": "tunnel et page de vente",
    "audrey.payment": "paiement en ligne",
    "audrey.automation": "automatisation",
    "audrey.booking": "prise de rendez-vous",
    "audrey.analytics": "mesure et statistiques",
    "audrey.site": "site et espace de formation",
    "carole.networks": "réseaux sociaux",
    "carole.formats": "reels, stories et publications",
    "carole.writing": "rédaction et storytelling",
    "carole.brand": "image de marque",
    "carole.visuals": "photos, vidéos et visuels",
    "carole.planning": "idées et planning de contenu",
    "carole.community": "communauté et visibilité",
    "carole.shyness": "oser se montrer",
}
NEED_OF_INTENT: dict[Intent, str] = {
    "automation": "automatisation et technique",
    "content": "contenu et image de marque",
    "mixed": "contenu et technique à la fois",
    "follow_up": "suite de la conversation",
    "small_talk": "politesse",
    "price": "tarifs de l'agence",
    "ai_question": "savoir qui répond",
    "human": "parler à une personne",
    "refund": "remboursement",
    "complaint": "réclamation",
    "health": "question de santé",
    "distress": "détresse",
    "legal": "question juridique",
    "out_of_scope": "sujet hors de notre métier",
    "other": "compte, facture ou partenariat",
    "low_confidence": "demande à préciser",
}
REASON_OF_INTENT: dict[Intent, str] = {
    "automation": "La demande porte sur la technique et l'automatisation : c'est le métier d'Audrey.",
    "content": "La demande porte sur le contenu et l'image de marque : c'est le métier de Carole.",
    "follow_up": "Le message poursuit la conversation en cours : la même experte répond.",
    "small_talk": "C'est un message de politesse : l'experte de la conversation y répond simplement.",
    "price": "La personne demande nos tarifs : l'experte répond avec les offres de l'agence.",
    "ai_question": "La personne demande si une intelligence artificielle lui répond : la réponse est toujours oui.",
    "human": "La personne demande à parler à quelqu'un de l'équipe.",
    "refund": "La personne parle d'un remboursement : c'est à l'équipe d'y répondre.",
    "complaint": "La personne exprime une réclamation : c'est à l'équipe d'y répondre.",
    "health": "La question touche à la santé : aucune experte ne peut y répondre.",
    "distress": "La personne semble aller mal : une personne de l'équipe prend le relais.",
    "legal": "La question est juridique : elle demande une personne compétente.",
    "out_of_scope": "La demande n'a pas de rapport avec le métier de l'agence.",
    "other": "La demande concerne un compte, une facture ou un partenariat : c'est à l'équipe d'y répondre.",
    "low_confidence": "La demande n'est pas assez claire pour choisir une experte : une personne prend le relais.",
}
MIXED_REASONS: dict[Agent, str] = {
    "audrey": "Deux sujets se mêlent, et le plus pressant est technique : Audrey commence.",
    "carole": "Deux sujets se mêlent, et le contenu passe en premier ou à égalité : Carole commence.",
    "escalate": "Deux sujets se mêlent sans que l'un l'emporte.",
}
MAX_NEEDS = 4


def reason(agent: Agent, intent: Intent) -> str:
    """Return one French sentence saying why this agent answers."""
    return MIXED_REASONS[agent] if intent == "mixed" else REASON_OF_INTENT[intent]


def name_needs(message: str, agent: Agent, intent: Intent) -> list[str]:
    """Return the needs that the message names, the first one first: the chosen expert's before her colleague's."""
    if agent == "escalate" or intent == "small_talk":
        return [NEED_OF_INTENT[intent]]
    counts = dict(zip(concept_names(), count_concepts(message), strict=True))
    named = sorted(
        (name for name in NEED_OF_CONCEPT if counts[name]), key=lambda n: (not n.startswith(agent), -counts[n])
    )
    return [NEED_OF_CONCEPT[name] for name in named[:MAX_NEEDS]] or [NEED_OF_INTENT[intent]]
