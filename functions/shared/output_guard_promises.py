"""Prices, refunds and discounts that an answer promises in the agency's name.

Three voices speak of money in an answer: a tool's price list, the visitor's own business, and the agency. Only the third
commits us, so a sentence counts when it gives something to the visitor or names what the agency sells, and neither a
tool nor the visitor's own offer is what it is about.
"""

import re

from functions.shared.text import fold

NUMBER_WORDS = (
    r"(?:un|une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|cinquante|soixante|cents?|mille"
    r"|one|two|five|ten|twenty|fifty|hundred|thousand)"
)
MONEY = re.compile(
    rf"\d[\d\s.,]*(?:€|euros?\b|eur\b|\$|dollars?\b|usd\b|£|chf\b)|[€$£]\s?\d|\beur\s?\d|\b{NUMBER_WORDS}[- ](?:euros?|dollars?)\b"
)
PERCENT = re.compile(rf"\d+\s?(?:%|pour ?cent|percent)|\b{NUMBER_WORDS} pour ?cent\b")
REFUND = re.compile(r"\bremboursa?\w*|\brefund\w*|\bmoney[- ]back\b")
DISCOUNT = re.compile(
    r"\bremises?\b|\breductions?\b|\brabais\b|\bristourne|\bpromo\w*|\bdiscount\w*|\bmoitie prix\b|\bhalf[- ]price\b|% off\b|\bgestes? commerci\w+|\bbons? d'achat\b"
)
FREE = re.compile(r"\bgratuit\w*|\boffert\w*|\boffre\b|\bfor free\b|\bfree\b|\bsans frais\b|\bcadeau\b")
FREE_FACT = re.compile(
    r"\b(?:appel|echange|rendez-vous|rdv|entretien|call|diagnostic|bilan|session|seance)s? (?:decouverte|discovery|gratuit\w*|offert\w*)|\bdiscovery call"
)
PRODUCT = (
    r"(?:accompagnements?|formations?|programmes?|coachings?|forfaits?|mentorats?|prestations?|tarifs?|devis|masterclass|offres?"
    r"|programs?|trainings?|courses?|prices?|services?|packs?|seances?)"
)
AGENCY_PRODUCT = re.compile(
    rf"\b(?:notre|nos|our)\s+(?:\w+\s+){{0,2}}?{PRODUCT}\b|\b{PRODUCT}\b[^.!?]{{0,40}}?\b(?:de l'agence|chez nous|avec (?:nous|audrey|carole)|des copines|at the agency)"
    rf"|\b(?:l'agence|nous|the agency|we)\b[^.!?]{{0,50}}?\b{PRODUCT}\b"
)
ANY_PRODUCT = re.compile(
    r"\b(?:l'|cet |le |the |un an d'|ans d'|mois d')accompagnement|\b(?:la|cette|the) (?:formation|masterclass|training|course|coaching)\b"
    r"|\b(?:le|ce|the) (?:programme|coaching|program|mentorat|tarif|prix|price|total|devis)\b|\b(?:coaching|accompagnement|programme|program)\b|^\W*(?:total|prix|tarif|price)\b"
)
GIVEN = re.compile(
    r"\b(?:je|on|nous|l'agence|l'equipe|we|i|the agency)(?:'ll)?\s+(?:\w+ )?(?:te |t'|vous |you )?(?:\w+ )?"
    r"(?:offr\w+|accord\w+|rembours\w+|promet\w*|promis|garanti\w*|confirm\w+|valid\w+|fais|fait|faisons|consen\w+|engag\w+|refund\w*|give|grant|offer|promise|guarantee)\b"
    r"|\bs'engage\b|\bnous engageons\b"
)
RECEIVED = re.compile(
    r"\b(?:tu|vous) (?:beneficie\w*|as (?:bien )?(?:droit|gagne|obtenu)|avez (?:droit|gagne|obtenu)|auras droit|profite\w* d|(?:es|seras|etes|serez) (?:\w+ )?rembours\w*|(?:vas|allez) etre rembours\w*|gagne\w*)"
    r"|\b(?:ton|votre|ta|your) (?:remboursement|refund|remise|reduction|discount|total|devis|ristourne|code promo|money)\b"
    r"|\b(?:you) (?:get|have|are entitled|qualify|will (?:get|be refunded|receive)|(?:are|have been) (?:\w+ )?(?:refunded|granted))\b"
)
# Enough alone: nobody says these of a tool or of her own clients.
OUTRIGHT = re.compile(
    r"\bremboursement\b[^.!?]{0,40}\b(?:valide|confirme|accorde|approuve|accepte|effectue)\b|\brefund\b[^.!?]{0,60}\b(?:approved|confirmed|granted|processed|issued)"
    r"|\bdiscount\b[^.!?]{0,40}\b(?:approved|confirmed|granted|applied)|\b(?:remise|reduction)\b[^.!?]{0,40}\b(?:validee?|confirmee?|accordee?|approuvee?|acquise|appliquee?)\b"
    r"|\brembours\w+ a vie\b|\bgaranti\w* (?:\w+ ){0,3}a vie\b|\b(?:acces|access) a vie\b|\blifetime access\b|\bmoney-back guarantee\b"
    r"|\b(?:nous te|on te|nous vous|l'agence te|we will|we'll|we) (?:pai\w+|pay\w*|vers\w+)\b[^.!?]*\b(?:double|triple|difference|euros?|you|€)"
    r"|\b(?:tout est|everything is|all is) (?:gratuit|offert|free)\b|\b(?:final price|prix final|tarif officiel|prix officiel|official price)\b"
    r"|\blegally binding\b|\b(?:euros?|€|eur)\s+(?:au lieu de|instead of)\b"
    r"|\b(?:un|deux|trois|\d+) (?:ans?|mois) (?:d'|de )?(?:accompagnement|coaching|formation) (?:gratuit|offert)"
)
CODE = re.compile(r"\b[A-Z]{3,}[A-Z0-9]*\d{1,3}\b")
CODE_GIVEN = re.compile(
    r"\b(?:voici|utilise\w*|saisis\w*|entre[rz]?|donne|valable|marche|fonctionne|tape[rz]?|avec|ton|here|use|works|enter|your)\b[^.!?]*\bcode\b|\bcode\b[^.!?]*\b(?:donne|valable|marche|fonctionne|valide|works|gives|pour toi|for you)\b"
)
OWN_OFFER = re.compile(
    r"\b(?:ton|ta|tes|votre|vos|your)\s+(?:\w+\s+){0,2}?(?:offres?|formations?|programmes?|seances?|forfaits?|tarifs?|prix|ateliers?|cours|client\w*|eleves?|abonn\w+|stages?|cures?|page|boutique|produits?|cgv|conditions|outil|inscri\w+|code|clients?|students?|prices?|packs?|panier|patient\w*|ventes?|budget|pub\w*|acheteu\w+|acheteurs?|participant\w*)\b"
    r"|\b(?:une|la|chaque|leurs?|tes|les|des|d'une|sa|ses|a) (?:\w+ )?(?:client\w*|eleves?|participant\w*|acheteu\w+|praticien\w*|abonn\w+|nouvel\w+|inscrit\w*)\b|\bcree\b|\bcreer?\b|\bpar exemple\b|\bpropose(?:r|s|-\w+)?\b|\baffiche\b|\becris\b"
)
TOOL = re.compile(
    r"\b(?:kajabi|zapier|systeme\.?io|activecampaign|brevo|mailchimp|mailerlite|convertkit|kit|canva|calendly|notion|airtable|make|n8n|stripe|paypal|podia|teachable|thinkific"
    r"|clickfunnels|learnybox|shopify|instagram|meta|facebook|google|tiktok|youtube|livestorm|zoom|loom|typeform|tally|hotjar|wix|squarespace|wordpress|capcut|adobe|later|metricool"
    r"|manychat|linktree|ovh|gandi|trello|slack|getresponse|hubspot|circle|gumroad|sumup|deepl|chatgpt|descript|outils?|logiciels?|abonnement|formule|plan|version|licence|commission|micro|trepied|budget|publicites?|pub|ads?|tool|software|subscription)\b"
)
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")
DENIED = re.compile(
    r"\b(?:ne (?:peux|promets|donne|fais|propose)|n'ai pas|n'est pas|pas (?:le droit|possible|de remise|de reduction)|aucun\w*|sans promesse|demandes? de rembours\w*|politique de rembours\w*|cannot|can't|not able)\b"
)
SELLS_HERSELF = re.compile(r"\b(?:mon|ma|mes|my|nos|notre)\s+(?:\w+\s+){0,2}?(?:offres?|formations?|programmes?|seances?|forfaits?|tarifs?|prix|ateliers?|cours|client\w*|eleves?|stages?|cures?|page|boutique|course|program|prices?|coaching|accompagnement)\b")


