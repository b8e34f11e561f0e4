"""The routes that draw the team's pages; n8n serves them behind its authentication."""

from datetime import UTC, datetime

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from functions.desk.models import KnowledgeGaps, TeamDesk
from functions.desk.steps import draw_gaps, draw_team
from functions.shared.auth import require_token
from functions.shared.web import create_app

router = APIRouter(prefix="/desk", tags=["desk"], dependencies=[Depends(require_token)])


@router.post("/team", response_class=HTMLResponse)
def team_page(desk: TeamDesk) -> str:
    """Return the page of the conversations that a person answers."""
    return draw_team(desk, datetime.now(UTC))


@router.post("/gaps", response_class=HTMLResponse)
def gaps_page(found: KnowledgeGaps) -> str:
    """Return the page of the questions that the knowledge lacks."""
    return draw_gaps(found, datetime.now(UTC))


app = create_app("desk", router)
