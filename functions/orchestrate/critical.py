"""The needs that a person answers, recognised by code: patterns of what is asked, and guards for harmless look-alikes.

A guard does not say that the message is harmless: it leaves the decision to the classifier. Patterns read folded text.
"""

import re
from dataclasses import dataclass

from functions.orchestrate.models import Intent
from functions.shared.text import fold


@dataclass(frozen=True)
class CriticalRule:
    """A need, what shows it, and what makes it doubtful."""

    need: Intent
    pattern: re.Pattern[str]
    guard: re.Pattern[str]


def _rule(need: Intent, patterns: list[str], guards: list[str]) -> CriticalRule:
    return CriticalRule(need, re.compile("|".join(patterns)), re.compile("|".join(guards)))


OWN_CLIENTS = (
    r"\b(une?|mon|ma|mes|des|les|my|mis|mi|meine|i miei) "
    r"(\w+ )?(client|eleve|acheteu|abonne|patient|inscrit|membre|lectrice|participant|coache|stagiaire|student|customer|"
    r"follower|subscriber|kund|prospect|public|audience)"
)
AS_A_SUBJECT = (
    r"\b(posts?|reels?|carrousels?|stor(y|ies)|publications?|contenus?|content|legendes?|captions?|videos?|live|newsletter|"
    r"sequence|webinaire|tunnel|page de vente|programme (sur|qui|anti)|ebook|comment (parler|raconter|dire|traiter|expliquer)|"
    r"parler de|raconter|temoign|bio|accroche|hook|slogan|bouton|automati\w+|formulaire|kajabi|stripe|zapier)\b"
)
NOT_WANTED = (
    r"\b(pas besoin|ai pas besoin|pas envie|veux pas|veut pas|inutile|sans|evite|pas la peine|no need|don't (want|need)|"
    r"ne demande pas|demande pas|reclame pas|pas une?|ni|pas un probleme|rien a voir|no necesito|ohne)\b"
)
SOMEONE = (
    r"(humaine?|etre humain|quelqu'?une?|kelkun|qqn|qq1|une? (vraie? )?(personne|conseill\w+|collegue|experte|responsable)|"
    r"une? (membre )?de (vous|l'equipe|votre equipe)|l'une d'(entre )?vous|la (responsable|patronne|directrice|fondatrice|boss)|"
    r"(le|un) (responsable|patron|technicien)|human|person|someone|somebody|persona|alguien|qualcuno|jemand\w*|mensch\w*|"
    r"iemand|(audrey|carole) en (vrai|personne|direct))"
)
TALK = (
    r"(parler?|parle|parlais|discut\w+|echang\w+|jaser?|causer|joindre|contacter|voir|avoir|vouloir|veux|voudrais|prefer\w*|"
    r"talk|speak|chat|hablar|parlare|sprechen|reden|praten|falar|connect me)"
)

