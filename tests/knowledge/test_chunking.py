from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.knowledge.blocks import Block
from functions.knowledge.chunking import MAX_TOKENS, chunk
from functions.knowledge.markdown import markdown_blocks
from functions.knowledge.tokens import count_tokens

SENTENCE = "Écris une phrase par jour, puis relis tout le dimanche soir avec un thé. "


def cut(markdown: str, filename: str = "a.md") -> list:
    return chunk(markdown_blocks(markdown), filename, "Guide")


def test_each_section_is_a_passage_under_its_heading_path():
    found = cut("# Guide\n\n" + SENTENCE * 4 + "\n\n## Un\n\n" + SENTENCE * 4 + "\n\n### Deux\n\n" + SENTENCE * 4)
    assert [one.heading_path for one in found] == ["Guide", "Guide > Un", "Guide > Un > Deux"]
    assert [one.chunk_index for one in found] == [0, 1, 2]


def test_a_section_of_one_line_joins_its_neighbour_with_its_heading():
    [found] = cut("## Un\n\n" + SENTENCE * 3 + "\n\n## Deux\n\nCourt.")
    assert found.content.endswith("Deux\n\nCourt.")


def test_a_long_section_is_cut_between_sentences_with_overlap():
    found = cut("# Guide\n\n" + "".join(f"Phrase numéro {number} : {SENTENCE}" for number in range(60)))
    assert len(found) > 2
    for before, after in pairwise(found):
        last = before.content.split(". ")[-1].rstrip(". ")
        assert last in after.content
    assert all(count_tokens(one.content) <= MAX_TOKENS for one in found)


def test_items_stay_on_lines_of_their_own():
    [found] = cut("# Guide\n\n" + SENTENCE * 3 + "\n\n- un\n- deux")
    assert found.content.endswith("\n- un\n- deux")


def test_a_passage_keeps_its_identity_when_it_moves_and_loses_it_when_it_changes():
    one, two = SENTENCE * 4, "Autre chose, tout à fait différente, en quelques mots de plus. " * 4
    before = {part.content: part.id for part in cut(f"## A\n\n{one}\n\n## B\n\n{two}")}
    after = {part.content: part.id for part in cut(f"## B\n\n{two}\n\n## A\n\n{one}")}
    assert before == after
    changed = cut(f"## A\n\n{one} Fin.\n\n## B\n\n{two}")
    assert [part.id in before.values() for part in changed] == [False, True]


def test_the_same_text_twice_has_two_identities_and_one_hash():
    one, two = cut(f"## A\n\n{SENTENCE * 4}\n\n## A\n\n{SENTENCE * 4}")
    assert one.id != two.id
    assert one.content_hash == two.content_hash


def test_the_same_text_in_two_files_has_two_identities_and_one_hash():
    [one], [two] = cut(SENTENCE, "a.md"), cut(SENTENCE, "b.md")
    assert (one.id == two.id, one.content_hash == two.content_hash) == (False, True)


def test_a_word_without_end_is_cut_anywhere():
    found = chunk([Block("x" * 20_000)], "a.txt", "A")
    assert "".join(one.content for one in found) == "x" * 20_000


def test_a_passage_knows_its_page():
    found = chunk([Block(SENTENCE * 12, page=1), Block(SENTENCE * 12, page=2)], "a.pdf", "A")
    assert {one.page for one in found} == {1, 2}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.text(st.characters(codec="utf-8"), min_size=1, max_size=400)), max_size=12)
)
def test_no_word_is_lost_and_no_passage_is_too_long(parts):
    blocks = [Block(text.strip() or "x", level) for level, text in parts]
    found = chunk(blocks, "a.md", "T")
    kept = " ".join(one.heading_path + " " + one.content for one in found)
    for block in blocks:
        if not block.level:
            assert all(word in kept for word in block.text.split() if len(word) < 50)
    assert all(count_tokens(one.content) <= MAX_TOKENS * 1.3 for one in found)
    assert len({one.id for one in found}) == len(found)
