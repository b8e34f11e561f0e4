"""Greetings, thanks and emojis: recognised by code when nothing else is said."""

from functions.orchestrate.concepts import covered, tokens

MAX_WORDS = 12
ENOUGH = 0.999
# Words that turn no greeting into a question.
FILLERS = frozenset(
    "a au aux beaucoup bien bon bonne ca c de des du elle en est et je l la le les moi ma mon pour que qu si t ta te toi "
    "ton tous tout toute toutes tres trop tu un une vous votre nous y oh ah eh hein alors audrey carole copines filles "
    "equipe aide conseil conseils reponse reponses info infos the you for so much your help to".split()
)
PICTOGRAPHS = range(0x2190, 0x1FFFF)


def is_small_talk(message: str) -> bool:
    """Say whether the message is nothing but politeness, or nothing but pictographs."""
    said = tokens(message)
    if not said:
        return any(ord(character) in PICTOGRAPHS for character in message) and not any(map(str.isalpha, message))
    carrying = " ".join(token for token in said if token not in FILLERS)
    if len(said) > MAX_WORDS or "?" in message or not carrying:
        return False
    return covered(carrying, "cues.thanks") >= ENOUGH or covered(message, "cues.thanks") >= ENOUGH
