"""Secrets are compared in constant time, wherever our code compares one."""

import ast
import inspect
from pathlib import Path

import pytest

from functions.shared import auth

ROOT = Path(__file__).resolve().parents[2]
SECRET_NAMES = ("token", "secret", "password", "api_key", "apikey", "signature", "digest")


def plain_comparisons(source: str) -> list[str]:
    """Returns each `==` or `!=` with a secret on one side and something that is no literal on the other."""
    found: list[str] = []
    for one in ast.walk(ast.parse(source)):
        if not (isinstance(one, ast.Compare) and all(isinstance(op, ast.Eq | ast.NotEq) for op in one.ops)):
            continue
        sides = [ast.unparse(side).lower() for side in (one.left, *one.comparators)]
        names = [side.rpartition(".")[2].strip("()") for side in sides]
        if any(name.endswith(SECRET_NAMES) for name in names) and not any(
            isinstance(side, ast.Constant) for side in (one.left, *one.comparators)
        ):
            found.append(ast.unparse(one))
    return found


def test_no_secret_is_compared_letter_by_letter() -> None:
    files = sorted((ROOT / "functions").rglob("*.py"))
    assert len(files) > 50
    assert {
        str(file): plain_comparisons(file.read_text()) for file in files if plain_comparisons(file.read_text())
    } == {}


def test_the_token_of_the_functions_is_compared_in_constant_time() -> None:
    assert "hmac.compare_digest" in inspect.getsource(auth.require_token)
    assert plain_comparisons(inspect.getsource(auth)) == []


@pytest.mark.parametrize(
    "careless",
    ["if token == expected: pass", "ok = settings.functions_token != given", "x = request.api_key == wanted"],
)
def test_the_look_out_sees_a_plain_comparison(careless: str) -> None:
    assert plain_comparisons(careless)
