"""The yardstick: BM25 from a library, French stop words and stemmer, the same passages, the same owner filter."""

import re
from collections.abc import Sequence

import bm25s
import snowballstemmer
from bm25s.stopwords import STOPWORDS_FRENCH

from eval.retrieval.questions import QuestionSet
from functions.knowledge.steps import read
from functions.shared.text import fold

DEPTH = 10
WORD = re.compile(r"\w\w+")
STEMMER = snowballstemmer.stemmer("french")
# Accents are folded, as in our own search: without it the baseline is weaker on questions typed without accents.
STOP_WORDS = frozenset(fold(word) for word in STOPWORDS_FRENCH)


def bm25_rankings(labelled: QuestionSet) -> list[list[str]]:
    """Return the file names of the best passages for each question."""
    indexes = {agent: _Index(labelled, (agent, "shared")) for agent in ("audrey", "carole")}
    return [indexes[question.agent].search(question.question) for question in labelled.questions]


class _Index:
    def __init__(self, labelled: QuestionSet, owners: Sequence[str]) -> None:
        files = [file for file in labelled.files if file.owner in owners]
        passages = [(file.name, chunk.embedded_text) for file in files for chunk in read(file.name, file.content)[1]]
        self.names = [name for name, _ in passages]
        self.bm25 = bm25s.BM25()
        self.bm25.index([tokens(text) for _, text in passages], show_progress=False)

    def search(self, question: str) -> list[str]:
        wanted = tokens(question)
        if not wanted:
            return []
        scores = self.bm25.get_scores(wanted)
        best = scores.argsort(stable=True)[::-1][:DEPTH]
        return [self.names[index] for index in best if scores[index] > 0]


def tokens(text: str) -> list[str]:
    """Return the stems of the words that are no stop words."""
    return [STEMMER.stemWord(word) for word in WORD.findall(fold(text)) if word not in STOP_WORDS]
