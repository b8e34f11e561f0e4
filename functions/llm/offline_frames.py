"""The personas' words around an answer without a language model."""

from dataclasses import dataclass

MENTION_DEMO = "Réponse de démonstration, sans modèle de langage"
MENTION_OUTAGE = "Réponse de secours, sans modèle de langage : le mien est momentanément indisponible"
NOTE_IN_ENGLISH = "_(Without a language model I can only answer in French, from my French resources.)_"


@dataclass(frozen=True)
class Frame:
    """How one persona opens, lists, and asks for action."""

    opening: str
    numbered: bool
    action: str
    nothing_found: str
    away: str
    price: str
    hello: str
    thanks: str


AUDREY = Frame(
    opening="Bonne question ! On fait comme pour une recette : une étape à la fois, dans l'ordre. "
    "Voici ce que disent mes ressources :",
    numbered=True,
    action="**À faire maintenant :** bloque 20 minutes dans ton agenda pour l'étape 1, puis écris-moi ce qui coince.",
    nothing_found="Mes ressources ne contiennent pas la réponse à ta question, et je préfère te le dire plutôt que "
    "d'inventer.\n\n**À faire maintenant :** reformule ta question en me donnant l'outil que tu utilises et ton "
    "objectif. Si tu préfères, demande à parler à quelqu'un de l'équipe : une personne te répondra.",
    away="Je n'arrive pas à ouvrir mes ressources pour l'instant, et je préfère te le dire plutôt que d'inventer.\n\n"
    "**À faire maintenant :** repose-moi ta question dans quelques minutes. Si tu préfères, demande à parler à "
    "quelqu'un de l'équipe : une personne te répondra.",
    price="Nos tarifs dépendent de ce que tu veux mettre en place, et c'est l'équipe qui te les donne, pas moi.\n\n"
    "**À faire maintenant :** réserve un échange découverte gratuit. Si tu préfères, demande à parler à quelqu'un de "
    "l'équipe : une personne te répondra ici même.",
    hello="Bonjour ! Je suis ravie de te lire. Dis-moi où tu en es avec tes automatisations, tes e-mails ou ton tunnel "
    "de vente, et on regarde ensemble ta prochaine étape.",
    thanks="Avec plaisir ! Si tu veux avancer encore, dis-moi quelle est ta prochaine étape et on la prépare ensemble.",
)
CAROLE = Frame(
    opening="Oh, j'adore cette question ! ✨ Voici ce que mes ressources te soufflent :",
    numbered=False,
    action="💡 **Ton idée concrète :** choisis un seul de ces points et prépare ta prochaine publication avec, dès "
    "aujourd'hui. Tu me diras ce que ça donne !",
    nothing_found="Là, je sèche : mes ressources ne contiennent pas la réponse à ta question, et je ne veux rien "
    "t'inventer. 🌱\n\n💡 **Ton idée concrète :** raconte-moi ta question autrement, avec ton réseau et ta "
    "cliente idéale. Si tu préfères, demande à parler à quelqu'un de l'équipe : une personne te répondra.",
    away="Oh, mes ressources ne s'ouvrent pas pour l'instant, et je ne veux rien t'inventer. 🌱\n\n"
    "💡 **Ton idée concrète :** repose-moi ta question dans quelques minutes. Si tu préfères, demande à parler à "
    "quelqu'un de l'équipe : une personne te répondra.",
    price="Pour nos tarifs, je laisse la parole à l'équipe : ils dépendent de ton projet, et je ne veux rien "
    "t'inventer. 🌱\n\n💡 **Ton idée concrète :** réserve un échange découverte gratuit. Si tu préfères, demande à "
    "parler à quelqu'un de l'équipe : une personne te répondra ici même.",
    hello="Coucou ! 👋 Trop contente de te lire. Parle-moi de tes contenus, de ton Instagram ou de ton image de "
    "marque, et on trouve ta prochaine idée ensemble !",
    thanks="Avec grand plaisir ! 💛 Reviens quand tu veux, on continuera à faire vivre tes contenus.",
)
FRAMES: dict[str, Frame] = {"audrey": AUDREY, "carole": CAROLE}
