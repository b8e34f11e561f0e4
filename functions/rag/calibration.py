"""Where relevant ends, for each model: figures, how they were found, and when to find them again.

`python -m eval.retrieval --calibrate` prints both figures for the providers in use. They were chosen on one half of the
labelled questions and reported on the other (docs/decisions/20); a figure that was not measured says so.
"""

# Cosine under which a nearest neighbour is no candidate.
MATCH_THRESHOLDS = {
    # measured: keeps 99 % of the passages that answer
    "local/hashed-french-2": 0.05,
    # not measured here (no key): relevant French passages score 0.2 to 0.6 with the text-embedding-3 models
    "text-embedding-3-small": 0.2,
    "text-embedding-3-large": 0.2,
}
DEFAULT_MATCH_THRESHOLD = 0.0

# Relevance under which a reranked passage is no answer.
RELEVANCE_FLOORS = {
    # measured: the relevance is a probability, fitted so that the floor stands at one half
    "local/lexical-french-1": 0.5,
    # not measured here (no key): Cohere calls scores near 0 irrelevant, and its scores are not calibrated
    "rerank-v5.0-fast": 0.1,
}
DEFAULT_RELEVANCE_FLOOR = 0.1


def match_threshold(embedding_model: str) -> float:
    """Return the cosine, -1 to 1, under which a passage is no candidate for this embedding model."""
    return MATCH_THRESHOLDS.get(embedding_model, DEFAULT_MATCH_THRESHOLD)


def relevance_floor(rerank_model: str) -> float:
    """Return the relevance, 0 to 1, under which a passage is no answer for this rerank model."""
    return RELEVANCE_FLOORS.get(rerank_model, DEFAULT_RELEVANCE_FLOOR)
