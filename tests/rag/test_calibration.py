from functions.rag.calibration import match_threshold, relevance_floor


def test_the_threshold_is_not_the_architectures_0_7_which_returns_nothing():
    assert match_threshold("text-embedding-3-small") <= 0.2
    assert match_threshold("local/hashed-french-2") < 0.2


def test_an_unknown_model_gets_a_careful_figure():
    assert match_threshold("new/model") == 0.0
    assert 0 < relevance_floor("new/model") < 0.5
