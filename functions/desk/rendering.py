"""The templates, with everything escaped that is not written in them."""

import base64
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from functions.desk import wording
from functions.desk.links import add_document_link, safe_link

TEMPLATES = Path(__file__).with_name("templates")
STYLE = (TEMPLATES / "style.css").read_text(encoding="utf-8")
FILTERS: dict[str, Any] = {
    "handoff_reason": wording.handoff_reason,
    "gap_reason": wording.GAP_REASONS.__getitem__,
    "name": wording.NAMES.__getitem__,
    "outcome": wording.OUTCOMES.__getitem__,
    "speaker": wording.speaker,
    "age": wording.age,
    "clock": wording.clock,
    "safe_link": safe_link,
    "add_document_link": add_document_link,
}
GLOBALS: dict[str, Any] = {
    "style": Markup(STYLE),  # noqa: S704 - our own file, and no text of a visitor
    # n8n's policy, a sandbox, allows scripts and any style: the page brings a narrower one that names this style alone.
    "style_hash": base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode(),
    "urgent_reasons": wording.URGENT_REASONS,
}

environment = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
environment.filters.update(FILTERS)
environment.globals.update(GLOBALS)


def render(template: str, now: datetime, **values: object) -> str:
    """Return the page of a template; a value that the template lacks raises `UndefinedError`."""
    return environment.get_template(template).render(now=now, **values)
