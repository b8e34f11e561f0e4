"""When nothing may be offered: anger, distress, a complaint, a refund asked for. When in doubt, nothing is offered."""

import re

from functions.postprocess.linear_model import load_model, probabilities
from functions.shared.text import fold

ANGRY_FROM = 0.45  # probability of frustration; lower than for the metric, because an offer to an angry person costs more
ANGRY_IF_OVERLOADED_FROM = 0.65  # «je n'en peux plus» is also how people say that they have too much work
DISTRESS = re.compile(
    r"\b(?:envie de (?:mourir|disparaitre|en finir|tout (?:arreter|lacher|plaquer)|rien|vivre)|suicid\w*|mourir|en finir|plus envie|a bout(?! de (?:bras|souffle pour))"
    r"|je pleure|pleurer|en larmes|(?:plus|pas) (?:la |de )?(?:force|energie|espoir)|tiens plus (?:debout|le coup)?|me lever|(?:dors|mange) plus|burn[- ]?out|depressi\w+|deprim\w+"
    r"|bord du gouffre|effondr\w+|craqu\w+|crise d'angoisse|attaque de panique|plus gout|desesper\w+|sombre\w*|plus de sens|detresse|mal de vivre|hopital|plus personne"
    r"|plus (?:rien|d'issue)|au fond du trou|want to (?:die|disappear)|kill myself|hopeless|can't go on|crying|breakdown|no puedo mas|llor\w+|quiero morir|ich kann nicht mehr|non ce la faccio)\b"
)
ANGER = re.compile(
    r"\b(?:voleu\w+|arnaqu\w+|escro\w+|hont\w+|scandal\w*|inadmissible|inacceptable|plainte|avocat|proces|tribunal|incompetent\w*|desastre|furieu\w+|hors de moi|humili\w+|odieu\w+"
    r"|c'est du vol|pathetique|ridicule|foutage|foutez|moquez|moque de|pour du vent|mecontent\w*|decu\w*|decevant\w*|mensong\w*|menti|trahi\w*|lamentable|catastroph\w*|degout\w*|degueu\w*"
    r"|merde|putain|bordel|marre|ras[- ]le[- ]bol|saoule\w*|enerv\w+|agac\w+|en colere|(?<!les )(?<!grands )nul(?:le)?s?|de la daube|publicite mensongere|scam\w*|rip[- ]?off|thieves|furious|angry|disgust\w*|awful|terrible|liars?|estafa|betrug|truffa)\b"
)
REFUND = re.compile(
    r"\b(?:rembours\w+|rend\w*[- ](?:moi|nous)|recuperer (?:mon argent|(?:\w+ )?(?:centimes?|sous|euros))|mon argent|refund\w*|money back|reembols\w+|devolu\w+|devuelv\w+|geld zuruck|erstattung|rimbors\w+|resili\w+|retractation|annul\w+ (?:mon|ma) (?:commande|achat|contrat|formation|accompagnement))\b"
)
OF_HER_CLIENTS = re.compile(r"\b(?:une?|mes|ma|leurs?|les|my|a) (?:\w+ )?(?:client\w*|eleves?|abonn\w+|patient\w*|stagiaires?|acheteu\w+|students?|inscrit\w*)\b")
NEEDS_A_PERSON = {"refund", "complaint", "distress", "human", "health", "legal"}


def may_be_offered(message: str, features: dict[str, float], *, need: str = "", overloaded: bool = False) -> bool:
    """Say if an offer would be welcome after this message; `need` is the orchestrator's, `features` are the sentiment's."""
    folded = fold(message)
    if need in NEEDS_A_PERSON or DISTRESS.search(folded) or ANGER.search(folded):
        return False
    if REFUND.search(folded) and not OF_HER_CLIENTS.search(folded):
        return False
    angry = probabilities(load_model("frustration"), features)["frustrated"]
    return angry < (ANGRY_IF_OVERLOADED_FROM if overloaded else ANGRY_FROM)
