"""Whether a visitor asks what the agency itself costs: an expert answers with the offers, never a person for that."""

import re

from functions.shared.text import fold

PRICE = (
    r"(?:tarif\w*|prix|couts?|budget|devis|rates?|prices?|pricing|fees?|precios?|tarifas?|prezz[oi]|tariff[ea]|preise?)"
)
COST = (
    r"(?:combien|coute\w*|couterai\w*|payante?s?|cheres?|cher|how much|cuanto|cuesta\w*|quanto|costa\w*|wie ?viel"
    r"|kostet|facilites? de paiement|(?:en|de) plusieurs fois|payment plans?)"
)
OURS = r"(?:vos|votre|your|vuestr[oa]s?|vostr[oaie]|eure?|ihre?)"
OFFER = (
    r"(?:accompagnements?|formations?|offres?|programmes?|prestations?|services?|coachings?|formules?|packs?|ateliers?"
    r"|abonnements?|seances?|cours|accompagnamento|cors[oi]|cursos?|course|programs?|offers?|support)"
)
WITH_US = r"(?:avec|chez|par|pour|with|con|mit) (?:vous|l.agence|votre equipe|audrey|carole|you)"
YOU_ASK = r"(?:prenez|prends|prendrais|prendriez|facture[zs]?|demandez|demandes|charge|cobr\w+)"

PATTERNS = (
    re.compile(rf"\b{OURS} (?:\w+ )?(?:grilles? )?{PRICE}\b"),
    re.compile(rf"\b{OURS} (?:\w+ )?{OFFER}\b.{{0,40}}\b(?:{PRICE}|{COST})\b"),
    re.compile(rf"\b(?:{PRICE}|{COST})\b.{{0,40}}\b{OURS} (?:\w+ )?{OFFER}\b"),
    re.compile(rf"\b(?:{PRICE}|{COST})\b.{{0,60}}\b{WITH_US}\b|\b{WITH_US}.{{0,30}}\b(?:{PRICE}|combien|coute\w*)\b"),
    re.compile(rf"\b(?:vous|tu) (?:me |m.)?{YOU_ASK} (?:combien|cher)|\bcombien (?:vous|tu) (?:me )?{YOU_ASK}"),
    re.compile(rf"\bhow much (?:do you|would you|are you) {YOU_ASK}?|\b{PRICE} do you have"),
    re.compile(
        rf"\bsi (?:c.est )?vous\b.{{0,40}}\b(?:combien|coute\w*|couterait|{PRICE})\b"
        rf"|\b(?:combien|coute\w*|{PRICE})\b.{{0,25}}\b(?:si|pour que) (?:c.est )?vous\b"
    ),
    re.compile(r"\bgrille tarifaire\b|^(?:(?:quels? (?:est|sont)|c.est quoi|et) )?(?:les? |vos )?(?:tarifs?|prix)\W*$"),
)
# What somebody else asks for, or what the visitor asks for herself.
NOT_OURS = re.compile(
    r"\b(?:mon|ma|mes|son|ses|leurs?|my|mi|mis) (?:\w+ ){0,2}(?:prix|tarifs?|offres?|programmes?|formations?|seances?"
    r"|ateliers?|accompagnements?|prestations?|prices?|clientes?)\b"
    r"|\b(?:fixer|afficher|augmenter|baisser|annoncer|justifier) "
    r"|\b(?:rembours\w+|annul\w+|jours|dure|temps)\b"
    r"|\b(?:coute\w*|prix|tarif\w*|combien)\b.{0,25}\b(?:kajabi|zapier|make|brevo|mailchimp|mailerlite|calendly|canva|stripe|systeme|activecampaign|podia|notion)\b"
)


def asks_our_prices(message: str) -> bool:
    """Say whether the message asks for the price of what the agency sells."""
    said = fold(message)
    return not NOT_OURS.search(said) and any(pattern.search(said) for pattern in PATTERNS)