CRITICAL_RULES: tuple[CriticalRule, ...] = (
    _rule(
        "distress",
        [
            r"\b(veux|veu|voudrais|envie de|want to|wanna|quiero|voglio|vorrei) (mourir|crever|die|morir\w*)",
            r"\bplus (du tout )?envie de vivre|\b(marre|fatiguee?) de vivre|\bplus (la )?force de vivre|ne veux plus vivre",
            r"\b(veux|vais|pense a|penser a|envie d'|envie de) en finir\b|\ben finir avec la vie|mettre fin a (mes|ma)",
            r"\bme (suicid\w+|tuer|scarifi\w+|mutil\w+|foutre en l'air)|idees? (noires?|suicidaires?)|kill myself|end my life|suicidal",
            r"\b(me|m') ?(fais|fait|faire|refait|refaire) du mal|hurt(ing)? myself|ich will sterben|nicht mehr leben",
            r"(monde|tlm|tout le monde|enfants|famille|eux)\b.{0,25}(mieux|passerait).{0,12}(sans|de) moi",
            r"\b(plus|ne plus) (jamais )?me reveiller|voudrais (ne plus etre la|disparaitre)|veux disparaitre|je (veux|voudrais) que tout s'arrete",
            r"\bil (me|m') ?(frappe|bat|tape)|(mari|conjoint|copain|ex|compagnon)\b.{0,15} (me|m') ?(frappe|bat|menace|viole)",
            r"\b(crise|crises) (d'angoisse|de panique|de larmes)|panic attack|\bau fond du (trou|gouffre)|au bout du rouleau",
            r"personne a qui parler|je (suis|me sens) (tellement|trop|si|completement) seule|je m'(effondre|ecroule)",
            r"^(non )?(je|j') ?(craque|n'en peux (vraiment )?plus|en peux (vraiment )?plus|suis a bout)( la| vraiment| totalement)?[ .!…]*$",
        ],
        [AS_A_SUBJECT.replace(r"|videos?|live", "").replace("|kajabi", ""), r"\bmes (clientes|eleves|abonnees|lectrices)\b", r"\b(mdr|lol|haha|ptdr)\b"],
    ),
    _rule(
        "refund",
        [
            r"\b(rembours\w+|remboursement|refund\w*|reembols\w+|rimbors\w+|ruckerstatt\w+|erstatt\w+|money back|argent back)",
            r"\b(rendez|rends|rendre|rende|redonne[rz]?|recuper\w+|recup|ravoir|rendiez)\b.{0,18}\b(argent|sous|fric|thunes?|acompte|somme|mise|euros?|balles)",
            r"\b(veux|voudrais|want) (ravoir |recuperer |my )?(mon argent|mes sous|money)|devolver.{0,12}dinero|soldi indietro|geld zuruck",
            r"\bretracter|droit de retractation|delai de retractation|^retractation|14 jours pour|geste commercial",
            r"\b(preleve|debite|prelevee|debitee|chargee?|factureee?)s? (deux|2|trois|3|en double|en trop)|double (debit|prelevement)",
            r"\bannuler? (ma|mon|la|l') ?(commande|achat|inscription|formation|accompagnement|transaction|programme)",
        ],
        [OWN_CLIENTS, NOT_WANTED, r"\b(cgv|secu|mutuelle|stripe|mailchimp|ma politique|mes conditions|page de (paiement|commande)|amazon|sncf)\b", AS_A_SUBJECT],
    ),
    _rule(
        "legal",
        [
            r"\bmis(e|es)? en demeure|\btribunal|\bprud'?hom|\bhuissier|\bassign(e|ee|ation)\b|en justice|\bporte(r)? plainte|\bcnil\b|dgccrf|\bsacem\b",
            r"\b(mon|un|une|mon|notre) avocat|lawyer|\bsued?\b|lawsuit|abogad[oa]|avvocat[oa]|rechtsanwalt|\banwalt|verklag",
            r"\b(ai|a|as|avons|est-?ce que j'ai)[- ](je |elle |il |t-elle |t-il )?(le droit|droit) (d|de|a)|j'ai le droit|en a le droit|elle a le droit",
            r"\b(illegal\w*|legalement|est-?ce (que c'est )?legal|c'est legal|is it legal|es legal|e legale)\b",
            r"\b(quel|choisir|mon|changer de) statut (juridique|choisir|social)|micro-?entreprise ou|\b(sasu|eurl|sarl) ou|clause de non",
            r"\b(risque|encours|encourir)\b.{0,25}(quoi|amende|proces|penal|prison)|suis-je (tenue|obligee|en droit)|redressement (fiscal|urssaf)",
        ],
        [AS_A_SUBJECT, r"\b(cliente?s?|prospects?) (sont|est) (des |une? )?avocat|avocate reconvertie|pas (un probleme|une question) juridique|\b(ou|comment) (mettre|inserer|afficher|placer)"],
    ),
    _rule(
        "health",
        [
            r"\b(quelle?s?|combien de|la bonne) (dose|doses|posologie|dosage|gouttes?|mg|comprimes?)|posologie|effets? secondaires?|contre-?indication",
            r"\bj'?ai (tres |trop |si |super )?mal (au|a la|aux|a l'|dans|partout)|\bai mal (au|a la|aux) (?!portefeuille)",
            r"\b(douleurs?|palpitations?|saignements?|vertiges?|nausees?|bouffees de chaleur|acouphenes?|fievre|migraines?)\b.{0,40}(depuis|prend|que faire|quoi|grave|inquiet|normal|conseill|\?)",
            r"\b(arreter|stopper|arrete|continuer|baisser|prendre) (mon|mes|ma|son|ses) (traitement|medicament|antidepresseur|thyroxine|pilule|cachet|anxiolyt|levothyrox|insuline)\w*",
            r"\b(antidepresseurs?|antibiotiques?|anti-?inflammatoires?|xanax|levothyrox|cortisone|ibuprofene|doliprane|paracetamol|ferritine|ashwagandha|melatonine|millepertuis|methotrexate)\b",
            r"\b(enceinte|pregnant|embarazada|schwanger|incinta|epilep\w+|diabetique|cancer|chimio\w*|thyroide|fibromyalgie|endometriose|hypertension)\b.{0,60}(prendre|peut|puis-je|huile|danger|faire|traiter|soigner|tisane|conseill|can she|puede|darf|\?)",
            r"\b(chest pain|fever|headaches?|me duele|dolor de|kopfschmerz\w*|bauchschmerz\w*|mal di (testa|schiena|pancia)|blood pressure)\b",
        ],
        [AS_A_SUBJECT, OWN_CLIENTS + r".{0,40}(annul|inscri|reserv|mail|lire|lisent)", r"mal au (portefeuille|coeur de voir)|mal a (la marque|l'insta)"],
    ),
    _rule(
        "complaint",
        [
            r"\b(arnaque\w*|arnaqu(ee?|eurs?)|escroc\w*|escroquerie|voleurs|voleuses|scam|ripoff|rip-off|estafa|truffa|betrug)\b",
            r"\b(honteu[xs]e?|lamentables?|inadmissible|inacceptables?|scandaleu[xs]e?|deplorables?|pitoyables?|unacceptable|inaceptable|vergogna)\b",
            r"\b(vous|vos|votre|tu|t'es|c'est|cest)\b.{0,30}\b(foutage|foutez de|fichez de|moquez de|foutre de|prenez pour)|se moquer? du monde|de qui se moque",
            r"\b(deposer|faire|adresser|porter|service|envoyer|signaler) (une |des |les |ma )?(reclamations?|plainte contre vous)|\bme plaindre\b|file a complaint|presentar una queja",
            r"\b(tres|vraiment|franchement|fort|super|extremement|trop|si) (decue?s?|mecontente?s?|insatisfaite?s?|disappointed)\b|\bj'exige\b|attends des excuses",
            r"\b(votre|vos|your|vuestro|vostro|euer|ihr) (\w+ )?(service|equipe|agence|coach|formation|support|team|collegue|assistante|programme|accompagnement|intervenante)\b.{0,60}"
            r"\b(nul|nulle|nuls|desagreable|mepris\w*|insult\w+|terrible|worst|awful|rien|jamais|incompet\w+|malpoli\w*|retard|mal parle|ignore|inutile|horrible|ghosted|schlecht|pesimo)\b",
            r"\bavis (negatif|1 etoile|une etoile)|1 etoile|vous etes (nuls|nulles|des)|(toujours )?(pas|aucune|zero|jamais (eu )?(de|une)?) ?reponse de votre|c'est (du vol|n'importe quoi) (votre|vos)",
        ],
        [r"\b(stripe|mailchimp|brevo|zapier|instagram|tiktok|prestataire|facteur)\b.{0,40}(nul|arnaque)", AS_A_SUBJECT.replace("|videos?|live", ""), NOT_WANTED.replace("|ni", "").replace("|sans", ""), OWN_CLIENTS],
    ),
    _rule(
        "human",
        [
            rf"\b{TALK}\b.{{0,25}}\b{SOMEONE}\b",
            r"\b(vraie?s?|real|reale?|echte\w*|autentic\w+|vera|actual|live) (personne|person|humaine?|human|mensch\w*|persona|conseill\w+|agent|consultante?)\b",
            r"\b(rappele[rz]|rappelle|appele[rz]|appelle|telephone[rz]?|phone|call|sonne[rz]?)[- ](moi|nous|me)\b|\bme (faire )?(rappel\w+|telephon\w+|sonner)\b",
            r"\b(votre|ton|vot|un|quel|y a-t-il un|avez[- ]vous un|vos) (num|numero|tel|telephone)\b|numero de tel|^(num|tel|telephone|phone number)\b|phone number",
            r"^(une? )?(humaine?|conseiller|conseillere|responsable|quelqu'un|operateur|human|agent)( svp| stp| please| pls| vite| merci| s'il (te|vous) plait)?[ .!?…]*$",
            r"\b(passe[zrs]?|mets|mettez|transfere[zr]?|redirige[zr]?|connecte[zr]?)[- ](moi|nous|me)[- ](avec |a |vers |en relation )?(la |le |l'|une? |ton |ta |votre |quelqu|qqn)(?!nom|bout|phrase|lien|accroche|idee|texte|mail)",
            r"\b(de vive voix|en chair et en os|coup de (fil|tel\w*)|au telephone|par telephone|tete a tete|face a face)\b",
            r"\b(pas|plus|marre) (a |avec |d'|de |des |du )?(un |une |ce |l')?(robots?|bots?|machines?|ia|automate|chatbot)\b|stop bot",
        ],
        [r"\b(pas besoin|pas envie|veux pas|pas question|inutile|pas la peine|no need|don't (want|need)|pas d'appel|ni appel|sans)\b.{0,30}(humain|personne|quelqu|qqn|parler|appel|transfer|jaser|human|telephone|tel)",
         r"\b(repondeur|mes (abonnees|clientes|eleves|prospects)|cote humain|redevenir humaine|humain va te|formulaire|bouton|page de vente|bio|newsletter)\b"],
    ),
)


def critical_need(message: str) -> Intent | None:
    """Return the need that a pattern shows and no guard puts in doubt, the gravest first, or None."""
    said = fold(message)
    for rule in CRITICAL_RULES:
        if rule.pattern.search(said) and not rule.guard.search(said):
            return rule.need
    return None


def mentions_critical(message: str) -> bool:
    """Say whether a pattern shows a critical need, guarded or not."""
    said = fold(message)
    return any(rule.pattern.search(said) for rule in CRITICAL_RULES)