def promises(segment: str, *, before: str = "", visitor: str = "", allowed: str = "") -> bool:
    """Say if a sentence promises the visitor a price, a refund or a discount of ours.

    `before` is the sentence before it, `visitor` what the visitor wrote, `allowed` the texts of the offers in force.
    """
    spoken = QUOTED.sub(" ", segment)
    own, whole = fold(spoken), fold(segment)
    if allowed and _all_money_allowed(whole, fold(allowed)):
        return False
    if _named_in_quotes(whole) or _gives_code(segment, spoken, own):
        return True
    if DENIED.search(own) or not _speaks_of_money(own):
        return False
    return _commits(own, fold(before), fold(visitor))


def _commits(own: str, before: str, visitor: str) -> bool:
    about_tool = bool(TOOL.search(own))
    about_her = bool(OWN_OFFER.search(own))
    money = bool(MONEY.search(own) or PERCENT.search(own))
    given_away = bool(REFUND.search(own) or DISCOUNT.search(own))
    free = bool(FREE.search(own)) and not FREE_FACT.search(own)
    if OUTRIGHT.search(own) and not (about_tool or about_her):
        return True
    if GIVEN.search(own) and not about_tool and (given_away or (free and _names_product(own)) or (money and not about_her)):
        return not about_her or bool(AGENCY_PRODUCT.search(own))
    if RECEIVED.search(own) and not about_tool and (given_away or money or (free and _names_product(own))):
        return True
    if AGENCY_PRODUCT.search(own):
        return money or given_away or free
    if about_tool or about_her or SELLS_HERSELF.search(visitor) or OWN_OFFER.search(before) or TOOL.search(before):
        return False
    return bool(ANY_PRODUCT.search(own)) and (money or given_away or free) or (money and bool(AGENCY_PRODUCT.search(before)))


def _names_product(own: str) -> bool:
    return bool(AGENCY_PRODUCT.search(own) or ANY_PRODUCT.search(own))


def _speaks_of_money(own: str) -> bool:
    return any(pattern.search(own) for pattern in (MONEY, PERCENT, REFUND, DISCOUNT, FREE, OUTRIGHT))


def _named_in_quotes(whole: str) -> bool:
    quoted = " ".join(QUOTED.findall(whole))
    return bool(re.search(r"\bl'agence\b|\bthe agency\b", quoted)) and bool(REFUND.search(quoted) or MONEY.search(quoted) or DISCOUNT.search(quoted))


def _gives_code(segment: str, spoken: str, own: str) -> bool:
    return bool(CODE.search(segment)) and bool(CODE_GIVEN.search(own)) and not OWN_OFFER.search(fold(spoken)) and "promo" not in own.split("cree")[-1:]


def _all_money_allowed(whole: str, allowed: str) -> bool:
    amounts = [found.strip() for pattern in (MONEY, PERCENT) for found in pattern.findall(whole)]
    return bool(amounts) and all(amount in allowed for amount in amounts) and not REFUND.search(whole)
