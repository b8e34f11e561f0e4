"""A colleague at the team's page: what she reads, and what her browser sends."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import httpx

from dev import env_file
from dev.stack import Stack
from tests.desk.rows import Page
from tests.stack.test_parts_that_die import eventually
from tests.workflows.flows import FLOWS

PATIENCE = 60.0
FORM = json.loads((FLOWS / "add-document.json").read_text())


@dataclass
class Colleague:
    """One signed-in member of the team."""

    n8n_url: str
    password: str
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.n8n_url, auth=("equipe", self.password), timeout=PATIENCE)

    @classmethod
    def of(cls, stack: Stack) -> "Colleague":
        return cls(stack.n8n_url, env_file.read(stack.settings.env_file)["TEAM_PASSWORD"])

    def look(self, path: str = "equipe") -> Page:
        response = self.client.get(f"/webhook/{path}")
        assert response.status_code == 200, response.text
        return Page(response.text)

    def read(self, conversation_id: str) -> Page:
        return self.look(f"equipe?conversation={conversation_id}")

    def send(self, **fields: str) -> httpx.Response:
        """Posts the form as it is, and does not follow the answer."""
        return self.client.post("/webhook/equipe", data=fields)

    def act(self, conversation_id: str, action: str, **fields: str) -> Page:
        """Presses a button of the conversation's page, and returns the page that follows."""
        key = self.read(conversation_id).all("input")[0].attributes["value"]
        return self.follow(self.send(desk_key=str(key), action=action, **fields))

    def follow(self, response: httpx.Response) -> Page:
        assert response.status_code == 303, response.text
        return Page(self.client.get(urljoin("/webhook/equipe", response.headers["location"])).text)

    def submit(self, file: tuple[str, bytes] | None = None, **answers: Any) -> str:
        """Fills in the form « Ajouter un document » as n8n's page does, and returns what its last page says."""
        data = {field_name(name): answer for name, answer in answers.items()}
        parts = {field_name("fichier"): file} if file else {"nothing": (None, "")}
        response = self.client.post("/form/ajouter-un-document", data=data, files=parts)
        waiting = response.json()["formWaitingUrl"]
        # n8n leaves a page that is asked for too early unanswered: its own script asks for the status first
        assert eventually(lambda: self.status(waiting) == "form-waiting", PATIENCE)
        page = self.client.get(waiting)
        assert page.status_code == 200, page.text
        self.client.post(waiting)  # as the page's own script does: the execution ends
        return page.text

    def status(self, waiting: str) -> str:
        url = httpx.URL(waiting)
        return self.client.get(url.copy_with(path=f"{url.path}/n8n-execution-status")).text.strip()


def field_name(name: str) -> str:
    """n8n posts a form's fields by their position."""
    [trigger] = [node for node in FORM["nodes"] if node["id"] == "form"]
    names = [one["fieldName"] for one in trigger["parameters"]["formFields"]["values"]]
    return f"field-{names.index(name)}"
