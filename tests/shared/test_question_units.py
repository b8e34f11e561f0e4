from functions.shared.question_units import MOST_WORDS, question_units, words_to_count
from functions.shared.text import stem
from functions.shared.word_counts import WordCounts

COUNTS = WordCounts(100, {stem(word): 5 for word in ("kajabi", "newsletter", "sequence", "rappel", "hier")})


def units(question: str, counts: WordCounts = COUNTS) -> dict[str, object]:
    return {unit.word: unit for unit in question_units(question, counts)}


def test_small_words_do_not_count_and_each_word_counts_once():
    assert list(units("Comment est-ce que kajabi, kajabi ?")) == ["kajabi"]


def test_an_everyday_word_and_a_number_weigh_less_than_a_word_of_the_trade():
    found = units("kajabi hier 2024")
    assert found["kajabi"].weight > found["hier"].weight
    assert found["2024"].weight < 1


def test_a_mistyped_word_is_taken_for_the_listed_one():
    assert list(units("ma newletter")) == ["newsletter"]
    assert units("koment kajabi").keys() == {"kajabi"}


def test_a_name_nobody_knows_is_marked():
    found = units("Installer Shopify puis zorglub")
    assert (found["shopify"].is_unknown, found["shopify"].is_name) == (True, True)
    assert (found["zorglub"].is_unknown, found["zorglub"].is_name) == (True, False)
    assert not units("Kajabi")["kajabi"].is_name


def test_a_synonym_that_the_base_does_not_hold_weighs_as_its_family():
    counts = WordCounts(100, {stem("newsletter"): 50})
    assert units("infolettre", counts)["infolettre"].weight < 0.7


def test_a_synonym_that_no_base_holds_speaks_through_its_family():
    counts = WordCounts(100, {}, 100, {stem("instagram"): 40})
    assert units("insta", counts)["insta"].belongs_here < -1


def test_the_words_of_a_questions_families_are_counted_too():
    wanted = words_to_count("un raple par texto")
    assert {"sms", "texto"} <= set(wanted)
    assert words_to_count("?") == []


NAMES = [f"{chr(97 + place // 26)}{chr(97 + place % 26)}zorglu" for place in range(MOST_WORDS + 40)]


def test_only_the_first_words_of_an_endless_question_are_weighed():
    question = " ".join([*NAMES[:MOST_WORDS], NAMES[0], *NAMES[MOST_WORDS:], NAMES[1]])
    assert list(units(question)) == NAMES[:MOST_WORDS]
    assert set(NAMES) & set(words_to_count(question)) == set(NAMES[:MOST_WORDS])


def test_a_question_of_as_many_words_as_are_weighed_is_weighed_whole():
    question = " ".join([*NAMES[:MOST_WORDS], *NAMES[:MOST_WORDS]])
    assert list(units(question)) == NAMES[:MOST_WORDS]
    assert set(NAMES[:MOST_WORDS]) <= set(words_to_count(question))
