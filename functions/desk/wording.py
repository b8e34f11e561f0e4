"""What the pages say in French: reasons, people, ages."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from functions.desk.models import GapReason, Message, Outcome

PARIS = ZoneInfo("Europe/Paris")

# The router's kinds of escalation, the loop policy's, and the flow's own when no function answers.
HANDOFF_REASONS = {
    "human": "Veut parler à une personne",
    "refund": "Demande un remboursement",
    "complaint": "Réclamation",
    "health": "Question de santé",
    "distress": "Visiteuse en détresse",
    "legal": "Question juridique",
    "out_of_scope": "Hors du domaine des expertes",
    "other": "Compte, facture, presse ou partenariat",
    "low_confidence": "Question pas assez claire pour le chat",
    "stuck": "Tourne en rond avec le chat",
    "frustrated": "Visiteuse agacée",
    "functions_unavailable": "Panne du chat",
    "budget": "A beaucoup parlé avec le chat aujourd’hui",
    "interrupted": "Réponse interrompue plusieurs fois",
}
OTHER_REASON = "À reprendre par une personne"
URGENT_REASONS = frozenset({"distress", "health"})

GAP_REASONS: dict[GapReason, str] = {
    "no_source": "Répondu sans source",
    "thumbs_down": "Pouce en bas",
    "out_of_scope": "Hors domaine",
}
NAMES = {"audrey": "Audrey", "carole": "Carole", "escalate": "Relais à l’équipe"}
OUTCOMES: dict[Outcome, str] = {
    "reply": "Ta réponse est envoyée : elle s’affiche dans le chat de la visiteuse.",
    "give_back": "La conversation est rendue au chat : Audrey et Carole répondent de nouveau.",
    "close": "La conversation est close.",
    "refused": "Rien n’a changé : la conversation n’est plus avec l’équipe, ou la page était trop ancienne.",
}


def handoff_reason(reason: str) -> str:
    """Return why a person is needed; an unknown reason gets a neutral sentence, never its raw code."""
    return HANDOFF_REASONS.get(reason, OTHER_REASON)


def speaker(message: Message) -> str:
    """Return who says a message."""
    match message.role:
        case "user":
            return "Visiteuse"
        case "team":
            return "Équipe"
        case "notice":
            return "Annonce du chat"
        case "assistant":
            return {"audrey": "Audrey (IA)", "carole": "Carole (IA)"}.get(message.agent or "", "Chat (relais)")


def age(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was, in minutes, hours or days."""
    minutes = max(0, int((now - moment) / timedelta(minutes=1)))
    if minutes < 1:
        return "à l’instant"
    if minutes < 60:
        return f"il y a {minutes} min"
    if minutes < 24 * 60:
        return f"il y a {minutes // 60} h"
    return f"il y a {minutes // (24 * 60)} j"


def clock(moment: datetime, now: datetime) -> str:
    """Return the hour in Paris, with the day unless it is today."""
    local, today = moment.astimezone(PARIS), now.astimezone(PARIS).date()
    hour = f"{local.hour} h {local.minute:02}"
    return hour if local.date() == today else f"{local.day:02}/{local.month:02}, {hour}"
