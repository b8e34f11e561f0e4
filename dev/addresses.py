"""The addresses on the canvas: the repository holds the default ones, each n8n gets those of its own stack.

n8n's community edition has no variables, and `$env` stays blocked in expressions because it would show every secret.
"""

import re

from dev.settings import Settings

COMMITTED_FUNCTIONS_URL = "http://127.0.0.1:8000"
COMMITTED_SUPABASE_URL = "http://127.0.0.1:54321"
COMMITTED_DEMO_URL = "http://127.0.0.1:8080"
COMMITTED_N8N_URL = "http://127.0.0.1:5678"


def localise(flows: str, settings: Settings) -> str:
    """Returns the text of flows with this stack's addresses."""
    return replace(flows, pairs(settings))


def generalise(flows: str, settings: Settings) -> str:
    """Returns the text of flows with the repository's addresses: the inverse of `localise`."""
    return replace(flows, {local: committed for committed, local in pairs(settings).items()})


def replace(flows: str, addresses: dict[str, str]) -> str:
    # in one pass, and never a port that only begins like ours
    known = re.compile("|".join(f"{re.escape(address)}(?!\\d)" for address in addresses))
    return known.sub(lambda found: addresses[found[0]], flows)


def pairs(settings: Settings) -> dict[str, str]:
    return {
        COMMITTED_FUNCTIONS_URL: settings.functions_url,
        COMMITTED_SUPABASE_URL: settings.api_url,
        COMMITTED_DEMO_URL: settings.demo_url,
        COMMITTED_N8N_URL: settings.n8n_url,
    }
