"""A stack of the benchmark's own: free ports, an empty data folder, providers simulated in a process beside it."""

import asyncio
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dev import ports
from dev import settings as dev_settings
from dev import stack as dev_stack
from dev.liveness import answers
from dev.stack import Stack

YARDSTICKS = tuple(Path(__file__).parent / name for name in ("bare.json", "five-calls.json"))
BUDGETS = 4  # tokens and dollars, of a conversation and of the site
KEYS = {"OPENAI_API_KEY": "bench", "COHERE_API_KEY": "bench", "OPENROUTER_API_KEY": "bench"}


@contextmanager
def measured_stack(functions_env: Mapping[str, str] | None = None) -> Iterator[tuple[Stack, str]]:
    """Give the stack, with the yardsticks imported as well, and the simulator's address."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, simulator() as providers:
        folder = Path(name)
        defaults = dev_settings.load(folder / "env")
        flows = folder / "workflows"
        shutil.copytree(defaults.workflows_dir, flows)
        lift_budget(flows / "chat-turn.json")
        for flow in YARDSTICKS:
            shutil.copy(flow, flows)
        chosen = ports.free_for_a_stack()
        settings = dev_settings.load(folder / "env", data_dir=folder / "data", workflows_dir=flows, **chosen)
        environment = {**KEYS, **provider_urls(providers), **(functions_env or {})}
        with dev_stack.start(settings, functions_env=environment) as stack:
            yield stack, providers


def lift_budget(flow: Path) -> None:
    """Take away the daily budget: hours of load would use it up, and the rest would be refusals."""
    text, count = re.subn(r'(_par_jour\\": )[\d.]+', r"\g<1>1000000000", flow.read_text(encoding="utf-8"))
    if count != BUDGETS:
        raise LookupError(f"{count} daily budgets in {flow.name}, not {BUDGETS}")
    flow.write_text(text, encoding="utf-8")


def provider_urls(providers: str) -> dict[str, str]:
    """Return the functions' settings that make the simulator their provider."""
    return {
        "OPENAI_BASE_URL": f"{providers}/openai/v1",
        "COHERE_BASE_URL": f"{providers}/cohere",
        "OPENROUTER_BASE_URL": f"{providers}/openrouter/api/v1",
    }


@contextmanager
def simulator() -> Iterator[str]:
    """Run the provider simulator in a process of its own, so that it takes no time from what is measured."""
    port = ports.free()
    command = [sys.executable, "-m", "uvicorn", "dev.simulator.app:app", "--port", str(port), "--log-level", "error"]
    process = subprocess.Popen(command)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: answers(f"{url}/_calls"))
        yield url
    finally:
        process.terminate()
        process.wait(10)


def stop_when_told() -> None:
    """Let SIGTERM end the benchmark as Ctrl-C does: with everything that it started."""
    task = asyncio.current_task()
    if task:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


def wait_until(ready: Callable[[], bool], seconds: float = 120) -> None:
    """Return when the condition holds; raise `TimeoutError` if it never does."""
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)
