"""What stands in for n8n where a test writes the conversation itself."""

import json
from typing import Any

from playwright.async_api import Page, Route

CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "authorization, content-type"}


class Webhook:
    """A session, its history, and turns that are never answered."""

    def __init__(self, status: str = "bot", rows: list[dict[str, Any]] | None = None) -> None:
        self.status = status
        self.rows = rows or []

    async def serve(self, page: Page) -> None:
        await page.route("**/webhook/chat**", self._hold)
        for path in ("session", "history**", "contact"):
            await page.route(f"**/webhook/chat/{path}", self._answer)

    async def _hold(self, route: Route) -> None:
        """Neither answers nor refuses."""

    async def _answer(self, route: Route) -> None:
        session = {"conversation_id": "a-conversation", "token": "a-token", "ai_notice": "IA"}
        body = json.dumps(session | {"status": self.status, "messages": self.rows})
        await route.fulfill(body=body, headers=CORS, content_type="application/json")


def row(seq: int, role: str, content: str = "Un mot", **more: Any) -> dict[str, Any]:
    return {"seq": seq, "turn_id": f"turn-{seq}", "role": role, "content": content, **more}


def hand_off(seq: int) -> dict[str, Any]:
    return row(seq, "assistant", "Une personne arrive", agent="escalate", next_action="human_handoff")
