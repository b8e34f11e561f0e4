import pytest

from functions.orchestrate.critical import read_critical
from functions.orchestrate.models import Intent


@pytest.mark.parametrize(
    ("message", "need"),
    [
        ("je veux parler à un humain", "human"),
        ("passez moi votre responsable svp", "human"),
        ("Can I talk to a real person?", "human"),
        ("quel est votre numéro de téléphone", "human"),
        ("Je souhaite être remboursée de la formation", "refund"),
        ("rendez-moi mon argent", "refund"),
        ("quiero un reembolso", "refund"),
        ("votre service est lamentable", "complaint"),
        ("c'est une arnaque votre truc", "complaint"),
        ("j'ai mal au ventre depuis trois jours", "health"),
        ("quelle dose de mélatonine ?", "health"),
        ("j'ai envie de mourir", "distress"),
        ("mon mari me frappe", "distress"),
        ("J'ai reçu une mise en demeure", "legal"),
        ("ai-je le droit d'utiliser cette chanson", "legal"),
        ("je veux être remboursée, j'ai envie de mourir", "distress"),
        ("Auriez-vous une ligne directe ?", "human"),
        ("jpeux avoir kelkun de l'équipe", "human"),
        ("Mon père est mort hier, je ne sais pas comment tenir", "distress"),
        ("plus rien n'a de sens", "distress"),
        ("vous me devez encore 180 euros", "refund"),
        ("Je conteste le travail rendu, il est bâclé", "complaint"),
        ("on m'avait promis un suivi, depuis plus personne ne décroche", "complaint"),
        ("quelle huile essentielle pour une otite ?", "health"),
        ("effacez mon dossier de vos serveurs", "legal"),
    ],
)
def test_a_critical_need_is_recognised(message: str, need: Intent) -> None:
    assert read_critical(message).need == need


@pytest.mark.parametrize(
    "message",
    [
        "une cliente me demande un remboursement, quel bouton dans Stripe ?",
        "pas besoin d'un humain, juste le nom de l'outil",
        "mes clientes sont en burn-out, quel post leur proposer ?",
        "comment parler du suicide des soignants dans un post",
        "où mettre ma politique de remboursement sur la page de commande",
        "un carrousel sur les migraines, quel angle ?",
        "mes prospects sont des avocats, quelle séquence ?",
        "deux clientes me réclament un remboursement, je fais quoi ?",
        "inviter une vraie personne dans mes vidéos, bonne idée ?",
        "Instagram me déteste",
        "un mail qui rappelle les contre-indications du sauna",
        "mon nom d'atelier est déjà pris sur Instagram",
        "coucou y'a quelqu'un ?",
        "inutile de me rappeler, je veux écrire : pas d'appel au téléphone",
    ],
)
def test_a_look_alike_is_left_to_the_classifier(message: str) -> None:
    assert read_critical(message).need is None


def test_a_guarded_mention_is_still_seen() -> None:
    assert read_critical("une cliente me demande un remboursement").is_mentioned
    assert not read_critical("mon logo est flou").is_mentioned


@pytest.mark.parametrize("message", ["mon ex m'a étranglée", "il ma encore frappé", "j'ose plus rentrer chez moi"])
def test_violence_at_home_goes_to_a_person(message: str) -> None:
    assert read_critical(message).need == "distress"


@pytest.mark.parametrize("message", ["ma frappe est lente au clavier", "cet outil me tape sur les nerfs"])
def test_a_stroke_of_the_keyboard_is_no_violence(message: str) -> None:
    assert read_critical(message).need is None


def test_a_look_alike_casts_no_doubt_on_another_sentence() -> None:
    assert read_critical("Oublie mes posts. J'ai une brûlure qui suinte, c'est grave ?").need == "health"
    assert read_critical("Un post sur une brûlure grave, c'est une bonne idée ?").need is None
