"""Rows as the SQL functions return them, and a real HTML parser to look at the pages with."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

NOW = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
CONVERSATION = "6f9619ff-8b86-4011-b42d-00c04fc964ff"
DESK_KEY = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
VOID = {"meta", "link", "br", "input", "img", "hr"}


def ago(minutes: float) -> str:
    return (NOW - timedelta(minutes=minutes)).isoformat()


def message(role: str = "user", content: str = "Bonjour", **fields: Any) -> dict[str, Any]:
    empty = {"seq": 1, "turn_id": None, "agent": None, "sources": [], "upsell": None, "feedback": None}
    return {"role": role, "content": content, "next_action": None, "created_at": ago(5), **empty, **fields}


def waiting(**fields: Any) -> dict[str, Any]:
    row = {
        "conversation_id": CONVERSATION,
        "reason": "refund",
        "summary": "Elle veut être remboursée.",
        "status": "waiting",
        "contact_email": None,
        "last_message": "Je veux être remboursée",
        "created_at": ago(4),
    }
    return row | fields


def opened(*messages: dict[str, Any], status: str = "human", **fields: Any) -> dict[str, Any]:
    row = {
        "conversation_id": CONVERSATION,
        "desk_key": DESK_KEY,
        "reason": "refund",
        "summary": "Elle veut être remboursée.",
        "contact_email": None,
        "page_url": None,
        "thread": {"status": status, "messages": list(messages) or [message()]},
    }
    return row | fields


def gap(question: str, *reasons: str, **fields: Any) -> dict[str, Any]:
    row = {"turn_id": CONVERSATION, "agent": "audrey", "question": question, "asked_at": ago(60)}
    return {**row, "reasons": list(reasons) or ["no_source"], **fields}


@dataclass
class Element:
    """One element of a page with its attributes and its whole text."""

    tag: str
    attributes: dict[str, str | None]
    text: str = ""

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()


@dataclass
class Page(HTMLParser):
    """A parsed page: every element in the order of the document."""

    source: str
    elements: list[Element] = field(default_factory=list)
    path: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        assert not self.path, f"never closed: {[element.tag for element in self.path]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self.path.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.path and self.path[-1].tag == tag, f"</{tag}> closes {self.path[-1:]}"
        self.path.pop()

    def handle_data(self, data: str) -> None:
        for element in self.path:
            element.text += data

    def all(self, tag: str, class_: str = "") -> list[Element]:
        return [one for one in self.elements if one.tag == tag and (not class_ or class_ in one.classes)]

    def one(self, tag: str, class_: str = "") -> Element:
        [found] = self.all(tag, class_)
        return found

    @property
    def shape(self) -> list[str]:
        """Tags with their classes, the head left out."""
        tags = [one.tag + "".join(f".{name}" for name in one.classes) for one in self.elements]
        return tags[tags.index("body") :]
