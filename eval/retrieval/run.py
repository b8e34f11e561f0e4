"""`python -m eval.retrieval`: how well the right passage is found, in five ways side by side.

Fills a temporary base (Postgres, PostgREST, the functions' own code, the providers of the settings) with each set, asks
every question in every way, prints the figures and writes `eval/retrieval/report.html`. `--running` asks the base of
`.env` instead; `--calibrate` prints the reranker's curve for `functions/shared/local_reranking.py`.
"""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench.temporary_base import temporary_base
from eval.retrieval import calibrate, report
from eval.retrieval.baseline import bm25_rankings
from eval.retrieval.methods import METHODS, fill, leaks, rankings
from eval.retrieval.questions import PUBLIC, QuestionSet, demo_set, held_out_set, public_set
from eval.retrieval.scores import score
from functions.shared.clients import Clients, open_clients
from functions.shared.logs import configure_logs
from functions.shared.settings import Settings, get_settings

DATABASE_PATIENCE_S = 60.0
PROVIDERS = (
    "openai_api_key",
    "openai_base_url",
    "embedding_model",
    "cohere_api_key",
    "cohere_base_url",
    "rerank_model",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="eval.retrieval")
    parser.add_argument("--public", type=Path, default=PUBLIC, help="folder of the public set")
    parser.add_argument("--every", type=int, default=4, help="every n-th question of the public set")
    parser.add_argument("--running", action="store_true", help="the demo questions, on the base of .env")
    parser.add_argument("--calibrate", action="store_true")
    options = parser.parse_args(arguments)
    configure_logs("warning")
    public = public_set(options.public, options.every)
    calibrating = [one for one in (demo_set(), None if options.running else public) if one]
    if options.calibrate:
        cases = [case for one in calibrating for case in asyncio.run(_cases(one))]
        intercept, coefficients = calibrate.fit(cases)
        print(f"INTERCEPT = {intercept:.2f}\nCOEFFICIENTS = {tuple(round(value, 2) for value in coefficients)}")
        print("kept or rightly silent, on the half that judges:", calibrate.judge(cases, intercept, coefficients))
        return
    sets = [*calibrating, held_out_set()]
    tables = [table for one in sets for table in asyncio.run(_tables(one, running=options.running))]
    report.print_tables(tables)
    report.write_html(tables, Path(__file__).with_name("report.html"))


def patient(settings: Settings) -> Settings:
    """Give the database more time than a visitor has: questions are asked many at once here."""
    return settings.model_copy(update={"database_turn_timeout_s": DATABASE_PATIENCE_S})


async def _tables(labelled: QuestionSet, *, running: bool) -> list[report.Table]:
    if running:
        async with open_clients(patient(get_settings())) as clients:
            return await _measure(clients, labelled)
    with temporary_base(**_providers()) as base:
        async with open_clients(patient(base.settings)) as clients:
            await fill(clients, labelled)
            return await _measure(clients, labelled)


async def _measure(clients: Clients, labelled: QuestionSet) -> list[report.Table]:
    found: dict[str, list[list[str]]] = {"BM25 (library)": bm25_rankings(labelled)}
    for name, method in METHODS.items():
        found[name] = await rankings(clients, labelled, method)
    leaked = leaks(labelled, found["hybrid + rerank"])
    whole = _table(f"{labelled.name}, all questions", labelled, found)
    whole.note = f"Passages of the other expert: {leaked}."
    judging = replace(labelled, questions=[one for one in labelled.questions if not one.is_for_calibration])
    kept = [index for index, one in enumerate(labelled.questions) if not one.is_for_calibration]
    halves = {name: [ranking[index] for index in kept] for name, ranking in found.items()}
    return [whole, _table(f"{labelled.name}, the half that calibrated nothing", judging, halves)]


def _table(title: str, labelled: QuestionSet, found: dict[str, list[list[str]]]) -> report.Table:
    rows = {name: score(labelled.questions, ranking) for name, ranking in found.items()}
    kinds = sorted({one.kind for one in labelled.questions})
    by_kind = {name: {kind: _of_kind(labelled, ranking, kind) for kind in kinds} for name, ranking in found.items()}
    return report.Table(title, rows, by_kind)


def _of_kind(labelled: QuestionSet, ranking: Sequence[Sequence[str]], kind: str) -> float:
    """Return recall@3 of a kind of question, or its share of rightful silence."""
    chosen = [(one, names) for one, names in zip(labelled.questions, ranking, strict=True) if one.kind == kind]
    scores = score([one for one, _ in chosen], [names for _, names in chosen])
    return scores.recall_3 if scores.no_answer is None else scores.no_answer


async def _cases(labelled: QuestionSet) -> list[calibrate.Case]:
    with temporary_base(**_providers()) as base:
        async with open_clients(patient(base.settings)) as clients:
            await fill(clients, labelled)
            return await calibrate.collect(clients, [*labelled.questions, *calibrate.swapped(labelled)])


def _providers() -> dict[str, object]:
    settings: Settings = get_settings()
    return {name: getattr(settings, name) for name in PROVIDERS}
