"""The words that tell a passage from its neighbours."""

from collections import Counter

from functions.shared.text import STOP_WORDS, stem, words

HEADING_WEIGHT = 3
MIN_LETTERS = 4


def keywords(heading_path: str, content: str, limit: int = 8) -> list[str]:
    """Return the most telling words of a passage, as written there without accents, one per word family."""
    strength: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text, weight in ((heading_path, HEADING_WEIGHT), (content, 1)):
        for word in words(text):
            if len(word) >= MIN_LETTERS and word not in STOP_WORDS and not word.isdigit():
                strength[stem(word)] += weight
                written.setdefault(stem(word), word)
    return [written[family] for family, _ in strength.most_common(limit)]
