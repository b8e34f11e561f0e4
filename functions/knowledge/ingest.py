"""`python -m functions.knowledge.ingest DIR [--owner OWNER]`: a whole folder into the knowledge base.

It can be stopped and run again at any time: a known document is left alone, a vector that was computed stays computed.
"""

import argparse
import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, track

from functions.knowledge import store
from functions.knowledge.embedding_batches import embedding_cost_usd
from functions.knowledge.folder import OWNERS, namesakes, owner_of, visible_files
from functions.knowledge.models import AgentOwner, Choice, IngestedDocument
from functions.knowledge.steps import ingest, read
from functions.knowledge.tokens import count_tokens
from functions.shared.clients import Clients, open_clients
from functions.shared.errors import BodyTooLarge, Problem
from functions.shared.settings import Settings, get_settings

AT_ONCE = 4

console = Console()


def main(arguments: Sequence[str] | None = None) -> int:
    """Ingest the folder that the arguments name; return 1 if a document was refused."""
    parser = argparse.ArgumentParser(prog="ingest", description="Ajoute tous les documents d'un dossier.")
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--owner", choices=OWNERS, help="sinon : le sous-dossier, puis les règles")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"{options.folder} n'est pas un dossier")
    return asyncio.run(ingest_folder(options.folder, options.owner, get_settings()))


async def ingest_folder(folder: Path, owner: AgentOwner | None, settings: Settings) -> int:
    """Ingest every file of a folder; return 1 if one was refused, for its kind or its content, 0 if none."""
    found = visible_files(folder)
    refused = namesakes(found)
    files = [path for path in found if path not in refused]
    for path, first in refused.items():
        names = f"{path.relative_to(folder)} : {first.relative_to(folder)}"
        console.print(f"{names} porte le même nom ; renomme l'un des deux.", style="red", highlight=False)
    async with open_clients(settings) as clients:
        await _announce(clients, files)
        outcomes: Counter[str] = Counter(refused=len(refused))
        cost = 0.0
        gate = asyncio.Semaphore(AT_ONCE)
        with Progress(console=console) as progress:
            task = progress.add_task("Documents", total=len(files))

            async def one(path: Path) -> None:
                nonlocal cost
                async with gate:
                    done = await _ingest_file(clients, path, owner or owner_of(path, folder))
                outcomes[done.status if done else "refused"] += 1
                cost += done.embedding_cost_usd if done else 0
                progress.advance(task)

            await asyncio.gather(*(one(path) for path in files))
    summary = ", ".join(f"{count} {status}" for status, count in sorted((+outcomes).items())) or "aucun document"
    console.print(f"{summary} ; coût des vecteurs : {cost:.4f} $")
    return 1 if outcomes["refused"] else 0


async def _announce(clients: Clients, files: Sequence[Path]) -> None:
    """Say what the vectors will cost before the first is bought; local ones cost nothing."""
    model = clients.embedder.model
    if not embedding_cost_usd(model, 1):
        console.print(f"{len(files)} documents, vecteurs {model} : gratuits")
        return
    tokens = 0
    for path in track(files, "Estimation", console=console):
        try:
            chunks = read(path.name, _content(path, clients.settings.max_upload_bytes))[1]
        except (Problem, OSError):
            continue
        missing = await store.missing_embeddings(clients.database, [one.content_hash for one in chunks], model)
        tokens += sum(count_tokens(one.embedded_text) for one in chunks if one.content_hash in missing)
    estimate = embedding_cost_usd(model, tokens)
    console.print(f"{len(files)} documents, environ {tokens} tokens à vectoriser avec {model} : {estimate:.4f} $")


async def _ingest_file(clients: Clients, path: Path, owner: AgentOwner | None) -> IngestedDocument | None:
    try:
        content = await asyncio.to_thread(_content, path, clients.settings.max_upload_bytes)
        return await ingest(clients, path.name, content, Choice(agent_owner=owner))
    except (Problem, OSError) as error:
        console.print(f"{path.name} : {error}", style="red", highlight=False)
        return None


def _content(path: Path, limit: int) -> bytes:
    if path.stat().st_size > limit:
        raise BodyTooLarge(f"Ce fichier dépasse {limit // 1_000_000} Mo.")
    return path.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
