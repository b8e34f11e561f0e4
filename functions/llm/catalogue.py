"""The models that a marketer can choose from in the node's list."""

from functions.llm.models import OFFLINE_MODEL, Model, ModelList
from functions.shared.clients import Clients
from functions.shared.errors import ProviderFailure
from functions.shared.logs import get_logger

log = get_logger(__name__)


async def list_models(clients: Clients) -> ModelList:
    """Return the configured models, then the provider's; without a key, or when it fails, the configured ones alone."""
    settings = clients.settings
    configured = [settings.writer_model, settings.writer_fallback_model, OFFLINE_MODEL]
    ids = dict.fromkeys([*configured, *sorted(await _offered(clients))])
    return ModelList(data=[Model(id=id, owned_by=id.partition("/")[0]) for id in ids])


async def _offered(clients: Clients) -> set[str]:
    if clients.openrouter is None:
        return set()
    try:
        return await clients.openrouter.list_models()
    except ProviderFailure as failure:
        log.warning("models_not_listed", kind=failure.kind)
        return set()
