"""The addresses on the canvas: the repository holds the default ones, each n8n gets those of its own stack.

n8n's community edition has no variables, and `$env` stays blocked in expressions because it would show every secret.
"""

from dev.settings import Settings

COMMITTED_FUNCTIONS_URL = "http://127.0.0.1:8000"
COMMITTED_SUPABASE_URL = "http://127.0.0.1:54321"


def localise(flows: str, settings: Settings) -> str:
    """Returns the text of flows with this stack's addresses."""
    for committed, local in pairs(settings):
        flows = flows.replace(f"{committed}/", f"{local}/")
    return flows


def generalise(flows: str, settings: Settings) -> str:
    """Returns the text of flows with the repository's addresses: the inverse of `localise`."""
    for committed, local in pairs(settings):
        flows = flows.replace(f"{local}/", f"{committed}/")
    return flows


def pairs(settings: Settings) -> list[tuple[str, str]]:
    return [(COMMITTED_FUNCTIONS_URL, settings.functions_url), (COMMITTED_SUPABASE_URL, settings.api_url)]
