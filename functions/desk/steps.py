"""How a page is drawn, from top to bottom."""

from datetime import datetime

from functions.desk.grouping import group_gaps
from functions.desk.models import KnowledgeGaps, TeamDesk
from functions.desk.rendering import render
from functions.shared.facts import note, step


def draw_team(desk: TeamDesk, now: datetime) -> str:
    """Return the HTML of the team's page."""
    note(waiting=len(desk.waiting), is_open=desk.open is not None, outcome=desk.outcome)
    # A page that reloads would take away the reply that somebody types.
    refreshes = desk.open is None and not desk.paused
    unanswered = sum(handoff.status == "waiting" for handoff in desk.waiting)
    with step("render"):
        return render("team.html", now, desk=desk, refreshes=refreshes, unanswered=unanswered)


def draw_gaps(found: KnowledgeGaps, now: datetime) -> str:
    """Return the HTML of the page of knowledge gaps, similar questions together."""
    with step("group"):
        groups = group_gaps(found.gaps)
    note(gaps=len(found.gaps), groups=len(groups))
    with step("render"):
        return render("gaps.html", now, groups=groups, total=len(found.gaps), since_days=found.since_days)
