"""`python -m dev.ingest DIR [--owner OWNER]`: the functions' ingestion of a folder, with the stack's settings."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from dev import functions
from dev.errors import DevError
from dev.settings import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit code of the ingestion; a setting that is wrong is one line."""
    parser = argparse.ArgumentParser(prog="ingest", description="Every document of a folder into the knowledge base.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    chosen, others = parser.parse_known_args(arguments)
    try:
        return ingest(chosen.folder, others)
    except DevError as error:
        print(f"error: {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130


def ingest(folder: Path, others: Sequence[str]) -> int:
    """Runs the ingestion where the functions run, with what they know."""
    settings = load()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    command = (sys.executable, "-m", "functions.knowledge.ingest", str(folder.resolve()), *others)
    environment = functions.environment(settings, {"PYTHONPATH": str(settings.functions_dir)})
    # not in the checkout: its .env may be another stack's
    return subprocess.run(command, env=environment, cwd=settings.data_dir, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
