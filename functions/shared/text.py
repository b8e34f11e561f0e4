"""French text made comparable: folded, split into words, stemmed."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

WORD = re.compile(r"[a-z0-9]+")
STEMMER = snowballstemmer.stemmer("french")

# Words too common in French to tell one text from another (articles, pronouns, auxiliaries, question words).
STOP_WORDS = frozenset(
    """a ai ainsi alors as au aucun aussi autre aux avant avec avez avoir avons c ca car ce ceci cela celle celui ces
    cet cette ceux chaque chez ci comme comment d dans de des deux dire dit dois doit donc dont du elle elles en encore
    entre es est et etait etant ete etre eu eux fait faire faut fois font grace h i il ils j je jusqu l la le les leur
    leurs lors lui m ma mais me meme memes mes mettre moi moins mon n ne ni nos notre nous on ont ou oui par parce pas
    peu peut peux plus plusieurs pour pourquoi pouvez prendre puis qu quand que quel quelle quelles quels qui quoi s sa
    sans savoir se sera ses si son sont sous sur t ta te tes toi ton tous tout toute toutes tres trop tu un une va vais
    vers veux voir vos votre vous vraiment y
    bonjour bonsoir salut coucou merci svp stp hello""".split()
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
    return STEMMER.stemWord(word)


def stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]
