import tracemalloc
from random import Random
from string import ascii_letters

from functions.shared.local_embedding import embed_text
from functions.shared.question_units import words_to_count
from functions.shared.word_cache import LONG_WORDS_KEPT, LONGEST_KEPT, cache_words


def test_short_words_are_remembered_and_of_long_ones_the_last_few():
    asked: list[str] = []

    @cache_words(100)
    def length(word: str) -> int:
        """Its letters."""
        asked.append(word)
        return len(word)

    short = [letter * LONGEST_KEPT for letter in ascii_letters[: LONG_WORDS_KEPT + 1]]
    long = [word + "a" for word in short]
    assert [length(word) for word in (*short, *short)] == [LONGEST_KEPT] * 2 * len(short)
    assert [length(word) for word in (*long, long[-1], long[0])] == [LONGEST_KEPT + 1] * (len(long) + 2)
    assert asked == [*short, *long, long[0]]
    assert length.__doc__ == "Its letters."


def test_words_of_a_thousand_letters_do_not_pile_up():
    letters = Random(1)

    def kept_after(messages: int) -> int:
        for _ in range(messages):
            message = "".join(letters.choices("bcdfgaeiou", k=1_000))
            embed_text(message)
            words_to_count(message)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    before = kept_after(34)  # `fold` remembers the last 32 texts
    grown = kept_after(20) - before
    tracemalloc.stop()
    assert grown < 60_000
