"""French text made comparable: folded, split into words, stemmed."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import cast

import snowballstemmer  # pyright: ignore[reportMissingTypeStubs]

WORD = re.compile(r"[a-z0-9]+")
stem_french = cast(Callable[[str], str], snowballstemmer.stemmer("french").stemWord)  # pyright: ignore

# Words too common in French to tell one text from another: articles, pronouns, auxiliaries, question words, greetings,
# and the same words as people type them on a telephone.
STOP_WORDS = frozenset(
    """a ai ainsi alors apres as au aucun aucune aussi autre autres aux avant avec avez avoir avons c ca car ce ceci cela
    celle celles celui ces cet cette ceux chaque chez chose choses ci comme comment d dans de des deux dire dit dois
    doit donc dont du elle elles en encore entre es est et etait etant ete etre eu eux fait faire faut fois font grace
    h i il ils j je jusqu l la le les leur leurs lors lui m ma machin mais me meme memes mes mettre moi moins mon n ne
    ni nos notre nous on ont ou oui par parce pas pendant peu peut peux plus plusieurs pour pourquoi pouvez prendre puis
    qu quand que quel quelle quelles quelqu quelque quelques quels qui quoi rien s sa sans savoir se sera ses si son
    sont sous sur t ta te tes toi ton tous tout toute toutes tres trop truc trucs tu un une va vais vers veux voici
    voila voir vos votre vous vraiment y
    combien lequel laquelle lesquels lesquelles suis sommes etes soit sois sera serai serais serait seront etais etaient
    avait avais avaient aura aurai aurais aurait auraient aient ait pouvoir pourrais pourrait pourraient pu vouloir
    voudrais voudrait veut veulent voulu devoir devrais devrait devrai doivent aimerais aimerait aller allez allons vas
    vont irai fais faites faisait feront ferai ferais fera faudrait fallait falloir sais sait savez savent sache mets
    met mettez mis mise prends prend pris dis disent dites vois voit voyez vu ici la bien bon bonne deja jamais mieux
    juste non toujours afin depuis
    bonjour bonsoir salut coucou merci svp stp hello ok okay hey bjr slt cc eh ben bah bof euh voila stp please help
    kel kelle kels koi ki ke kom coment coman koman pk pkoi pq cmb kombien kan pr ds ac avc jai jsuis chui jsp jpp qd
    qqn qqch kelkun kelke tjs tjrs tjr bcp bcq vrmt mtn fo faud fau doi peu veu vx ossi oci pa nn ouais cest ya tt tte
    tts""".split()
)


def fold(text: str) -> str:
    """Return the text in lower case without accents; `œ` and `æ` become two letters."""
    lowered = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words of a text, in order."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the Snowball stem of one folded word."""
    return stem_french(word)


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]
