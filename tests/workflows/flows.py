"""The committed flows, and n8n's own code to read them with."""

import json
import subprocess
from pathlib import Path
from typing import Any

from dev.node import NODE

ROOT = Path(__file__).resolve().parents[2]
FLOWS = ROOT / "n8n" / "workflows"


def run_node(script: str) -> Any:
    """Runs a script of this folder over the flows and returns the JSON that it prints."""
    done = subprocess.run([NODE, Path(__file__).parent / script, FLOWS], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
