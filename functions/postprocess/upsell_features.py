"""What in a message says that the visitor wants to buy from us: whose price, whose training, whose work, whose time."""

import re

from functions.postprocess.features import word_features
from functions.shared.text import fold

OURS = r"(?:vous|vos|votre|l'agence|l'equipe|chez vous|avec toi|avec audrey|avec carole|une experte|you|your|ustedes|cobran|euer|euch|ihr|vostro|vostri|voi|voces|jullie)"
HERS = r"(?:mon|ma|mes|my|mis?|mein\w*|mio|mia|miei|nos|notre)"
PRICE = r"(?:prix|tarif\w*|cout\w*|coute\w*|combien|cher|chere|budget|devis|payant\w*|gratuit\w*|fourchette|honoraires?|factur\w+|payer|paiement|investissement|price\w*|cost\w*|charge|how much|cuanto|cuesta|precio|kostet|preis\w*|quanto|costa|prezzo|kosten|custa)"
SERVICE = r"(?:accompagnement\w*|formation\w*|coaching\w*|programme\w*|prestation\w*|services?|suivi|mentorat|mentoria|atelier\w*|masterclass|cours|seances? avec|forfait|offres?|bosser|travailler avec|package|program\w*|course|training|curso|kurs|corso)"
LEARN = r"(?:formation\w*|former|formee?|formez|apprendre|apprenne|cours|module|masterclass|atelier\w*|programme|cursus|parcours|ecole|monter en competences?|perfectionner|maitriser|enseign\w+|mentorat|tutos?|initiation|approfondir|learn\w*|course\w*|training|master|class|cursos?|aprender|kurs|lernen|corso|imparare|cursus)"
DELEGATE = r"(?:a ma place|pour moi|deleg\w+|externalis\w+|confier|cle en main|cles? en mains?|s'en (?:charge|occupe)\w*|vous (?:en )?(?:occup\w+|charg\w+|faites|gerez|montez|creez|pouvez)|prene[rz]\w* (?:la main|en charge)|laisse\w* les cles|tout pret|toute prete|done for you|for me|do it for|por mi|fur mich|al posto mio|installe\w* tout|gere\w* (?:mes|mon|ma)|assistante virtuelle|community manager|quelqu'un (?:qui|pour|peut|de)|fais[- ]le|faites[- ]le|faire faire)"
OVERLOAD = r"(?:deborde\w*|noye\w*|submerge\w*|sous l'eau|depasse\w*|croul\w+|satur\w+|trop de (?:choses|trucs|taches|boulot|travail|outils|trucs)|plus (?:le|une) (?:temps|minute)|pas (?:le|une) (?:temps|minute)|pas assez d'heures|manque de temps|tout (?:faire|gerer|porter)|toute seule|par ou commencer|n'y arrive (?:plus|pas)|m'en sors (?:plus|pas)|epuise\w*|larguee|eparpill\w+|overwhelm\w+|too (?:much|many)|swamped|desbordad\w+|sommers\w+|uberford\w+|charge mentale|jongl\w+|cour[st] partout|ingerable|tete sous|tete qui|casquettes|fronts?|urgent partout|debord\w+)"
TOOLS = r"(?:kajabi|zapier|systeme\.?io|activecampaign|brevo|mailchimp|mailerlite|convertkit|canva|calendly|notion|airtable|make|stripe|podia|teachable|clickfunnels|learnybox|shopify|meta|facebook|google|tiktok|youtube|livestorm|zoom|wix|squarespace|wordpress|capcut|manychat|linktree|domaine|domain|hebergement|graphiste|commission|pub|pubs|publicite|campagne|clic)"
SIGNS = {
    "ours": rf"\b{OURS}\b",
    "hers": rf"\b{HERS}\b",
    "price": rf"\b{PRICE}\b",
    "service": rf"\b{SERVICE}\b",
    "learn": rf"\b{LEARN}\b",
    "delegate": rf"\b{DELEGATE}\b",
    "overload": rf"\b{OVERLOAD}\b",
    "tool": rf"\b{TOOLS}\b",
    "her_product": rf"\b{HERS} (?:\w+ )?(?:offre|formation|programme|seance|cure|tarif|prix|atelier|cours|ebook|client\w*|eleve|stage|course|price|session|class|stagiaire|cabinet|produit|assistante)\w*",
    "her_clients": r"\b(?:mes|ma|une|my|leur|leurs|les) (?:client|eleve|abonne|stagiaire|lectrice|student|patient|inscrit|maman|femme|praticien)\w*",
    "i_feel": r"\b(?:je|j'|j|jsuis|chuis|i|i'm|estoy|ich|sono) ?(?:suis|me|ne|n'|ai|gere|cour|jongl|dor|passe|cumul|manque|travaill|am|m)\w*",
    "already": r"\b(?:deja|suivi|ai fait|donne|anime|merci pour|non merci|pas besoin|ne veux pas|juste)\b",
    "question": r"\?|^(?:comment|combien|quel\w*|c'est quoi|est[- ]ce|y a|avez|vous|do|can|how|what)",
    "how": r"^(?:comment|ou|quel\w*|faut[- ]il|a quel)\b",
    "count": r"\bcombien (?:de|d')\b|\bhow many\b",
    "write": r"\b(?:ecris|ecrire|redige|propose|donne|refais|corrige|fais)[- ]?(?:moi|m'|le|la)\b",
}
WORD_WEIGHT = 3.0  # beside the signs; by cross-validation and on other authors
PATTERNS = {name: re.compile(pattern) for name, pattern in SIGNS.items()}
PAIRS = (
    ("price", "ours"), ("price", "service"), ("price", "tool"), ("price", "hers"), ("price", "her_product"), ("learn", "ours"),
    ("learn", "hers"), ("learn", "her_product"), ("learn", "already"), ("delegate", "ours"), ("delegate", "her_clients"),
    ("overload", "i_feel"), ("overload", "her_clients"), ("service", "ours"), ("service", "question"), ("learn", "question"),
    ("ours", "question"), ("price", "how"), ("learn", "how"),
)  # fmt: skip


def upsell_features(message: str) -> dict[str, float]:
    """Return the words of a message and the signs of each trigger, alone and in the pairs that tell whose they are."""
    folded = fold(message)
    signs = {name for name, pattern in PATTERNS.items() if pattern.search(folded)}
    pairs = {f"s:{one}+{other}": 1.0 for one, other in PAIRS if one in signs and other in signs}
    absent = {f"s:{one}-{other}": 1.0 for one, other in PAIRS if one in signs and other not in signs}
    spelled = {name: value * WORD_WEIGHT for name, value in word_features(message).items()}
    return spelled | {f"s:{name}": 1.0 for name in signs} | pairs | absent
