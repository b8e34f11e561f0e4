from functions.orchestrate.clauses import MAX_CLAUSES, split_clauses


def test_a_contrast_opens_a_clause() -> None:
    assert split_clauses("mes reels attendront mais ma page est cassée") == [
        "mes reels attendront",
        "mais ma page est cassée",
    ]


def test_punctuation_closes_a_clause() -> None:
    assert split_clauses("Le post ? Demain. Le paiement, vite !") == ["Le post ?", "Demain.", "Le paiement", "vite !"]


def test_a_plain_message_is_one_clause() -> None:
    assert split_clauses("ma bio insta") == ["ma bio insta"]


def test_marks_alone_are_still_one_clause() -> None:
    assert split_clauses(",") == [","]


def test_a_list_without_end_is_kept_in_bounds_and_whole() -> None:
    clauses = split_clauses(", ".join(f"sujet {i}" for i in range(100)))

    assert len(clauses) == MAX_CLAUSES
    assert clauses[-1].endswith("sujet 99")


def test_what_comes_after_something_else_is_a_clause_and_a_date_is_not() -> None:
    assert split_clauses("les statistiques avant les reels") == ["les statistiques", "avant les reels"]
    assert split_clauses("mon tunnel avant mardi") == ["mon tunnel avant mardi"]
