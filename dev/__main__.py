"""`python -m dev run|stop|import|export|status`, behind the verbs of the Makefile."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from dev import hold, stop, workflows
from dev.errors import DevError
from dev.part import recorded
from dev.restart import import_beside_server
from dev.settings import Settings, load
from dev.stack import ALL, start
from dev.welcome import welcome


def main() -> int:
    """Runs one verb; every foreseeable failure is one line."""
    verbs: dict[str, Callable[[Settings, bool], None]] = {
        "run": run,
        "stop": lambda settings, force: stop.stop(settings),
        "import": lambda settings, force: import_beside_server(settings, force=force),
        "export": lambda settings, force: workflows.write_out(settings),
        "status": status,
    }
    parser = argparse.ArgumentParser(prog="python -m dev", description="The stack without Docker.")
    parser.add_argument("verb", choices=verbs)
    parser.add_argument("--force", action="store_true", help="import: overwrite what was changed in the editor")
    chosen = parser.parse_args()
    try:
        verbs[chosen.verb](load(), chosen.force)
    except DevError as error:
        return complain(str(error))
    except BrokenPipeError:  # `python -m dev status | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        return complain(f"{error.strerror or error}{where}; check free space and permissions.")
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
    return 0


def run(settings: Settings, force: bool) -> None:
    """Starts everything and stays until Ctrl-C, SIGTERM or `make stop`."""
    for signal_number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signal_number, signal.default_int_handler)
    started = time.monotonic()
    print("Starting Sales Copilot ...", flush=True)
    with start(settings) as stack:
        print(welcome(settings, time.monotonic() - started), flush=True)
        with suppress(KeyboardInterrupt):
            while True:
                signal.pause()
        for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signal_number, signal.SIG_IGN)
        print("\nStopping ...", flush=True)
        stack.stop()
    print("Stopped.", flush=True)


def status(settings: Settings, force: bool) -> None:
    """Prints which parts run."""
    records = settings.data_dir / "run"
    owner = hold.holder(records, "stack")
    print(f"stack: {f'running, process {owner}' if owner else 'not running'}")
    for name in ALL:
        found = recorded(name, records)
        print(f"  {name}: {f'process {found[0].pid}' if found else '-'}")


def complain(line: str) -> int:
    print(f"error: {line}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
