"""Carries flows and credentials between the repository and n8n, in both directions."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from dev import credentials, n8n_cli
from dev.addresses import generalise
from dev.import_plan import Decision, Imported, Known, after, plan
from dev.settings import Settings
from dev.workflow_file import Json, fingerprint, read_folder, to_text

ADVICE: dict[Decision, str] = {
    "edited": "changed in the editor, kept as it is there (`make export` brings it into the repository)",
    "conflict": "changed in the editor and in the repository; the editor's version is kept, `make import FORCE=1` "
    "takes the repository's (with a backup)",
    "deleted": "deleted in the editor, not imported again (`make import FORCE=1` brings it back)",
}


def bring_in(settings: Settings, *, force: bool = False, before_writing: Callable[[], None] = lambda: None) -> None:
    """Imports and publishes what changed in the repository; n8n's server must be stopped while it writes."""
    import_credentials(settings, before_writing)
    files, running, imported = read_folder(settings.workflows_dir), read_n8n(settings), load(settings)
    prints = fingerprints(files)
    decisions = plan(prints, fingerprints(running), imported, force=force)
    if force and running:
        say(f"n8n's flows are saved in {back_up(settings, running)}")
    chosen = [id for id, decision in decisions.items() if decision == "write"]
    moved = [id for id in running if id not in chosen] if has_moved(settings, imported) else []
    if chosen or moved:
        before_writing()
        save(settings, imported.model_copy(update={"pending": chosen}))
        # a flow that somebody switched off stays off at its new addresses
        published = [*chosen, *(id for id in moved if running[id].get("active"))]
        write(settings, [*(files[id] for id in chosen), *(running[id] for id in moved)], published)
        running = read_n8n(settings)
        tell("imported and published", chosen)
        tell("moved to this stack's new addresses", moved)
    if files:
        save(settings, after(decisions, prints, fingerprints(running), load(settings)))
    for id, decision in decisions.items():
        if decision in ADVICE:
            say(f"{id}: {ADVICE[decision]}")


def tell(what: str, flows: list[str]) -> None:
    if flows:
        say(f"{len(flows)} flow(s) {what}: {', '.join(flows)}")


def read_n8n(settings: Settings) -> dict[str, Json]:
    """Returns n8n's flows with the repository's addresses."""
    written_with = settings.model_copy(update=load(settings).addresses)
    exported = n8n_cli.export_workflows(settings)
    return {id: json.loads(generalise(json.dumps(flow), written_with)) for id, flow in exported.items()}


def write(settings: Settings, flows: list[Json], published: list[str]) -> None:
    n8n_cli.import_workflows(settings, flows, published)
    save(settings, load(settings).model_copy(update={"addresses": addresses(settings)}))


def addresses(settings: Settings) -> dict[str, int | str]:
    return {
        "functions_port": settings.functions_port,
        "n8n_port": settings.n8n_port,
        "supabase_url": settings.api_url,
    }


def has_moved(settings: Settings, imported: Imported) -> bool:
    """After a change of ports, every flow must learn the new addresses, edited or not."""
    return bool(imported.addresses) and imported.addresses != addresses(settings)


def import_credentials(settings: Settings, before_writing: Callable[[], None]) -> None:
    imported = load(settings)
    templates = credentials.read_folder(settings.credentials_dir)
    if due := credentials.due(templates, imported.credentials, credentials.values(settings)):
        before_writing()
        n8n_cli.import_credentials(settings, due)
        imported.credentials.update({one["id"]: credentials.fingerprint(one) for one in due})
        save(settings, imported)
        say(f"{len(due)} credential(s) imported: {', '.join(one['id'] for one in due)}")


def fingerprints(workflows: dict[str, Json]) -> dict[str, str]:
    return {id: fingerprint(workflow) for id, workflow in workflows.items()}


def back_up(settings: Settings, running: dict[str, Json]) -> Path:
    folder = settings.data_dir / "backups" / datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    write_folder(folder, running)
    return folder


def write_out(settings: Settings) -> None:
    """Writes n8n's flows into the repository; an export right after an import changes nothing."""
    running = read_n8n(settings)
    changed = write_folder(settings.workflows_dir, running)
    imported = load(settings)
    for id, print_ in fingerprints(running).items():
        imported.workflows[id] = Known(file=print_, running=print_)
    if running:
        save(settings, imported)
    say(f"{len(running)} flow(s) exported, {len(changed)} file(s) changed{': ' if changed else ''}{', '.join(changed)}")
    for id in sorted(set(read_folder(settings.workflows_dir)) - set(running)):
        say(f"{id}: not in n8n any more; delete {id}.json if that is meant")


def write_folder(folder: Path, workflows: dict[str, Json]) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    changed: list[str] = []
    for id, workflow in workflows.items():
        file, text = folder / f"{id}.json", to_text(workflow)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(file.name)
    return changed


def load(settings: Settings) -> Imported:
    file = memory(settings)
    return Imported.model_validate_json(file.read_bytes()) if file.exists() and n8n_cli.exists(settings) else Imported()


def save(settings: Settings, imported: Imported) -> None:
    fresh = memory(settings).with_suffix(".new")
    fresh.write_text(imported.model_dump_json(indent=2), encoding="utf-8")
    fresh.replace(memory(settings))


def memory(settings: Settings) -> Path:
    return settings.data_dir / "n8n" / "imported.json"


def say(line: str) -> None:
    print(f"  {line}", flush=True)
