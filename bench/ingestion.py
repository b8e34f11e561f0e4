"""`python -m bench.ingestion`: how fast Markdown pages become knowledge, offline, and how much memory that takes."""

import asyncio
import random
import resource
import tempfile
import time
from pathlib import Path

from bench.temporary_base import temporary_base
from functions.knowledge.ingest import ingest_folder
from functions.shared.logs import configure_logs

PAGES = 1_000
KNOWLEDGE = Path(__file__).resolve().parent.parent / "knowledge"


def main() -> None:
    """Write the pages, ingest them, ingest them again, and print seconds and memory."""
    configure_logs("warning")
    with tempfile.TemporaryDirectory() as name, temporary_base() as base:
        folder = Path(name)
        write_pages(folder)
        for run in ("first", "again"):
            start = time.perf_counter()
            asyncio.run(ingest_folder(folder, None, base.settings))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
            print(
                f"{run}: {PAGES} pages in {time.perf_counter() - start:.1f} s, at most {memory:.0f} MB of memory so far"
            )


def write_pages(folder: Path) -> None:
    """Write pages of the demo's length, their sentences shuffled so that no two are alike."""
    shuffle = random.Random(7)
    pages = [path.read_text(encoding="utf-8") for path in sorted(KNOWLEDGE.glob("*/*.md"))]
    for number in range(PAGES):
        lines = pages[number % len(pages)].split("\n")
        mixed = [
            " ".join(shuffle.sample(line.split(" "), len(line.split(" ")))) if line[:1].isalpha() else line
            for line in lines
        ]
        (folder / f"page-{number:04}.md").write_text("\n".join(mixed), encoding="utf-8")


if __name__ == "__main__":
    main()
