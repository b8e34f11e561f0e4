"""What became of the published flows: n8n activates them after its start, and says so only in its own store."""

import sqlite3
from contextlib import closing
from pathlib import Path

from dev.settings import Settings

# A flow is settled when its newest published version is applied and nothing waits in the queue.
UNSETTLED = """
    select count(*) from workflow_entity as flow
    left join workflow_published_version as applied on applied.workflowId = flow.id
    where flow.activeVersionId is not null and flow.activeVersionId is not applied.publishedVersionId
       or flow.id in (select workflowId from workflow_publication_outbox where status in ('pending', 'in_progress'))
"""
REFUSED = """
    select flow.id, attempt.errorMessage from workflow_entity as flow
    join workflow_publication_outbox as attempt
      on attempt.workflowId = flow.id and attempt.publishedVersionId = flow.activeVersionId
    where attempt.status in ('failed', 'partial_success')
      and attempt.id = (select max(id) from workflow_publication_outbox where workflowId = flow.id)
    order by flow.id
"""


def store(settings: Settings) -> Path:
    return settings.data_dir / "n8n" / ".n8n" / "database.sqlite"


def is_settled(settings: Settings) -> bool:
    """Says whether every published flow listens, or was refused."""
    return query(settings, UNSETTLED) in ([], [(0,)])


def refused(settings: Settings) -> list[str]:
    """Returns one line for each published flow that n8n could not activate."""
    return [f"{id}: n8n cannot activate this flow: {message}" for id, message in query(settings, REFUSED)]


def query(settings: Settings, statement: str) -> list[tuple[object, ...]]:
    """Reads n8n's store; another version of n8n without these tables is taken as having nothing to tell."""
    with closing(sqlite3.connect(f"file:{store(settings)}?mode=ro", uri=True, timeout=5)) as connection:
        try:
            return connection.execute(statement).fetchall()
        except sqlite3.OperationalError:
            return []
