"""`make bench`: what a turn and a function cost, when the first word comes, how many at once; ARGS=soak and so on.

Each section is one module that measures one question side by side in one run and returns the lines of its report.
"""

import argparse
import asyncio
import platform
from collections.abc import Callable, Coroutine
from pathlib import Path

import psutil

from bench import delays, functions_alone, hostile, overhead, overload, queue_mode, soak, throughput
from bench.running import stop_when_told

RESULTS = Path(__file__).parent / "RESULTS.md"
Section = Callable[[argparse.Namespace], Coroutine[None, None, list[str]]]
SECTIONS: dict[str, Section] = {
    "overhead": overhead.measured,
    "functions": functions_alone.measured,
    "delays": delays.measured,
    "throughput": throughput.measured,
    "overload": overload.measured,
    "hostile": hostile.measured,
    "soak": soak.measured,
    "queue": queue_mode.measured,
}
USUAL = ("overhead", "functions", "delays", "throughput")


def machine() -> str:
    """Name what the figures were measured on, and what else it was doing."""
    memory = psutil.virtual_memory().total / 2**30
    kind = f"{platform.system()} {platform.machine()}"
    return f"{psutil.cpu_count()} cores, {memory:.0f} GiB, {kind}, load {psutil.getloadavg()[0]:.1f} before"


def write(section: str, lines: list[str]) -> None:
    """Put a section's report into the results, in the place of its last one."""
    known = RESULTS.read_text(encoding="utf-8").split("\n## ")[1:] if RESULTS.exists() else []
    parts = {part.partition("\n")[0].strip(): part.partition("\n")[2].strip() for part in known}
    parts[section] = "\n".join(lines)
    ordered = [name for name in SECTIONS if name in parts]
    body = "\n\n".join(f"## {name}\n\n{parts[name]}" for name in ordered)
    RESULTS.write_text(f"# Results\n\nWritten by `make bench`, one section a run.\n\n{body}\n", encoding="utf-8")


async def main() -> None:
    """Measure the sections that were asked for, print them and write them down."""
    stop_when_told()
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("sections", nargs="*", default=USUAL, choices=[*SECTIONS, []], metavar="section")
    parser.add_argument("--minutes", type=float, default=30, help="how long the soak takes")
    parser.add_argument("--rate", type=float, default=5, help="turns per second of the soak")
    arguments = parser.parse_args()
    for section in arguments.sections:
        where = machine()
        lines = [f"Machine: {where}.", "", *await SECTIONS[section](arguments)]
        print(f"\n## {section}\n", *lines, sep="\n", flush=True)
        write(section, lines)


if __name__ == "__main__":
    asyncio.run(main())
