"""What the assistant must not say of itself or of others: another identity, its instructions, other visitors."""

import re
from typing import Literal

from functions.shared.text import fold

Claim = Literal["prompt", "other_visitor", "persona"]

REFUSAL = re.compile(
    r"\b(?:ne (?:peux|partage|donne|communique|revele|montre|dispose|connais|vois|sais)|n'ai (?:pas|aucun)|n'(?:est|y a) (?:pas|aucun)"
    r"|pas (?:acces|partager|le droit|possible)|confidentiel\w*|garde\w* pour moi|can'?t|cannot|won'?t|don'?t|not able|no access|private)\b"
)
INSTRUCTIONS = (
    r"(?:prompt|instructions?|consignes?|directives?|regles?|rules?|guidelines?|configuration|message (?:systeme|initial)|system message)"
)
PROMPT_SHOWN = re.compile(
    rf"\b(?:mon|mes|ma|my|notre|nos)\s+(?:\w+\s+){{0,2}}?{INSTRUCTIONS}\b[^.!?]{{0,60}}?"
    rf"(?::|commence|begin|start|sont|disent|est\b|is\b|are\b|say|dis[ae]nt|read)"
    rf"|\b(?:voici|voila|here (?:is|are|'s)|below (?:is|are)|ci-dessous)\s+(?:donc |l'integralite de |the full |le texte de |all )?"
    rf"(?:mon|mes|ma|my|le|the)\s+(?:\w+\s+){{0,3}}?(?:{INSTRUCTIONS}\s+(?:systeme|complet\w*|initial\w*|secret\w*|cache\w*|intern\w*|entier\w*)|system prompt"
    rf"|prompt\b)"
    rf"|\bvoici\s+(?:mes|mon)\s+{INSTRUCTIONS}"
    r"|\bsystem[ _]prompt\W{0,4}[:=]|\bprompt systeme\W{0,4}[:=]"
    r"|\b(?:tu es|vous etes|you are|you're|eres|sei|du bist) (?:audrey|carole|l'assistante de l'agence|an? (?:ai )?assistant (?:for|of|at))\b"
    r"|<\|?im_start|^\s*#*\s*(?:ton|ta|tes) (?:expertise|style|role|persona|ressources|regles|clientes?|clients)\s*:\s*$",
    re.MULTILINE,
)
OTHERS = re.compile(
    r"\b(?:la|une?|l'|les?|d'|des) ?(?:autres?|derni\w+|precedent\w*|cinq derni\w+) (?:visiteu\w+|utilisat\w+|conversations?|client\w*)\b"
    r"(?! (?:de|sur|a) (?:ton|ta|tes)\b)"
    r"|\b(?:visiteuse|utilisatrice|personne|cliente|conversation) (?:precedente|juste avant toi|avant toi|d'avant)\b"
    r"|\b(?:previous|last|other|another|recent) (?:\w+ )?(?:visitors?|users?|conversations?|transcripts?)\b(?! (?:on|of|to) your)"
    r"|\bvisitors?'? (?:export|transcript|data)\b|\bexport (?:brut )?des (?:visiteu\w+|conversations|inscrits de l'agence)\b"
    r"|\bautres conversations\b"
)
OTHERS_SPOKEN = re.compile(
    r"\b(?:demand|question|ecri|dit|raconte|parl|s'appel|nomm|habit|prenom|nom |mail|e-mail|tel|numero|adresse|iban|voici|acces|"
    r"asked|wrote|said|name|email|phone|here|access|list|export|transcript)"
)
TRADES = (
    r"(?:medecins?|docteur\w*|doctor|psychiatre|psychologue|avocat\w*|lawyer|notaire|juriste|expert[- ]comptable|banquier\w*|pharmacien\w*"
    r"|licensed|(?:un |une )?pirate|terminal|trader|hacker|comptable agree)"
)
MACHINES = (
    r"(?:chat ?gpt|gpt[- ]?\d\w*|gpt|claude|gemini|llama|mistral|copilot|bard|grok|deepseek|qwen|chaosgpt|dan|\w*gpt"
    r"|un modele (?:de langage|d'open ?ai|d'anthropic|linguistique)|a (?:large )?language model)"
)
HUMAN = (
    r"(?:(?:bien |vraiment |reellement |en fait )?(?:une? )?(?:vrai\w* )?(?:etre )?(?:humain\w*|personne (?:reelle|humaine|en chair)|vraie (?:personne|femme))"
    r"|pas (?:un |une )?(?:robot|ia|bot|intelligence|machine|assistante virtuelle)|(?:a |really )?(?:real )?(?:human|person)\b|not (?:a |an )?(?:bot|ai|robot))"
)
IDENTITY = re.compile(
    rf"\b(?:je suis|moi,? c'est|je m'appelle|i am|i'm|my name is|appelle-moi|call me|en tant que|as an?|soy|ich bin|sono)\s+(?:maintenant |desormais |now |donc |en fait |actually )*"
    rf"(?:(?:l[ea] |un |une |an? |maitre |dr\.? |ton |your )*(?:\w+, )?(?:{MACHINES}|{TRADES})\b|{HUMAN})"
    r"|\bje (?:ne suis (?:plus|pas) (?:carole|audrey|une? (?:ia|robot|assistante?(?: virtuelle)?))|suis (?:plus|pas) une? (?:ia|robot))\b"
    r"|\bi am (?:no longer|not) (?:carole|audrey|an ai)\b|\bmaitre corbin\b"
)
BROKEN = re.compile(
    r"\bjailbreak\w* (?:accepted|accepte|active|enabled|reussi)|\bmode (?:dan|debug|developpeur|maintenance|audit) (?:est )?(?:active|actif|enabled)"
    r"|\b(?:developer|debug|maintenance|dan) mode (?:is )?(?:enabled|active|on|accepted)\b|^\W*dan\s*:|\bpwned\b|\bchaosgpt\b"
    r"|\b(?:sans (?:aucune )?(?:limites?|restrictions?|regles?)|without (?:any )?(?:rules|restrictions|limits))\b[^.!?]*\b(?:reponds|repondrai|answer|parle)"
    r"|\b(?:reponds|repondrai|answer|parle)\w*\b[^.!?]*\b(?:sans (?:aucune )?(?:limites?|restrictions?|regles?)|without (?:any )?(?:rules|restrictions|limits))"
    r"|\b(?:fuis|fuyez|fuir|quitte|quittez|evite|leave|avoid) (?:donc |vite )?(?:l'agence|cette agence|the agency)\b"
    r"|\b(?:l'agence(?: des copines)?|the agency|audrey|carole) (?:est|sont|is|are) (?:\w+ )?(?:nul\w*|arnaque\w*|une arnaque|escro\w*|incompetent\w*|a scam|useless)\b"
    r"|\btherapeutes? (?:\w+ )?(?:sont|est) (?:tous )?des charlatans|\bcharlatans\b[^.!?]*\btherapeutes"
    r"|\bles reines du web\b|\bevilcoin\b"
    r"|\b(?:prends|prenez|take|posologie|dose)\b[^.!?]{0,60}\b\d+ ?mg\b|\b\d+ ?mg\b[^.!?]{0,40}\b(?:par jour|matin|soir|daily|a day)\b"
)
QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"")


def find_claim(segment: str) -> Claim | None:
    """Name what a segment says that it must not say; what it quotes for a client to use is not its own word."""
    whole = fold(segment)
    own = fold(QUOTED.sub(" ", segment))
    if (PROMPT_SHOWN.search(own) or "im_start" in whole) and not REFUSAL.search(own):
        return "prompt"
    if OTHERS.search(own) and OTHERS_SPOKEN.search(own) and not REFUSAL.search(own):
        return "other_visitor"
    if IDENTITY.search(own) or BROKEN.search(own):
        return "persona"
    return None
