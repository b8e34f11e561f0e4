"""`make eval`: one scorecard of everything that is judged by labelled sets, beside the committed baseline.

`python -m eval` fails when a figure falls below `eval/baseline.json`; `--base REF` shows another state of the
repository beside it; `--write-baseline` commits today's figures as the new floor; `--json` prints them for a program.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from eval import report
from eval.injections.heldout import score_heldout
from eval.injections.redteam import score_redteam
from eval.injections.score import score as score_injections
from eval.loops.score import score as score_loops
from eval.routing.score import score as score_routing
from eval.sentiment.score import confusion
from eval.sentiment.score import score as score_sentiment
from eval.upsell.score import score as score_upsell

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
# Below it a difference is noise of rounding, not a worse product.
TOLERANCE = 0.002
LESS_IS_BETTER = ("leaks", "links", "false_alarms", "calibration_error", "offers_to_upset", "low_confidence")
# Times depend on the machine and sizes on the sets: shown, never judged.
NOT_JUDGED = ("_ms", "messages", "threshold", "attacks", "replies")

Figures = dict[str, float]


def main() -> int:
    """Print the scorecard and return the exit code: 1 when a figure is worse than the baseline."""
    options = arguments()
    routing = {"routing": score_routing(), "routing_heldout": score_routing("heldout.jsonl")}
    found = flat(routing) | score_loops() | score_sentiment() | score_upsell() | score_injections() | heldout()
    if options.json:
        print(json.dumps(found))
        return 0
    if options.write_baseline:
        BASELINE.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    floor: Figures = json.loads(BASELINE.read_text(encoding="utf-8"))
    other = figures_of(options.base) if options.base else {}
    worse = [name for name in found if is_worse(name, found[name], floor.get(name))]
    report.print_scorecard(found, floor, other, worse)
    report.write_html(
        HERE / "report.html", found, floor, routing, {name: confusion(name) for name in ("test", "heldout")}
    )
    return 1 if worse else 0


def heldout() -> Figures:
    """Return the figures on the sets that were written without sight of what they judge."""
    scores = score_loops("heldout") | score_sentiment("heldout") | score_upsell("heldout")
    return {f"heldout_{name}": value for name, value in scores.items()} | score_heldout() | score_redteam()


def arguments() -> argparse.Namespace:
    """Return what was asked for on the command line."""
    parser = argparse.ArgumentParser(prog="eval")
    parser.add_argument("--base", default="", help="a git reference to compare with")
    parser.add_argument("--write-baseline", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def flat(routing: dict[str, dict[str, Any]]) -> Figures:
    """Return the plain figures of the router on each set, with the set's prefix."""
    return {
        f"{prefix}_{name}": float(value)
        for prefix, figures in routing.items()
        for name, value in figures.items()
        if isinstance(value, (int, float))
    }


def is_worse(name: str, now: float, floor: float | None) -> bool:
    """Say whether a figure fell below its floor (or rose above it, where less is better)."""
    if floor is None or any(part in name for part in NOT_JUDGED):
        return False
    if any(part in name for part in LESS_IS_BETTER):
        return now > floor + TOLERANCE
    return now < floor - TOLERANCE


def figures_of(reference: str) -> Figures:
    """Return the figures of another state of the repository, scored with this environment."""
    with tempfile.TemporaryDirectory(prefix="eval-base-") as folder:
        tree = Path(folder) / "tree"
        subprocess.run(["git", "worktree", "add", "--detach", "-q", tree, reference], check=True)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "eval", "--json"], cwd=tree, check=True, capture_output=True, text=True
            )
            return json.loads(done.stdout.splitlines()[-1])
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", tree], check=True)


if __name__ == "__main__":
    sys.exit(main())
